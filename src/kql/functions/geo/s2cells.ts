import type { s2 } from 's2js';
import type { Dynamic } from '../../values/dynamic.ts';
import { dyn } from '../dyn.ts';
import { type ScalarEntry, udf, withOrder } from '../entry.ts';
import { printed } from './common.ts';
import { areaJson, pointJson } from './geoJson.ts';
import { geometry } from './libraries.ts';
import { lazy } from './lines.ts';
import { merged } from './overlay.ts';
import { type Line, linesOf, loopOf, type Polygon, polygonsOf, polylineOf } from './shapes.ts';
import { angle, type Position, position, toPosition, toVec } from './sphere.ts';

const FINEST = 30;
const DEFAULT_LEVEL = 11n;
const MOST_CELLS = 65_536;

function levelOf(value: bigint | null): number | undefined {
  const level = Number(value ?? DEFAULT_LEVEL);
  return level >= 0 && level <= FINEST ? level : undefined;
}

function fromPoint(lng: number, lat: number, level: bigint | null): string {
  const [at, wanted] = [position(lng, lat), levelOf(level)];
  if (!at || wanted === undefined) return '';
  const { cellid, Point } = geometry().s2;
  const [x, y, z] = toVec(at);
  return cellid.toToken(cellid.parent(cellid.fromPoint(new Point(x, y, z)), wanted));
}

/** The cell with this token; undefined where it is none. */
function cellOf(token: string): s2.Cell | undefined {
  if (!/^[\da-f]{1,16}$/i.test(token)) return undefined;
  const { cellid, Cell } = geometry().s2;
  const id = BigInt.asUintN(64, cellid.fromToken(token.toLowerCase()));
  return cellid.valid(id) ? Cell.fromCellID(id) : undefined;
}

/** The eight around it, less where cube faces meet. */
function neighbors(token: string): Dynamic {
  const cell = cellOf(token);
  const { cellid } = geometry().s2;
  return cell ? cellid.allNeighbors(cell.id, cell.level).map((id) => cellid.toToken(id)) : null;
}

function positionOf({ x, y, z }: { readonly x: number; readonly y: number; readonly z: number }): Position {
  return toPosition([x, y, z]);
}

/** Cells of one level that cover the regions, in their order on the curve; null where they are too many. */
function covering(regions: readonly s2.Region[], level: number, steradians: number): Dynamic {
  const cellArea = (4 * Math.PI) / (6 * 4 ** level);
  if (steradians > 4 * MOST_CELLS * cellArea) return null;
  const { cellid } = geometry().s2;
  const ids = new Set<bigint>();
  for (const region of regions)
    for (let face = 0; face < 6; face++) cover(region, cellid.fromFace(face), level, ids);
  if (ids.size > MOST_CELLS) return null;
  return [...ids].sort((a, b) => (a < b ? -1 : 1)).map((id) => cellid.toToken(id));
}

/** Adds the descendants of a cell that meet the region; stops when they are too many. */
function cover(region: s2.Region, id: bigint, level: number, into: Set<bigint>): void {
  if (into.size > MOST_CELLS) return;
  const { cellid, Cell } = geometry().s2;
  const cell = Cell.fromCellID(id);
  if (!region.intersectsCell(cell)) return;
  if (cell.level === level) into.add(id);
  else if (region.containsCell(cell)) {
    const end = cellid.childEndAtLevel(id, level);
    for (let at = cellid.childBeginAtLevel(id, level); at !== end && into.size <= MOST_CELLS; ) {
      into.add(at);
      at = cellid.next(at);
    }
  } else for (const child of cellid.children(id)) cover(region, child, level, into);
}

function regionOf({ shell, holes }: Polygon): s2.Region {
  if (holes.length === 0) return loopOf(shell);
  const { Polygon: S2Polygon, Loop } = geometry().s2;
  return new S2Polygon([shell, ...holes].map((ring) => Loop.fromLoop(loopOf(ring))));
}

function coverPolygon(text: string, level: bigint | null): string | null {
  const [polygons, wanted] = [polygonsOf(text), levelOf(level)];
  if (!polygons || wanted === undefined) return null;
  const area = merged(polygons);
  const steradians = area.reduce((sum, { shell }) => sum + loopOf(shell).area(), 0);
  return printed(covering(area.map(regionOf), wanted, steradians));
}

function coverLine(text: string, level: bigint | null): string | null {
  const [lines, wanted] = [linesOf(text), levelOf(level)];
  if (!lines || wanted === undefined) return null;
  const length = lines.reduce((sum, line) => sum + lineLength(line), 0);
  const steradians = length / 2 ** wanted;
  return printed(covering(lines.map(polylineOf), wanted, steradians));
}

function lineLength(line: Line): number {
  return line.reduce((sum, at, i) => sum + angle(line[i - 1] ?? at, at), 0);
}

export const S2_CELLS: readonly ScalarEntry[] = [
  udf('geo_point_to_s2cell', ['real', 'real', 'long?'], 'string', fromPoint, lazy),
  dyn(
    'geo_s2cell_to_central_point',
    ['string'],
    'dynamic',
    (token: string): Dynamic => {
      const cell = cellOf(token);
      return cell ? pointJson(positionOf(cell.center())) : null;
    },
    lazy,
  ),
  dyn(
    'geo_s2cell_to_polygon',
    ['string'],
    'dynamic',
    (token: string): Dynamic => {
      const cell = cellOf(token);
      return cell ? areaJson([[[0, 1, 2, 3].map((k) => positionOf(cell.vertex(k)))]]) : null;
    },
    lazy,
  ),
  withOrder('undefined', dyn('geo_s2cell_neighbors', ['string'], 'dynamic', neighbors, lazy)),
  withOrder('undefined', udf('geo_polygon_to_s2cells', ['dynamic', 'long?'], 'dynamic', coverPolygon, lazy)),
  withOrder('undefined', udf('geo_line_to_s2cells', ['dynamic', 'long?'], 'dynamic', coverLine, lazy)),
];
