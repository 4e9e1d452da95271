import type { FieldPath, RouteKey } from '../../../domain/logMapping.ts';
import { pointer, textList } from './sqlText.ts';

/** Per routing key, where the batch's records have its field. */
export type RoutePaths = readonly (readonly FieldPath[])[];

/**
 * `from` with a column `routes`: the values of the routing keys as a list of texts. In layers, since what an expression names twice may be
 * evaluated twice.
 */
export function routedSql(from: string, keys: readonly RouteKey[], paths: RoutePaths): string {
  return routesOfTexts(routeTextsSql(from, keys, paths), keys);
}

/** `from` with the text of each routing key's field, '' where it is missing, as columns `v0`, `v1` … */
export function routeTextsSql(from: string, keys: readonly RouteKey[], paths: RoutePaths): string {
  if (keys.length === 0) return from;
  const all = paths.flat();
  const found = all.length === 0 ? '[]::VARCHAR[]' : `json_extract_string(j, ${textList(all.map(pointer))})`;
  let next = 0;
  const values = keys.map((_, i) => {
    const places = (paths[i] ?? []).map(() => `nullif(vals[${++next}], '')`);
    return `coalesce(${[...places, "''"].join(', ')}) AS ${routeText(i)}`;
  });
  return `SELECT * EXCLUDE (vals), ${values.join(', ')} FROM (SELECT *, ${found} AS vals FROM (${from}))`;
}

export const routeText = (key: number): string => `v${key}`;

/** `texts`, which has the columns of `routeTextsSql`, with `routes` in their place. */
export function routesOfTexts(texts: string, keys: readonly RouteKey[]): string {
  if (keys.length === 0) return `SELECT *, []::VARCHAR[] AS routes FROM (${texts})`;
  const own = keys.map(({ as }, i) =>
    as === 'resource-type'
      ? `CASE WHEN contains(lower(v${i}), '/providers/') THEN split_part(lower(v${i}), '/providers/', -1) ELSE '' END AS o${i}`
      : `'' AS o${i}`,
  );
  const names = keys.flatMap((_, i) => [routeText(i), `o${i}`]);
  return `SELECT * EXCLUDE (${names.join(', ')}), [${keys.map(routeValue).join(', ')}] AS routes
    FROM (SELECT *, ${own.join(', ')} FROM (${texts}))`;
}

function routeValue({ as }: RouteKey, i: number): string {
  switch (as) {
    case 'value':
      return `lower(v${i})`;
    case 'present':
      return `CASE v${i} WHEN '' THEN '' ELSE 'true' END`;
    case 'resource-type':
      // microsoft.storage/storageaccounts/NAME/blobservices/default: the names between are left out.
      return `array_to_string(list_filter([split_part(o${i}, '/', 1), split_part(o${i}, '/', 2), split_part(o${i}, '/', 4)], lambda p: p <> ''), '/')`;
  }
}
