import { refuse } from '../diagnostics.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { callArguments, scalarType } from './access.ts';
import type { Builder, Env } from './builder.ts';
import { columnExpr, type Expr, hasWindow, literal, type WindowCall } from './expr.ts';

export const WINDOW_FUNCTIONS: ReadonlySet<string> = new Set([
  'row_number',
  'prev',
  'next',
  'row_cumsum',
  'row_rank_dense',
  'row_rank_min',
  'row_window_session',
]);
const RUNNING = 'ROWS UNBOUNDED PRECEDING';

/** Functions over the neighbouring rows of a serialized table; undefined for any other name. */
export function windowFunction(builder: Builder, name: string, node: SyntaxNode, env: Env): Expr | undefined {
  if (!WINDOW_FUNCTIONS.has(name)) return undefined;
  if (!env.row?.order) throw refuse('window-not-here', `${name}() cannot be used here.`, node);
  if (env.row.unordered)
    throw refuse(
      'not-serialized',
      `${name}() goes by the order of the rows, and these are in none; the service answers it over serialized rows only.`,
      node,
      'Write sort by … before it, or serialize where any order will do.',
    );
  const windows = new Windows(builder, node, env);
  const args = callArguments(node).map((arg) => windows.settled(builder.expr(arg, env)));
  switch (name) {
    case 'row_number':
      return windows.rowNumber(args[0], args[1]);
    case 'prev':
    case 'next':
      return windows.neighbour(name === 'prev' ? 'lag' : 'lead', args);
    case 'row_cumsum':
      return windows.runningSum(windows.first(args), args[1]);
    case 'row_rank_dense':
    case 'row_rank_min':
      return windows.rank(name === 'row_rank_dense', windows.first(args), args[1]);
    default:
      return windows.session(args);
  }
}

class Windows {
  private readonly builder: Builder;
  private readonly node: SyntaxNode;
  private readonly env: Env;

  constructor(builder: Builder, node: SyntaxNode, env: Env) {
    this.builder = builder;
    this.node = node;
    this.env = env;
  }

  first(args: readonly Expr[]): Expr {
    const [value] = args;
    if (!value) throw refuse('incomplete', 'A value is missing.', this.node);
    return value;
  }

  /** Window functions do not nest in SQL: an inner one is computed a step before. */
  settled(expr: Expr): Expr {
    if (!hasWindow(expr)) return expr;
    const hoisted = this.env.row?.hoisted;
    if (!hoisted) throw refuse('window-not-here', 'Window functions cannot be nested here.', this.node);
    const column = this.builder.fresh('window', expr.type);
    hoisted.push({ column, expr });
    return columnExpr(column);
  }

  /** Whether a row begins a session depends on where the one before it began: the rows are gone through in turn. */
  session(args: readonly Expr[]): Expr {
    const { order, hoisted } = this.env.row ?? {};
    if (!hoisted) throw refuse('window-not-here', 'row_window_session() cannot be used here.', this.node);
    const [at, ...limits] = args;
    if (!at) throw refuse('incomplete', 'A value is missing.', this.node);
    const column = this.builder.fresh('session', 'datetime');
    hoisted.push({
      cells: [this.builder.convert(at, 'datetime', this.node), ...limits],
      order: order ?? [],
      function: 'kql_sessions',
      options: '',
      columns: [column],
      ordinal: this.builder.fresh('$order', 'long'),
    });
    return columnExpr(column);
  }

  private over(
    lower: WindowCall['lower'],
    args: readonly Expr[],
    type: Expr['type'],
    more: Partial<WindowCall> = {},
  ): Expr {
    return { kind: 'window', type, lower, args, partition: [], order: this.env.row?.order ?? [], ...more };
  }

  private call(type: Expr['type'], args: readonly Expr[], lower: (args: readonly string[]) => string): Expr {
    return { kind: 'call', type, name: 'window-step', lower, args, span: this.node };
  }

  /** Rows since the last one where `restart` held, as the number of such rows so far. */
  private groups(restart: Expr | undefined): Expr[] {
    if (!restart) return [];
    const count = this.over(([x = '']) => `sum(CASE WHEN ${x} THEN 1 ELSE 0 END)`, [restart], 'long', {
      frame: RUNNING,
    });
    return [this.settled(count)];
  }

  rowNumber(start: Expr | undefined, restart: Expr | undefined): Expr {
    const position = this.over(() => 'row_number()', [], 'long', { partition: this.groups(restart) });
    if (!start) return position;
    const from = this.builder.convert(start, 'long', this.node);
    const offset = this.builder.call('SubtractExpression', 'long', [from, literal('long', 1n)], this.node);
    return this.builder.call('AddExpression', 'long', [position, offset], this.node);
  }

  neighbour(f: 'lag' | 'lead', args: readonly Expr[]): Expr {
    const value = this.first(args);
    const [, offset, fallback] = args;
    const otherwise = fallback
      ? this.builder.convert(fallback, value.type, this.node)
      : value.type === 'string'
        ? literal('string', '')
        : undefined;
    const all = [value, offset ?? literal('long', 1n), ...(otherwise ? [otherwise] : [])];
    return this.over((printed) => `${f}(${printed.join(', ')})`, all, value.type);
  }

  runningSum(value: Expr, restart: Expr | undefined): Expr {
    const type = scalarType(this.node);
    const sum = this.over(([x = '']) => `sum(${x})`, [value], type, {
      partition: this.groups(restart),
      frame: RUNNING,
    });
    if (type === 'decimal' || type === 'dynamic')
      throw refuse('argument-not-exact', `A running sum of type ${type} is not supported.`, this.node);
    const sqlTypes: Readonly<Partial<Record<Expr['type'], string>>> = { int: 'INTEGER', real: 'DOUBLE' };
    return this.call(type, [sum], ([x = '']) => `coalesce((${x})::${sqlTypes[type] ?? 'BIGINT'}, 0)`);
  }

  rank(dense: boolean, value: Expr, restart: Expr | undefined): Expr {
    const partition = this.groups(restart);
    const before = this.settled(this.over(([x = '']) => `lag(${x})`, [value], value.type, { partition }));
    const position = this.settled(this.over(() => 'row_number()', [], 'long', { partition }));
    const step = this.call(
      'long',
      [value, before, position],
      ([x = '', last = '', at = '']) =>
        `CASE WHEN ${at} = 1 OR ${x} IS DISTINCT FROM ${last} THEN ${dense ? '1' : at} ${dense ? 'ELSE 0 ' : ''}END`,
    );
    const total = this.over(([x = '']) => `${dense ? 'sum' : 'max'}(${x})`, [step], 'long', {
      partition,
      frame: RUNNING,
    });
    return this.call('long', [total], ([x = '']) => `(${x})::BIGINT`);
  }
}
