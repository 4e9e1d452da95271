import { add, cross, dot, edgeNormal, length, normalize, scale, type Vec } from './sphere.ts';

/** Below this a determinant of unit vectors says nothing about a side: the point is on the edge. */
const NOISE = 1e-15;

/** Where two edges cross at an inner point of both; undefined where they do not, or only touch. */
export function crossing(a: Vec, b: Vec, c: Vec, d: Vec): Vec | undefined {
  const ab = edgeNormal(a, b);
  const cd = edgeNormal(c, d);
  const [sc, sd, sa, sb] = [side(ab, c), side(ab, d), side(cd, a), side(cd, b)];
  if (sc * sd >= 0 || sa * sb >= 0) return undefined;
  const at = cross(ab, cd);
  if (length(at) === 0) return undefined;
  const point = normalize(at);
  const middle = add(add(a, b), add(c, d));
  const near = dot(point, middle) >= 0 ? point : scale(point, -1);
  return between(near, a, b) && between(near, c, d) ? near : undefined;
}

/** Whether a point on the circle of a–b lies on the edge itself. */
function between(p: Vec, a: Vec, b: Vec): boolean {
  const reach = dot(a, b);
  return dot(p, a) >= reach - NOISE && dot(p, b) >= reach - NOISE;
}

/** 1 where p is to the left of the edge with this normal, -1 to the right, 0 on its circle. */
function side(normal: Vec, p: Vec): number {
  const of = dot(normal, p);
  return Math.abs(of) <= NOISE * length(normal) ? 0 : Math.sign(of);
}

/** Whether p is an inner point of the edge a–b, as exactly as doubles tell. */
export function onEdge(p: Vec, a: Vec, b: Vec): boolean {
  const normal = edgeNormal(a, b);
  if (Math.abs(dot(normal, p)) > 2 * NOISE * length(normal)) return false;
  const reach = dot(a, b);
  return dot(p, a) > reach && dot(p, b) > reach;
}
