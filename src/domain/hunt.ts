import type { TimeWindow } from './answer.ts';

/** A hit of the library that someone looked at and set aside. */
export interface HuntDismissal {
  /** Id of the library's query: `entra/password-spray`. */
  readonly query: string;
  readonly connection: string;
  readonly window: TimeWindow | null;
  /** Digest of the answer's rows; the same hit in a later sweep has it again. */
  readonly digest: string;
  readonly rows: number;
  readonly reason: string;
}
