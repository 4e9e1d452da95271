import type { Dynamic } from '../../values/dynamic.ts';
import { parseDynamic } from '../../values/dynamic.ts';
import { type ScalarEntry, type UdfOptions, udf } from '../entry.ts';
import { linesJson, pointJson } from './geoJson.ts';
import { loadGeometry } from './libraries.ts';
import { commonJson, printed } from './common.ts';
import { intersectLines, unionOfLines } from './overlay.ts';
import { edges, type Line, linesOf, nearest, polylineOf } from './shapes.ts';
import { simplifiedLine } from './simplify.ts';
import { angle, EARTH_RADIUS, interpolate, position, toPosition, toVec, type Vec } from './sphere.ts';
import { densified } from './tessellate.ts';

export const lazy: UdfOptions = { ready: loadGeometry };

function lengthOf(line: Line): number {
  return edges(line).reduce((sum, [a, b]) => sum + angle(a, b), 0);
}

function totalLength(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + lengthOf(line), 0);
}

function centroid(lines: readonly Line[]): Dynamic {
  const sums = [0, 0, 0];
  for (const line of lines) {
    const { x, y, z } = polylineOf(line).centroid();
    [x, y, z].forEach((value, i) => (sums[i] = (sums[i] ?? 0) + value));
  }
  const [x = 0, y = 0, z = 0] = sums;
  return x === 0 && y === 0 && z === 0 ? null : pointJson(toPosition([x, y, z]));
}

/** The only line; a function of a fraction of it has no meaning for several. */
function single(text: string): Line | undefined {
  const lines = linesOf(text);
  return lines?.length === 1 ? lines[0] : undefined;
}

function interpolatePoint(text: string, fraction: number): string | null {
  const line = single(text);
  if (!line || !(fraction >= 0 && fraction <= 1)) return null;
  let left = lengthOf(line) * fraction;
  for (const [a, b] of edges(line)) {
    const length = angle(a, b);
    if (left < length) return printed(pointJson(toPosition(interpolate(a, b, left / length))));
    left -= length;
  }
  return printed(pointJson(toPosition(line.at(-1) ?? [1, 0, 0])));
}

function locatePoint(text: string, lng: number, lat: number): number | null {
  const line = single(text);
  const at = position(lng, lat);
  if (!line || !at) return null;
  const p = toVec(at);
  let passed = 0;
  let best = { distance: Infinity, along: 0 };
  for (const [a, b] of edges(line)) {
    const { point, distance } = nearest(p, [[a, b]]);
    if (distance < best.distance) best = { distance, along: passed + angle(a, point) };
    passed += angle(a, b);
  }
  return Math.min(1, best.along / lengthOf(line));
}

/** The point of the lines that is nearest to a position, and the metres to it. */
function nearestOnLines(
  lng: number,
  lat: number,
  text: string,
): { readonly point: Vec; readonly metres: number } | undefined {
  const [at, lines] = [position(lng, lat), linesOf(text)];
  if (!at || !lines) return undefined;
  const { point, distance } = nearest(toVec(at), lines.flatMap(edges));
  return { point, metres: distance * EARTH_RADIUS };
}

const DEFAULT_TOLERANCE = 10;

/** Metres that a densified line may be off the map's; undefined where the argument is out of its range. */
export function densifyTolerance(tolerance: number | null): number | undefined {
  const metres = tolerance ?? DEFAULT_TOLERANCE;
  return metres >= 0.1 && metres <= 10_000 ? metres : undefined;
}

/** Metres; undefined where the argument is negative or beyond a fifth of the earth's circumference. */
export function simplifyTolerance(tolerance: number | null): number | undefined {
  const metres = tolerance ?? DEFAULT_TOLERANCE;
  return metres >= 0 && metres < 7_800_000 ? metres : undefined;
}

function densify(text: string, tolerance: number | null, preserve: boolean | null): string | null {
  const [lines, metres] = [linesOf(text), densifyTolerance(tolerance)];
  if (!lines || metres === undefined) return null;
  return printed(linesJson(lines.map((line) => densified(line, metres, preserve ?? false))));
}

function simplify(text: string, tolerance: number | null): string | null {
  const [lines, metres] = [linesOf(text), simplifyTolerance(tolerance)];
  if (!lines || metres === undefined) return null;
  const single = lines.length > 1 ? unionOfLines(lines) : lines;
  const kept = single.flatMap((line) => {
    const simple = simplifiedLine(line, metres / EARTH_RADIUS);
    return simple.length > 1 ? [simple] : [];
  });
  return kept.length > 0 ? printed(linesJson(kept.map((line) => line.map(toPosition)))) : null;
}

function unionOfArray(text: string): string | null {
  const items = parseDynamic(text) ?? null;
  if (!Array.isArray(items)) return null;
  const lines = items.map((item) => linesOf(printed(item) ?? ''));
  const valid = lines.filter((line) => line !== undefined);
  if (valid.length < lines.length || valid.length === 0) return null;
  return printed(linesJson(unionOfLines(valid.flat()).map((line) => line.map(toPosition))));
}

function common(left: string, right: string): ReturnType<typeof intersectLines> | undefined {
  const [a, b] = [linesOf(left), linesOf(right)];
  return a && b && intersectLines(a, b);
}

export const SIMPLIFIED = 'Simplified within the tolerance; which vertices stay may differ from the service.';

export const GEO_LINES: readonly ScalarEntry[] = [
  udf('geo_line_length', ['dynamic'], 'real', (text: string) => {
    const lines = linesOf(text);
    return lines ? totalLength(lines) * EARTH_RADIUS : null;
  }),
  udf(
    'geo_line_centroid',
    ['dynamic'],
    'dynamic',
    (text: string) => {
      const lines = linesOf(text);
      return lines ? printed(centroid(lines)) : null;
    },
    lazy,
  ),
  udf('geo_line_interpolate_point', ['dynamic', 'real'], 'dynamic', interpolatePoint),
  {
    ...udf('geo_line_locate_point', ['dynamic', 'real', 'real', 'bool?'], 'real', locatePoint),
    check: ({ args }) =>
      args[3] && !(args[3].kind === 'literal' && args[3].value === false)
        ? 'geo_line_locate_point() is answered on the sphere only; leave use_spheroid out.'
        : undefined,
  },
  udf(
    'geo_closest_point_on_line',
    ['real', 'real', 'dynamic'],
    'dynamic',
    (lng: number, lat: number, text: string) => {
      const found = nearestOnLines(lng, lat, text);
      return found ? printed(pointJson(toPosition(found.point))) : null;
    },
  ),
  udf(
    'geo_distance_point_to_line',
    ['real', 'real', 'dynamic'],
    'real',
    (lng: number, lat: number, text: string) => nearestOnLines(lng, lat, text)?.metres ?? null,
  ),
  udf('geo_line_densify', ['dynamic', 'real?', 'bool?'], 'dynamic', densify),
  { ...udf('geo_line_simplify', ['dynamic', 'real?'], 'dynamic', simplify), approximate: SIMPLIFIED },
  udf('geo_union_lines_array', ['dynamic'], 'dynamic', unionOfArray),
  udf('geo_intersects_2lines', ['dynamic', 'dynamic'], 'bool', (left: string, right: string) => {
    const found = common(left, right);
    return found ? found.points.length + found.lines.length > 0 : null;
  }),
  udf('geo_intersection_2lines', ['dynamic', 'dynamic'], 'dynamic', (left: string, right: string) => {
    const found = common(left, right);
    return found ? printed(commonJson(found)) : null;
  }),
];
