import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { callArguments, nameText } from '../access.ts';
import type { Builder, Env, GraphScope } from '../builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from '../expr.ts';
import { type Edges, edgesOf, equalKeys, type Nodes } from './graph.ts';

/** Functions over what a pattern matched; undefined for any other name, and outside of graph operators. */
export function graphFunction(builder: Builder, name: string, node: SyntaxNode, env: Env): Expr | undefined {
  const graph = env.row?.graph;
  if (!graph) return undefined;
  switch (name) {
    case 'map':
    case 'all':
    case 'any':
      return overPath(builder, name, node, env, graph);
    case 'node_id':
      if (graph.graph.partitioned)
        throw refuse('make-graph-partition', 'Ids of nodes of a partition are not answered.', node);
      return builder.convert(columnExpr(nodeOf(node, graph).key), 'string', node);
    case 'node_degree_in':
    case 'node_degree_out':
      return degree(builder, name, node, graph);
    default:
      return undefined;
  }
}

/** A node or an edge as a bag of its properties; a path of edges as an array of such. */
export function graphVariable(builder: Builder, node: SyntaxNode, env: Env): Expr | undefined {
  const graph = env.row?.graph;
  const name = nameText(node);
  const element = graph?.nodes.get(name);
  if (element) return bag(builder, node, element.columns);
  const walked = graph?.walked.get(name);
  if (!walked) return undefined;
  const bags = walked.edges.map(({ columns }) => bag(builder, node, columns));
  const [only] = bags;
  return only && !walked.variable ? only : builder.call('pack_array', 'dynamic', bags, node);
}

function bag(builder: Builder, node: SyntaxNode, columns: readonly PlanColumn[]): Expr {
  const pairs = columns.flatMap((column) => [literal('string', column.name), columnExpr(column)]);
  return pairs.length === 0 ? literal('dynamic', '{}') : builder.call('bag_pack', 'dynamic', pairs, node);
}

/** `map(path, expression)` and its like: the expression sees one edge, or with inner_nodes() one node, at a time. */
function overPath(builder: Builder, name: string, node: SyntaxNode, env: Env, graph: GraphScope): Expr {
  const [path, expression] = callArguments(node);
  if (!path || !expression) throw refuse('incomplete', 'An argument is missing.', node);
  const values = elementsOf(builder, path, graph).map((element) =>
    builder.expr(expression, {
      scope: env.scope,
      row: {
        columns: new Map(element.columns.map((column) => [column.name, column])),
        graph: { ...graph, ...('key' in element && { current: element }) },
      },
    }),
  );
  if (name === 'map')
    return values.length === 0
      ? literal('dynamic', '[]')
      : builder.call('pack_array', 'dynamic', values, node);
  return values.reduce<Expr>(
    (all, value) =>
      builder.call(name === 'all' ? 'AndExpression' : 'OrExpression', 'bool', [all, value], node),
    literal('bool', name === 'all'),
  );
}

function elementsOf(builder: Builder, path: SyntaxNode, graph: GraphScope): readonly (Edges | Nodes)[] {
  const inside = builder.options.innerNodes.get(path.start);
  const walked = graph.walked.get(inside ?? nameText(path));
  if (!walked) throw refuse('graph-path', 'A path of edges of the pattern is needed here.', path);
  return inside === undefined ? walked.edges : walked.inner;
}

function nodeOf(node: SyntaxNode, graph: GraphScope): Nodes {
  const [named] = callArguments(node);
  const found = named ? graph.nodes.get(nameText(named)) : graph.current;
  if (!found) throw refuse('graph-node', 'A node of the pattern is needed here.', node);
  return found;
}

function degree(builder: Builder, name: string, node: SyntaxNode, graph: GraphScope): Expr {
  const edges = edgesOf(builder, graph.graph);
  const end = name === 'node_degree_in' ? edges.target : edges.source;
  const column = builder.fresh('$degree', 'long');
  const count: Expr = {
    kind: 'call',
    type: 'long',
    name: 'count',
    lower: () => 'count(*)',
    args: [],
    span: node,
  };
  return {
    kind: 'subquery',
    type: 'long',
    column,
    rel: {
      op: 'aggregate',
      input: { op: 'filter', input: edges.rel, predicate: equalKeys(end, nodeOf(node, graph).key, node) },
      keys: [],
      aggregates: [{ column, expr: count }],
    },
  };
}
