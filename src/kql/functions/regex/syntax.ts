import type { Ranges } from './ranges.ts';

/** Why the service or this engine has no such pattern. */
export class RegexProblem extends Error {}

/** The flags where a part of a pattern stands. */
export interface Modes {
  /** i */
  readonly fold: boolean;
  /** m */
  readonly lines: boolean;
  /** s */
  readonly dotAll: boolean;
  /** R */
  readonly crlf: boolean;
  /** U */
  readonly swapGreed: boolean;
  /** u: classes and boundaries are of Unicode. */
  readonly unicode: boolean;
  /** x: white space and comments are left out. */
  readonly verbose: boolean;
}

/** Code points: what they are, and how RE2 says it of texts of ASCII and of others. */
export interface CharSet {
  readonly kind: 'set';
  readonly ascii: string;
  readonly unicode: string;
  /** Computed when it is asked for. */
  ranges(): Ranges;
}

export type Assertion =
  | 'textStart'
  | 'textEnd'
  | 'lineStart'
  | 'lineEnd'
  | 'boundary'
  | 'notBoundary'
  | 'wordStart'
  | 'wordEnd'
  | 'halfStart'
  | 'halfEnd';

export interface Look {
  readonly kind: 'look';
  readonly what: Assertion;
  /** How RE2 says it of texts of ASCII and of others; undefined where it cannot. */
  readonly ascii: string | undefined;
  readonly unicode: string | undefined;
  readonly modes: Modes;
}

export interface Repeat {
  readonly kind: 'repeat';
  readonly body: Node;
  readonly min: number;
  readonly max: number;
  /** As it is written; flag U turns it round. */
  readonly question: boolean;
  readonly lazy: boolean;
}

export type Node =
  | CharSet
  | Look
  | Repeat
  /** Flags for the rest of the group, as RE2 is told of them; nothing is matched. */
  | { readonly kind: 'flags'; readonly printed: string }
  | { readonly kind: 'group'; readonly index?: number; readonly flags: string; readonly body: Node }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'either'; readonly parts: readonly Node[] };

export interface ParsedRegex {
  readonly root: Node;
  /** The capturing groups in order; a name where one has it. */
  readonly groups: readonly (string | undefined)[];
}
