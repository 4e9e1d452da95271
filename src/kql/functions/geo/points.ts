import type { Dynamic } from '../../values/dynamic.ts';
import { dyn } from '../dyn.ts';
import { type ScalarEntry, udf } from '../entry.ts';
import { areaJson } from './geoJson.ts';
import { geometry, loadGeometry } from './libraries.ts';
import {
  add,
  cross,
  EARTH_RADIUS,
  haversine,
  normalize,
  type Position,
  position,
  scale,
  toPosition,
  toVec,
  type Vec,
} from './sphere.ts';

const FULL_TURN = 2 * Math.PI;
const RADIANS = Math.PI / 180;

function distance(
  lng1: number,
  lat1: number,
  lng2: number,
  lat2: number,
  useSpheroid: boolean | null,
): number | null {
  const [a, b] = [position(lng1, lat1), position(lng2, lat2)];
  if (!a || !b) return null;
  if (useSpheroid !== true) return haversine(a, b) * EARTH_RADIUS;
  return geometry().spheroid.Inverse(lat1, lng1, lat2, lng2).s12 ?? null;
}

/** Clockwise from north, [0, 2π); null where the points are one or antipodes. */
function azimuth(a: Position | undefined, b: Position | undefined): number | null {
  if (!a || !b) return null;
  const apart = haversine(a, b);
  if (apart < 1e-15 || apart > Math.PI - 1e-15) return null;
  const [phi1, phi2, dLng] = [RADIANS * a[1], RADIANS * b[1], RADIANS * (b[0] - a[0])];
  const x = Math.cos(phi1) * Math.sin(phi2) - Math.sin(phi1) * Math.cos(phi2) * Math.cos(dLng);
  return turn(Math.atan2(Math.sin(dLng) * Math.cos(phi2), x));
}

function turn(radians: number): number {
  const within = radians % FULL_TURN;
  return within < 0 ? within + FULL_TURN : within;
}

/** From the way back to the first point, clockwise to the way on to the third. */
function angleBetween(
  lng1: number,
  lat1: number,
  lng2: number,
  lat2: number,
  lng3: number,
  lat3: number,
): number | null {
  const corner = position(lng2, lat2);
  const [from, to] = [azimuth(corner, position(lng1, lat1)), azimuth(corner, position(lng3, lat3))];
  return from === null || to === null ? null : turn(to - from);
}

function inCircle(lng: number, lat: number, lng0: number, lat0: number, radius: number): boolean | null {
  const [point, centre] = [position(lng, lat), position(lng0, lat0)];
  return point && centre && radius >= 0 ? haversine(point, centre) * EARTH_RADIUS <= radius : null;
}

const DEFAULT_TOLERANCE = 10;

/** A regular polygon whose vertices are on the circle and whose edges are no further from it than the tolerance. */
function buffer(lng: number, lat: number, radius: number, tolerance: number | null): Dynamic {
  const centre = position(lng, lat);
  if (!centre || !(radius > 0) || !Number.isFinite(radius)) return null;
  const allowed = tolerance ?? DEFAULT_TOLERANCE;
  if (!(allowed >= radius * 1e-6)) return null;
  const corners = allowed < radius ? Math.ceil(Math.PI / Math.acos(1 - allowed / radius)) : 3;
  return areaJson([[circle(toVec(centre), radius / EARTH_RADIUS, Math.max(3, corners))]]);
}

/** Counterclockwise from the direction that S2 calls orthogonal. */
function circle(centre: Vec, radius: number, corners: number): Position[] {
  const right = orthogonal(centre);
  const up = cross(centre, right);
  return Array.from({ length: corners }, (_, i) => {
    const at = (FULL_TURN * i) / corners;
    const outward = add(scale(right, Math.cos(at)), scale(up, Math.sin(at)));
    return toPosition(
      normalize(add(scale(centre, Math.cos(radius)), scale(normalize(outward), Math.sin(radius)))),
    );
  });
}

function orthogonal(a: Vec): Vec {
  const sizes = a.map(Math.abs) as [number, number, number];
  const largest = sizes.indexOf(Math.max(...sizes));
  const other: [number, number, number] = [0.012, 0.0053, 0.00457];
  other[largest === 0 ? 2 : largest - 1] = 1;
  return normalize(cross(a, other));
}

export const GEO_POINTS: readonly ScalarEntry[] = [
  udf('geo_distance_2points', ['real', 'real', 'real', 'real', 'bool?'], 'real', distance, {
    ready: loadGeometry,
  }),
  udf(
    'geo_azimuth',
    ['real', 'real', 'real', 'real'],
    'real',
    (lng1: number, lat1: number, lng2: number, lat2: number) =>
      azimuth(position(lng1, lat1), position(lng2, lat2)),
  ),
  udf('geo_angle', ['real', 'real', 'real', 'real', 'real', 'real'], 'real', angleBetween),
  udf('geo_point_in_circle', ['real', 'real', 'real', 'real', 'real'], 'bool', inCircle),
  dyn('geo_point_buffer', ['real', 'real', 'real', 'real?'], 'dynamic', buffer),
];
