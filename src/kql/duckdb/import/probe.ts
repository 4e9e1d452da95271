import { AzimuthError } from '../../../base/errors.ts';
import {
  type FieldPath,
  type RecordRouting,
  type TableMapping,
  templatePaths,
} from '../../../domain/logMapping.ts';
import type { Sql, SqlValue } from './connection.ts';
import { numberedSql } from './recordSource.ts';
import { type RoutePaths, routeText, routeTextsSql, routesOfTexts } from './routeSql.ts';
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
  readonly routePaths: RoutePaths;
  /** Keys per table: a column is there when one of the table's records has its field. */
  readonly spellings: (mapping: TableMapping) => Spellings;
  /** Objects that some records have as JSON in a string. */
  readonly unwrap: readonly FieldPath[];
}

/** Records that are looked at as often as needed, before all are. */
const SAMPLES = [100, 2000];
const MAX_ROUNDS = 12;
const MAX_ROUTES = 10_000;
const MAX_KEYS = 20_000;

/** What a routing's earlier batch turned out to need, so that later ones need one pass only. */
export type ProbePlans = WeakMap<RecordRouting, ProbePlan>;

/** Finds which keys and routes the records read have: by the first as often as needed, then by one pass over all. */
export async function probe(sql: Sql, routing: RecordRouting, plans: ProbePlans): Promise<Probe> {
  let plan = plans.get(routing);
  if (!plan) {
    plan = { objects: [[]], unwrap: [], routePaths: routing.keys.map(() => []) };
    for (const sample of SAMPLES) plan = (await settle(sql, routing, ` WHERE r <= ${sample}`, plan)).plan;
  }
  const { seen, plan: settled } = await settle(sql, routing, '', plan);
  plans.set(routing, settled);
  return { ...seen, routePaths: settled.routePaths, unwrap: settled.unwrap };
}

/** Probes until what is seen asks for nothing more. */
async function settle(
  sql: Sql,
  routing: RecordRouting,
  filter: string,
  first: ProbePlan,
): Promise<{ readonly seen: Seen; readonly plan: ProbePlan }> {
  let plan = first;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const seen = await runProbe(sql, routing, filter, plan);
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
  readonly routePaths: RoutePaths;
}

interface Seen extends Omit<Probe, 'routePaths' | 'unwrap'> {
  readonly all: Spellings;
  readonly texts: readonly FieldPath[];
}

function nextPlan(plan: ProbePlan, seen: Seen, routing: RecordRouting): ProbePlan | undefined {
  const routePaths = routing.keys.map((key) => seen.all.resolve(key.path));
  const routed = JSON.stringify(routePaths) === JSON.stringify(plan.routePaths);
  const paths = routing.keys.map((key) => key.path);
  // Only once the routes are known do the tables say which fields matter.
  if (routed)
    for (const mapping of new Set(seen.routes.map((route) => route.mapping)))
      if (mapping) paths.push(...pathsOf(mapping));
  const known = new Set(plan.objects.map(pointer));
  const wanted = new Map(
    paths.flatMap((path) => seen.all.objectsOn(path)).map((object) => [pointer(object), object]),
  );
  const added = [...wanted].filter(([at]) => !known.has(at)).map(([, object]) => object);
  if (routed && added.length === 0 && seen.texts.length === 0) return undefined;
  return { objects: [...plan.objects, ...added], unwrap: [...plan.unwrap, ...seen.texts], routePaths };
}

/** Every path that a mapping reads from the record's root. */
function pathsOf(mapping: TableMapping): readonly FieldPath[] {
  const held = (mapping.holds ?? []).flatMap(pathsOf);
  return mapping.within ? [mapping.within, ...held] : [...rowPaths(mapping), ...held];
}

/** Every path that a mapping reads from what becomes a row. */
export function rowPaths(mapping: TableMapping): readonly FieldPath[] {
  const columns = mapping.columns.flatMap(({ from, reading }) => [
    ...from,
    ...(reading?.op === 'template' ? templatePaths(reading.template) : []),
  ]);
  const first = mapping.unroll?.[0];
  const outer = first ? [first.list, ...Object.values(first.keep)] : columns;
  const identity = (mapping.identity ?? []).flat().flatMap(({ path }) => (path ? [path] : []));
  return [...outer, ...identity];
}

async function runProbe(sql: Sql, routing: RecordRouting, filter: string, plan: ProbePlan): Promise<Seen> {
  const { objects, routePaths } = plan;
  const keys = `json_keys(j, ${textList(objects.map(pointer))})`;
  const types = `json_type(j, ${textList(objects.map(pointer))})`;
  const numbered = `${numberedSql(plan.unwrap)}${filter}`;
  // Records are grouped by hashes, and one of each group is read again for its keys: lists of lists are dear to group by. A value
  // that is no object has an empty list of keys, one that is missing has none; so only empty lists leave open what is there.
  const values = routing.keys.map((_, i) => routeText(i));
  const alike = [...values, 'h', 't'].join(', ');
  await sql.run(`CREATE OR REPLACE TEMP TABLE alike AS SELECT ${alike}, min(r) AS r, count(*) AS records
    FROM (SELECT * EXCLUDE (k), hash(k) AS h, CASE WHEN len(list_filter(k, lambda o: len(o) = 0)) > 0 THEN hash(${types}) ELSE 0 END AS t
      FROM (SELECT * EXCLUDE (raw, d), ${keys} AS k FROM (${routeTextsSql(numbered, routing.keys, routePaths)}))) GROUP BY ${alike}`);
  // A resource's id is a text of its own, but few kinds of resources are in a batch.
  await sql.run(`CREATE OR REPLACE TEMP TABLE groups AS
    SELECT routes, min(r) AS r, sum(records)::BIGINT AS records FROM (${routesOfTexts('FROM alike', routing.keys)}) GROUP BY routes, h, t`);
  await sql.run(`CREATE OR REPLACE TEMP TABLE probed AS
    SELECT routes, records, ${keys} AS keys, ${types} AS types FROM groups JOIN (${numbered}) USING (r)`);
  const whole = "types[1] IS NOT DISTINCT FROM 'OBJECT'";
  const routeRows = await sql.rows(
    `SELECT routes, sum(records)::BIGINT AS records FROM probed WHERE ${whole} GROUP BY 1 ORDER BY 1 LIMIT ${MAX_ROUTES + 1}`,
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
      FROM (SELECT routes, o, keys[o] AS keys FROM probed, range(1, ${objects.length + 1}) n(o) WHERE ${whole}))
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
  const textRows = await sql.rows(
    `SELECT DISTINCT o FROM probed, range(1, ${objects.length + 1}) n(o) WHERE types[o] = 'VARCHAR' ORDER BY o`,
  );
  const texts = await wrappedObjects(
    sql,
    filter,
    textRows.flatMap((row) => {
      const object = objects[Number(row['o']) - 1];
      return object && object.length > 0 && !plan.unwrap.includes(object) ? [object] : [];
    }),
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
    texts,
    all: spellingsOf(undefined),
    spellings: (table) =>
      spellingsOf(
        new Set(routed.filter(({ mapping }) => mapping === table).map(({ values }) => routeId(values))),
      ),
  };
}

/** Those of the paths at which some record has an object's JSON as a text; elsewhere a text is just a text. */
async function wrappedObjects(
  sql: Sql,
  filter: string,
  paths: readonly FieldPath[],
): Promise<readonly FieldPath[]> {
  if (paths.length === 0) return [];
  const tests = paths.map(
    (path, i) =>
      `bool_or(json_type(j, ${text(pointer(path))}) = 'VARCHAR' AND starts_with(json_extract_string(j, ${text(pointer(path))}), '{')) AS c${i}`,
  );
  const [row] = await sql.rows(`SELECT ${tests.join(', ')} FROM records${filter}`);
  return paths.filter((_, i) => row?.[`c${i}`] === true);
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

function strings(value: SqlValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map((item) => String(item)) : [];
}
