import { mkdir, readdir } from 'node:fs/promises';
import { AzimuthError } from '../../base/errors.ts';
import { ExportFiles, LINES } from '../shapes/exportFiles.ts';
import { Casting } from './cast.ts';
import { readSchemas } from './readSchemas.ts';
import { schemaRowMaker } from './schemaRow.ts';

export interface SchemaTableOptions {
  /** Absolute folder of schema files. */
  readonly schemas: string;
  /** Absolute; made where it is missing, refused where it is not empty. */
  readonly out: string;
  /** Of each table. */
  readonly rows: number;
  readonly seed: number;
  /** ISO 8601; the newest row is just before it. */
  readonly end: string;
}

export interface WrittenTables {
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>;
  /** Relative to `out`, with forward slashes. */
  readonly files: readonly string[];
  readonly bytes: number;
}

/**
 * Writes `Table.ndjson` for each schema, a line a row under the table's own column names, sorted by nothing. Values are
 * what such columns usually hold, drawn independently: for running queries over, not for telling a story.
 * @throws AzimuthError `sample.bad-schema`, `sample.bad-option`, `sample.folder-not-empty`
 */
export async function writeSchemaTables(
  options: SchemaTableOptions,
  signal?: AbortSignal,
  onProgress?: (done: number, total: number) => void,
): Promise<WrittenTables> {
  const end = Date.parse(options.end);
  if (Number.isNaN(end) || !Number.isInteger(options.rows) || options.rows < 1 || options.rows > 10_000_000)
    throw new AzimuthError(
      'sample.bad-option',
      `No tables were made: ${options.rows} rows until ${options.end} cannot be.`,
      {
        unharmed: 'nothing was written',
      },
    );
  const schemas = await readSchemas(options.schemas);
  await mkdir(options.out, { recursive: true });
  if ((await readdir(options.out)).length > 0)
    throw new AzimuthError('sample.folder-not-empty', `The folder ${options.out} is not empty.`, {
      unharmed: 'nothing in it was touched',
      next: ['Name a new folder.'],
    });
  const files = new ExportFiles(options.out);
  const tables: Record<string, number> = {};
  for (const [index, schema] of schemas.entries()) {
    const casting = new Casting(options.seed, schema.name);
    const make = schemaRowMaker(schema);
    for (let row = 0; row < options.rows; row++) {
      files.add(`${schema.name}.ndjson`, JSON.stringify(make(casting.next(casting.moment(end)))), LINES);
      if (row % 1000 === 999) {
        signal?.throwIfAborted();
        await files.relieve(signal);
      }
    }
    tables[schema.name] = options.rows;
    onProgress?.(index + 1, schemas.length);
  }
  await files.close(signal);
  return { tables, files: files.paths, bytes: files.bytes };
}
