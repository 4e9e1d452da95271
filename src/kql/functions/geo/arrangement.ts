import { crossing, onEdge } from './crossing.ts';
import type { Edge } from './shapes.ts';
import { add, dot, scale, type Vec } from './sphere.ts';

/** Points nearer than this (radians; ten nanometres) are one: what a computed crossing may be off by. */
const MERGE = 2e-15;

/** Every edge of one side is held against every one of the other; past this a query would not come to an end. */
const MOST_PAIRS = 25_000_000;

/** A piece of an input edge between two crossings; `input` numbers the input edges of both sides in order. */
export interface Piece {
  readonly from: Vec;
  readonly to: Vec;
  readonly input: number;
}

/** Every vertex once: near points are answered with the first of them. */
class Vertices {
  private readonly buckets = new Map<string, Vec[]>();

  of(point: Vec): Vec {
    for (const key of this.keysNear(point)) {
      const found = this.buckets.get(key)?.find((known) => apart(known, point) <= MERGE);
      if (found) return found;
    }
    const key = keyOf(point.map(cellOf));
    this.buckets.set(key, [...(this.buckets.get(key) ?? []), point]);
    return point;
  }

  private keysNear(point: Vec): string[] {
    let keys: number[][] = [[]];
    for (const x of point) {
      const cells = [...new Set([cellOf(x), cellOf(x - MERGE), cellOf(x + MERGE)])];
      keys = keys.flatMap((start) => cells.map((cell) => [...start, cell]));
    }
    return keys.map(keyOf);
  }
}

const CELL = 1e-12;

function cellOf(x: number): number {
  return Math.round(x / CELL);
}

function keyOf(cells: readonly number[]): string {
  return cells.join();
}

function apart(a: Vec, b: Vec): number {
  const to = add(a, scale(b, -1));
  return Math.sqrt(dot(to, to));
}

/** Both sides' edges cut wherever they cross or touch an edge of the other side; equal vertices are one object. */
export function arrange(left: readonly Edge[], right: readonly Edge[]): readonly [Piece[], Piece[]] {
  if (left.length * right.length > MOST_PAIRS)
    throw new Error('The geometries have too many edges to be laid over each other.');
  const vertices = new Vertices();
  const snapped = [left, right].map((edges) =>
    edges.map(([a, b]): Edge => [vertices.of(a), vertices.of(b)]),
  ) as [Edge[], Edge[]];
  const cuts = snapped.map((edges) => edges.map((): Vec[] => []));
  snapped[0].forEach(([a, b], i) =>
    snapped[1].forEach(([c, d], j) => {
      if (!mayMeet(a, b, c, d)) return;
      const own = cuts[0]?.[i];
      const other = cuts[1]?.[j];
      for (const p of [c, d]) if (p !== a && p !== b && onEdge(p, a, b)) own?.push(p);
      for (const p of [a, b]) if (p !== c && p !== d && onEdge(p, c, d)) other?.push(p);
      const at = crossing(a, b, c, d);
      if (!at) return;
      const vertex = vertices.of(at);
      if (vertex !== a && vertex !== b) own?.push(vertex);
      if (vertex !== c && vertex !== d) other?.push(vertex);
    }),
  );
  const pieces = (side: 0 | 1, start: number): Piece[] =>
    snapped[side].flatMap((edge, i) => cut(edge, cuts[side]?.[i] ?? [], start + i));
  return [pieces(0, 0), pieces(1, left.length)];
}

function cut([a, b]: Edge, at: readonly Vec[], input: number): Piece[] {
  const stops = [a, ...[...new Set(at)].sort((p, q) => apart(a, p) - apart(a, q)), b];
  return stops.slice(1).map((to, i) => ({ from: stops[i] ?? a, to, input }));
}

function mayMeet(a: Vec, b: Vec, c: Vec, d: Vec): boolean {
  const [m, n] = [scale(add(a, b), 0.5), scale(add(c, d), 0.5)];
  return apart(m, n) <= (apart(a, m) + apart(c, n)) * (1 + 1e-9) + MERGE;
}

/** Pieces by both ends, for those that two sides share. */
export class PieceIndex {
  private readonly ids = new Map<Vec, number>();
  private readonly known = new Set<string>();

  constructor(pieces: readonly Piece[]) {
    for (const { from, to } of pieces) this.known.add(this.key(from, to));
  }

  has(from: Vec, to: Vec): boolean {
    return this.known.has(this.key(from, to));
  }

  private key(from: Vec, to: Vec): string {
    return `${this.id(from)} ${this.id(to)}`;
  }

  private id(vertex: Vec): number {
    const id = this.ids.get(vertex) ?? this.ids.size;
    this.ids.set(vertex, id);
    return id;
  }
}
