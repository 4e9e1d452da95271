import type { FieldPath, TableMapping } from '../../../domain/logMapping.ts';
import type { BatchReject } from '../../../domain/tableLoad.ts';
import type { Sql } from './connection.ts';
import { rowPaths } from './probe.ts';
import { Spellings } from './spellings.ts';
import { pointer, text } from './sqlText.ts';

/** What records have inside, as records of their own. */
export interface Within {
  /** `SELECT r, sub, raw, d, j`; `r` is the outer record, `sub` the place in its list from 1. */
  readonly records: string;
  readonly count: number;
  readonly spellings: Spellings;
  /** What in the lists is no object. */
  readonly rejects: readonly BatchReject[];
}

/** How people and JSON paths call the place in the list; `sub` counts from 1. */
export const placeWithin = (list: FieldPath, sub: number): string => `${list.join('.')}[${sub - 1}]`;

/**
 * Reads the lists of the records into the table `inside`; undefined where no record has one.
 * @param outer `SELECT r, j` of the records, whose keys `spellings` knows
 */
export async function readWithin(
  sql: Sql,
  mapping: TableMapping,
  list: FieldPath,
  outer: string,
  spellings: Spellings,
): Promise<Within | undefined> {
  const path = spellings.resolve(list)[0];
  if (!path) return undefined;
  const at = text(pointer(path));
  await sql.run(`CREATE OR REPLACE TEMP TABLE inside AS SELECT r, sub, j, sha256(j::VARCHAR) AS d
    FROM (SELECT r, generate_subscripts(l, 1) AS sub, unnest(l) AS j
      FROM (SELECT r, json_extract(j, ${at})::JSON[] AS l FROM (${outer}) WHERE json_type(j, ${at}) = 'ARRAY'))`);
  const whole = "json_type(j) IS NOT DISTINCT FROM 'OBJECT'";
  const [counted] = await sql.rows(`SELECT count(*)::BIGINT AS n FROM inside WHERE ${whole}`);
  const others = await sql.rows(`SELECT r, sub FROM inside WHERE NOT (${whole}) ORDER BY r, sub`);
  return {
    records: `SELECT r, sub, j AS raw, d, j FROM inside WHERE ${whole}`,
    count: Number(counted?.['n'] ?? 0),
    spellings: await innerSpellings(sql, mapping),
    rejects: others.map((row) => ({
      record: Number(row['r']),
      reason: `${placeWithin(list, Number(row['sub']))} is not an object.`,
    })),
  };
}

async function innerSpellings(sql: Sql, mapping: TableMapping): Promise<Spellings> {
  const spellings = new Spellings();
  const known = new Set<string>();
  let objects: readonly FieldPath[] = [[]];
  while (objects.length > 0) {
    for (const object of objects) {
      known.add(pointer(object));
      const keys =
        await sql.rows(`SELECT key FROM (SELECT r, unnest(k) AS key, generate_subscripts(k, 1) AS place
        FROM (SELECT r, json_keys(j, ${text(pointer(object))}) AS k FROM inside)) GROUP BY key ORDER BY min(place), key`);
      spellings.add(
        object,
        keys.map((row) => String(row['key'])),
      );
    }
    const wanted = rowPaths(mapping).flatMap((path) => spellings.objectsOn(path));
    objects = [...new Map(wanted.map((object) => [pointer(object), object])).values()].filter(
      (object) => !known.has(pointer(object)),
    );
  }
  return spellings;
}
