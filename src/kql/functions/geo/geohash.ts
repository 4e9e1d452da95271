import type { Dynamic } from '../../values/dynamic.ts';
import { dyn } from '../dyn.ts';
import { type ScalarEntry, udf, withOrder } from '../entry.ts';
import { areaJson, pointJson } from './geoJson.ts';
import { position } from './sphere.ts';

const DIGITS = '0123456789bcdefghjkmnpqrstuvwxyz';
const LONGEST = 18;
const DEFAULT_ACCURACY = 5;

interface Box {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** Five bits a digit, halving longitude and latitude in turn; '' where an argument is out of its range. */
function geohash(lng: number, lat: number, accuracy: bigint | null): string {
  const digits = accuracy === null ? DEFAULT_ACCURACY : Number(accuracy);
  if (!position(lng, lat) || digits < 1 || digits > LONGEST) return '';
  let [west, east, south, north] = [-180, 180, -90, 90];
  let hash = '';
  for (let digit = 0; digit < digits; digit++) {
    let value = 0;
    for (let bit = 0; bit < 5; bit++) {
      value *= 2;
      if ((digit * 5 + bit) % 2 === 0) {
        const middle = (west + east) / 2;
        if (lng >= middle) {
          value++;
          west = middle;
        } else east = middle;
      } else {
        const middle = (south + north) / 2;
        if (lat >= middle) {
          value++;
          south = middle;
        } else north = middle;
      }
    }
    hash += DIGITS[value] ?? '';
  }
  return hash;
}

function boxOf(hash: string): Box | undefined {
  if (hash.length < 1 || hash.length > LONGEST) return undefined;
  let [west, east, south, north] = [-180, 180, -90, 90];
  for (const [at, c] of Array.from(hash.toLowerCase()).entries()) {
    const value = DIGITS.indexOf(c);
    if (value < 0) return undefined;
    for (let bit = 0; bit < 5; bit++) {
      const upper = ((value >> (4 - bit)) & 1) === 1;
      if ((at * 5 + bit) % 2 === 0) {
        const middle = (west + east) / 2;
        if (upper) west = middle;
        else east = middle;
      } else {
        const middle = (south + north) / 2;
        if (upper) south = middle;
        else north = middle;
      }
    }
  }
  return { west, east, south, north };
}

/** The cells around one, east and west over the antimeridian too; none beyond a pole. */
function neighbors(hash: string): Dynamic {
  const box = boxOf(hash);
  if (!box) return null;
  const [width, height] = [box.east - box.west, box.north - box.south];
  const [lng, lat] = [(box.west + box.east) / 2, (box.south + box.north) / 2];
  const around = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => [x, y] as const));
  return around
    .filter(([x, y]) => (x !== 0 || y !== 0) && Math.abs(lat + y * height) < 90)
    .map(([x, y]) => {
      const to = lng + x * width;
      const wrapped = to > 180 ? to - 360 : to < -180 ? to + 360 : to;
      return geohash(wrapped, lat + y * height, BigInt(hash.length));
    });
}

export const GEOHASH: readonly ScalarEntry[] = [
  udf('geo_point_to_geohash', ['real', 'real', 'long?'], 'string', geohash),
  dyn('geo_geohash_to_central_point', ['string'], 'dynamic', (hash: string): Dynamic => {
    const box = boxOf(hash);
    return box ? pointJson([(box.west + box.east) / 2, (box.south + box.north) / 2]) : null;
  }),
  withOrder('undefined', dyn('geo_geohash_neighbors', ['string'], 'dynamic', neighbors)),
  dyn('geo_geohash_to_polygon', ['string'], 'dynamic', (hash: string): Dynamic => {
    const box = boxOf(hash);
    if (!box) return null;
    const { west, east, south, north } = box;
    return areaJson([
      [
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
        ],
      ],
    ]);
  }),
];
