import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { callArguments } from '../access.ts';
import type { Builder, Env } from '../builder.ts';
import { countOf } from '../operators/rows.ts';
import type { NamedRelation, Relation } from '../relation.ts';
import { shareRelation } from '../shared.ts';
import { given } from './arguments.ts';

/** `preview(n)`: so many rows, and how many there are. */
export function previewTables(
  builder: Builder,
  _node: SyntaxNode,
  call: SyntaxNode,
  input: Relation,
  env: Env,
): NamedRelation[] {
  const size = given(call, callArguments(call), 0);
  const most = builder.convert(builder.expr(size, env), 'long', size);
  if (most.kind !== 'literal' || typeof most.value !== 'bigint' || most.value < 0n)
    throw refuse('argument-not-constant', 'A number of rows must be a constant of 0 or more.', size);
  const shared = shareRelation(builder, input);
  const rel = { op: 'limit' as const, input: shared.rel, order: shared.order, count: most };
  return [
    { name: 'preview', relation: { ...shared, rel } },
    { name: 'count', relation: countOf(builder, call, shared, 'Count') },
  ];
}
