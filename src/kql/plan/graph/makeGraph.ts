import { refuse, type Span } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, part } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from '../expr.ts';
import type { Assignment, Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { shareRelation } from '../shared.ts';
import { type Edges, type Graph, inPlace, type Nodes } from './graph.ts';
import { type Ends, withProperties } from './nodeTables.ts';

/** `make-graph Source --> Target with Nodes on Key, MoreNodes on Key`, `… with_node_id=Name`, or over nodes without properties. */
export function makeGraph(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Graph {
  if (node.parts['PartitionedByClause'])
    throw refuse('make-graph-partition', 'make-graph with partitioned-by is not supported.', node);
  const edges = numbered(builder, node, input, env);
  const clause = node.parts['WithClause'];
  const named = clause?.kind === 'MakeGraphWithImplicitIdClause' ? nameText(part(clause, 'Name')) : undefined;
  const tables = clause && named === undefined ? list(clause, 'TablesAndKeys') : [];
  const ends = endsOf(builder, node, edges);
  const nodes = tables.length > 0 ? withProperties(builder, tables, ends, env) : bare(ends, named);
  return { nodes: { ...shareRelation(builder, nodes), key: nodes.key }, edges };
}

function numbered(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Edges {
  const row = { scope: env.scope, row: rowOf(input) };
  const end = (name: string): Assignment => {
    const expr = builder.expr(part(node, name), row);
    return { column: builder.fresh(`$${name}`, expr.type), expr };
  };
  const [source, target] = [end('SourceColumn'), end('TargetColumn')];
  const number = builder.fresh('$edge', 'long');
  const position: Expr = {
    kind: 'window',
    type: 'long',
    lower: () => 'row_number()',
    args: [],
    partition: [],
    order: input.order,
  };
  const rel: Rel = {
    op: 'extend',
    input: { op: 'extend', input: input.rel, items: [{ column: number, expr: position }] },
    items: [source, target],
  };
  const shared = shareRelation(builder, { ...input, rel });
  return { ...shared, source: source.column, target: target.column, number };
}

function endsOf(builder: Builder, node: SyntaxNode, edges: Edges): Ends {
  const each = builder.fresh('$end', edges.source.type);
  const at = builder.fresh('$at', 'long');
  const [key, position] = [builder.fresh('$key', each.type), builder.fresh('$position', 'long')];
  const place = (offset: bigint): Expr =>
    builder.call(
      'AddExpression',
      'long',
      [
        builder.call('MultiplyExpression', 'long', [columnExpr(edges.number), literal('long', 2n)], node),
        literal('long', offset),
      ],
      node,
    );
  const both: Rel = {
    op: 'union',
    columns: [each, at],
    inputs: (
      [
        [edges.source, 0n],
        [edges.target, 1n],
      ] as const
    ).map(([end, offset]) => ({
      rel: edges.rel,
      values: new Map([
        [each, builder.convert(columnExpr(end), each.type, node)],
        [at, place(offset)],
      ]),
    })),
  };
  const known = builder.call('isnotnull', 'bool', [columnExpr(each)], node);
  return {
    rel: {
      op: 'aggregate',
      input: { op: 'filter', input: both, predicate: known },
      keys: [{ column: key, expr: columnExpr(each) }],
      aggregates: [{ column: position, expr: least(at, node) }],
    },
    key,
    position,
  };
}

function least(column: PlanColumn, span: Span): Expr {
  return {
    kind: 'call',
    type: column.type,
    name: 'min',
    span,
    args: [columnExpr(column)],
    lower: ([x = '']) => `min(${x})`,
  };
}

function bare({ rel, key, position }: Ends, name: string | undefined): Nodes {
  return {
    rel,
    key,
    columns: name === undefined ? [] : [{ ...key, name }],
    order: inPlace(position),
    serialized: false,
  };
}
