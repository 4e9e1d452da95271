import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { nameText, parameters, tokenText } from '../access.ts';
import type { Builder } from '../builder.ts';
import { columnExpr, literal, type PlanColumn } from '../expr.ts';
import type { Rel } from '../rel.ts';
import { shareRelation } from '../shared.ts';
import { edgesOf, type Graph, nodesOf } from './graph.ts';

/** `graph-mark-components`: nodes that paths join get one number, components counted in the order of their first nodes. */
export function markComponents(builder: Builder, node: SyntaxNode, graph: Graph): Graph {
  const given = parameters(node).get('kind');
  const kind = given ? tokenText(given).toLowerCase() : 'weak';
  if (kind !== 'weak' && kind !== 'strong')
    throw refuse('graph-components', `kind=${kind} is not known.`, given ?? node);
  const named = parameters(node).get('with_component_id');
  const component = builder.fresh(named ? nameText(named) : 'ComponentId', 'long');
  const nodes = nodesOf(builder, graph);
  const edges = edgesOf(builder, graph);
  const [key, from, to] = ['$key', '$from', '$to'].map((name) => builder.fresh(name, nodes.key.type)) as [
    PlanColumn,
    PlanColumn,
    PlanColumn,
  ];
  const columns = nodes.columns.map((column) => builder.fresh(column.name, column.type));
  const at = builder.fresh('$position', 'long');
  const position = nodes.order[0]?.column ?? nodes.key;
  // Nodes first, in their order, then the edges that join them.
  const all: Rel = {
    op: 'union',
    columns: [...columns, key, from, to, at],
    inputs: [
      {
        rel: nodes.rel,
        values: new Map([
          ...columns.map((column, i) => [column, columnExpr(nodes.columns[i] ?? column)] as const),
          [key, columnExpr(nodes.key)] as const,
          [from, literal(from.type, null)] as const,
          [to, literal(to.type, null)] as const,
          [at, columnExpr(position)] as const,
        ]),
      },
      {
        rel: edges.rel,
        values: new Map([
          [from, columnExpr(edges.source)],
          [to, columnExpr(edges.target)],
          [at, literal('long', 1n << 60n)],
        ]),
      },
    ],
  };
  const isNode = builder.fresh('$isnode', 'bool');
  const flagged: Rel = {
    op: 'extend',
    input: all,
    items: [
      {
        column: isNode,
        expr: builder.call('LessThanExpression', 'bool', [columnExpr(at), literal('long', 1n << 60n)], node),
      },
    ],
  };
  const order = [{ column: at, descending: false, nullsFirst: false }];
  const marked: Rel = {
    op: 'sequence',
    input: flagged,
    cells: [isNode, key, from, to].map(columnExpr),
    order,
    function: 'kql_components',
    options: kind,
    columns: [component],
    ordinal: builder.fresh('$order', 'long'),
  };
  const relation = { rel: marked, columns: [...columns, component], order, serialized: false };
  return { ...graph, nodes: { ...shareRelation(builder, relation), key } };
}
