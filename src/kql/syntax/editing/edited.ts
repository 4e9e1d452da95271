import type { Span } from '../../diagnostics.ts';

/** What completion inserts: `before`, the caret, `after`. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** What typed text is compared with. */
  readonly match: string;
  readonly order: string;
  readonly before: string;
  readonly after: string;
  /** True where more can be completed right after it. */
  readonly again: boolean;
}

export type CompletionKind =
  | 'keyword'
  | 'column'
  | 'table'
  | 'function'
  | 'aggregate'
  | 'variable'
  | 'parameter'
  | 'database'
  | 'type'
  | 'value'
  | 'other';

export interface Completions {
  /** What an accepted completion replaces. */
  readonly replaces: Span;
  readonly items: readonly Completion[];
}

export interface EditorDiagnostic extends Span {
  readonly severity: 'error' | 'warning' | 'suggestion';
  readonly code: string;
  readonly message: string;
}

export type TokenKind = 'column' | 'table' | 'database' | 'function' | 'parameter' | 'variable' | 'type';

export interface Token extends Span {
  readonly kind: TokenKind;
}

export interface RelatedName extends Span {
  readonly isDeclaration: boolean;
}

/** Replace `length` characters at `start` by `text`. */
export interface TextChange extends Span {
  readonly text: string;
}

export interface CodeFix {
  readonly title: string;
  readonly changes: readonly TextChange[];
}

export interface CallSignature {
  readonly name: string;
  readonly description: string;
  readonly parameters: readonly { readonly label: string; readonly description: string }[];
}

export interface SignatureHelp {
  readonly signatures: readonly CallSignature[];
  readonly activeSignature: number;
  readonly activeParameter: number;
}

/** A statement of a query: `let` with its name, or the query itself. */
export interface Statement extends Span {
  readonly kind: 'value' | 'function' | 'query' | 'other';
  readonly name: string;
  readonly nameSpan: Span;
}
