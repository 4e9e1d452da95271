import type { Dynamic } from '../../values/dynamic.ts';
import { printDynamic } from '../../values/dynamic.ts';
import { areaJson, collectionJson, linesJson, pointJson, pointsJson } from './geoJson.ts';
import type { Common } from './overlay.ts';
import type { Polygon } from './shapes.ts';
import { type Position, toPosition, type Vec } from './sphere.ts';

/** A geometry as the functions give it: JSON text, null for none. */
export function printed(value: Dynamic): string | null {
  return value === null ? null : printDynamic(value);
}

/** Rings as GeoJSON has them: the shell counterclockwise, holes clockwise. */
function ringsOf({ shell, holes }: Polygon): Position[][] {
  return [shell, ...holes.map((hole) => [...hole].reverse())].map(positions);
}

function positions(ring: readonly Vec[]): Position[] {
  return ring.map(toPosition);
}

/** An area; null for none. */
export function polygonsJson(polygons: readonly Polygon[]): Dynamic {
  return polygons.length === 0 ? null : areaJson(polygons.map(ringsOf));
}

/** One geometry where what is in common is of one kind; else a collection, empty for nothing. */
export function commonJson({ points, lines, polygons }: Common): Dynamic {
  const kinds: Dynamic[] = [];
  const [first] = points;
  if (first) kinds.push(points.length === 1 ? pointJson(toPosition(first)) : pointsJson(positions(points)));
  if (lines.length > 0) kinds.push(linesJson(lines.map(positions)));
  if (polygons.length > 0) kinds.push(polygonsJson(polygons));
  const [only] = kinds;
  return kinds.length === 1 && only !== undefined ? only : collectionJson(kinds);
}
