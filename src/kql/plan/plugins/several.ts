import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { nameText, part } from '../access.ts';
import type { Builder, Env } from '../builder.ts';
import type { NamedRelation, Relation } from '../relation.ts';
import { funnelSequenceTables } from './funnels.ts';
import { previewTables } from './preview.ts';

/** Plugins that give several tables, where they end a query. */
export const TABLE_PLUGINS: Readonly<
  Record<
    string,
    (builder: Builder, node: SyntaxNode, call: SyntaxNode, input: Relation, env: Env) => NamedRelation[]
  >
> = {
  funnel_sequence: funnelSequenceTables,
  preview: previewTables,
};

/** Elsewhere than at the end of a query: which of the tables is read on is not documented. */
export function severalTables(_builder: Builder, _node: SyntaxNode, call: SyntaxNode): never {
  throw refuse(
    'several-tables',
    `${nameText(part(call, 'Name'))} gives several tables; it must be the last operator of the query.`,
    call,
  );
}
