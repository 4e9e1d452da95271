import type { SyntaxNode } from '../../syntax/node.ts';
import { resultColumns } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import type { Assignment } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { pluginArguments } from './arguments.ts';

/** How many values the first of hll() sketches has, the first two in common, the first three, and so on. */
export function dcountIntersect(
  builder: Builder,
  node: SyntaxNode,
  call: SyntaxNode,
  input: Relation,
  env: Env,
): Relation {
  const row = { scope: env.scope, row: rowOf(input) };
  const sketches = pluginArguments(call).positional.map((sketch) => builder.expr(sketch, row));
  const names = resultColumns(node).slice(-sketches.length);
  const items = names.map(
    ({ name, type }, i): Assignment => ({
      column: builder.fresh(name, type),
      expr: builder.call('sketches_in_common', type, sketches.slice(0, i + 1), call),
    }),
  );
  return {
    ...input,
    rel: { op: 'extend', input: input.rel, items },
    columns: [...input.columns, ...items.map(({ column }) => column)],
  };
}
