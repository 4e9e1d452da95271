import { refuse } from '../../diagnostics.ts';
import { asJson } from '../../functions/convert.ts';
import type { ReduceOptions } from '../../functions/reduce.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, parameters, part, resultColumns } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { constantText } from '../expr.ts';
import type { Relation } from '../relation.ts';
import { byOrdinal } from './sources.ts';

/** What its answer is marked with. */
export const REDUCE_BOUND =
  'Counts are right; which texts make a pattern, and how it is written, may differ from the service.';

/** `reduce by`: texts that are alike, as one row per pattern. */
export function reduce(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const kind = parameters(node).get('kind');
  if (kind)
    throw refuse(
      'argument-not-exact',
      'reduce with kind= is not supported: its documentation and the service differ over the columns that it adds.',
      kind,
      'Use reduce by alone, or extend a pattern of your own with replace_regex().',
    );
  const text = builder.expr(part(node, 'Expression'), { scope: env.scope, row: rowOf(input) });
  const columns = resultColumns(node).map(({ name, type }) => builder.fresh(name, type));
  const ordinal = builder.fresh('$order', 'long');
  return {
    rel: {
      op: 'rows',
      input: input.rel,
      arguments: [asJson(builder.convert(text, 'string', node))],
      order: input.order,
      function: 'kql_reduced',
      options: JSON.stringify(optionsOf(builder, node, env)),
      columns,
      ordinal,
      approximate: REDUCE_BOUND,
    },
    columns,
    order: byOrdinal(ordinal),
    serialized: false,
  };
}

function optionsOf(builder: Builder, node: SyntaxNode, env: Env): ReduceOptions {
  const clause = node.parts['With'];
  const given = new Map(
    (clause ? list(clause, 'Parameters') : []).map((property) => [
      nameText(part(property, 'Name')),
      builder.expr(part(property, 'Expression'), env),
    ]),
  );
  const threshold = given.get('threshold');
  const characters = given.get('characters');
  const share = threshold?.kind === 'literal' ? Number(threshold.value) : 0.1;
  if ((threshold && threshold.kind !== 'literal') || (characters && constantText(characters) === undefined))
    throw refuse('argument-not-constant', 'The arguments of reduce must be constants.', node);
  const separators = constantText(characters);
  return { threshold: share, ...(separators !== undefined && { characters: separators }) };
}
