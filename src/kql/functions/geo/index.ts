import { nullForNull, type ScalarEntry } from '../entry.ts';
import { GEO_BUFFERS } from './buffers.ts';
import { GEOHASH } from './geohash.ts';
import { H3_CELLS } from './h3cells.ts';
import { GEO_LINES } from './lines.ts';
import { GEO_POINTS } from './points.ts';
import { GEO_POLYGONS } from './polygons.ts';
import { S2_CELLS } from './s2cells.ts';
import { WELL_KNOWN_TEXT } from './wkt.ts';

/** Geometry on the sphere, as Kusto has it: measures on a radius of 6,371,010 m, edges are geodesics. */
export const GEO: readonly ScalarEntry[] = [
  ...GEO_POINTS,
  ...GEO_LINES,
  ...GEO_POLYGONS,
  ...GEO_BUFFERS,
  ...GEOHASH,
  ...H3_CELLS,
  ...S2_CELLS,
  ...WELL_KNOWN_TEXT,
].map(nullForNull);
