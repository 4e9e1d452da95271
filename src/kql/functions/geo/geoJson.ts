import type { Dynamic } from '../../values/dynamic.ts';
import { type Position, position } from './sphere.ts';

/** A polygon's shell and holes; first and last position are not repeated. */
export type Rings = readonly (readonly Position[])[];

function geometryJson(type: string, coordinates: Dynamic): Dynamic {
  return new Map<string, Dynamic>([
    ['type', type],
    ['coordinates', coordinates],
  ]);
}

const pair = ([lng, lat]: Position): Dynamic => [lng, lat];
const closed = (ring: readonly Position[]): Dynamic => [...ring, ...ring.slice(0, 1)].map(pair);

export function pointJson(at: Position): Dynamic {
  return geometryJson('Point', pair(at));
}

export function pointsJson(points: readonly Position[]): Dynamic {
  return geometryJson('MultiPoint', points.map(pair));
}

/** A LineString, a MultiLineString where there are several. */
export function linesJson(lines: readonly (readonly Position[])[]): Dynamic {
  const [first] = lines;
  return lines.length === 1 && first
    ? geometryJson('LineString', first.map(pair))
    : geometryJson(
        'MultiLineString',
        lines.map((line) => line.map(pair)),
      );
}

/** A Polygon, a MultiPolygon where there are several. */
export function areaJson(polygons: readonly Rings[]): Dynamic {
  const [first] = polygons;
  return polygons.length === 1 && first
    ? geometryJson('Polygon', first.map(closed))
    : geometryJson(
        'MultiPolygon',
        polygons.map((rings) => rings.map(closed)),
      );
}

export function collectionJson(geometries: readonly Dynamic[]): Dynamic {
  return new Map<string, Dynamic>([
    ['type', 'GeometryCollection'],
    ['geometries', [...geometries]],
  ]);
}

/** A geometry's type in lower case and its coordinates; undefined where it is no bag of both. */
function geometryOf(value: Dynamic): { readonly type: string; readonly coordinates: Dynamic } | undefined {
  if (!(value instanceof Map)) return undefined;
  const type = value.get('type');
  const coordinates = value.get('coordinates');
  if (typeof type !== 'string' || coordinates === undefined) return undefined;
  return { type: type.toLowerCase(), coordinates };
}

/** The positions of a LineString or of each part of a MultiLineString; undefined where it is neither, or invalid. */
export function readLines(value: Dynamic): Position[][] | undefined {
  const geometry = geometryOf(value);
  if (geometry?.type === 'linestring') return all([positionsOf(geometry.coordinates)]);
  if (geometry?.type === 'multilinestring' && Array.isArray(geometry.coordinates))
    return all(geometry.coordinates.map(positionsOf));
  return undefined;
}

/** The closed rings of a Polygon or of each part of a MultiPolygon; undefined where it is neither, or invalid. */
export function readRings(value: Dynamic): Position[][][] | undefined {
  const geometry = geometryOf(value);
  if (geometry?.type === 'polygon') return all([ringsOf(geometry.coordinates)]);
  if (geometry?.type === 'multipolygon' && Array.isArray(geometry.coordinates))
    return all(geometry.coordinates.map(ringsOf));
  return undefined;
}

function ringsOf(coordinates: Dynamic): Position[][] | undefined {
  return Array.isArray(coordinates) ? all(coordinates.map(positionsOf)) : undefined;
}

function positionsOf(coordinates: Dynamic): Position[] | undefined {
  if (!Array.isArray(coordinates)) return undefined;
  return all(
    coordinates.map((item) => {
      if (!Array.isArray(item) || item.length < 2) return undefined;
      const [lng, lat] = item.map((x) => (typeof x === 'bigint' ? Number(x) : x));
      return typeof lng === 'number' && typeof lat === 'number' ? position(lng, lat) : undefined;
    }),
  );
}

/** The items where there is one at least and none is undefined. */
function all<T>(items: readonly (T | undefined)[]): T[] | undefined {
  const present = items.filter((item) => item !== undefined);
  return items.length > 0 && present.length === items.length ? present : undefined;
}
