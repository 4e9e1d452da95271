import { dot, EARTH_RADIUS, interpolate, type Position, toPosition, toVec, type Vec } from './sphere.ts';
import { add, scale } from './sphere.ts';

/** Where along an edge its straight line on the map is furthest from the geodesic, by S2's analysis. */
const FURTHEST = 0.31215691082248312;
/** What the error there is of the largest one that an edge can have. */
const SHARE_OF_LARGEST = 0.83829992569888509;

/** Adds positions to a straight line on the map until its geodesics are within the tolerance (metres) of it. */
export function densified(line: readonly Vec[], tolerance: number, preserveCrossing: boolean): Position[] {
  const allowed = (tolerance / EARTH_RADIUS) * SHARE_OF_LARGEST;
  const [first] = line;
  if (!first) return [];
  const out: Position[] = [toPosition(first)];
  line.slice(1).forEach((b, i) => {
    const a = line[i] ?? b;
    const from = toPosition(a);
    const to = toPosition(b);
    subdivide({ at: from, vec: a }, { at: preserveCrossing ? to : wrapped(from, to), vec: b }, allowed, out);
  });
  return out;
}

interface Stop {
  readonly at: Position;
  readonly vec: Vec;
}

function subdivide(a: Stop, b: Stop, allowed: number, out: Position[]): void {
  if (largestError(a, b) <= allowed) {
    out.push(toPosition(b.vec));
    return;
  }
  const at = between(a.at, b.at, 0.5);
  const middle = { at, vec: toVec(at) };
  subdivide(a, middle, allowed, out);
  subdivide(middle, b, allowed, out);
}

/** Chord lengths, which is near enough to radians for a tolerance. */
function largestError(a: Stop, b: Stop): number {
  if (dot(a.vec, b.vec) < -1e-14) return Infinity;
  return Math.max(
    ...[FURTHEST, 1 - FURTHEST].map((share) => {
      const apart = add(interpolate(a.vec, b.vec, share), scale(toVec(between(a.at, b.at, share)), -1));
      return Math.sqrt(dot(apart, apart));
    }),
  );
}

function between([lng1, lat1]: Position, [lng2, lat2]: Position, share: number): Position {
  return [lng1 + (lng2 - lng1) * share, lat1 + (lat2 - lat1) * share];
}

/** The destination on the side of the antimeridian where it is nearer. */
function wrapped([lng1]: Position, [lng2, lat2]: Position): Position {
  const apart = lng2 - lng1;
  return [apart > 180 ? lng2 - 360 : apart < -180 ? lng2 + 360 : lng2, lat2];
}
