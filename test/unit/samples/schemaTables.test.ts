import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AzimuthError } from '../../../src/base/errors.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import { readSchemas } from '../../../src/samples/schemaTables/readSchemas.ts';
import { writeSchemaTables } from '../../../src/samples/schemaTables/writeSchemaTables.ts';

const SCHEMA = {
  table: 'DeviceLogonEvents',
  columns: [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 'DeviceName', type: 'string' },
    { name: 'AccountUpn', type: 'string' },
    { name: 'ActionType', type: 'string' },
    { name: 'RemotePort', type: 'int' },
    { name: 'LogonId', type: 'long' },
    { name: 'Score', type: 'real' },
    { name: 'IsLocalAdmin', type: 'bool' },
    { name: 'AdditionalFields', type: 'dynamic' },
    { name: 'Unheard', type: 'string' },
  ],
};

describe('samples: tables of given schemas', () => {
  let folder: string;
  let out: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'azimuth-schemas-'));
    out = join(folder, 'out');
    await mkdir(join(folder, 'in'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const put = (name: string, text: string): Promise<void> => writeFile(join(folder, 'in', name), text);
  const write = (end = '2026-03-30T00:00:00Z') =>
    writeSchemaTables({ schemas: join(folder, 'in'), out, rows: 400, seed: 3, end });

  async function rowsOf(table: string): Promise<JsonObject[]> {
    const text = await readFile(join(out, `${table}.ndjson`), 'utf8');
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as JsonObject);
  }

  it('writes as many rows as asked for of every table, each column of its type', async () => {
    await put('a.json', JSON.stringify(SCHEMA));
    await put(
      'b.json',
      JSON.stringify({ name: 'Other_CL', columns: [{ name: 'TimeGenerated', type: 'datetime' }] }),
    );
    const written = await write();
    assert.deepEqual(written.tables, { DeviceLogonEvents: 400, Other_CL: 400 });
    const rows = await rowsOf('DeviceLogonEvents');
    assert.equal(rows.length, 400);
    for (const row of rows) {
      assert.deepEqual(
        Object.keys(row),
        SCHEMA.columns.map(({ name }) => name),
      );
      for (const name of ['DeviceName', 'AccountUpn', 'ActionType', 'Unheard'])
        assert.equal(typeof row[name], 'string');
      for (const name of ['RemotePort', 'LogonId']) assert.ok(Number.isInteger(row[name]));
      assert.equal(typeof row['Score'], 'number');
      assert.equal(typeof row['IsLocalAdmin'], 'boolean');
      assert.equal(typeof row['AdditionalFields'], 'object');
    }
  });

  it('gives columns what such columns usually hold, and people and machines that meet across rows', async () => {
    await put('a.json', JSON.stringify(SCHEMA));
    await write();
    const rows = await rowsOf('DeviceLogonEvents');
    const distinct = (name: string): number => new Set(rows.map((row) => row[name])).size;
    assert.ok(
      rows.some((row) => row['ActionType'] === 'LogonSuccess') &&
        rows.some((row) => row['ActionType'] === 'LogonFailed'),
    );
    assert.ok(rows.some((row) => row['RemotePort'] === 3389));
    assert.ok(distinct('DeviceName') > 5 && distinct('DeviceName') <= 20);
    assert.ok(distinct('AccountUpn') > 10 && distinct('AccountUpn') <= 70);
  });

  it('ends just before the end and has half of its rows in the last day', async () => {
    await put('a.json', JSON.stringify(SCHEMA));
    await write();
    const end = Date.parse('2026-03-30T00:00:00Z');
    const ages = (await rowsOf('DeviceLogonEvents')).map(
      (row) => (end - Date.parse(row['TimeGenerated'] as string)) / 86_400_000,
    );
    assert.ok(ages.every((age) => age > 0 && age <= 30.01));
    const recent = ages.filter((age) => age <= 1).length / ages.length;
    assert.ok(recent > 0.4 && recent < 0.6, String(recent));
  });

  it('says which schema file is wrong and how', async () => {
    const wrong: readonly (readonly [text: string, message: RegExp])[] = [
      ['{', /a\.json is not JSON/],
      ['[]', /a\.json is not an object/],
      ['{"table":"../x","columns":[{"name":"A","type":"string"}]}', /names no table/],
      ['{"table":"X","columns":[]}', /has no columns/],
      ['{"table":"X","columns":[{"name":"A","type":"blob"}]}', /column A of unknown type blob/],
    ];
    for (const [text, message] of wrong) {
      await put('a.json', text);
      await assert.rejects(
        readSchemas(join(folder, 'in')),
        (error) =>
          error instanceof AzimuthError && error.code === 'sample.bad-schema' && message.test(error.message),
      );
    }
  });
});
