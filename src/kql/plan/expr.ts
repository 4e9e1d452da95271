import type { KustoType } from '../../domain/kustoType.ts';
import type { Span } from '../diagnostics.ts';
import type { Rel, SortKey } from './rel.ts';

/** One column of the plan. `sql` is unique in the query whatever the case of letters, so it needs no qualifier. */
export interface PlanColumn {
  readonly name: string;
  readonly type: KustoType;
  readonly sql: string;
}

/** int, long, datetime, timespan: bigint (ticks); real: number; guid, decimal: text; dynamic: JSON text. */
export type LiteralValue = bigint | number | string | boolean | null;

export interface Literal {
  readonly kind: 'literal';
  readonly type: KustoType;
  readonly value: LiteralValue;
}

/**
 * The order inside of the array that a call gives, where it is not that of its arguments: Kusto does not define it, it does not
 * matter to the result, or it is that of the rows.
 */
export type ElementOrder = 'undefined' | 'irrelevant' | 'ofRows';

/** Prints one call from its printed arguments; what it prints has the SQL type of `call.type`. */
export type Lowering = (args: readonly string[], call: Call) => string;

export interface Call {
  readonly kind: 'call';
  readonly type: KustoType;
  readonly name: string;
  readonly lower: Lowering;
  readonly args: readonly Expr[];
  /** Of an aggregate: the keys by which its input is in order. */
  readonly order?: readonly SortKey[];
  /** The bound of what it gives, where that is approximate by nature. */
  readonly approximate?: string;
  readonly elementOrder?: ElementOrder;
  readonly span: Span;
}

/** A window function's call: `lower` prints what stands before OVER. */
export interface WindowCall {
  readonly kind: 'window';
  readonly type: KustoType;
  readonly lower: (args: readonly string[]) => string;
  readonly args: readonly Expr[];
  readonly partition: readonly Expr[];
  readonly order: readonly SortKey[];
  readonly frame?: string;
}

export type Expr =
  | { readonly kind: 'column'; readonly type: KustoType; readonly column: PlanColumn }
  | Literal
  | Call
  | WindowCall
  | { readonly kind: 'subquery'; readonly type: KustoType; readonly rel: Rel; readonly column: PlanColumn };

export function columnExpr(column: PlanColumn): Expr {
  return { kind: 'column', type: column.type, column };
}

export function literal(type: KustoType, value: LiteralValue): Literal {
  return { kind: 'literal', type, value };
}

/** True where the value can be null: strings never are. */
export function nullable(expr: Expr): boolean {
  if (expr.type === 'string') return false;
  return expr.kind !== 'literal' || expr.value === null;
}

/** True where the value can be NaN, which is unordered and equals nothing, itself included; the database has it equal itself. */
export function mayBeNaN(expr: Expr): boolean {
  return expr.type === 'real' && (expr.kind !== 'literal' || Number.isNaN(expr.value));
}

/** A row's number from 1 on, in this order and within its partition. */
export function rowNumber(order: readonly SortKey[], partition: readonly Expr[] = []): Expr {
  return { kind: 'window', type: 'long', lower: () => 'row_number()', args: [], partition, order };
}

export function isConstant(expr: Expr): boolean {
  if (expr.kind === 'literal') return true;
  return expr.kind === 'call' && expr.args.every(isConstant);
}

/** A constant text, where the expression is one. */
export function constantText(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'literal' && typeof expr.value === 'string' ? expr.value : undefined;
}

export function hasWindow(expr: Expr): boolean {
  return expr.kind === 'window' || (expr.kind === 'call' && expr.args.some(hasWindow));
}
