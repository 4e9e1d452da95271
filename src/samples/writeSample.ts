import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AzimuthError } from '../base/errors.ts';
import { generate } from './generate.ts';
import type { GroundTruth } from './groundTruth.ts';
import { planSample } from './plan.ts';
import type { SampleOptions, SamplePlan } from './plan.ts';
import { SHAPES } from './shapes/all.ts';
import { ExportFiles } from './shapes/exportFiles.ts';
import { MIXED } from './shapes/mixed.ts';
import type { Shape, ShapeWriter } from './shapes/shape.ts';
import { TABLE_NAMES } from './tables.ts';
import type { ParquetSink } from './parquetSink.ts';
import type { Row, SampleTable } from './table.ts';

export interface WriteOptions extends SampleOptions {
  /** Absolute; made where it is missing, refused where it is not empty. */
  readonly out: string;
  /** Opens the sink that the shape `parquet` needs, in the folder it is given. */
  readonly openParquet?: (folder: string) => Promise<ParquetSink>;
  /** Id of a shape; `mixed` gives each table the shape that people usually have it in. */
  readonly shape: string;
}

export interface WriteProgress {
  readonly rows: number;
  readonly rowsTotal: number;
}

export interface WrittenSample {
  readonly rows: number;
  readonly tables: Readonly<Record<string, number>>;
  /** Relative to `out`, with forward slashes; without ground-truth.json. */
  readonly files: readonly string[];
  readonly bytes: number;
  readonly truth: GroundTruth;
  readonly incidents: readonly number[];
}

const PARQUET = 'parquet';

export function shapeIds(): readonly string[] {
  return ['mixed', ...SHAPES.map(({ id }) => id), PARQUET];
}

/**
 * Writes raw exports and `ground-truth.json`. A shape that cannot carry a table leaves it out: the rows are then
 * spread over those that it can. Same options, same bytes.
 * @throws AzimuthError `sample.bad-option`, `sample.unknown-shape`, `sample.folder-not-empty`
 */
export async function writeSampleExports(
  options: WriteOptions,
  signal?: AbortSignal,
  onProgress?: (progress: WriteProgress) => void,
): Promise<WrittenSample> {
  if (options.shape === PARQUET) return writeParquet(options, signal, onProgress);
  const shapeOf = chooseShapes(options.shape);
  const tables = (options.tables ?? TABLE_NAMES).filter((table) => shapeOf(table) !== undefined);
  const plan = planSample(tables.length === TABLE_NAMES.length ? options : { ...options, tables });
  await emptyFolder(options.out);
  const files = new ExportFiles(options.out);
  const written = await writeEvents(plan, files, shapeOf, signal, onProgress);
  await files.close(signal);
  await writeFile(join(options.out, 'ground-truth.json'), `${JSON.stringify(plan.truth, null, 2)}\n`);
  return { ...written, files: files.paths, bytes: files.bytes, truth: plan.truth, incidents: plan.incidents };
}

async function writeParquet(
  options: WriteOptions,
  signal?: AbortSignal,
  onProgress?: (progress: WriteProgress) => void,
): Promise<WrittenSample> {
  if (!options.openParquet)
    throw new AzimuthError('sample.no-parquet', 'Parquet cannot be written here.', {
      unharmed: 'nothing was written',
    });
  const plan = planSample(options);
  await emptyFolder(options.out);
  const sink = await options.openParquet(options.out);
  const tables: Record<string, number> = {};
  const rowsTotal = Math.max(plan.options.rows, plan.told.length);
  let rows = 0;
  let files: readonly string[] = [];
  try {
    for (const batch of generate(plan)) {
      signal?.throwIfAborted();
      const byTable = new Map<SampleTable, Row[]>();
      for (const { table, row } of batch) {
        const list = byTable.get(table);
        if (list) list.push(row);
        else byTable.set(table, [row]);
      }
      for (const [table, list] of byTable) {
        await sink.appendRows(table, list);
        tables[table.name] = (tables[table.name] ?? 0) + list.length;
      }
      rows += batch.length;
      onProgress?.({ rows, rowsTotal });
    }
  } finally {
    files = await sink.close();
  }
  await writeFile(join(options.out, 'ground-truth.json'), `${JSON.stringify(plan.truth, null, 2)}\n`);
  return {
    rows,
    tables,
    files,
    bytes: await sizeOf(options.out, files),
    truth: plan.truth,
    incidents: plan.incidents,
  };
}

async function sizeOf(folder: string, files: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const file of files) bytes += (await stat(join(folder, ...file.split('/')))).size;
  return bytes;
}

async function writeEvents(
  plan: SamplePlan,
  files: ExportFiles,
  shapeOf: (table: string) => Shape | undefined,
  signal?: AbortSignal,
  onProgress?: (progress: WriteProgress) => void,
): Promise<{ rows: number; tables: Record<string, number> }> {
  const writers = new Map<Shape, ShapeWriter>();
  const tables: Record<string, number> = {};
  const rowsTotal = Math.max(plan.options.rows, plan.told.length);
  let rows = 0;
  for (const batch of generate(plan)) {
    signal?.throwIfAborted();
    for (const event of batch) {
      const shape = shapeOf(event.table.name);
      if (!shape) continue;
      let writer = writers.get(shape);
      if (!writer) writers.set(shape, (writer = shape.open(files, plan)));
      writer.accept(event);
      tables[event.table.name] = (tables[event.table.name] ?? 0) + 1;
    }
    rows += batch.length;
    await files.relieve(signal);
    onProgress?.({ rows, rowsTotal });
    await new Promise(setImmediate);
  }
  for (const writer of writers.values()) writer.finish();
  return { rows, tables };
}

function chooseShapes(id: string): (table: string) => Shape | undefined {
  if (id === 'mixed') {
    const byTable = new Map(
      TABLE_NAMES.map((table) => [table as string, SHAPES.find((shape) => shape.id === MIXED[table])]),
    );
    return (table) => byTable.get(table);
  }
  const shape = SHAPES.find((one) => one.id === id);
  if (!shape)
    throw new AzimuthError('sample.unknown-shape', `There is no shape ${id}.`, {
      unharmed: 'nothing was written',
      next: [`Choose one of ${shapeIds().join(', ')}.`],
    });
  return (table) => (shape.carries(table) ? shape : undefined);
}

async function emptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new AzimuthError('sample.folder-not-empty', `The folder ${folder} is not empty.`, {
      unharmed: 'nothing in it was touched',
      next: ['Name a new folder.'],
    });
}
