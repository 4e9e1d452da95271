import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { hotPaths, withPathColumns } from '../../src/kql/duckdb/import/hotPaths.ts';
import { openEngine } from '../../src/kql/duckdb/openEngine.ts';
import type { DynamicPath } from '../../src/kql/duckdb/storedPaths.ts';
import type { EmbeddedEngine, StoredTable } from '../../src/kql/engine.ts';
import { ImportCase } from '../support/importCase.ts';
import './support.ts';

const KEYS = ['a', 'A', 'b', 'odd key', "it's", 'é.ü', '$', 'x:$'];
const SCALARS = [
  ...['1', '-0', '0', '1.0', '1e5', '-2.5', '2.5e-3', '9223372036854775807', '9223372036854775808', '1e400'],
  ...[
    'true',
    'false',
    'null',
    '""',
    '"x"',
    '"Linux"',
    '" 12 "',
    '"0x1F"',
    '"1.5"',
    '"true"',
    '"null"',
    '"nan"',
  ],
  ...[
    '"2026-01-02T03:04:05Z"',
    '"é\\u00e9\\/"',
    '"\\"q\\" \\\\ \\n"',
    '"{\\"a\\":1}"',
    '"\\ud83d\\ude00"',
    '"s"',
    '"i7"',
    '"j"',
  ],
];

/** JSON text rather than values: a key may come twice, and a number or a text may be written in several ways. */
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...SCALARS),
    fc.array(tie('json'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .array(fc.tuple(fc.constantFrom(...KEYS), tie('json')), { maxLength: 4 })
      .map((members) => `{${members.map(([key, value]) => `${JSON.stringify(key)}: ${value}`).join(',')}}`),
  ),
}));
const document = fc
  .array(fc.tuple(fc.constantFrom(...KEYS), json), { minLength: 1, maxLength: 5 })
  .map((members) => `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(', ')}}`);

/** KQL's own spelling of a path and the plan's. */
const PATHS: readonly (readonly [kql: string, path: string])[] = [
  ['D.a', '$."a"'],
  ['D["odd key"]', '$."odd key"'],
  ['D["it\'s"]', `$."it's"`],
  ['D["é.ü"]', '$."é.ü"'],
  ['D["x:$"]', '$."x:$"'],
  ['D.a.b', '$."a"."b"'],
  ['D.b[0]', '$."b"[0]'],
  ['D.b[0].a', '$."b"[0]."a"'],
  ['D.a.a.b', '$."a"."a"."b"'],
];

const columns = [
  { name: 'N', type: 'long' },
  { name: 'D', type: 'dynamic' },
] as const;

async function write(
  file: string,
  rows: readonly string[],
  first: number,
  paths: readonly DynamicPath[],
): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run('CREATE TABLE t (N BIGINT, D VARCHAR)');
  await connection.run(
    `INSERT INTO t SELECT $1 + i - 1, json(d)::VARCHAR FROM (SELECT unnest(l) AS d, generate_subscripts(l, 1) AS i FROM (SELECT from_json($2::JSON, '["VARCHAR"]') AS l))`,
    [BigInt(first), JSON.stringify(rows)],
  );
  await connection.run(`COPY (${withPathColumns('SELECT * FROM t', paths)}) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}

const stored = (wanted: readonly string[]): DynamicPath[] => wanted.map((path) => ({ column: 'D', path }));

describe('paths that a table stores as columns', () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'azimuth-paths-'))));
  after(() => rm(folder, { recursive: true }));

  async function opened(tables: readonly StoredTable[]): Promise<EmbeddedEngine> {
    return openEngine({ tables, functions: [], allowedFolders: [folder], clock: '2026-03-01T00:00:00Z' });
  }

  it('give what the JSON gives, from files that have them, have others, and have none', async function () {
    this.timeout(120_000);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(document, { minLength: 300, maxLength: 400 }), async (rows) => {
        const name = (kind: string): string => join(folder, `${run}-${kind}.parquet`);
        run++;
        const all = PATHS.map(([, path]) => path);
        const third = Math.ceil(rows.length / 3);
        await write(name('plain'), rows, 0, []);
        await write(name('stored'), rows, 0, stored(all));
        await write(name('first'), rows.slice(0, third), 0, stored(all.slice(0, 4)));
        await write(
          name('second'),
          rows.slice(third, 2 * third),
          third,
          stored(['$."A"', ...all.slice(3, 6)]),
        );
        await write(name('third'), rows.slice(2 * third), 2 * third, []);
        const engine = await opened([
          { name: 'Plain', columns, files: [name('plain')] },
          { name: 'Stored', columns, files: [name('stored')] },
          { name: 'Mixed', columns, files: [name('first'), name('second'), name('third')] },
        ]);
        try {
          for (const query of QUERIES) {
            const answers = [];
            for (const table of ['Plain', 'Stored', 'Mixed'])
              answers.push((await engine.queryAll({ text: `${table} | ${query}` })).rows);
            assert.deepEqual(answers[1], answers[0], query);
            assert.deepEqual(answers[2], answers[0], query);
          }
        } finally {
          await engine.close();
        }
      }),
      { numRuns: 1, endOnFailure: true },
    );
  });

  it('are read instead of the JSON, through names, filters and joins, and not above a summarize', async () => {
    const file = join(folder, 'read.parquet');
    await write(file, ['{"a":"x","b":1}', '{"a":"y","b":2}'], 0, stored(['$."a"', '$."b"']));
    const engine = await opened([{ name: 'T', columns, files: [file] }]);
    const sql = async (text: string): Promise<string> => (await engine.translate({ text })).sql;
    for (const text of [
      'T | where D.a == "x" | project N',
      'T | extend d = D | where N > 0 | project s = tostring(d.a), n = tolong(d.b)',
      'T | join kind=inner (T | project N) on N | where parse_json(D).a has "x" | project N',
      'T | mv-apply n = range(1, 2) on (where n == toint(D.b)) | project N',
    ]) {
      assert.match(await sql(text), /"\$at0"|"\$at1"/, text);
      assert.doesNotMatch(await sql(text), /"D/, text);
    }
    const grouped = 'T | summarize D = take_any(D) by N | where D.a == "x"';
    assert.doesNotMatch(await sql(grouped), /\$at/);
    assert.deepEqual((await engine.queryAll({ text: `${grouped} | count` })).rows, [[1]]);
    await engine.close();
  });

  it('are stored by each import for what its own records have', async () => {
    const target = new ImportCase();
    const signIns = (from: number, detail: (i: number) => unknown): string =>
      Array.from({ length: 20 }, (_, i) =>
        JSON.stringify({
          time: '2026-02-01T00:00:00Z',
          category: 'SignInLogs',
          properties: { id: `id${from + i}`, deviceDetail: detail(i) },
        }),
      ).join('\n');
    try {
      await target.import(
        target.file(
          'one.json',
          signIns(0, (i) => ({ operatingSystem: i % 2 ? 'Linux' : 'MacOs' })),
        ),
      );
      await target.import(
        target.file(
          'two.json',
          signIns(20, (i) => (i === 0 ? { operatingSystem: 'Linux', trust: i } : { trust: i })),
        ),
      );
      const { columns: found } = target.schema('SigninLogs');
      const files = target
        .files('tables/SigninLogs')
        .filter((name) => name.endsWith('.parquet'))
        .map((name) => join(target.folder, 'derived/tables/SigninLogs', name));
      const table = { name: 'SigninLogs', columns: found as StoredTable['columns'], files };
      const engine = await openEngine({ tables: [table], functions: [], allowedFolders: [target.folder] });
      const text =
        'SigninLogs | summarize count() by os = tostring(DeviceDetail.operatingSystem), late = tolong(DeviceDetail.trust) > 17 | order by os asc, late asc';
      const { sql } = await engine.translate({ text });
      assert.doesNotMatch(sql, /"DeviceDetail/);
      assert.deepEqual((await engine.queryAll({ text })).rows, [
        ['', false, 17],
        ['', true, 2],
        ['Linux', null, 10],
        ['Linux', false, 1],
        ['MacOs', null, 10],
      ]);
      await engine.close();
    } finally {
      target.remove();
    }
  });

  it('are those that many rows have, short and near the top', async () => {
    const long = 'x'.repeat(500);
    const rows = Array.from({ length: 10 }, (_, i) =>
      JSON.stringify({
        a: { b: { c: { d: 1 } }, id: i },
        ...(i === 0 && { rare: 1 }),
        A: 1,
        long,
        list: [{ type: 'User' }],
        longer: [{ type: 'User' }, { type: 'Role' }],
        'st*r': 1,
        none: null,
      }),
    );
    const paths = await hotPaths(() => Promise.resolve(rows.map((D) => ({ D }))), 'SELECT 1', columns);
    assert.deepEqual(paths.map(({ path }) => path).sort(), ['$."A"', '$."a"."id"', '$."list"[0]."type"']);
  });
});

const each = (template: (at: string, i: number) => string, separator = ', '): string =>
  PATHS.map(([at], i) => template(at, i)).join(separator);

const QUERIES: readonly string[] = [
  `order by N asc | project N, ${each((at, i) => `v${i} = ${at}, t${i} = gettype(${at}), s${i} = tostring(${at}), l${i} = tolong(${at}), i${i} = toint(${at}), r${i} = toreal(${at}), b${i} = tobool(${at}), d${i} = todatetime(${at}), e${i} = isempty(${at}), n${i} = isnull(${at})`)}`,
  `where ${each((at) => `${at} == "Linux" or ${at} has "12" or ${at} > 1 or ${at} in ("x", "s")`, ' or ')} | order by N asc | project N`,
  `where ${each((at) => `${at} != "x" and (isnull(${at}) or tolong(${at}) != 1)`, ' and ')} | order by N asc | project N`,
  'extend o = D.a | where isnotnull(o) | project N, o.b, p = o["a"].b, x = strlen(tostring(o)), y = parse_json(o).b | order by N asc',
  'summarize n = count() by s = tostring(D.b[0].a), l = tolong(D.a) | order by s asc, l asc',
];
