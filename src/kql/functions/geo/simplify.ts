import { nearest } from './shapes.ts';
import { angle, type Vec } from './sphere.ts';

/**
 * The vertices that a line needs to stay within the tolerance (radians) of what it was, and no two of them nearer to each
 * other than that: fewer than two where the whole line is smaller.
 */
export function simplifiedLine(line: readonly Vec[], tolerance: number): readonly Vec[] {
  const apart = thinned(line, tolerance);
  if (apart.length < 2) return apart;
  const kept: Vec[] = [];
  for (let at = 0; at < apart.length; ) {
    const from = apart[at];
    if (!from) break;
    kept.push(from);
    at = furthest(apart, at, tolerance);
  }
  return kept;
}

/** Without vertices that are too near to the one before; the end takes the place of one that is too near to it. */
function thinned(line: readonly Vec[], tolerance: number): Vec[] {
  const out: Vec[] = [];
  for (const vertex of line) {
    const before = out.at(-1);
    if (!before || angle(before, vertex) >= tolerance) out.push(vertex);
  }
  const [end, last] = [line.at(-1), out.at(-1)];
  if (end && last && end !== last && out.length > 1) out[out.length - 1] = end;
  return out;
}

/** The last vertex that a straight edge from this one reaches without leaving the tolerance on its way. */
function furthest(line: readonly Vec[], at: number, tolerance: number): number {
  const from = line[at];
  for (let to = at + 2; from && to < line.length; to++) {
    const end = line[to];
    const between = line.slice(at + 1, to);
    if (!end || between.some((vertex) => nearest(vertex, [[from, end]]).distance > tolerance)) return to - 1;
  }
  return at + 1 < line.length - 1 ? line.length - 1 : at + 1;
}

/** A closed ring, from its first vertex on; undefined where less than a triangle is left. */
export function simplifiedRing(ring: readonly Vec[], tolerance: number): readonly Vec[] | undefined {
  const [first] = ring;
  if (!first) return undefined;
  const open = simplifiedLine([...ring, first], tolerance);
  const closed = open.slice(0, -1);
  return closed.length >= 3 ? closed : undefined;
}
