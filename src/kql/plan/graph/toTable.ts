import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, part, tokenText } from '../access.ts';
import type { Builder, Env } from '../builder.ts';
import { columnExpr, type PlanColumn } from '../expr.ts';
import type { Assignment, Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { edgesOf, type Graph, nodesOf } from './graph.ts';

/** `graph-to-table nodes as N, edges as E`: each side as a table, which its name stands for in what follows. */
export function graphTables(
  builder: Builder,
  node: SyntaxNode,
  graph: Graph,
  env: Env,
): { readonly name: string; readonly relation: Relation }[] {
  const tables = list(node, 'OutputClause').map((clause) => {
    const name = clause.parts['AsClause'] ? nameText(part(clause.parts['AsClause'], 'Name')) : undefined;
    return { name, build: (): Relation => side(builder, clause, graph) };
  });
  for (const { name, build } of tables)
    if (name !== undefined) env.scope.bind(name, { kind: 'table', build });
  return tables.map(({ name = '', build }) => ({ name, relation: build() }));
}

/** Inside of a query, where a table is needed: one of the two. */
export function graphToTable(builder: Builder, node: SyntaxNode, graph: Graph, env: Env): Relation {
  const [only, ...more] = graphTables(builder, node, graph, env);
  if (!only || more.length > 0)
    throw refuse(
      'several-tables',
      'graph-to-table with nodes and edges gives two tables; one is needed here.',
      node,
      'Ask for nodes and for edges in a query each.',
    );
  return only.relation;
}

function side(builder: Builder, clause: SyntaxNode, graph: Graph): Relation {
  const ofNodes = tokenText(part(clause, 'EntityKeyword')).toLowerCase() === 'nodes';
  const ids = new Map(
    list(clause, 'Parameters').map((parameter) => [
      nameText(part(parameter, 'Name')).toLowerCase(),
      nameText(part(parameter, 'Expression')),
    ]),
  );
  if (graph.partitioned && (ofNodes || ids.size > 0))
    throw refuse(
      'make-graph-partition',
      'Of partitions only the edges are given, without ids of nodes.',
      clause,
      'Make a graph of one partition, which where has chosen.',
    );
  if (ofNodes) {
    const nodes = nodesOf(builder, graph);
    return identified(builder, clause, nodes, [[ids.get('with_node_id'), nodes.key]]);
  }
  const edges = edgesOf(builder, graph);
  return identified(builder, clause, edges, [
    [ids.get('with_source_id'), edges.source],
    [ids.get('with_target_id'), edges.target],
  ]);
}

/** The service's ids of nodes are hashes of their keys; they come first. */
function identified(
  builder: Builder,
  node: SyntaxNode,
  rows: Relation,
  wanted: readonly (readonly [name: string | undefined, key: PlanColumn])[],
): Relation {
  const items = wanted.flatMap(([name, key]): Assignment[] =>
    name === undefined
      ? []
      : [
          {
            column: builder.fresh(name, 'long'),
            expr: builder.call('hash', 'long', [columnExpr(key)], node),
          },
        ],
  );
  const rel: Rel = items.length > 0 ? { op: 'extend', input: rows.rel, items } : rows.rel;
  return {
    rel,
    columns: [...items.map(({ column }) => column), ...rows.columns],
    order: rows.order,
    serialized: false,
  };
}
