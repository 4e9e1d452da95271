import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, part, resultColumns } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, literal } from '../expr.ts';
import type { Assignment } from '../rel.ts';
import type { Relation } from '../relation.ts';

/** `parse-kv`: pairs found in a text become columns. */
export function parseKv(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const row = { scope: env.scope, row: rowOf(input) };
  const source = builder.convert(builder.expr(part(node, 'Expression'), row), 'string', node);
  const options = new Map(
    (node.parts['WithClause'] ? list(node.parts['WithClause'], 'Properties') : []).map((property) => [
      nameText(part(property, 'Name')),
      builder.expr(part(property, 'Expression'), env),
    ]),
  );
  const text = (name: string): string | undefined => {
    const value = options.get(name);
    return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
  };
  for (const name of options.keys())
    if (!['pair_delimiter', 'kv_delimiter', 'quote', 'escape'].includes(name))
      throw refuse('argument-not-exact', `parse-kv with ${name} is not supported.`, node);
  const spec = JSON.stringify([
    text('pair_delimiter') ?? ' ',
    text('kv_delimiter') ?? '=',
    text('quote') ?? '',
    text('escape') ?? '',
  ]);
  const bag = builder.fresh('$pairs', 'dynamic');
  const pairs: Assignment = {
    column: bag,
    expr: builder.call('key_values', 'dynamic', [source, literal('string', spec)], node),
  };
  const keys = list(part(node, 'Keys'), 'Columns').map((key) => nameText(part(key, 'Name')));
  const wanted = resultColumns(node);
  const items = keys.map((name): Assignment => {
    const type = wanted.find((column) => column.name === name)?.type ?? 'string';
    const member = builder.call('member', 'dynamic', [columnExpr(bag), literal('string', name)], node);
    return { column: builder.fresh(name, type), expr: builder.convert(member, type, node) };
  });
  const found = new Map(
    [...input.columns, ...items.map(({ column }) => column)].map((column) => [column.name, column]),
  );
  return {
    ...input,
    rel: { op: 'extend', input: { op: 'extend', input: input.rel, items: [pairs] }, items },
    columns: wanted.map(({ name }) => {
      const column = found.get(name);
      if (!column) throw refuse('columns-not-matched', `The column ${name} could not be matched.`, node);
      return column;
    }),
  };
}
