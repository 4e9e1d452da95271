import { refuse } from '../diagnostics.ts';
import { sqlType } from '../functions/entry.ts';
import { printOrder } from '../sql/order.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { callArguments } from './access.ts';
import { type AggregateValue, aggregateExpr } from './aggregateExpr.ts';
import type { Builder, Env } from './builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from './expr.ts';
import type { Relation } from './relation.ts';

/** Aggregates that give several columns: a whole row, or one value per constant. */
export function structAggregate(
  builder: Builder,
  name: string,
  node: SyntaxNode,
  input: Relation,
  env: Env,
  rest: readonly PlanColumn[],
): AggregateValue[] | undefined {
  switch (name) {
    case 'arg_max':
    case 'argmax':
      return extremeRow(builder, 'arg_max', node, input, env, rest);
    case 'arg_min':
    case 'argmin':
      return extremeRow(builder, 'arg_min', node, input, env, rest);
    case 'take_any':
    case 'any': {
      const args = callArguments(node);
      if (args.length === 1 && args[0]?.kind !== 'StarExpression') return undefined;
      return anyRow(builder, node, input, env, rest);
    }
    case 'percentiles': {
      const [value, ...points] = callArguments(node).map((arg) => builder.expr(arg, env));
      if (!value) return undefined;
      return points.map((point) => {
        const column = builder.fresh('percentile', value.type);
        return {
          aggregates: [
            { column, expr: aggregateExpr('percentile', value.type, [value, point], input, node) },
          ],
          expr: columnExpr(column),
        };
      });
    }
    case 'percentilesw':
    case 'percentilew': {
      const [value, weight, ...points] = callArguments(node).map((arg) => builder.expr(arg, env));
      if (!value || !weight) return undefined;
      const column = builder.fresh('percentiles', 'dynamic');
      const all = aggregateExpr('percentilesw_array', 'dynamic', [value, weight, ...points], input, node);
      return points.map((_, i) => ({
        aggregates: i === 0 ? [{ column, expr: all }] : [],
        expr: builder.convert(
          builder.call('path', 'dynamic', [columnExpr(column), literal('string', `$[${i}]`)], node),
          value.type,
          node,
        ),
      }));
    }
    default:
      return undefined;
  }
}

function chosen(
  builder: Builder,
  nodes: readonly SyntaxNode[],
  env: Env,
  rest: readonly PlanColumn[],
  except: Expr | undefined,
): Expr[] {
  return nodes.flatMap((node) =>
    node.kind === 'StarExpression'
      ? rest
          .filter((column) => except?.kind !== 'column' || column.name !== except.column.name)
          .map(columnExpr)
      : [builder.expr(node, env)],
  );
}

/** The row in which the first argument is extreme; where it is null in all, the first row. */
function extremeRow(
  builder: Builder,
  f: 'arg_max' | 'arg_min',
  node: SyntaxNode,
  input: Relation,
  env: Env,
  rest: readonly PlanColumn[],
): AggregateValue[] {
  const [by, ...others] = callArguments(node);
  if (!by) throw refuse('incomplete', `${f}() needs an expression.`, node);
  const extreme = builder.expr(by, env);
  return rowValues(
    builder,
    node,
    input,
    [extreme, ...chosen(builder, others, env, rest, extreme)],
    (row, x, order) =>
      // No datetime is before the first or after the last tick: one aggregate, not two.
      extreme.type === 'datetime'
        ? `${f}(${row}, coalesce(${x}, ${f === 'arg_max' ? '-1' : '9223372036854775807'})${order})`
        : `coalesce(${f}(${row}, ${x}${order}), first(${row}${order}))`,
  );
}

function anyRow(
  builder: Builder,
  node: SyntaxNode,
  input: Relation,
  env: Env,
  rest: readonly PlanColumn[],
): AggregateValue[] {
  return rowValues(
    builder,
    node,
    input,
    chosen(builder, callArguments(node), env, rest, undefined),
    (row, _, order) => `first(${row}${order})`,
  );
}

function rowValues(
  builder: Builder,
  node: SyntaxNode,
  input: Relation,
  values: readonly Expr[],
  print: (row: string, first: string, order: string) => string,
): AggregateValue[] {
  const row = builder.fresh('row', 'dynamic');
  const order = input.order.length > 0 ? ` ORDER BY ${printOrder(input.order)}` : '';
  const struct: Expr = {
    kind: 'call',
    type: 'dynamic',
    name: 'row',
    lower: (args) =>
      print(`struct_pack(${args.map((arg, i) => `f${i} := ${arg}`).join(', ')})`, args[0] ?? 'NULL', order),
    args: values,
    order: input.order,
    span: node,
  };
  return values.map((value, i) => ({
    aggregates: i === 0 ? [{ column: row, expr: struct }] : [],
    expr: {
      kind: 'call',
      type: value.type,
      name: 'field',
      lower: ([text = '']) =>
        value.type === 'string' ? `coalesce(${text}.f${i}, '')` : `(${text}.f${i})::${sqlType(value.type)}`,
      args: [columnExpr(row)],
      span: node,
    },
  }));
}
