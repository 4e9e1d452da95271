import { AzimuthError } from '../../../base/errors.ts';
import type { FieldPath, RecordRouting, RouteKey, TableMapping } from '../../../domain/logMapping.ts';
import type { RecordBatch } from '../../../domain/tableLoad.ts';
import type { Sql, SqlValue } from './connection.ts';
import { recordsSql, unwrapped } from './recordSource.ts';
import { Spellings } from './spellings.ts';
import { pointer, text, textList } from './sqlText.ts';

/** Records of a batch that go the same way. */
export interface ProbedRoute {
  readonly values: readonly string[];
  readonly mapping: TableMapping | undefined;
  readonly records: number;
}

export interface Probe {
  readonly records: number;
  /** Lines that are not a JSON object. */
  readonly malformed: number;
  readonly routes: readonly ProbedRoute[];
  /** One SQL text per routing key, over `j`. */
  readonly routeSql: readonly string[];
  /** Keys per table: a column is there when one of the table's records has its field. */
  readonly spellings: (mapping: TableMapping) => Spellings;
  /** Objects that some records have as JSON in a string. */
  readonly unwrap: readonly FieldPath[];
}

const SAMPLE = 2000;
const MAX_ROUTES = 10_000;
const MAX_KEYS = 20_000;

/** One pass over the batch (and one over its first records) that finds which keys and routes it has. */
export async function probe(sql: Sql, batch: RecordBatch): Promise<Probe> {
  let plan: ProbePlan = { objects: [[]], unwrap: [], routeSql: batch.routing.keys.map(() => "''") };
  let limit = SAMPLE;
  for (let round = 0; round < 24; round++) {
    const seen = await runProbe(sql, batch, plan, limit);
    const next = nextPlan(plan, seen, batch.routing);
    if (next) plan = next;
    else if (limit === SAMPLE && seen.records + seen.malformed >= SAMPLE) limit = 0;
    else return { ...seen, routeSql: plan.routeSql, unwrap: plan.unwrap };
  }
  throw new AzimuthError(
    'import.records-too-irregular',
    'The records name their fields in too many different ways.',
    {
      unharmed: 'the case is unchanged',
      next: ['Split the file and import its parts.'],
    },
  );
}

interface ProbePlan {
  readonly objects: readonly FieldPath[];
  readonly unwrap: readonly FieldPath[];
  readonly routeSql: readonly string[];
}

interface Seen extends Omit<Probe, 'routeSql' | 'unwrap'> {
  readonly all: Spellings;
  readonly texts: readonly FieldPath[];
}

function nextPlan(plan: ProbePlan, seen: Seen, routing: RecordRouting): ProbePlan | undefined {
  const mappings = new Set(seen.routes.flatMap(({ mapping }) => (mapping ? [mapping] : [])));
  const wanted = new Map<string, FieldPath>();
  const want = (path: FieldPath): void => {
    for (const object of seen.all.objectsOn(path)) wanted.set(pointer(object), object);
  };
  for (const key of routing.keys) want(key.path);
  for (const mapping of mappings) for (const path of pathsOf(mapping)) want(path);
  const known = new Set(plan.objects.map(pointer));
  const added = [...wanted.values()].filter((object) => !known.has(pointer(object)));
  const routeSql = routing.keys.map((key) => routeKeySql(key, seen.all));
  const unwrapKnown = new Set(plan.unwrap.map(pointer));
  const unwrap = seen.texts.filter((path) => !unwrapKnown.has(pointer(path)));
  const same =
    added.length === 0 && unwrap.length === 0 && routeSql.every((text, i) => text === plan.routeSql[i]);
  if (same) return undefined;
  return { objects: [...plan.objects, ...added], unwrap: [...plan.unwrap, ...unwrap], routeSql };
}

/** Every path that a mapping reads from the record's root. */
export function pathsOf(mapping: TableMapping): readonly FieldPath[] {
  const columns = mapping.columns.flatMap(({ from, reading }) => [
    ...from,
    ...(reading?.op === 'bag' ? Object.values(reading.members) : []),
  ]);
  const first = mapping.unroll?.[0];
  const outer = first ? [first.list, ...Object.values(first.keep)] : columns;
  const identity = (mapping.identity ?? []).flat().flatMap(({ path }) => (path ? [path] : []));
  return [...outer, ...identity];
}

function routeKeySql(key: RouteKey, spellings: Spellings): string {
  const values = spellings
    .resolve(key.path)
    .map((path) => `nullif(json_extract_string(j, ${text(pointer(path))}), '')`);
  if (values.length === 0) return "''";
  const value = `coalesce(${values.join(', ')}, '')`;
  switch (key.as) {
    case 'value':
      return `lower(${value})`;
    case 'present':
      return `CASE ${value} WHEN '' THEN '' ELSE 'true' END`;
    case 'resource-type':
      // …/providers/Microsoft.Storage/storageAccounts/NAME/blobServices/default → the names between are left out.
      return `lower(regexp_replace(regexp_extract(${value}, '(?i).*/providers/(.*)$', 1), '^([^/]+/[^/]+)(?:/[^/]*)?(/[^/]+)?.*$', '\\1\\2'))`;
  }
}

async function runProbe(sql: Sql, batch: RecordBatch, plan: ProbePlan, limit: number): Promise<Seen> {
  const objects = textList(plan.objects.map(pointer));
  const routes = plan.routeSql.length > 0 ? `[${plan.routeSql.join(', ')}]` : '[]::VARCHAR[]';
  const unwrappable = plan.objects.filter((object) => object.length > 0);
  await sql.run(`CREATE OR REPLACE TEMP TABLE probed AS
    SELECT any_value(routes) AS routes, any_value(keys) AS keys, any_value(types) AS types, any_value(whole) AS whole, count(*) AS records
    FROM (SELECT ${routes} AS routes, json_keys(j, ${objects}) AS keys,
        ${unwrappable.length > 0 ? `json_type(j, ${textList(unwrappable.map(pointer))})` : '[]::VARCHAR[]'} AS types,
        json_type(j) IS NOT DISTINCT FROM 'OBJECT' AS whole
      FROM (SELECT ${unwrapped('j', plan.unwrap)} AS j FROM (${recordsSql(batch)}${limit > 0 ? ` LIMIT ${limit}` : ''})))
    GROUP BY hash(routes, keys, types, whole)`);
  const routeRows = await sql.rows(
    `SELECT routes, sum(records)::BIGINT AS records FROM probed WHERE whole GROUP BY routes ORDER BY routes LIMIT ${MAX_ROUTES + 1}`,
  );
  if (routeRows.length > MAX_ROUTES)
    throw new AzimuthError(
      'import.too-many-categories',
      `The file has records of more than ${MAX_ROUTES} categories.`,
      {
        unharmed: 'the case is unchanged',
        next: ['Import it as a custom table: choose the shape "custom".'],
      },
    );
  const keyRows = await sql.rows(`SELECT routes, o, key, min(place) AS place
    FROM (SELECT routes, o, unnest(keys[o]) AS key, generate_subscripts(keys[o], 1) AS place
      FROM (SELECT routes, keys, unnest(range(1, ${plan.objects.length + 1})) AS o FROM probed WHERE whole))
    GROUP BY ALL ORDER BY routes, o, place, key LIMIT ${MAX_KEYS + 1}`);
  if (keyRows.length > MAX_KEYS)
    throw new AzimuthError(
      'import.too-many-fields',
      `The records have more than ${MAX_KEYS} different fields.`,
      {
        unharmed: 'the case is unchanged',
        next: ['Split the file, or reshape it so that names are values and not fields.'],
      },
    );
  const types = await sql.rows(
    `SELECT DISTINCT i FROM (SELECT unnest(range(1, ${unwrappable.length + 1})) AS i, types FROM probed) WHERE types[i] = 'VARCHAR'`,
  );
  const counts = await sql.rows(
    'SELECT coalesce(sum(records), 0)::BIGINT AS records, coalesce(sum(records) FILTER (NOT whole), 0)::BIGINT AS malformed FROM probed',
  );
  const malformed = Number(counts[0]?.['malformed'] ?? 0);
  const routed = routeRows.map((row): ProbedRoute => {
    const values = strings(row['routes']);
    return { values, mapping: batch.routing.route(values), records: Number(row['records']) };
  });
  const spellingsOf = spellingsByRoute(
    plan.objects,
    keyRows.map((row) => [strings(row['routes']), Number(row['o']), String(row['key'])]),
  );
  return {
    records: Number(counts[0]?.['records'] ?? 0) - malformed,
    malformed,
    routes: routed,
    texts: types.flatMap((row) => {
      const object = unwrappable[Number(row['i']) - 1];
      return object ? [object] : [];
    }),
    all: spellingsOf(undefined),
    spellings: (table) =>
      spellingsOf(
        new Set(routed.filter(({ mapping }) => mapping === table).map(({ values }) => routeId(values))),
      ),
  };
}

const routeId = (values: readonly string[]): string => JSON.stringify(values);

function spellingsByRoute(
  objects: readonly FieldPath[],
  rows: readonly (readonly [readonly string[], number, string])[],
): (routes: ReadonlySet<string> | undefined) => Spellings {
  return (routes) => {
    const spellings = new Spellings();
    for (const [values, object, key] of rows)
      if (routes === undefined || routes.has(routeId(values)))
        spellings.add(objects[object - 1] ?? [], [key]);
    return spellings;
  };
}

export function strings(value: SqlValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map((item) => String(item)) : [];
}
