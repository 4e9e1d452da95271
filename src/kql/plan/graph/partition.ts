import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { part } from '../access.ts';
import type { Builder, Env } from '../builder.ts';
import type { Relation } from '../relation.ts';
import { GRAPH_OPERATORS } from './index.ts';
import { makeGraph } from './makeGraph.ts';

/** Operators whose rows do not depend on which other rows there are, so that it is one whether a partition or all are read. */
const ROW_BY_ROW = new Set([
  'ExtendOperator',
  'FilterOperator',
  'ProjectAwayOperator',
  'ProjectKeepOperator',
  'ProjectOperator',
  'ProjectRenameOperator',
  'ProjectReorderOperator',
]);

/** `make-graph … partitioned-by Column ( … )`: one graph whose nodes and edges are of one partition each. */
export function partitionedGraph(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const clause = node.parts['PartitionedByClause'];
  if (!clause)
    throw refuse('graph-source', 'A graph is no table.', node, 'Add graph-match or graph-to-table.');
  const subquery = part(clause, 'Subquery');
  for (let at = subquery; !GRAPH_OPERATORS[at.kind]; at = part(at, 'Expression'))
    if (at.kind !== 'PipeExpression' || !ROW_BY_ROW.has(part(at, 'Operator').kind))
      throw refuse(
        'make-graph-partition',
        'Only where, extend and project may follow the graph operator of a partition.',
        at.parts['Operator'] ?? at,
        'Put what follows them after the parenthesis.',
      );
  return builder.table(subquery, {
    scope: env.scope,
    graph: makeGraph(builder, node, input, env, part(clause, 'Entity')),
  });
}
