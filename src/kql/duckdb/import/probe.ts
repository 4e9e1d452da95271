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
const MAX_ROUNDS = 12;
const MAX_ROUTES = 10_000;
const MAX_KEYS = 20_000;

/** What a routing's earlier batch turned out to need, so that later ones need one pass only. */
export type ProbePlans = WeakMap<RecordRouting, ProbePlan>;

/** Finds which keys and routes a batch has: by its first records as often as needed, then by one pass over all. */
export async function probe(sql: Sql, batch: RecordBatch, plans: ProbePlans): Promise<Probe> {
  let plan = plans.get(batch.routing);
  const whole = recordsSql(batch);
  if (!plan) {
    plan = { objects: [[]], unwrap: [], routeSql: batch.routing.keys.map(() => "''") };
    await sql.run(`CREATE OR REPLACE TEMP TABLE head AS ${whole} LIMIT ${SAMPLE}`);
    plan = (await settle(sql, batch.routing, 'SELECT j FROM head', plan)).plan;
  }
  const { seen, plan: settled } = await settle(sql, batch.routing, whole, plan);
  plans.set(batch.routing, settled);
  return { ...seen, routeSql: settled.routeSql, unwrap: settled.unwrap };
}

/** Probes until what is seen asks for nothing more. */
async function settle(
  sql: Sql,
  routing: RecordRouting,
  records: string,
  first: ProbePlan,
): Promise<{ readonly seen: Seen; readonly plan: ProbePlan }> {
  let plan = first;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const seen = await runProbe(sql, routing, records, plan);
    const next = nextPlan(plan, seen, routing);
    if (!next) return { seen, plan };
    plan = next;
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

export interface ProbePlan {
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
      return resourceType(`lower(${value})`);
  }
}

/** `…/providers/microsoft.storage/storageaccounts/NAME/blobservices/default` without the names. */
function resourceType(id: string): string {
  const own = `split_part(${id}, '/providers/', -1)`;
  const part = (n: number): string => `CASE split_part(${own}, '/', ${n}) WHEN '' THEN '' ELSE '/' || split_part(${own}, '/', ${n}) END`;
  return `CASE WHEN contains(${id}, '/providers/') THEN split_part(${own}, '/', 1) || ${part(2)} || ${part(4)} ELSE '' END`;
}

/** Separate the parts of a probe's text and the keys in a part; keys that hold them are not found, their records stay. */
const PART = 'chr(30)';
const KEY = 'chr(31)';

async function runProbe(sql: Sql, routing: RecordRouting, records: string, plan: ProbePlan): Promise<Seen> {
  const { objects, routeSql } = plan;
  const inner = objects.filter((object) => object.length > 0);
  const parts = [
    ...routeSql.map((route) => `translate(${route}, ${PART} || ${KEY}, '')`),
    "CASE json_type(j) WHEN 'OBJECT' THEN 'whole' ELSE '' END",
    ...inner.map((_, i) => `coalesce(types[${i + 1}], '')`),
    ...objects.map((_, i) => `replace(coalesce(array_to_string(keys[${i + 1}], ${KEY}), ''), ${PART}, '')`),
  ];
  // One text per record is far cheaper to group by than lists of lists.
  await sql.run(`CREATE OR REPLACE TEMP TABLE probed AS
    SELECT string_split(t, ${PART}) AS parts, records FROM (SELECT ${parts.join(` || ${PART} || `)} AS t, count(*) AS records
      FROM (SELECT j, json_keys(j, ${textList(objects.map(pointer))}) AS keys,
          ${inner.length > 0 ? `json_type(j, ${textList(inner.map(pointer))})` : '[]::VARCHAR[]'} AS types
        FROM (SELECT ${unwrapped('j', plan.unwrap)} AS j FROM (${records}))) GROUP BY t)`);
  const routes = `parts[1:${routeSql.length}]`;
  const whole = `parts[${routeSql.length + 1}] = 'whole'`;
  const keysAt = routeSql.length + 1 + inner.length;
  const routeRows = await sql.rows(
    `SELECT ${routes} AS routes, sum(records)::BIGINT AS records FROM probed WHERE ${whole} GROUP BY 1 ORDER BY 1 LIMIT ${MAX_ROUTES + 1}`,
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
    FROM (SELECT routes, o, unnest(keys) AS key, generate_subscripts(keys, 1) AS place
      FROM (SELECT ${routes} AS routes, o, string_split(parts[${keysAt} + o], ${KEY}) AS keys
        FROM probed, range(1, ${objects.length + 1}) n(o) WHERE ${whole} AND parts[${keysAt} + o] <> ''))
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
    `SELECT DISTINCT i FROM probed, range(1, ${inner.length + 1}) n(i) WHERE parts[${routeSql.length + 1} + i] = 'VARCHAR'`,
  );
  const counts = await sql.rows(
    `SELECT coalesce(sum(records), 0)::BIGINT AS records, coalesce(sum(records) FILTER (NOT (${whole})), 0)::BIGINT AS malformed FROM probed`,
  );
  const malformed = Number(counts[0]?.['malformed'] ?? 0);
  const routed = routeRows.map((row): ProbedRoute => {
    const values = strings(row['routes']);
    return { values, mapping: routing.route(values), records: Number(row['records']) };
  });
  const spellingsOf = spellingsByRoute(
    objects,
    keyRows.map((row) => [strings(row['routes']), Number(row['o']), String(row['key'])]),
  );
  return {
    records: Number(counts[0]?.['records'] ?? 0) - malformed,
    malformed,
    routes: routed,
    texts: types.flatMap((row) => {
      const object = inner[Number(row['i']) - 1];
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
