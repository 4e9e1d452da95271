import type { Parameter } from './entry.ts';

export interface AggregateContext {
  /** ` ORDER BY …` of the input's own order, or ''. */
  readonly order: string;
  readonly type: string;
  readonly argTypes: readonly string[];
  /** Constant arguments as they are written, where they are constant. */
  readonly constants: readonly (string | bigint | number | boolean | null | undefined)[];
}

export interface AggregateEntry {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly lower: (args: readonly string[], context: AggregateContext) => string;
  /** Bound of the error where the answer is approximate by nature; absent where it is exact. */
  readonly approximate?: string;
  /** Refuses calls that are not answered exactly: the reason, or undefined. */
  readonly check?: (context: AggregateContext) => string | undefined;
  /** True where the result depends on the order of the rows. */
  readonly ofRows?: boolean;
}
