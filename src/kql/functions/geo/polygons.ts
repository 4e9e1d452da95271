import { parseDynamic } from '../../values/dynamic.ts';
import { type ScalarEntry, udf } from '../entry.ts';
import { commonJson, polygonsJson, printed } from './common.ts';
import { areaJson, pointJson } from './geoJson.ts';
import { densifyTolerance, lazy, SIMPLIFIED, simplifyTolerance } from './lines.ts';
import { intersectAreas, intersectLineWithArea, merged, union } from './overlay.ts';
import { contains, linesOf, loopOf, nearest, type Polygon, polygonEdges, polygonsOf } from './shapes.ts';
import { simplifiedRing } from './simplify.ts';
import { angle, EARTH_RADIUS, type Position, position, toPosition, toVec, type Vec } from './sphere.ts';
import { densified } from './tessellate.ts';

function areaOf(polygons: readonly Polygon[]): number {
  const ring = (vertices: readonly Vec[]): number => loopOf(vertices).area();
  return polygons.reduce(
    (sum, { shell, holes }) => sum + ring(shell) - holes.reduce((inner, hole) => inner + ring(hole), 0),
    0,
  );
}

function perimeterOf(polygons: readonly Polygon[]): number {
  return polygons.flatMap(polygonEdges).reduce((sum, [a, b]) => sum + angle(a, b), 0);
}

function centroidOf(polygons: readonly Polygon[]): Position {
  const sums: [number, number, number] = [0, 0, 0];
  const add = (ring: readonly Vec[], sign: number): void => {
    const { x, y, z } = loopOf(ring).centroid();
    [x, y, z].forEach((value, i) => (sums[i as 0 | 1 | 2] += sign * value));
  };
  for (const { shell, holes } of polygons) {
    add(shell, 1);
    for (const hole of holes) add(hole, -1);
  }
  return toPosition(sums);
}

/** A function of an area: the union of a MultiPolygon's parts. */
function ofArea<T>(run: (area: readonly Polygon[]) => T): (text: string) => T | null {
  return (text) => {
    const polygons = polygonsOf(text);
    return polygons ? run(merged(polygons)) : null;
  };
}

/** The nearest point of the polygons, which is the position itself where it is inside, and the metres to it. */
function nearestOfPolygons(
  lng: number,
  lat: number,
  text: string,
): { readonly point: Vec; readonly metres: number } | undefined {
  const [at, polygons] = [position(lng, lat), polygonsOf(text)];
  if (!at || !polygons) return undefined;
  const p = toVec(at);
  if (contains(polygons, p)) return { point: p, metres: 0 };
  const { point, distance } = nearest(p, polygons.flatMap(polygonEdges));
  return { point, metres: distance * EARTH_RADIUS };
}

function pointInPolygon(lng: number, lat: number, text: string): boolean | null {
  const [at, polygons] = [position(lng, lat), polygonsOf(text)];
  return at && polygons ? contains(polygons, toVec(at)) : null;
}

function densify(text: string, tolerance: number | null, preserve: boolean | null): string | null {
  const [polygons, metres] = [polygonsOf(text), densifyTolerance(tolerance)];
  if (!polygons || metres === undefined) return null;
  const ring = (vertices: readonly Vec[]): Position[] =>
    densified([...vertices, ...vertices.slice(0, 1)], metres, preserve ?? false).slice(0, -1);
  return printed(
    areaJson(
      polygons.map(({ shell, holes }) => [ring(shell), ...holes.map((hole) => ring([...hole].reverse()))]),
    ),
  );
}

function some<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}

function simplified(area: readonly Polygon[], tolerance: number): Polygon[] {
  return area.flatMap(({ shell, holes }) => {
    const outer = simplifiedRing(shell, tolerance);
    if (!outer) return [];
    return [{ shell: outer, holes: holes.flatMap((hole) => some(simplifiedRing(hole, tolerance))) }];
  });
}

function simplify(area: readonly Polygon[], tolerance: number | null): string | null {
  const metres = simplifyTolerance(tolerance);
  return metres === undefined ? null : printed(polygonsJson(simplified(area, metres / EARTH_RADIUS)));
}

/** The polygons of each element of an array; undefined where one is invalid. */
function areasOf(text: string): (readonly Polygon[])[] | undefined {
  const items = parseDynamic(text) ?? null;
  if (!Array.isArray(items) || items.length === 0) return undefined;
  const areas = items.map((item) => polygonsOf(printed(item) ?? ''));
  const valid = areas.filter((area) => area !== undefined);
  return valid.length === areas.length
    ? valid.flatMap((area) => area.map((polygon) => [polygon]))
    : undefined;
}

function common(left: string, right: string): ReturnType<typeof intersectAreas> | undefined {
  const [a, b] = [polygonsOf(left), polygonsOf(right)];
  return a && b && intersectAreas(merged(a), merged(b));
}

function commonWithLine(line: string, polygon: string): ReturnType<typeof intersectAreas> | undefined {
  const [lines, polygons] = [linesOf(line), polygonsOf(polygon)];
  return lines && polygons && intersectLineWithArea(lines, merged(polygons));
}

function isSomething(found: ReturnType<typeof common>): boolean | null {
  return found ? found.points.length + found.lines.length + found.polygons.length > 0 : null;
}

export const GEO_POLYGONS: readonly ScalarEntry[] = [
  udf(
    'geo_polygon_area',
    ['dynamic'],
    'real',
    ofArea((area) => areaOf(area) * EARTH_RADIUS * EARTH_RADIUS),
    lazy,
  ),
  udf(
    'geo_polygon_perimeter',
    ['dynamic'],
    'real',
    ofArea((area) => perimeterOf(area) * EARTH_RADIUS),
    lazy,
  ),
  udf(
    'geo_polygon_centroid',
    ['dynamic'],
    'dynamic',
    ofArea((area) => printed(pointJson(centroidOf(area)))),
    lazy,
  ),
  udf('geo_point_in_polygon', ['real', 'real', 'dynamic'], 'bool', pointInPolygon, lazy),
  udf(
    'geo_distance_point_to_polygon',
    ['real', 'real', 'dynamic'],
    'real',
    (lng: number, lat: number, text: string) => nearestOfPolygons(lng, lat, text)?.metres ?? null,
    lazy,
  ),
  udf(
    'geo_closest_point_on_polygon',
    ['real', 'real', 'dynamic'],
    'dynamic',
    (lng: number, lat: number, text: string) => {
      const found = nearestOfPolygons(lng, lat, text);
      return found ? printed(pointJson(toPosition(found.point))) : null;
    },
    lazy,
  ),
  udf('geo_polygon_densify', ['dynamic', 'real?', 'bool?'], 'dynamic', densify, lazy),
  {
    ...udf(
      'geo_polygon_simplify',
      ['dynamic', 'real?'],
      'dynamic',
      (text: string, tolerance: number | null) => ofArea((area) => simplify(area, tolerance))(text),
      lazy,
    ),
    approximate: SIMPLIFIED,
  },
  {
    ...udf(
      'geo_simplify_polygons_array',
      ['dynamic', 'real?'],
      'dynamic',
      (text: string, tolerance: number | null) => {
        const areas = areasOf(text);
        return areas ? simplify(union(areas), tolerance) : null;
      },
      lazy,
    ),
    approximate: SIMPLIFIED,
  },
  udf(
    'geo_union_polygons_array',
    ['dynamic'],
    'dynamic',
    (text: string) => {
      const areas = areasOf(text);
      return areas ? printed(polygonsJson(union(areas))) : null;
    },
    lazy,
  ),
  udf(
    'geo_intersects_2polygons',
    ['dynamic', 'dynamic'],
    'bool',
    (left: string, right: string) => isSomething(common(left, right)),
    lazy,
  ),
  udf(
    'geo_intersection_2polygons',
    ['dynamic', 'dynamic'],
    'dynamic',
    (left: string, right: string) => {
      const found = common(left, right);
      return found ? printed(commonJson(found)) : null;
    },
    lazy,
  ),
  udf(
    'geo_intersects_line_with_polygon',
    ['dynamic', 'dynamic'],
    'bool',
    (line: string, polygon: string) => isSomething(commonWithLine(line, polygon)),
    lazy,
  ),
  udf(
    'geo_intersection_line_with_polygon',
    ['dynamic', 'dynamic'],
    'dynamic',
    (line: string, polygon: string) => {
      const found = commonWithLine(line, polygon);
      return found ? printed(commonJson(found)) : null;
    },
    lazy,
  ),
];
