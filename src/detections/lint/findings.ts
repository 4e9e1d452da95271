import type { Span } from '../../kql/diagnostics.ts';

/** What each code has to say, as data; sentences are made of it last (catalogue.ts). */
export interface FindingData {
  'yaml-syntax': { readonly message: string };
  /** `kind` null: not because of the rule's. */
  'field-missing': { readonly field: string; readonly kind: string | null };
  'field-unknown': { readonly field: string; readonly near: string | null };
  'field-not-for-kind': { readonly field: string; readonly kind: string };
  'field-form': { readonly field: string; readonly expected: string };
  'field-word': { readonly field: string; readonly value: string; readonly words: readonly string[] };
  'field-length': {
    readonly field: string;
    readonly length: number;
    readonly min: number;
    readonly max: number;
  };
  'field-range': {
    readonly field: string;
    readonly value: string;
    readonly min: string;
    readonly max: string;
  };
  'field-count': {
    readonly field: string;
    readonly count: number;
    readonly min: number;
    readonly max: number;
  };
  'placeholder-count': { readonly field: string; readonly count: number; readonly max: number };
  'connector-unknown': { readonly connector: string; readonly near: string };
  'id-taken': { readonly id: string; readonly other: string };
  'period-below-frequency': { readonly period: string; readonly frequency: string };
  'frequency-too-often': { readonly period: string; readonly frequency: string };
  'period-too-short': { readonly lookback: string; readonly period: string };
  'entity-type-unknown': { readonly entityType: string; readonly known: readonly string[] };
  'entity-identifier-unknown': {
    readonly entityType: string;
    readonly identifier: string;
    readonly known: readonly string[];
  };
  'entity-identifier-twice': { readonly entityType: string; readonly identifier: string };
  'entity-not-identified': { readonly entityType: string; readonly keys: readonly string[] };
  'entity-column-legacy': { readonly column: string };
  'entity-column-missing': {
    readonly entityType: string;
    readonly identifier: string;
    readonly column: string;
    readonly near: string | null;
  };
  'entity-column-type': {
    readonly entityType: string;
    readonly identifier: string;
    readonly column: string;
    readonly type: string;
  };
  'custom-detail-missing': { readonly detail: string; readonly column: string; readonly near: string | null };
  'override-column-missing': {
    readonly field: string;
    readonly column: string;
    readonly near: string | null;
  };
  'override-column-type': { readonly field: string; readonly column: string; readonly type: string };
  'tactic-unknown': { readonly tactic: string; readonly near: string | null };
  'technique-unknown': { readonly technique: string; readonly version: string };
  'technique-succeeded': {
    readonly technique: string;
    readonly version: string;
    readonly successors: readonly string[];
    readonly reason: string;
  };
  'technique-without-tactic': {
    readonly technique: string;
    readonly version: string;
    readonly tactics: readonly string[];
  };
  'tactic-not-listed': {
    readonly technique: string;
    readonly version: string;
    readonly tactics: readonly string[];
  };
  'kql-syntax': { readonly code: string; readonly message: string };
  'kql-semantics': { readonly code: string; readonly message: string };
  'table-unknown': { readonly table: string; readonly near: string | null; readonly where: string };
  'column-unknown': { readonly column: string; readonly near: string | null; readonly where: string };
  'function-unknown': { readonly name: string; readonly near: string | null };
  /** known: null where nothing tells which watchlists there are. */
  'watchlist-unknown': { readonly alias: string; readonly known: readonly string[] | null };
  'let-unused': { readonly name: string };
  'contains-for-has': { readonly operator: string; readonly term: string; readonly instead: string };
  'time-filter-missing': { readonly tables: readonly string[] };
  'join-without-hint': { readonly tables: readonly string[] };
  'search-all': { readonly operator: string };
  'test-invalid': { readonly message: string };
  'test-without-rule': { readonly path: string };
  'excuse-unknown': { readonly mutant: string; readonly near: string | null };
  'silence-without-reason': { readonly code: string };
  'silence-unused': { readonly code: string };
}

export type FindingCode = keyof FindingData;
export type FindingSeverity = 'error' | 'warning' | 'information';

export interface TextEdit extends Span {
  readonly text: string;
}
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** What is wrong at one place of a file. */
export interface Finding<Code extends FindingCode = FindingCode> {
  readonly code: Code;
  readonly data: FindingData[Code];
  readonly severity: FindingSeverity;
  /** In the file: UTF-16 offset and length. */
  readonly span: Span;
  readonly fixes: readonly Fix[];
}

/** Gathers findings of one file. */
export class Findings {
  readonly all: Finding[] = [];
  readonly #severity: (code: FindingCode) => FindingSeverity;

  constructor(severity: (code: FindingCode) => FindingSeverity) {
    this.#severity = severity;
  }

  add<Code extends FindingCode>(
    code: Code,
    data: FindingData[Code],
    span: Span,
    more: { readonly severity?: FindingSeverity; readonly fixes?: readonly Fix[] } = {},
  ): void {
    const { severity = this.#severity(code), fixes = [] } = more;
    const finding: Finding<Code> = { code, data, span, severity, fixes };
    this.all.push(finding);
  }
}
