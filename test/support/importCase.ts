import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type {
  ImportedFile,
  ImportOptions,
  ImportProgress,
  ImportReport,
} from '../../src/domain/importReport.ts';
import { NodeStorage } from '../../src/cases/nodeStorage.ts';
import { openTableStore } from '../../src/kql/duckdb/import/tableStore.ts';
import type { BatchOptions } from '../../src/logs/import/batches.ts';
import { importLogs } from '../../src/logs/import/importLogs.ts';
import type { Reject } from '../../src/logs/import/ports.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A case folder without a journal: evidence kept by digest, rejects in memory, tables as the importer writes them. */
export class ImportCase {
  readonly folder = mkdtempSync(join(tmpdir(), 'azimuth-import-'));
  readonly rejects: Reject[] = [];
  readonly #committed: string[] = [];
  #imports = 0;

  /** Writes a file to import and returns its path. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, 'in', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  async import(
    paths: string | readonly string[],
    options: Partial<ImportOptions> = {},
    more: {
      onProgress?: (progress: ImportProgress) => void;
      signal?: AbortSignal;
      batches?: BatchOptions;
      /** Name of a file that the system does not let us read. */
      unreadable?: string;
      /** Bytes that DuckDB may use. */
      memoryLimit?: number;
    } = {},
  ): Promise<ImportReport> {
    this.#imports += 1;
    const evidence = join(this.folder, 'evidence');
    mkdirSync(evidence, { recursive: true });
    const report = await importLogs(
      { paths: typeof paths === 'string' ? [paths] : paths, ...options },
      {
        importId: `i${this.#imports}`,
        evidence: {
          put: (path) => {
            if (basename(path) === more.unreadable)
              return Promise.reject(Object.assign(new Error('EACCES'), { code: 'EACCES', errno: -13 }));
            const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
            const kept = join(evidence, `${digest}${extname(basename(path))}`);
            copyFileSync(path, kept);
            return Promise.resolve({ digest, path: kept });
          },
        },
        rejects: {
          write: (rejects) => {
            this.rejects.push(...rejects);
            return Promise.resolve();
          },
        },
        tables: openTableStore({
          disk: new NodeStorage(this.folder),
          committed: [...this.#committed],
          ...(more.memoryLimit !== undefined && { memoryLimit: more.memoryLimit }),
        }),
      },
      more.onProgress,
      more.signal,
      more.batches,
    );
    this.#committed.push(`i${this.#imports}`);
    return report;
  }

  /** Writes a file, imports it and returns what became of it. */
  async importOne(name: string, content: string | Uint8Array): Promise<ImportedFile> {
    const [file] = (await this.import(this.file(name, content))).files;
    if (!file) throw new Error(`${name} is not in the report`);
    return file;
  }

  tables(): readonly string[] {
    return this.#list('derived/tables');
  }

  /** Names in a folder of the case; none where it is missing. */
  #list(folder: string): readonly string[] {
    try {
      return readdirSync(join(this.folder, folder)).sort();
    } catch {
      return [];
    }
  }

  files(folder: string): readonly string[] {
    return this.#list(`derived/${folder}`);
  }

  leftovers(): readonly string[] {
    return this.#list('derived/tmp');
  }

  schema(table: string): { name: string; columns: { name: string; type: string }[] } {
    const latest = this.files(`tables/${table}`).findLast((name) => name.endsWith('.json')) ?? '';
    return JSON.parse(readFileSync(join(this.folder, 'derived/tables', table, latest), 'utf8')) as ReturnType<
      ImportCase['schema']
    >;
  }

  /** Rows as stored, ordered by file place; datetimes are ticks. */
  async rows(table: string, kind: 'tables' | 'sources' = 'tables'): Promise<readonly Row[]> {
    if (!this.#list(`derived/${kind}/${table}`).some((name) => name.endsWith('.parquet'))) return [];
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    try {
      const files = join(this.folder, 'derived', kind, table, '*.parquet').replaceAll("'", "''");
      const result = await connection.runAndReadAll(
        `SELECT * FROM read_parquet('${files}', union_by_name=true) ORDER BY "$file", "$member", "$record", "$key"`,
      );
      return result.getRowObjectsJS();
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
