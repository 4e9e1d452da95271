import type { s2 } from 's2js';
import { parseDynamic } from '../../values/dynamic.ts';
import { readLines, readRings } from './geoJson.ts';
import { geometry } from './libraries.ts';
import { angle, cross, dot, nearestOnEdge, same, signedArea, toVec, type Vec } from './sphere.ts';
import { ringIsSimple } from './simple.ts';

/** One polygon: its shell counterclockwise, its holes too (each ring has the smaller side of the sphere inside). */
export interface Polygon {
  readonly shell: readonly Vec[];
  readonly holes: readonly (readonly Vec[])[];
}

export type Line = readonly Vec[];

const REMEMBERED = 64;

/** Remembers the last shapes read: a query's constant polygon is read once, not once for each row. */
function remembering<T>(read: (text: string) => T | undefined): (text: string) => T | undefined {
  const known = new Map<string, T | undefined>();
  return (text) => {
    if (known.has(text)) return known.get(text);
    const value = read(text);
    const [oldest] = known.keys();
    if (known.size >= REMEMBERED && oldest !== undefined) known.delete(oldest);
    known.set(text, value);
    return value;
  };
}

/** The lines of a LineString or MultiLineString; undefined where it is invalid. */
export const linesOf = remembering((text): readonly Line[] | undefined => {
  const lines = readLines(parseDynamic(text) ?? null)?.map((line) => line.map(toVec));
  return lines?.every(validLine) === true ? lines : undefined;
});

function validLine(line: Line): boolean {
  return line.length > 1 && !edges(line).some(([a, b]) => same(a, b) || antipodal(a, b));
}

/** The polygons of a Polygon or MultiPolygon; undefined where one is invalid. */
export const polygonsOf = remembering((text): readonly Polygon[] | undefined => {
  const polygons = readRings(parseDynamic(text) ?? null)?.map((rings) =>
    polygonOf(rings.map((ring) => ring.map(toVec))),
  );
  const valid = polygons?.filter((polygon) => polygon !== undefined);
  return valid?.length === polygons?.length ? valid : undefined;
});

function polygonOf(rings: readonly (readonly Vec[])[]): Polygon | undefined {
  const open = rings.map(openRing);
  if (!open.every((ring) => ring !== undefined && ringIsSimple(ring))) return undefined;
  const [shell, ...holes] = open.flatMap((ring) => (ring ? [smallerSide(ring)] : []));
  return shell && { shell, holes };
}

/** Without the repeated first position; undefined where it is not repeated or fewer than three are left. */
function openRing(ring: readonly Vec[]): readonly Vec[] | undefined {
  const [first, last] = [ring[0], ring.at(-1)];
  if (!first || !last || !same(first, last) || ring.length < 4) return undefined;
  const open = ring.slice(0, -1);
  const distinct = new Set(open.map(String)).size === open.length;
  return distinct && !ringEdges(open).some(([a, b]) => antipodal(a, b)) ? open : undefined;
}

function smallerSide(ring: readonly Vec[]): readonly Vec[] {
  return signedArea(ring) < 0 ? [...ring].reverse() : ring;
}

function antipodal(a: Vec, b: Vec): boolean {
  return dot(a, b) < 0 && dot(cross(a, b), cross(a, b)) < 1e-30;
}

export type Edge = readonly [Vec, Vec];

export function edges(line: Line): Edge[] {
  return line.slice(1).map((b, i) => [line[i] ?? b, b]);
}

export function ringEdges(ring: readonly Vec[]): Edge[] {
  return ring.map((a, i) => [a, ring[(i + 1) % ring.length] ?? a]);
}

export function polygonEdges({ shell, holes }: Polygon): Edge[] {
  return [shell, ...holes].flatMap(ringEdges);
}

const loops = new WeakMap<readonly Vec[], s2.Loop>();

/** The ring as S2 has it, with its index. */
export function loopOf(ring: readonly Vec[]): s2.Loop {
  const { Loop, Point } = geometry().s2;
  const loop = loops.get(ring) ?? new Loop(ring.map(([x, y, z]) => new Point(x, y, z)));
  loops.set(ring, loop);
  return loop;
}

export function polylineOf(line: Line): s2.Polyline {
  const { Polyline, Point } = geometry().s2;
  return new Polyline(line.map(([x, y, z]) => new Point(x, y, z)));
}

/** As S2 has it: of polygons that share a border, a point of the border is in exactly one. */
export function contains(polygons: readonly Polygon[], [x, y, z]: Vec): boolean {
  const { Point } = geometry().s2;
  const point = new Point(x, y, z);
  return polygons.some(
    ({ shell, holes }) =>
      loopOf(shell).containsPoint(point) && !holes.some((hole) => loopOf(hole).containsPoint(point)),
  );
}

/** The point of the edges that is nearest to p, with the radians to it. */
export function nearest(p: Vec, among: readonly Edge[]): { readonly point: Vec; readonly distance: number } {
  let best = { point: p, distance: Infinity };
  for (const [a, b] of among) {
    const point = nearestOnEdge(p, a, b);
    const distance = angle(p, point);
    if (distance < best.distance) best = { point, distance };
  }
  return best;
}
