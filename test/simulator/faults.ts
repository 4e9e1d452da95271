import type { Call, Plane, Reply } from './http.ts';

/** What can go wrong between a service and its caller. */
export type Injected =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string; readonly code?: string }
  /** The connection ends before the service has seen the request, or after it has done what was asked. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'resetAfter' }
  /** The service has done what was asked, and no answer comes. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'half' }
  | { readonly kind: 'slow'; readonly pieces: number; readonly everyMs: number }
  | { readonly kind: 'expired' }
  | { readonly kind: 'claims'; readonly claims: string }
  /** The service answers, and its answer is made another: a page repeated or left out, a partial error. */
  | { readonly kind: 'answer'; readonly change: (reply: Reply) => Reply };

export interface Rule {
  readonly plane?: Plane;
  readonly method?: string;
  readonly path?: RegExp;
  /** Requests that are let through first. */
  readonly after?: number;
  /** How often; forever where it is left out. */
  readonly times?: number;
  readonly fault: Injected;
}

export class Faults {
  /** Seconds that the services' clock is ahead. */
  skewSeconds = 0;
  #rules: { rule: Rule; before: number; left: number }[] = [];
  readonly #denied = new Set<string>();

  inject(rule: Rule): void {
    this.#rules.push({ rule, before: rule.after ?? 0, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  /** Takes an ARM action or a Graph permission from everyone. */
  deny(right: string): void {
    this.#denied.add(right);
  }

  denies(right: string): boolean {
    return this.#denied.has(right);
  }

  clear(): void {
    this.#rules = [];
    this.#denied.clear();
    this.skewSeconds = 0;
  }

  take({ plane, method, path }: Call): Injected | undefined {
    const found = this.#rules.find(
      ({ rule, left }) =>
        left > 0 &&
        (rule.plane === undefined || rule.plane === plane) &&
        (rule.method === undefined || rule.method === method) &&
        (rule.path === undefined || rule.path.test(path)),
    );
    if (!found) return undefined;
    if (found.before > 0) {
      found.before--;
      return undefined;
    }
    found.left--;
    return found.rule.fault;
  }
}
