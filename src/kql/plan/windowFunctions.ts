import { refuse } from '../diagnostics.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { callArguments, scalarType } from './access.ts';
import type { Builder, Env } from './builder.ts';
import { checkedConvert } from './calls.ts';
import { literal, type Expr, type WindowCall } from './expr.ts';

const NAMES = new Set([
  'row_number',
  'prev',
  'next',
  'row_cumsum',
  'row_rank_dense',
  'row_rank_min',
  'row_window_session',
]);

/** Functions over the neighbouring rows of a serialized table; undefined for any other name. */
export function windowFunction(builder: Builder, name: string, node: SyntaxNode, env: Env): Expr | undefined {
  if (!NAMES.has(name)) return undefined;
  const order = env.row?.order;
  if (!order) throw refuse('window-not-here', `${name}() cannot be used here.`, node);
  const args = callArguments(node).map((arg) => builder.expr(arg, env));
  const window = (
    lower: WindowCall['lower'],
    over: readonly Expr[],
    type = scalarType(node),
  ): WindowCall => ({
    kind: 'window',
    type,
    lower,
    args: over,
    partition: [],
    order,
  });
  switch (name) {
    case 'row_number': {
      if (args[1])
        return restarted(builder, node, env, args[1], (group) =>
          rowNumber(builder, node, window, args[0], group),
        );
      return rowNumber(builder, node, window, args[0], []);
    }
    case 'prev':
    case 'next':
      return neighbour(name, args, node, window);
    case 'row_cumsum': {
      const [value, restart] = args;
      if (!value) throw refuse('incomplete', 'row_cumsum() needs a value.', node);
      const sum = (group: readonly Expr[]): Expr => ({
        ...window(([x = '']) => `sum(${x})`, [value]),
        partition: group,
        frame: 'ROWS UNBOUNDED PRECEDING',
      });
      return castTo(
        builder,
        restart ? restarted(builder, node, env, restart, sum) : sum([]),
        scalarType(node),
        node,
      );
    }
    case 'row_rank_dense':
    case 'row_rank_min': {
      const [value, restart] = args;
      if (!value) throw refuse('incomplete', `${name}() needs a value.`, node);
      if (restart) throw refuse('argument-not-exact', `${name}() with a restart is not supported.`, node);
      const changed: WindowCall = { ...window(([x = '']) => `lag(${x})`, [value]), type: value.type };
      const position: WindowCall = window(() => 'row_number()', [], 'long');
      const isNew: Expr = {
        kind: 'call',
        type: 'long',
        name: 'rank-step',
        lower: ([x = '', before = '', at = '']) =>
          name === 'row_rank_dense'
            ? `CASE WHEN ${at} = 1 OR ${x} IS DISTINCT FROM ${before} THEN 1 ELSE 0 END`
            : `CASE WHEN ${at} = 1 OR ${x} IS DISTINCT FROM ${before} THEN ${at} END`,
        args: [value, changed, position],
        span: node,
      };
      const total: WindowCall = {
        ...window(([x = '']) => (name === 'row_rank_dense' ? `sum(${x})` : `max(${x})`), [isNew]),
        frame: 'ROWS UNBOUNDED PRECEDING',
      };
      return castTo(builder, total, 'long', node);
    }
    default:
      return undefined;
  }
}

type Window = (lower: WindowCall['lower'], over: readonly Expr[], type?: Expr['type']) => WindowCall;

function rowNumber(
  builder: Builder,
  node: SyntaxNode,
  window: Window,
  start: Expr | undefined,
  group: readonly Expr[],
): Expr {
  const position: Expr = { ...window(() => 'row_number()', [], 'long'), partition: group };
  if (!start) return position;
  const zero = builder.call('SubtractExpression', 'long', [position, literal('long', 1n)], node);
  return builder.call('AddExpression', 'long', [zero, checkedConvert(start, 'long', node)], node);
}

function neighbour(name: string, args: readonly Expr[], node: SyntaxNode, window: Window): Expr {
  const [value, offset, fallback] = args;
  if (!value) throw refuse('incomplete', `${name}() needs a column.`, node);
  const f = name === 'prev' ? 'lag' : 'lead';
  const given = fallback
    ? checkedConvert(fallback, value.type, node)
    : value.type === 'string'
      ? literal('string', '')
      : undefined;
  const all = [value, offset ?? literal('long', 1n), ...(given ? [given] : [])];
  return window((printed) => `${f}(${printed.join(', ')})`, all, value.type);
}

function castTo(builder: Builder, expr: Expr, type: Expr['type'], node: SyntaxNode): Expr {
  void builder;
  const sqlTypes: Readonly<Partial<Record<Expr['type'], string>>> = {
    long: 'BIGINT',
    int: 'INTEGER',
    real: 'DOUBLE',
    timespan: 'BIGINT',
  };
  const wanted = sqlTypes[type];
  if (wanted === undefined)
    throw refuse('argument-not-exact', `A running value of type ${type} is not supported.`, node);
  return {
    kind: 'call',
    type,
    name: 'cast',
    lower: ([x = '']) => `(${x})::${wanted}`,
    args: [expr],
    span: node,
  };
}

/** Groups of rows that begin where `restart` holds; the group's number is itself a running count. */
function restarted(
  builder: Builder,
  node: SyntaxNode,
  env: Env,
  restart: Expr,
  over: (group: readonly Expr[]) => Expr,
): Expr {
  void builder;
  const order = env.row?.order ?? [];
  const group: WindowCall = {
    kind: 'window',
    type: 'long',
    lower: ([x = '']) => `sum(CASE WHEN ${x} THEN 1 ELSE 0 END)`,
    args: [restart],
    partition: [],
    order,
    frame: 'ROWS UNBOUNDED PRECEDING',
  };
  void node;
  return over([group]);
}
