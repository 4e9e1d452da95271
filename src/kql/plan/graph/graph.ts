import type { Span } from '../../diagnostics.ts';
import type { Builder } from '../builder.ts';
import { columnExpr, type Expr, type PlanColumn } from '../expr.ts';
import type { Relation } from '../relation.ts';
import { rereadOf } from '../shared.ts';

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
  /** Whether it is several graphs: keys are of a node and its partition then, of which no one value may be shown. */
  readonly partitioned: boolean;
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

/** As its nodes are numbered. */
export function inPlace(position: PlanColumn): Relation['order'] {
  return [{ column: position, descending: false, nullsFirst: false }];
}

/** One text for a node and its partition; null where the node is. */
export function partitionKey(partition: Expr, id: Expr, span: Span): Expr {
  return {
    kind: 'call',
    type: 'string',
    name: 'partition-key',
    span,
    args: [partition, id],
    lower: ([p = '', x = '']) =>
      `CASE WHEN ${x} IS NOT NULL THEN coalesce(length(${p}::VARCHAR) || ':' || ${p}::VARCHAR, '-') || ':' || ${x}::VARCHAR END`,
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
