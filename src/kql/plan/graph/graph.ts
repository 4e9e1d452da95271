import { refuse, type Span } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, part } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from '../expr.ts';
import type { Assignment, Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { rereadOf, shareRelation } from '../shared.ts';

/** Rows of one side of a graph with the columns, visible or not, that tie it to the other. */
export interface Nodes extends Relation {
  readonly key: PlanColumn;
}

export interface Edges extends Relation {
  readonly source: PlanColumn;
  readonly target: PlanColumn;
  /** Counts the edges. */
  readonly number: PlanColumn;
}

/** Both are computed once, whatever reads them. */
export interface Graph {
  readonly nodes: Nodes;
  readonly edges: Edges;
}

/** Nodes under columns of their own. */
export function nodesOf(builder: Builder, { nodes }: Graph): Nodes {
  const key = builder.fresh('$key', nodes.key.type);
  const again = rereadOf(builder, { ...nodes, columns: [...nodes.columns, nodes.key] });
  const [copy] = again.columns.slice(-1);
  return { ...again, columns: again.columns.slice(0, -1), key: copy ?? key };
}

export function edgesOf(builder: Builder, { edges }: Graph): Edges {
  const { source, target, number } = edges;
  const again = rereadOf(builder, { ...edges, columns: [...edges.columns, source, target, number] });
  const [s = source, t = target, n = number] = again.columns.slice(-3);
  return { ...again, columns: again.columns.slice(0, -3), source: s, target: t, number: n };
}

/** `make-graph Source --> Target with Nodes on Key`, `… with_node_id=Name`, or over nodes without properties. */
export function makeGraph(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Graph {
  if (node.parts['PartitionedByClause'])
    throw refuse('make-graph-partition', 'make-graph with partitioned-by is not supported.', node);
  const edges = numbered(builder, node, input, env);
  const clause = node.parts['WithClause'];
  const named = clause?.kind === 'MakeGraphWithImplicitIdClause' ? nameText(part(clause, 'Name')) : undefined;
  const tables = clause && named === undefined ? list(clause, 'TablesAndKeys') : [];
  const [table] = tables;
  if (tables.length > 1)
    throw refuse(
      'make-graph-tables',
      'make-graph with several tables of nodes is not supported.',
      node,
      'Union the tables of nodes before make-graph.',
    );
  const ends = endsOf(builder, node, edges);
  const nodes = table ? withProperties(builder, table, ends, env) : bare(ends, named);
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

interface Ends {
  readonly rel: Rel;
  readonly key: PlanColumn;
  /** In order of where the node is first met. */
  readonly position: PlanColumn;
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

function inPlace(position: PlanColumn): Relation['order'] {
  return [{ column: position, descending: false, nullsFirst: false }];
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

/** The table's rows, the first of each key, then the nodes that only edges know: their key is all that they have. */
function withProperties(builder: Builder, clause: SyntaxNode, ends: Ends, env: Env): Nodes {
  const table = builder.table(part(clause, 'Table'), { scope: env.scope });
  const key = builder.expr(part(clause, 'Column'), { scope: env.scope, row: rowOf(table) });
  if (key.kind !== 'column' || key.type !== ends.key.type)
    throw refuse('make-graph-key', 'The key of the nodes must be a column of the type of the ends.', clause);
  const position = builder.fresh('$position', 'long');
  const numbering: Expr = {
    kind: 'window',
    type: 'long',
    lower: () => 'row_number()',
    args: [],
    partition: [],
    order: table.order,
  };
  const placed = shareRelation(builder, {
    ...table,
    rel: { op: 'extend', input: table.rel, items: [{ column: position, expr: numbering }] },
    order: inPlace(position),
  });
  const first = firstOfEach(builder, placed, key.column, position, clause);
  const other = rereadOf(builder, placed);
  const otherKey = other.columns[table.columns.indexOf(key.column)] ?? key.column;
  const unknown: Rel = {
    op: 'join',
    kind: 'ANTI',
    left: ends.rel,
    right: other.rel,
    on: equalKeys(ends.key, otherKey, clause),
  };
  const columns = table.columns.map((column) => builder.fresh(column.name, column.type));
  const at = builder.fresh('$position', 'long');
  const later = builder.call(
    'AddExpression',
    'long',
    [columnExpr(ends.position), literal('long', 1n << 50n)],
    clause,
  );
  const keyColumn = columns[table.columns.indexOf(key.column)] ?? ends.key;
  return {
    rel: {
      op: 'union',
      columns: [...columns, at],
      inputs: [
        {
          rel: first,
          values: new Map([
            ...columns.map((column, i) => [column, columnExpr(table.columns[i] ?? column)] as const),
            [at, columnExpr(position)] as const,
          ]),
        },
        {
          rel: unknown,
          values: new Map([
            [keyColumn, columnExpr(ends.key)],
            [at, later],
          ]),
        },
      ],
    },
    key: keyColumn,
    columns,
    order: inPlace(at),
    serialized: false,
  };
}

function firstOfEach(
  builder: Builder,
  rows: Relation,
  key: PlanColumn,
  position: PlanColumn,
  span: Span,
): Rel {
  const rank = builder.fresh('$rank', 'long');
  const expr: Expr = {
    kind: 'window',
    type: 'long',
    lower: () => 'row_number()',
    args: [],
    partition: [columnExpr(key)],
    order: inPlace(position),
  };
  const predicate = builder.call('EqualExpression', 'bool', [columnExpr(rank), literal('long', 1n)], span);
  return {
    op: 'filter',
    input: { op: 'extend', input: rows.rel, items: [{ column: rank, expr }] },
    predicate,
  };
}

/** Keys meet where both are known. */
export function equalKeys(left: PlanColumn, right: PlanColumn, span: Span): Expr {
  return {
    kind: 'call',
    type: 'bool',
    name: 'same-node',
    span,
    args: [columnExpr(left), columnExpr(right)],
    lower: ([a = '', b = '']) => `${a} = ${b}`,
  };
}
