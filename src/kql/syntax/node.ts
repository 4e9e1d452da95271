import type { Column, KustoType } from '../../domain/kustoType.ts';
import type { Span } from '../diagnostics.ts';
import type { KqlDiagnostic } from '../engine.ts';

/** What Kusto's binder found an expression to be. `unknown` scalars occur behind plugins with an open schema. */
export type ResultType =
  | { readonly kind: 'scalar'; readonly type: KustoType | 'unknown' }
  | { readonly kind: 'table'; readonly columns: readonly BoundColumn[]; readonly open: boolean }
  | { readonly kind: 'tuple'; readonly columns: readonly BoundColumn[] }
  | { readonly kind: 'none' };

export interface BoundColumn {
  readonly name: string;
  readonly type: KustoType | 'unknown';
}

export interface ReferencedSymbol {
  readonly kind: string;
  readonly name: string;
}

/** A user function's body bound for one call: parameters appear in it as variables. */
export interface Expansion {
  readonly parameters: readonly {
    readonly name: string;
    readonly default?: SyntaxNode;
    readonly type: ResultType;
  }[];
  readonly body: SyntaxNode;
}

/**
 * A node of Kusto's bound syntax as plain data. `kind` and the names of `parts` are those of Kusto.Language
 * (BinaryExpression, Left …); `items` are a list's elements without their separators.
 */
export interface SyntaxNode extends Span {
  readonly kind: string;
  /** The token's own text; '' for inner nodes. */
  readonly text: string;
  readonly parts: Readonly<Record<string, SyntaxNode>>;
  readonly items: readonly SyntaxNode[];
  readonly type: ResultType;
  readonly symbol?: ReferencedSymbol;
  /** Value of a string literal, escapes resolved. */
  readonly string?: string;
  /** The column that an expression of mv-expand, extend or serialize replaces or makes; absent where Kusto makes one up. */
  readonly resultName?: string;
  readonly expansion?: Expansion;
  /** True where this node is not in the request's text (a stored function's body): its span is the call's. */
  readonly foreign?: true;
}

export interface BoundQuery {
  readonly text: string;
  readonly root: SyntaxNode;
  readonly columns: readonly Column[];
}

/** What the binder makes of a text, faults and all, for tools that look at a query without running it. */
export interface InspectedQuery extends BoundQuery {
  readonly diagnostics: readonly KqlDiagnostic[];
  /** Further columns may come at run time, or the last statement could not be bound. */
  readonly open: boolean;
}
