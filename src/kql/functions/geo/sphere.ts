import { atan2, sinCos } from './exactTrigonometry.ts';

/** A point of the unit sphere. */
export type Vec = readonly [x: number, y: number, z: number];

/** Longitude and latitude in degrees, as GeoJSON has them. */
export type Position = readonly [lng: number, lat: number];

/** Metres; the sphere that Kusto measures on. */
export const EARTH_RADIUS = 6_371_010;

const RADIANS = Math.PI / 180;
const DEGREES = 180 / Math.PI;

/** Undefined where a coordinate is no number or out of its range. */
export function position(lng: number | null, lat: number | null): Position | undefined {
  if (lng === null || lat === null) return undefined;
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 90 ? [lng, lat] : undefined;
}

export function toVec([lng, lat]: Position): Vec {
  const [sinTheta, cosTheta] = sinCos(RADIANS * lng);
  const [sinPhi, cosPhi] = sinCos(RADIANS * lat);
  return [cosTheta * cosPhi, sinTheta * cosPhi, sinPhi];
}

export function toPosition([x, y, z]: Vec): Position {
  return [DEGREES * atan2(y, x), DEGREES * atan2(z, Math.sqrt(x * x + y * y))];
}

export function dot(a: Vec, b: Vec): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vec, b: Vec): Vec {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function add(a: Vec, b: Vec): Vec {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function scale(a: Vec, by: number): Vec {
  return [a[0] * by, a[1] * by, a[2] * by];
}

export function length(a: Vec): number {
  return Math.sqrt(dot(a, a));
}

export function normalize(a: Vec): Vec {
  return scale(a, 1 / length(a));
}

export function same(a: Vec, b: Vec): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}

/** Radians between two points; exact to the last bits for near ones too. */
export function angle(a: Vec, b: Vec): number {
  return Math.atan2(length(edgeNormal(a, b)), dot(a, b));
}

/** a × b without the loss of digits that near points bring: (a + b) × (b − a) is twice that. */
export function edgeNormal(a: Vec, b: Vec): Vec {
  return scale(cross(add(a, b), add(b, scale(a, -1))), 0.5);
}

/** Radians between two positions, by haversines. */
export function haversine([lng1, lat1]: Position, [lng2, lat2]: Position): number {
  const [phi1, phi2] = [RADIANS * lat1, RADIANS * lat2];
  const dLat = Math.sin(0.5 * (phi2 - phi1));
  const dLng = Math.sin(0.5 * (RADIANS * lng2 - RADIANS * lng1));
  const x = dLat * dLat + dLng * dLng * Math.cos(phi1) * Math.cos(phi2);
  return 2 * Math.asin(Math.sqrt(Math.min(1, x)));
}

/** The point a share of the way from a to b. */
export function interpolate(a: Vec, b: Vec, share: number): Vec {
  if (share === 0) return a;
  if (share === 1) return b;
  const whole = angle(a, b);
  const normal = edgeNormal(a, b);
  const along = normalize(cross(normal, a));
  const way = whole * share;
  return normalize(add(scale(a, Math.cos(way)), scale(along, Math.sin(way))));
}

/** The point of the edge a–b that is nearest to p. */
export function nearestOnEdge(p: Vec, a: Vec, b: Vec): Vec {
  if (same(a, b)) return a;
  const normal = normalize(edgeNormal(a, b));
  const foot = add(p, scale(normal, -dot(p, normal)));
  if (length(foot) > 0) {
    const on = normalize(foot);
    // Ahead of a and short of b, seen along the edge.
    if (dot(cross(normal, a), on) > 0 && dot(cross(normal, b), on) < 0) return on;
  }
  return angle(p, a) <= angle(p, b) ? a : b;
}

/** The area to the left of a closed ring of vertices, in steradians; negative where the ring is clockwise. */
export function signedArea(ring: readonly Vec[]): number {
  const [origin] = ring;
  let total = 0;
  for (let i = 1; origin && i + 1 < ring.length; i++) {
    const [b, c] = [ring[i] ?? origin, ring[i + 1] ?? origin];
    const back = scale(origin, -1);
    const volume = dot(origin, cross(add(b, back), add(c, back)));
    total += 2 * Math.atan2(volume, 1 + dot(origin, b) + dot(b, c) + dot(c, origin));
  }
  return total;
}
