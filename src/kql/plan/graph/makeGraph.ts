import type { Span } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, part } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn, rowNumber } from '../expr.ts';
import type { Assignment, Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { shareRelation } from '../shared.ts';
import { type Edges, type Graph, inPlace, type Nodes, partitionKey } from './graph.ts';
import { type Ends, withProperties } from './nodeTables.ts';

/** `make-graph Source --> Target with Nodes on Key, MoreNodes on Key`, `… with_node_id=Name`, or over nodes without properties. */
export function makeGraph(
  builder: Builder,
  node: SyntaxNode,
  input: Relation,
  env: Env,
  partition?: SyntaxNode,
): Graph {
  const edges = numbered(builder, node, input, env, partition);
  const clause = node.parts['WithClause'];
  const named = clause?.kind === 'MakeGraphWithImplicitIdClause' ? nameText(part(clause, 'Name')) : undefined;
  const tables = clause && named === undefined ? list(clause, 'TablesAndKeys') : [];
  const ends = endsOf(builder, node, edges);
  const by = partition && nameText(partition);
  const nodes = tables.length > 0 ? withProperties(builder, tables, ends, env, by) : bare(ends, named);
  return {
    nodes: { ...shareRelation(builder, nodes), key: nodes.key },
    edges,
    partitioned: partition !== undefined,
  };
}

interface Numbered extends Edges {
  /** What the ends are called: their keys, but for partitions. */
  readonly sourceId: PlanColumn;
  readonly targetId: PlanColumn;
}

function numbered(
  builder: Builder,
  node: SyntaxNode,
  input: Relation,
  env: Env,
  partition: SyntaxNode | undefined,
): Numbered {
  const row = { scope: env.scope, row: rowOf(input) };
  const end = (name: string): Assignment => {
    const expr = builder.expr(part(node, name), row);
    return { column: builder.fresh(`$${name}`, expr.type), expr };
  };
  const ids = [end('SourceColumn'), end('TargetColumn')] as const;
  const of = partition && builder.expr(partition, row);
  const keys = of
    ? ids.map(({ expr }, i) => ({
        column: builder.fresh(i === 0 ? '$source' : '$target', 'string'),
        expr: partitionKey(of, expr, node),
      }))
    : [];
  const number = builder.fresh('$edge', 'long');
  const position: Expr = rowNumber(input.order);
  const rel: Rel = {
    op: 'extend',
    input: { op: 'extend', input: input.rel, items: [{ column: number, expr: position }] },
    items: [...ids, ...keys],
  };
  const [sourceId, targetId] = [ids[0].column, ids[1].column];
  const [source = sourceId, target = targetId] = keys.map(({ column }) => column);
  return { ...shareRelation(builder, { ...input, rel }), source, target, sourceId, targetId, number };
}

function endsOf(builder: Builder, node: SyntaxNode, edges: Numbered): Ends {
  const each = builder.fresh('$end', edges.source.type);
  const at = builder.fresh('$at', 'long');
  const [key, position] = [builder.fresh('$key', each.type), builder.fresh('$position', 'long')];
  const called = edges.sourceId === edges.source ? undefined : builder.fresh('$end', edges.sourceId.type);
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
    columns: [each, at, ...(called ? [called] : [])],
    inputs: (
      [
        [edges.source, edges.sourceId, 0n],
        [edges.target, edges.targetId, 1n],
      ] as const
    ).map(([end, id, offset]) => ({
      rel: edges.rel,
      values: new Map([
        [each, builder.convert(columnExpr(end), each.type, node)] as const,
        [at, place(offset)] as const,
        ...(called ? [[called, builder.convert(columnExpr(id), called.type, node)] as const] : []),
      ]),
    })),
  };
  const known: Expr = {
    kind: 'call',
    type: 'bool',
    name: 'known-end',
    span: node,
    args: [columnExpr(each)],
    lower: ([x = '']) => `${x} IS NOT NULL`,
  };
  const id = called && builder.fresh('$id', called.type);
  return {
    rel: {
      op: 'aggregate',
      input: { op: 'filter', input: both, predicate: known },
      keys: [{ column: key, expr: columnExpr(each) }],
      aggregates: [
        { column: position, expr: least(at, node) },
        ...(id ? [{ column: id, expr: least(called, node) }] : []),
      ],
    },
    key,
    id: id ?? key,
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

function bare({ rel, key, id, position }: Ends, name: string | undefined): Nodes {
  return {
    rel,
    key,
    columns: name === undefined ? [] : [{ ...id, name }],
    order: inPlace(position),
    serialized: false,
  };
}
