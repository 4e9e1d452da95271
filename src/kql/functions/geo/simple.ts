import { crossing } from './crossing.ts';
import { add, dot, scale, type Vec } from './sphere.ts';

/** Past this many vertices a ring is not searched for crossings of its own edges: a pair-by-pair search takes too long. */
const MOST_SEARCHED = 4000;

/** Whether no two edges of a ring cross. */
export function ringIsSimple(ring: readonly Vec[]): boolean {
  if (ring.length > MOST_SEARCHED) return true;
  const edges = ring.map((a, i) => {
    const b = ring[(i + 1) % ring.length] ?? a;
    const middle = scale(add(a, b), 0.5);
    return { a, b, middle, reach: distance(a, middle) };
  });
  return !edges.some((one, i) =>
    edges
      .slice(i + 2)
      .some(
        (other) =>
          distance(one.middle, other.middle) <= one.reach + other.reach &&
          crossing(one.a, one.b, other.a, other.b) !== undefined,
      ),
  );
}

function distance(a: Vec, b: Vec): number {
  const apart = add(a, scale(b, -1));
  return Math.sqrt(dot(apart, apart));
}
