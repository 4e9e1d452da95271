import { AzimuthError, type ErrorGuidance } from './errors.ts';
import { isRecord, isString } from './guards.ts';

/** One kind of request: what it takes, what it answers, and what it sends on the way. */
export interface Call<Args extends readonly unknown[], Result, Event extends readonly unknown[] = never> {
  readonly args: Args;
  readonly result: Result;
  readonly event: Event;
}
export type Calls<T> = { readonly [K in keyof T]: Call<readonly unknown[], unknown, readonly unknown[]> };

/** Where messages go out; they survive structured cloning. */
export type Post = (message: Message) => void;

/** What crosses the border between a client and a server of one program. */
export type Message =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'event'; readonly id: number; readonly args: readonly unknown[] }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: WireError };

/** An error as data: Error objects lose their class and their own members on the way. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Of an AzimuthError. */
  readonly code: string | undefined;
  readonly guidance: ErrorGuidance;
  /** Further own members, such as a query's diagnostics. */
  readonly members: Readonly<Record<string, unknown>>;
}

export function toWireError(error: unknown): WireError {
  if (!(error instanceof Error))
    return {
      name: 'Error',
      message: String(error),
      stack: undefined,
      code: undefined,
      guidance: {},
      members: {},
    };
  const { name, message, stack } = error;
  if (!(error instanceof AzimuthError))
    return { name, message, stack, code: undefined, guidance: {}, members: {} };
  const own = Object.entries(error).filter(([key]) => !['name', 'code', 'guidance'].includes(key));
  return {
    name,
    message,
    stack,
    code: error.code,
    guidance: error.guidance,
    members: Object.fromEntries(own),
  };
}

export function fromWireError({ name, message, stack, code, guidance, members }: WireError): Error {
  if (name === 'AbortError') return new DOMException(message, name);
  const error = code === undefined ? new Error(message) : new AzimuthError(code, message, guidance);
  Object.assign(error, members, { name });
  if (stack !== undefined) error.stack = stack;
  return error;
}

export type Handlers<T extends Calls<T>> = {
  readonly [K in keyof T]: (
    args: T[K]['args'],
    context: { readonly emit: (...event: T[K]['event']) => void; readonly signal: AbortSignal },
  ) => Promise<T[K]['result']>;
};

/** Answers calls; give `receive` each message that comes in. The two ends are of one build and trust each other. */
export class RpcServer<T extends Calls<T>> {
  readonly #handlers: Handlers<T>;
  readonly #post: Post;
  readonly #running = new Map<number, AbortController>();

  constructor(handlers: Handlers<T>, post: Post) {
    this.#handlers = handlers;
    this.#post = post;
  }

  receive(message: Message): void {
    if (message.kind === 'cancel') this.#running.get(message.id)?.abort();
    if (message.kind === 'call') void this.#answer(message.id, message.method, message.args);
  }

  async #answer(id: number, method: string, args: readonly unknown[]): Promise<void> {
    const cancel = new AbortController();
    this.#running.set(id, cancel);
    try {
      if (!Object.hasOwn(this.#handlers, method)) throw new Error(`There is no method ${method}`);
      const handler = this.#handlers[method as keyof T];
      const emit = (...event: readonly unknown[]): void => this.#post({ kind: 'event', id, args: event });
      const value = await handler(args, { emit, signal: cancel.signal });
      this.#post({ kind: 'result', id, value });
    } catch (error) {
      this.#post({ kind: 'error', id, error: toWireError(error) });
    } finally {
      this.#running.delete(id);
    }
  }
}

interface Pending {
  readonly onEvent: ((...args: readonly unknown[]) => void) | undefined;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface CallOptions<Event extends readonly unknown[]> {
  readonly onEvent?: (...event: Event) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Makes calls; give `receive` each message that comes in, and `failAll` the reason when none will come any more. */
export class RpcClient<T extends Calls<T>> {
  readonly #post: Post;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;

  constructor(post: Post) {
    this.#post = post;
  }

  async call<K extends keyof T & string>(
    method: K,
    args: T[K]['args'],
    { onEvent, signal }: CallOptions<T[K]['event']> = {},
  ): Promise<T[K]['result']> {
    signal?.throwIfAborted();
    const id = this.#nextId++;
    const cancel = (): void => this.#post({ kind: 'cancel', id });
    try {
      return await new Promise<T[K]['result']>((resolve, reject) => {
        this.#pending.set(id, { onEvent, signal, resolve, reject });
        signal?.addEventListener('abort', cancel, { once: true });
        this.#post({ kind: 'call', id, method, args });
      });
    } finally {
      this.#pending.delete(id);
      signal?.removeEventListener('abort', cancel);
    }
  }

  receive(message: Message): void {
    const pending = 'id' in message ? this.#pending.get(message.id) : undefined;
    if (message.kind === 'event') pending?.onEvent?.(...message.args);
    if (message.kind === 'result') pending?.resolve(message.value);
    if (message.kind === 'error') pending?.reject(fromWireError(message.error));
  }

  /** Calls that were cancelled end as such. */
  failAll(reason: unknown): void {
    for (const { reject, signal } of this.#pending.values())
      reject(signal?.aborted === true ? signal.reason : reason);
  }
}

export function isMessage(value: unknown): value is Message {
  return isRecord(value) && isString(value['kind']) && typeof value['id'] === 'number';
}
