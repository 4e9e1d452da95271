import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { AzimuthError } from '../base/errors.ts';
import { isRecord } from '../base/guards.ts';
import { sha256 } from '../base/hash.ts';
import type { JsonObject } from '../base/json.ts';
import { LAYOUT } from '../cases/layout.ts';
import { NodeStorage } from '../cases/nodeStorage.ts';
import { TimelineStore } from '../cases/timelineStore.ts';
import type { SchemaSource } from '../detections/kql/schemaSource.ts';
import type { EventSource, TableEvents } from '../detections/ports.ts';
import { openTableStore } from '../kql/duckdb/import/tableStore.ts';
import { openEngine } from '../kql/duckdb/openEngine.ts';
import { importLogs } from '../logs/import/importLogs.ts';
import { addImported } from '../session/importedList.ts';
import { storedTables } from '../session/storedTables.ts';
import { readText } from './ruleFiles.ts';

/** Events for the tests of one file, read from beside it and from the case that it lies in. */
export class TestEventFiles implements EventSource {
  readonly #folder: string;
  readonly #schema: SchemaSource;
  /** Imports are kept by their content: many tests read the same file. */
  readonly #imported: Map<string, Promise<readonly TableEvents[]>>;

  constructor(
    testFile: string,
    schema: SchemaSource,
    imported: Map<string, Promise<readonly TableEvents[]>>,
  ) {
    this.#folder = dirname(testFile);
    this.#schema = schema;
    this.#imported = imported;
  }

  table(name: string): TableEvents['schema'] | undefined {
    return this.#schema.table(name);
  }

  async file(path: string, table: string | undefined): Promise<readonly TableEvents[]> {
    const full = resolve(this.#folder, path);
    const inside = relative(this.#folder, full);
    // A test from a stranger reads nothing from elsewhere on the disk.
    if (isAbsolute(path) || isAbsolute(inside) || inside.startsWith('..'))
      throw new AzimuthError('test.path-escapes', `${path} does not lie beside the test`, {
        next: ['Copy the file to the folder of the test.'],
      });
    if (table === undefined || !/\.(json|jsonl|ndjson)$/i.test(path)) {
      const key = `${sha256(await readText(full))} ${table ?? ''} ${basename(path)}`;
      return this.#once(key, () => importedEvents(full, { ...(table !== undefined && { table }) }));
    }
    const schema = this.table(table);
    if (!schema)
      throw new AzimuthError('test.no-table', `There is no table ${table}`, { next: ['Correct $table.'] });
    return [{ schema, rows: jsonRows(await readText(full), path) }];
  }

  exported(records: readonly JsonObject[], shape: string | undefined): Promise<readonly TableEvents[]> {
    const text = JSON.stringify(records);
    return this.#once(`${sha256(text)} ${shape ?? ''}`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'azimuth-test-'));
      try {
        const path = join(folder, 'records.json');
        await writeFile(path, text);
        return await importedEvents(path, { ...(shape !== undefined && { shape }) });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  }

  async pinned(id: string): Promise<TableEvents> {
    const root = await caseRoot(this.#folder);
    const event = root === undefined ? undefined : await new TimelineStore(new NodeStorage(root)).read(id);
    if (!event)
      throw new AzimuthError(
        'test.no-event',
        `There is no pinned event ${id}${root === undefined ? ': the test lies in no case' : ''}`,
        { next: ['Correct $pinned.'] },
      );
    const schema = this.table(event.table);
    if (!schema)
      throw new AzimuthError('test.no-table', `There is no table ${event.table}`, {
        next: ['Correct the event.'],
      });
    // An answer may have left the time out or given it another name; the timeline knows it all the same.
    return { schema, rows: [{ TimeGenerated: event.time, ...event.row }] };
  }

  #once(key: string, make: () => Promise<readonly TableEvents[]>): Promise<readonly TableEvents[]> {
    let found = this.#imported.get(key);
    if (!found) this.#imported.set(key, (found = make()));
    return found;
  }
}

/** The folder of the case that this folder lies in. */
async function caseRoot(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    if ((await new NodeStorage(at).stat('case.yaml'))?.kind === 'file') return at;
    if (dirname(at) === at) return undefined;
  }
}

/** A list, one object, or an object a line. */
function jsonRows(text: string, path: string): readonly JsonObject[] {
  try {
    const value: unknown =
      /^\s*[[{]/.test(text) && !/^\s*\{.*\}\s*\n\s*\{/.test(text)
        ? JSON.parse(text)
        : text
            .split('\n')
            .filter((line) => line.trim() !== '')
            .map((line): unknown => JSON.parse(line));
    const rows: readonly unknown[] = Array.isArray(value) ? value : [value];
    return rows.filter((row): row is JsonObject => isRecord(row));
  } catch (error) {
    throw new AzimuthError(
      'test.not-json',
      `${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
      { next: ['Correct the file.'] },
    );
  }
}

/** The events of an export, as the importer makes them of it. */
async function importedEvents(
  path: string,
  options: { readonly table?: string; readonly shape?: string },
): Promise<readonly TableEvents[]> {
  const folder = await mkdtemp(join(tmpdir(), 'azimuth-test-'));
  try {
    const storage = new NodeStorage(folder);
    const report = await importLogs(
      { paths: [path], ...options },
      {
        importId: 'test',
        evidence: {
          put: async (original) => {
            const copy = join(folder, `original${extname(original)}`);
            await copyFile(original, copy);
            return { digest: sha256(original), path: copy };
          },
        },
        rejects: { write: () => Promise.resolve() },
        tables: openTableStore({ disk: storage, committed: [], threads: 1 }),
      },
    );
    const skipped = report.files.find((file) => file.skipped !== undefined);
    if (skipped || report.rows === 0)
      throw new AzimuthError(
        'test.not-imported',
        `${basename(path)} gave no events: ${skipped?.skipped ?? `${report.rejects} rejected`}`,
        { next: ['Say its $shape or its $table.'] },
      );
    await addImported(storage, 'test');
    const tables = await storedTables(storage);
    const engine = await openEngine({
      tables,
      functions: [],
      allowedFolders: [storage.absolute(LAYOUT.derived)],
    });
    try {
      const events: TableEvents[] = [];
      for (const { name, columns } of tables) {
        const answer = await engine.queryAll({ text: `['${name}']` });
        const rows = answer.rows.map((row) =>
          Object.fromEntries(answer.columns.map((column, index) => [column.name, row[index] ?? null])),
        );
        events.push({ schema: { name, columns }, rows });
      }
      return events;
    } finally {
      await engine.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
