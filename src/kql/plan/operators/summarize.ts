import type { Column } from '../../../domain/kustoType.ts';
import { invalid, refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, part, resultColumns } from '../access.ts';
import { aggregateValues } from '../aggregateCall.ts';
import type { AggregateValue } from '../aggregateExpr.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { type Expr } from '../expr.ts';
import type { Assignment } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { serviceName } from '../resultNames.ts';

function unnamed(node: SyntaxNode): SyntaxNode {
  return node.kind === 'SimpleNamedExpression' || node.kind === 'CompoundNamedExpression'
    ? part(node, 'Expression')
    : node;
}

/** Keys first, then aggregates: the order and names are the binder's. */
export function summarize(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const row = { scope: env.scope, row: rowOf(input) };
  const by = node.parts['ByClause'];
  const keyNodes = by ? list(by, 'Expressions') : [];
  const wanted = resultColumns(node);
  const keyExprs = keyNodes.map((key) => builder.expr(unnamed(key), row));
  const keys = keyExprs.map((expr, i) => assign(builder, wanted[i], expr));
  const keyNames = new Set(keyExprs.flatMap((expr) => (expr.kind === 'column' ? [expr.column.name] : [])));
  const aggregates = list(node, 'Aggregates');
  if (aggregates.length === 0) {
    if (keys.length === 0)
      throw invalid('incomplete', 'summarize needs an aggregate, or columns after by.', node);
    return {
      rel: { op: 'distinct', input: input.rel, items: keys },
      columns: keys.map((key) => key.column),
      order: [],
      serialized: false,
    };
  }
  const rest = input.columns.filter((column) => !keyNames.has(column.name));
  const values = aggregates.flatMap((aggregate) =>
    aggregateValues(builder, unnamed(aggregate), input, row, rest).map((value) => ({
      ...value,
      node: aggregate,
    })),
  );
  if (keys.length + values.length !== wanted.length)
    throw refuse('columns-not-matched', 'The columns of this summarize could not be matched.', node);
  return aggregated(
    builder,
    input,
    keys,
    values,
    wanted.slice(keys.length).map((column, i) => {
      const value = values[i];
      return value ? { ...column, name: serviceName(value.node, column.name) } : column;
    }),
  );
}

function assign(builder: Builder, wanted: Column | undefined, expr: Expr): Assignment {
  return { column: builder.fresh(wanted?.name ?? '', expr.type), expr };
}

/** Aggregates, then what is computed from them. */
function aggregated(
  builder: Builder,
  input: Relation,
  keys: readonly Assignment[],
  values: readonly AggregateValue[],
  wanted: readonly Column[],
): Relation {
  const inner: Assignment[] = [];
  const outer: Assignment[] = [];
  const columns = values.map((value, i) => {
    inner.push(...value.aggregates);
    const expr = value.expr;
    const column = builder.fresh(wanted[i]?.name ?? '', expr.type);
    outer.push({ column, expr });
    return column;
  });
  const grouped: Relation['rel'] = { op: 'aggregate', input: input.rel, keys, aggregates: inner };
  return {
    rel: { op: 'extend', input: grouped, items: outer },
    columns: [...keys.map((key) => key.column), ...columns],
    order: [],
    serialized: false,
  };
}
