import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { nameText, parameters, part, resultColumns } from '../access.ts';
import type { Builder, Env } from '../builder.ts';
import type { PlanColumn } from '../expr.ts';
import type { Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { expand, limited } from './mvExpand.ts';
import { byOrdinal } from './sources.ts';

/** The subquery once per input row, over that row's elements; it sees the row's own columns too. */
export function mvApply(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  if (node.parts['ContextIdClause'])
    throw refuse('argument-not-exact', 'This clause of mv-apply is not supported.', node);
  const one: Rel = { op: 'nothing' };
  const expanded = expand(builder, node, input, env, one);
  const indexName = parameters(node).get('with_itemindex');
  const elements = expanded.values.map((value, i): PlanColumn => {
    const name = value.name ?? (value.source.kind === 'column' ? value.source.column.name : `Column${i + 1}`);
    return { ...value.column, name };
  });
  if (indexName) elements.push({ ...expanded.index, name: nameText(indexName) });
  const shadowed = new Set(elements.map((column) => column.name));
  const inner: Relation = {
    rel: limited(builder, node, expanded, env),
    columns: [...input.columns.filter((column) => !shadowed.has(column.name)), ...elements],
    order: byOrdinal(expanded.ordinal),
    serialized: true,
  };
  const subquery = part(part(node, 'Subquery'), 'Expression');
  const body = builder.table(subquery, { scope: env.scope, input: inner });
  const found = new Map([...input.columns, ...body.columns].map((column) => [column.name, column]));
  return {
    ...input,
    rel: { op: 'lateral', input: input.rel, body: body.rel },
    columns: resultColumns(node).map(({ name }) => {
      const column = found.get(name);
      if (!column) throw refuse('columns-not-matched', `The column ${name} could not be matched.`, node);
      return { ...column, name };
    }),
    order: input.order.length > 0 ? [...input.order, ...body.order] : [],
  };
}
