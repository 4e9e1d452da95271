import { type ScalarEntry, type UdfValue, udf } from '../entry.ts';
import { linesOf, polygonsOf } from './shapes.ts';

const LONGEST_RADIUS = 10_000_000;

/** Null where the service has none: of an invalid shape, or of a radius that is none. How it draws others is not known. */
function buffer(name: string, isValid: (text: string) => boolean): ScalarEntry {
  return udf(name, ['dynamic', 'real', 'real?'], 'dynamic', (text: string, radius: number): UdfValue => {
    if (!(radius > 0 && radius <= LONGEST_RADIUS) || !isValid(text)) return null;
    throw new Error(`${name}() of a valid shape is not answered: the outline is the service's own.`);
  });
}

export const GEO_BUFFERS: readonly ScalarEntry[] = [
  buffer('geo_line_buffer', (text) => linesOf(text) !== undefined),
  buffer('geo_polygon_buffer', (text) => polygonsOf(text) !== undefined),
];
