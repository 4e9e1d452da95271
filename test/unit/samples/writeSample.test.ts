import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { DuckDbParquetSink } from '../../../src/kql/duckdb/parquetSink.ts';
import { AzimuthError } from '../../../src/base/errors.ts';
import { DEFAULT_OPTIONS, scenarioNames } from '../../../src/samples/plan.ts';
import { sampleInvestigation } from '../../../src/samples/investigation/sampleInvestigation.ts';
import { shapeIds, writeSampleExports } from '../../../src/samples/writeSample.ts';
import type { WrittenSample } from '../../../src/samples/writeSample.ts';

describe('samples: write', function () {
  this.timeout(30_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'azimuth-samples-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = (shape: string, out = folder, signal?: AbortSignal): Promise<WrittenSample> =>
    writeSampleExports(
      { ...DEFAULT_OPTIONS, days: 3, rows: 2000, scenarios: scenarioNames(), shape, out },
      signal,
    );

  for (const shape of shapeIds().filter((id) => id !== 'parquet'))
    it(`writes ${shape}: every file is whole and every row is in one`, async () => {
      const written = await write(shape);
      assert.ok(written.files.length > 0);
      let rows = 0;
      for (const path of written.files) rows += recordsIn(path, await readFile(join(folder, path), 'utf8'));
      assert.equal(rows, written.rows);
      assert.equal(
        Object.values(written.tables).reduce((sum, count) => sum + count, 0),
        written.rows,
      );
    });

  it('writes Parquet of the same rows through a sink, and only through one', async () => {
    const options = { ...DEFAULT_OPTIONS, rows: 3000, shape: 'parquet', out: folder };
    await assert.rejects(
      writeSampleExports(options),
      (error) => error instanceof AzimuthError && error.code === 'sample.no-parquet',
    );
    const opened: string[] = [];
    const written = await writeSampleExports({
      ...options,
      openParquet: (path) => {
        opened.push(path);
        return DuckDbParquetSink.open(path);
      },
    });
    assert.deepEqual(opened, [folder]);
    assert.equal(written.rows, 3000);
    assert.equal(written.files.length, Object.keys(written.tables).length);
    for (const file of written.files) {
      const bytes = await readFile(join(folder, file));
      assert.equal(bytes.subarray(0, 4).toString() + bytes.subarray(-4).toString(), 'PAR1PAR1', file);
    }
    const left = await readdir(folder, { recursive: true });
    assert.deepEqual(
      left.filter((name) => name.endsWith('.tmp')),
      [],
    );
  });

  it('writes the same bytes again', async () => {
    const again = await mkdtemp(join(tmpdir(), 'azimuth-samples-'));
    try {
      await write('mixed');
      await write('mixed', again);
      assert.equal(await digestOf(folder), await digestOf(again));
    } finally {
      await rm(again, { recursive: true, force: true });
    }
  });

  it('writes the ground truth beside the exports', async () => {
    const written = await write('mixed');
    const truth = JSON.parse(
      await readFile(join(folder, 'ground-truth.json'), 'utf8'),
    ) as WrittenSample['truth'];
    assert.deepEqual(truth, JSON.parse(JSON.stringify(written.truth)));
    assert.deepEqual(
      truth.scenarios.map(({ name }) => name),
      [...scenarioNames()],
    );
    for (const name of scenarioNames())
      assert.ok(
        truth.events.some(({ scenario }) => scenario === name),
        name,
      );
    assert.ok(truth.lookAlikes.length >= 4);
  });

  it('touches nothing in a folder that is not empty', async () => {
    await writeFile(join(folder, 'mine.txt'), 'mine');
    await assert.rejects(
      write('mixed'),
      (error) => error instanceof AzimuthError && error.code === 'sample.folder-not-empty',
    );
    assert.deepEqual(await readdir(folder), ['mine.txt']);
  });

  it('names the shapes that there are when one is unknown', async () => {
    await assert.rejects(
      write('papyrus'),
      (error) =>
        error instanceof AzimuthError &&
        error.code === 'sample.unknown-shape' &&
        /la-csv/.test(String(error.guidance.next)),
    );
  });

  it('stops when cancelled', async () => {
    const abort = new AbortController();
    const running = writeSampleExports(
      { ...DEFAULT_OPTIONS, rows: 50_000, shape: 'ndjson', out: folder },
      abort.signal,
      () => abort.abort(),
    );
    await assert.rejects(running, { name: 'AbortError' });
  });

  it('makes an investigation whose incidents are those of the attack', async () => {
    const investigation = sampleInvestigation();
    const written = await writeSampleExports({
      ...investigation.options,
      shape: investigation.shape,
      out: folder,
    });
    assert.deepEqual(investigation.info.incidents, written.incidents.map(String));
    assert.equal(written.rows, investigation.options.rows);
    const { window, clock } = investigation.info;
    assert.ok(window && clock && window.end <= clock);
    for (const { time } of written.truth.events) assert.ok(time >= window.start && time < window.end);
    const [notebook] = investigation.notebooks;
    assert.ok(notebook);
    assert.ok(notebook.path.endsWith('.kql.md'));
    for (const value of Object.values(written.truth.scenarios[0]?.facts ?? {}))
      if (typeof value === 'string')
        assert.ok(!notebook.text.includes(value), `the notebook gives ${value} away`);
  });
});

/** How many events a file of any shape holds; fails where the file is not whole. */
function recordsIn(path: string, text: string): number {
  if (path.endsWith('.csv')) {
    const lines: string[][] = parse(text, { relax_column_count: false });
    for (const line of lines) assert.equal(line.length, lines[0]?.length, path);
    return lines.length - 1;
  }
  const whole = tryParse(text);
  if (whole === undefined)
    return text
      .trimEnd()
      .split('\n')
      .reduce((sum, line) => sum + recordsOf(JSON.parse(line)), 0);
  return recordsOf(whole);
}

function recordsOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  const object = value as Record<string, unknown>;
  if (Array.isArray(object['records']))
    return object['records'].reduce((sum: number, one) => sum + tuplesOf(one), 0);
  if (Array.isArray(object['value'])) return object['value'].length;
  if (Array.isArray(object['results'])) return object['results'].length;
  if (Array.isArray(object['tables'])) return (object['tables'] as { rows: unknown[] }[])[0]!.rows.length;
  return 1;
}

function tuplesOf(record: unknown): number {
  const text = JSON.stringify(record);
  const lists = [...text.matchAll(/"flowTuples":\[([^\]]*)\]/g)];
  return lists.length === 0
    ? 1
    : lists.reduce((sum, [, list]) => sum + (list?.match(/"[^"]+"/g)?.length ?? 0), 0);
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function digestOf(folder: string): Promise<string> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const hash = createHash('sha256');
  for (const path of files.map((file) => join(file.parentPath, file.name)).sort())
    hash.update(path.slice(folder.length)).update(await readFile(path));
  return hash.digest('hex');
}
