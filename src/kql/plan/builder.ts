import type { Cell } from '../../domain/answer.ts';
import type { KustoType } from '../../domain/kustoType.ts';
import type { Span } from '../diagnostics.ts';
import type { NamedAnswer, Watchlist } from '../engine.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import type { Place } from '../syntax/places.ts';
import type { Expr, PlanColumn } from './expr.ts';
import type { Assignment, Rel, SortKey } from './rel.ts';
import type { Graph, Nodes } from './graph/graph.ts';
import type { Walked } from './graph/walk.ts';
import type { Relation } from './relation.ts';
import type { RequestProperties } from './requestProperties.ts';
import type { Scope } from './scope.ts';

/** What is computed before an operator: a value of the row, or of the row and those before it. */
export type Step = Assignment | Omit<Extract<Rel, { op: 'sequence' }>, 'op' | 'input'>;

/** The row that an expression sees. */
export interface RowScope {
  readonly columns: ReadonlyMap<string, PlanColumn>;
  /** Of a join's condition: `$left` and `$right`. */
  readonly left?: ReadonlyMap<string, PlanColumn>;
  readonly right?: ReadonlyMap<string, PlanColumn>;
  /** Of graph operators: what their pattern matched. */
  readonly graph?: GraphScope;
  /** What prev(), next() and row_number() go by; absent where they may not be used. */
  readonly order?: readonly SortKey[];
  /** Whether the rows stand in no order that the query or its literals give: for the service they are not serialized. */
  readonly unordered?: boolean;
  /** Values that must be computed in a step of their own before the operator, in order; filled while building. */
  readonly hoisted?: Step[];
}

/** Nodes and paths of a pattern by their names; `current` is the node that map() is at. */
export interface GraphScope {
  readonly graph: Graph;
  readonly nodes: ReadonlyMap<string, Nodes>;
  readonly walked: ReadonlyMap<string, Walked>;
  readonly current?: Nodes;
}

export interface Env {
  readonly scope: Scope;
  /** What a subquery without a source of its own reads: `mv-apply … on (top 1 by x)`. */
  readonly input?: Relation;
  /** What a graph operator without a source of its own reads: `make-graph … partitioned-by x (graph-match …)`. */
  readonly graph?: Graph;
  readonly row?: RowScope;
  /** The name of the table that is piped into an operator just so. */
  readonly piped?: string;
}

/** A table of the case as the builder needs it. */
export interface SourceTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: KustoType }[];
}

export interface BuildOptions {
  /** Ticks; what now() is. */
  readonly now: bigint;
  readonly tables: ReadonlyMap<string, SourceTable>;
  readonly withRowKeys: boolean;
  /** Ticks, end exclusive; an outer filter on TimeGenerated. */
  readonly window?: { readonly start: bigint; readonly end: bigint };
  /** By alias: the CSV that `_GetWatchlist` reads. */
  readonly watchlists: ReadonlyMap<string, Watchlist>;
  /** Answers that the text names, each with a view of its own. */
  readonly answers: readonly NamedAnswer[];
  /** Tables of the files that were read, by the file's key. */
  readonly files: ReadonlyMap<string, string>;
  /** Places named before tables, by where the table's name begins. */
  readonly places: ReadonlyMap<number, Place>;
  /** The edge whose inner_nodes() are meant, by where that call begins. */
  readonly innerNodes: ReadonlyMap<number, string>;
  /** Values of `declare query_parameters`. */
  readonly parameters: Readonly<Record<string, Cell>>;
  /** The request's own text. */
  readonly text: string;
}

/** What operators and expressions call back into; one per query. */
export interface Builder {
  readonly options: BuildOptions;
  /** What the query's `set` statements ask for. */
  readonly properties: RequestProperties;
  /** Says in the answer that something did not contribute, and what. */
  notice(reason: string): void;
  /** Says that a table of the case is read, and where its name stands. */
  reads(table: string, node: SyntaxNode): void;
  fresh(name: string, type: KustoType): PlanColumn;
  expr(node: SyntaxNode, env: Env): Expr;
  table(node: SyntaxNode, env: Env): Relation;
  /** True for an expression that makes a graph or names one. */
  isGraph(node: SyntaxNode, env: Env): boolean;
  graph(node: SyntaxNode, env: Env): Graph;
  /** True for the operator whose rows and columns are the answer. */
  isLast(node: SyntaxNode): boolean;
  /** The operator to which an operator's rows are piped. */
  readerOf(node: SyntaxNode): SyntaxNode | undefined;
  /** One operator of a pipe applied to its input. */
  operator(node: SyntaxNode, input: Relation, env: Env): Relation;
  /** A call of an entry of the function table on expressions, converting them to its parameters. */
  convert(expr: Expr, to: KustoType, span: Span): Expr;
  call(name: string, type: KustoType, args: readonly Expr[], span: Span): Expr;
}

export function rowOf(relation: Relation, more: Partial<RowScope> = {}): RowScope {
  return {
    columns: new Map(relation.columns.map((column) => [column.name, column])),
    order: relation.order,
    unordered: relation.order.length === 0 && !relation.serialized && relation.rel.op !== 'values',
    hoisted: [],
    ...more,
  };
}

/** A relation with what its row's expressions hoisted computed before them, a step each. */
export function withHoisted(rel: Rel, row: RowScope): Rel {
  return (row.hoisted ?? []).reduce<Rel>(
    (input, step) =>
      'expr' in step ? { op: 'extend', input, items: [step] } : { op: 'sequence', input, ...step },
    rel,
  );
}
