import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TableMapping } from '../../../src/domain/logMapping.ts';
import type { TableImport } from '../../../src/domain/tableLoad.ts';
import { Batches } from '../../../src/logs/import/batches.ts';
import { FileProgress } from '../../../src/logs/import/fileProgress.ts';
import { chooseShape } from '../../../src/logs/shapes/index.ts';
import { only, type Sample } from '../../../src/logs/shapes/shape.ts';

const BLOCK = Buffer.from(`${JSON.stringify({ x: 'a'.repeat(992) })}\n`.repeat(10));
const BLOCKS = 300;
const batchBytes = 60 * BLOCK.length;

describe('batches of records', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'azimuth-batches-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Blocks in each batch that was loaded, where a file's records take up `expansion` times the room that it does. */
  async function sizes(mapping: Partial<TableMapping>, expansion = 1): Promise<number[]> {
    const loaded: number[] = [];
    const tables: TableImport = {
      scratch: folder,
      load: ({ path }) => {
        loaded.push(statSync(path).size / BLOCK.length);
        return Promise.resolve({ rejects: [], notes: [] });
      },
      describeParquet: () => Promise.reject(new Error('no Parquet here')),
      commit: () => Promise.resolve([]),
      close: () => Promise.resolve(),
    };
    const batches = new Batches(tables, { batchBytes, concurrency: 2 }, undefined);
    const routing = only('test', 'x', { table: 'X', columns: [], ...mapping });
    const progress = new FileProgress('x.json', 'a'.repeat(64), '', { write: () => Promise.resolve() });
    for (let i = 0; i < BLOCKS; i++) {
      batches.progressed((i * BLOCK.length) / expansion, (BLOCKS * BLOCK.length) / expansion);
      await batches.add(routing, progress, {
        kind: 'records',
        block: BLOCK,
        lines: Array.from({ length: 10 }, (_, at) => i * 10 + at + 1),
        longest: 1000,
      });
    }
    await batches.finish();
    return loaded;
  }

  const sum = (parts: readonly number[]): number => parts.reduce((so, part) => so + part, 0);

  it('begin with a small one and end with small ones, so that loads begin and end together', async () => {
    const loaded = await sizes({});
    assert.equal(sum(loaded), BLOCKS);
    assert.deepEqual(loaded.slice(0, 3), [10, 60, 60]);
    assert.ok(Math.max(...loaded.slice(-2)) <= 10, loaded.join(' '));
  });

  it('take the bytes of a compressed file for as many records as those before', async () => {
    assert.deepEqual(await sizes({}, 20), await sizes({}));
  });

  it('are as large as they may be where columns get their types from the first', async () => {
    const open = { types: {}, names: {}, untyped: true };
    assert.deepEqual(await sizes({ open }), [60, 60, 60, 60, 60]);
  });

  it('are such for rows of a workspace that name their table, whose own columns have no published type', () => {
    const row = { TenantId: 't', TimeGenerated: '2026-03-01T08:00:00Z', Mine: '1', Type: 'Mine_CL' };
    const sample: Sample = {
      path: 'rows.json',
      format: 'json-lines',
      layout: { kind: 'roots' },
      meta: {},
      records: [row],
      header: [],
      types: {},
    };
    const { detection } = chooseShape(sample, {});
    assert.ok('routing' in detection);
    assert.deepEqual([detection.routing.isOpen, detection.routing.keys.length], [true, 1]);
  });
});
