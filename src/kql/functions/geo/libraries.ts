import type { GeodesicClass } from 'geographiclib-geodesic';
import type * as H3 from 'h3-js';
import type { s2 as S2 } from 's2js';

interface Libraries {
  readonly s2: typeof S2;
  readonly h3: typeof H3;
  /** Geodesics on the WGS-84 spheroid. */
  readonly spheroid: GeodesicClass;
}

let loaded: Libraries | undefined;

/** Reads the geometry libraries (a tenth of a second): only for a query that calls a function of them. */
export async function loadGeometry(): Promise<void> {
  if (loaded) return;
  // CommonJS packages: in a bundle such an import has its default alone, no names.
  const [s2js, h3, geographic] = await Promise.all([
    import('s2js'),
    import('h3-js'),
    import('geographiclib-geodesic'),
  ]);
  loaded = { s2: s2js.default.s2, h3: h3.default, spheroid: geographic.default.Geodesic.WGS84 };
}

/** The libraries, which a function's `ready` has loaded before it runs. */
export function geometry(): Libraries {
  if (!loaded) throw new Error('The geometry libraries are not loaded.');
  return loaded;
}
