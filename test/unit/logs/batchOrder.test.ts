import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { NodeStorage } from '../../../src/cases/nodeStorage.ts';
import type { TableMapping } from '../../../src/domain/logMapping.ts';
import type { RecordBatch } from '../../../src/domain/tableLoad.ts';
import { openTableStore } from '../../../src/kql/duckdb/import/tableStore.ts';
import { BatchTurns } from '../../../src/logs/import/batchTurns.ts';
import { only } from '../../../src/logs/shapes/shape.ts';

const TABLE: TableMapping = {
  table: 'Doors_CL',
  columns: [{ column: 'Id', type: 'string', from: [['Id']] }],
  identity: [[{ column: 'Id', as: 'text', optional: false }]],
  open: { types: {}, names: {}, untyped: true },
};

describe('batches that are loaded side by side', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'azimuth-order-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const batch = (name: string, records: readonly object[]): RecordBatch => {
    const path = join(folder, name);
    writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    const file = name.repeat(64).slice(0, 64);
    const segments = [{ file, member: '', firstRecord: 1, records: records.length }];
    return { kind: 'ndjson', path, longest: 1000, segments, routing: only('test', 'x', TABLE) };
  };

  it('make the tables that they make one after the other, though a later one is ready before', async () => {
    const tables = await openTableStore({ disk: new NodeStorage(folder), committed: [] }).begin('i1');
    const turns = new BatchTurns();
    const [first, second] = [turns.next(), turns.next()];
    const later = tables.load(
      batch('b', [
        { Id: 'e', x: 1, y: true },
        { Id: 'f', x: 2, y: true },
      ]),
      second,
    );
    await delay(300);
    const sooner = tables.load(batch('a', [{ Id: 'e', x: 'front' }]), first);
    assert.deepEqual(await Promise.all([sooner, later]), [
      { rejects: [], notes: [] },
      { rejects: [], notes: [] },
    ]);
    await tables.commit();
    await tables.close();

    const schema: unknown = JSON.parse(readFileSync(join(folder, 'derived/tables/Doors_CL/i1.json'), 'utf8'));
    assert.deepEqual(schema, {
      name: 'Doors_CL',
      columns: [
        { name: 'Id', type: 'string' },
        { name: 'x', type: 'string' },
        { name: 'y', type: 'bool' },
      ],
    });
    const database = await DuckDBInstance.create(':memory:');
    const connection = await database.connect();
    const rows = await connection.runAndReadAll(
      `SELECT Id, x, y FROM read_parquet('${folder}/derived/tables/Doors_CL/*.parquet', union_by_name=true) ORDER BY Id`,
    );
    connection.closeSync();
    assert.deepEqual(rows.getRowsJS(), [
      ['e', 'front', null],
      ['f', '2', true],
    ]);
  });
});
