import type { Dynamic } from '../../values/dynamic.ts';
import { dyn } from '../dyn.ts';
import { type ScalarEntry, udf, withOrder } from '../entry.ts';
import { areaJson, pointJson, readRings } from './geoJson.ts';
import { geometry, loadGeometry } from './libraries.ts';
import { EARTH_RADIUS, position, signedArea, toVec } from './sphere.ts';

const DEFAULT_RESOLUTION = 6n;
const FINEST = 15;
/** What Kusto allows between a cell and its children. */
const DEEPEST = 5;
const FARTHEST_RING = 142;
const MOST_CELLS = 61_680;

const lazy = { ready: loadGeometry };

function level(value: bigint | null): number | undefined {
  const resolution = Number(value ?? DEFAULT_RESOLUTION);
  return resolution >= 0 && resolution <= FINEST ? resolution : undefined;
}

/** What a function of a valid cell gives, null for a text that is none. */
function ofCell<T extends Dynamic>(run: (cell: string) => T | null): (cell: string) => T | null {
  return (cell) => (geometry().h3.isValidCell(cell) ? run(cell) : null);
}

function fromPoint(lng: number, lat: number, resolution: bigint | null): string {
  const at = level(resolution);
  return at === undefined || !position(lng, lat) ? '' : geometry().h3.latLngToCell(lat, lng, at);
}

function children(cell: string, resolution: bigint | null): Dynamic {
  const { h3 } = geometry();
  if (!h3.isValidCell(cell)) return null;
  const own = h3.getResolution(cell);
  const wanted = resolution === null ? own + 1 : Number(resolution);
  return wanted <= own || wanted > FINEST || wanted - own > DEEPEST ? null : h3.cellToChildren(cell, wanted);
}

function parent(cell: string, resolution: bigint | null): string {
  const { h3 } = geometry();
  if (!h3.isValidCell(cell)) return '';
  const own = h3.getResolution(cell);
  const wanted = resolution === null ? own - 1 : Number(resolution);
  return wanted < 0 || wanted >= own ? '' : h3.cellToParent(cell, wanted);
}

/** Cells whose centres are inside; edges are straight on the map. */
function fromPolygon(value: Dynamic, resolution: bigint | null): Dynamic {
  const polygons = readRings(value);
  const at = level(resolution);
  if (!polygons || at === undefined) return null;
  if (polygons.some((rings) => rings.some((ring) => ring.length < 4))) return null;
  // Before, not after: what is too much would not come to an end.
  const cellArea = geometry().h3.getHexagonAreaAvg(at, 'm2') / EARTH_RADIUS ** 2;
  const steradians = polygons.reduce(
    (sum, [shell]) => sum + Math.abs(signedArea((shell ?? []).map(toVec))),
    0,
  );
  if (steradians > 2 * MOST_CELLS * cellArea) return null;
  const cells = polygons.flatMap((rings) =>
    geometry().h3.polygonToCells(
      rings.map((ring) => ring.map(([lng, lat]) => [lng, lat])),
      at,
      true,
    ),
  );
  const distinct = [...new Set(cells)];
  return distinct.length > MOST_CELLS ? null : distinct;
}

export const H3_CELLS: readonly ScalarEntry[] = [
  udf('geo_point_to_h3cell', ['real', 'real', 'long?'], 'string', fromPoint, lazy),
  dyn(
    'geo_h3cell_level',
    ['string'],
    'long',
    ofCell((cell) => BigInt(geometry().h3.getResolution(cell))),
    lazy,
  ),
  dyn(
    'geo_h3cell_to_central_point',
    ['string'],
    'dynamic',
    ofCell((cell) => {
      const [lat, lng] = geometry().h3.cellToLatLng(cell);
      return pointJson([lng, lat]);
    }),
    lazy,
  ),
  dyn(
    'geo_h3cell_to_polygon',
    ['string'],
    'dynamic',
    ofCell((cell) => areaJson([[geometry().h3.cellToBoundary(cell, true).slice(0, -1)]])),
    lazy,
  ),
  withOrder(
    'undefined',
    dyn(
      'geo_h3cell_neighbors',
      ['string'],
      'dynamic',
      ofCell((cell) => geometry().h3.gridDisk(cell, 1).slice(1)),
      lazy,
    ),
  ),
  dyn('geo_h3cell_children', ['string', 'long?'], 'dynamic', children, lazy),
  udf('geo_h3cell_parent', ['string', 'long?'], 'string', parent, lazy),
  dyn(
    'geo_h3cell_rings',
    ['string', 'long'],
    'dynamic',
    (cell: string, distance: bigint) =>
      distance < 0n || distance > FARTHEST_RING
        ? null
        : ofCell((valid) => geometry().h3.gridDiskDistances(valid, Number(distance)))(cell),
    lazy,
  ),
  withOrder('undefined', dyn('geo_polygon_to_h3cells', ['dynamic', 'long?'], 'dynamic', fromPolygon, lazy)),
];
