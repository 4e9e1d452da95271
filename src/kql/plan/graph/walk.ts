import { refuse, type Span } from '../../diagnostics.ts';
import type { Builder } from '../builder.ts';
import { columnExpr, type Expr, type PlanColumn } from '../expr.ts';
import type { Rel } from '../rel.ts';
import { type Edges, edgesOf, equalKeys, type Graph, type Nodes, nodesOf } from './graph.ts';
import type { Hop, Path } from './pattern.ts';

export type Cycles = 'all' | 'none' | 'unique_edges';

/** One way through the edges of a hop. */
export interface Walked {
  readonly edges: readonly Edges[];
  /** Between its ends. */
  readonly inner: readonly Nodes[];
  readonly variable: boolean;
}

/** A pattern put together for certain lengths of its hops: rows are matches. */
export interface Match {
  readonly rel: Rel;
  readonly nodes: ReadonlyMap<string, Nodes>;
  readonly walked: ReadonlyMap<string, Walked>;
}

/** Joins nodes and edges along the paths. `lengths` are of all hops in their order. */
export class Walk {
  private rel: Rel | undefined;
  private readonly nodes = new Map<string, Nodes>();
  private readonly walked = new Map<string, Walked>();
  private readonly builder: Builder;
  private readonly graph: Graph;
  private readonly span: Span;

  constructor(builder: Builder, graph: Graph, span: Span) {
    this.builder = builder;
    this.graph = graph;
    this.span = span;
  }

  match(paths: readonly Path[], lengths: readonly number[], cycles: Cycles): Match {
    let next = 0;
    for (const path of paths) {
      const edges: Edges[] = [];
      const visited = [this.start(path.start)];
      for (const hop of path.hops) {
        const walked = this.hop(hop, lengths[next++] ?? 1);
        edges.push(...walked.edges);
        visited.push(...walked.inner, ...(walked.end ? [walked.end] : []));
      }
      if (edges.length === 0 && this.graph.partitioned)
        throw refuse(
          'make-graph-partition',
          'Whether nodes without edges make a partition is not documented; a path there needs an edge.',
          this.span,
        );
      if (cycles === 'unique_edges') this.allDifferent(edges.map(({ number }) => number));
      if (cycles === 'none') this.allDifferent([...new Set(visited)].map(({ key }) => key));
    }
    return { rel: this.rel ?? { op: 'nothing' }, nodes: this.nodes, walked: this.walked };
  }

  private start(name: string): Nodes {
    const known = this.nodes.get(name);
    if (known) return known;
    if (this.rel && this.graph.partitioned)
      throw refuse(
        'make-graph-partition',
        'Paths that do not meet are not matched in partitions.',
        this.span,
      );
    const nodes = nodesOf(this.builder, this.graph);
    this.nodes.set(name, nodes);
    this.rel = this.rel ? { op: 'join', kind: 'CROSS', left: this.rel, right: nodes.rel } : nodes.rel;
    return nodes;
  }

  private hop(hop: Hop, length: number): Walked & { readonly end?: Nodes } {
    const edges: Edges[] = [];
    const inner: Nodes[] = [];
    let at = this.start(hop.from);
    for (let i = 0; i < length; i++) {
      const edge = edgesOf(this.builder, this.graph);
      const other = this.over(edge, at, hop.direction);
      edges.push(edge);
      if (i + 1 < length) {
        at = this.arrive(other);
        inner.push(at);
      } else this.end(hop.to, other);
    }
    // A path of no edges stays where it is.
    if (length === 0) this.end(hop.to, at.key);
    const walked = { edges, inner, variable: hop.variable };
    if (hop.edge !== '') this.walked.set(hop.edge, walked);
    const end = length === 0 ? undefined : this.nodes.get(hop.to);
    return { ...walked, ...(end && { end }) };
  }

  /** Joins an edge at the node; gives the column with its other end. */
  private over(edge: Edges, at: Nodes, direction: Hop['direction']): PlanColumn {
    const forward = equalKeys(edge.source, at.key, this.span);
    const back = equalKeys(edge.target, at.key, this.span);
    const on =
      direction === 'forward'
        ? forward
        : direction === 'back'
          ? back
          : this.builder.call('OrExpression', 'bool', [forward, back], this.span);
    this.rel = { op: 'join', kind: 'INNER', left: this.rel ?? { op: 'nothing' }, right: edge.rel, on };
    if (direction !== 'either') return direction === 'forward' ? edge.target : edge.source;
    const other = this.builder.fresh('$other', edge.target.type);
    const expr: Expr = {
      kind: 'call',
      type: other.type,
      name: 'other-end',
      span: this.span,
      args: [columnExpr(edge.source), columnExpr(edge.target), columnExpr(at.key)],
      lower: ([s = '', t = '', k = '']) => `CASE WHEN ${s} = ${k} THEN ${t} ELSE ${s} END`,
    };
    this.rel = { op: 'extend', input: this.rel, items: [{ column: other, expr }] };
    return other;
  }

  private arrive(key: PlanColumn): Nodes {
    const nodes = nodesOf(this.builder, this.graph);
    const on = equalKeys(nodes.key, key, this.span);
    this.rel = { op: 'join', kind: 'INNER', left: this.rel ?? { op: 'nothing' }, right: nodes.rel, on };
    return nodes;
  }

  private end(name: string, key: PlanColumn): void {
    const known = this.nodes.get(name);
    if (known) this.keep(equalKeys(known.key, key, this.span));
    else this.nodes.set(name, this.arrive(key));
  }

  private allDifferent(columns: readonly PlanColumn[]): void {
    columns.forEach((column, i) => {
      for (const other of columns.slice(i + 1))
        this.keep({
          kind: 'call',
          type: 'bool',
          name: 'different',
          span: this.span,
          args: [columnExpr(column), columnExpr(other)],
          lower: ([a = '', b = '']) => `${a} <> ${b}`,
        });
    });
  }

  private keep(predicate: Expr): void {
    this.rel = { op: 'filter', input: this.rel ?? { op: 'nothing' }, predicate };
  }
}

const MOST_PLANS = 128;

/** All ways to choose a length for each hop; undefined where there are too many. */
export function lengthsOf(paths: readonly Path[]): number[][] | undefined {
  let all: number[][] = [[]];
  for (const hop of paths.flatMap(({ hops }) => hops)) {
    const lengths = Array.from({ length: Math.max(0, hop.most - hop.least + 1) }, (_, i) => hop.least + i);
    if (all.length * lengths.length > MOST_PLANS) return undefined;
    all = all.flatMap((chosen) => lengths.map((length) => [...chosen, length]));
  }
  return all;
}
