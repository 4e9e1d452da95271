import type { Constant } from './constants.ts';
import type { Target } from './targets.ts';

/** What a query asks of a value that it goes on with. */
export type Demand = { readonly target: Target } & (
  | { readonly kind: 'equal'; readonly values: readonly Constant[] }
  /** One of them, or each, is in the text. */
  | { readonly kind: 'within'; readonly values: readonly string[]; readonly all: boolean }
  | { readonly kind: 'start' | 'end' | 'regex'; readonly values: readonly string[] }
  | { readonly kind: 'above' | 'below'; readonly values: readonly number[] }
  /** Pieces of a text, each with something after it. */
  | { readonly kind: 'pieces'; readonly values: readonly string[] }
  | { readonly kind: 'present' }
);

/** How many rows, or different values of a target in them, must come together. */
export interface Crowd {
  readonly count: number;
  readonly target?: Target;
  /** The values are in one array. */
  readonly isArray: boolean;
}

/** One place where a query reads a table. */
export interface Reading {
  readonly table: string;
  readonly demands: Demand[];
  readonly crowds: Crowd[];
  /** What rows are told apart by: a value that no other row has is one that a query can find new, rare or missing. */
  readonly keys: Target[];
  /** Milliseconds. */
  from: number;
  to: number;
  /** The query says from when. */
  hasStart: boolean;
  /** Rows of it take others away: what they hold must be of other people. */
  apart: boolean;
}

/** Values that must meet: of a join's two sides, or of a list made from another table. */
export interface Link {
  readonly left: Target;
  readonly right: Target;
  readonly readings: readonly Reading[];
}

export interface Demands {
  readonly readings: readonly Reading[];
  readonly links: readonly Link[];
  /** A series is asked for what stands out in it. */
  readonly hasSeries: boolean;
}
