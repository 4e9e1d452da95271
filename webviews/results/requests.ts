import type { ColumnProfile, ResultPage, ResultView } from '../../src/domain/result.ts';
import type { FromResults, ResultsRequest, ToResults } from '../../src/protocol/results.ts';

/** Tells answers of this page from those to a page that was here before it. */
let nextRequest = Math.floor(Math.random() * 1e9);

interface Pending {
  readonly resolve: (message: ToResults) => void;
  readonly reject: (error: Error) => void;
}

type Answered = Extract<ToResults, { readonly type: 'count' | 'page' | 'profile' }>;

/** Something that is under way and can be given up. */
export interface Asked<T> {
  readonly answer: Promise<T>;
  cancel(): void;
}

/** Questions about one answer to the process that has its rows. */
export class Requests {
  readonly #id: string;
  readonly #post: (message: FromResults) => void;
  readonly #pending = new Map<number, Pending>();

  constructor(id: string, post: (message: FromResults) => void) {
    this.#id = id;
    this.#post = post;
  }

  count(view: ResultView): Asked<number> {
    return this.#ask(view, { type: 'count' }, (message) =>
      message.type === 'count' ? message.count : undefined,
    );
  }

  page(view: ResultView, columns: readonly number[], from: number, count: number): Asked<ResultPage> {
    return this.#ask(view, { type: 'page', columns, from, count }, (message) =>
      message.type === 'page' ? message.page : undefined,
    );
  }

  profile(view: ResultView, column: number): Asked<ColumnProfile> {
    return this.#ask(view, { type: 'profile', column }, (message) =>
      message.type === 'profile' ? message.profile : undefined,
    );
  }

  receive(message: ToResults): void {
    if (!('request' in message)) return;
    const pending = this.#pending.get(message.request);
    this.#pending.delete(message.request);
    if (message.type === 'failed') pending?.reject(new Error(message.message));
    else pending?.resolve(message);
  }

  #ask<T>(view: ResultView, request: ResultsRequest, read: (message: Answered) => T | undefined): Asked<T> {
    const number = nextRequest++;
    const answer = new Promise<ToResults>((resolve, reject) => {
      this.#pending.set(number, { resolve, reject });
      this.#post({ ...request, id: this.#id, view, request: number });
    }).then((message) => {
      const value = 'request' in message && message.type !== 'failed' ? read(message) : undefined;
      if (value === undefined) throw new Error('The answer to this question is of another kind.');
      return value;
    });
    const cancel = (): void => {
      if (!this.#pending.delete(number)) return;
      this.#post({ type: 'cancel', id: this.#id, view, request: number });
    };
    return { answer, cancel };
  }
}
