import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { AzimuthError } from '../../../base/errors.ts';
import { type Column, KUSTO_TYPES, type KustoType, type TableSchema } from '../../../domain/kustoType.ts';

/** `derived/` of a case: what is where, and how a table's schema file is read and written. */
export class TableFiles {
  readonly #derived: string;

  constructor(derived: string) {
    this.#derived = derived;
  }

  folder(kind: 'tables' | 'sources', table: string): string {
    return join(this.#derived, kind, table);
  }

  scratch(importId: string): string {
    return join(this.#derived, 'tmp', importId);
  }

  /** Absolute paths of the committed files, sorted; none where the table is not there. */
  async list(kind: 'tables' | 'sources', table: string): Promise<readonly string[]> {
    const folder = this.folder(kind, table);
    const names = await readdir(folder).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    });
    return names
      .filter((file) => file.endsWith('.parquet'))
      .sort()
      .map((file) => join(folder, file));
  }

  /** Names of the tables that have a schema file's folder. */
  async tables(): Promise<readonly string[]> {
    const entries = await readdir(join(this.#derived, 'tables'), { withFileTypes: true }).catch(
      (error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
        throw error;
      },
    );
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  }

  async schema(table: string): Promise<TableSchema | undefined> {
    const path = join(this.folder('tables', table), 'schema.json');
    let content: string;
    try {
      content = await readFile(path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
    return parseSchema(content, path);
  }

  /** Atomic: readers see the old file or the new one. */
  async writeSchema(schema: TableSchema): Promise<void> {
    const folder = this.folder('tables', schema.name);
    await mkdir(folder, { recursive: true });
    const temporary = join(folder, 'schema.json.tmp');
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(`${JSON.stringify(schema, null, 1)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(folder, 'schema.json'));
  }
}

function parseSchema(content: string, path: string): TableSchema {
  const broken = (): AzimuthError =>
    new AzimuthError('import.bad-schema-file', `${path} is not a table schema.`, {
      unharmed: 'the originals in evidence/ are untouched',
      next: ['Delete the derived/ folder of the case and import its evidence again.'],
    });
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    throw broken();
  }
  if (typeof parsed !== 'object' || parsed === null || !('name' in parsed) || !('columns' in parsed))
    throw broken();
  const { name, columns } = parsed;
  if (typeof name !== 'string' || !Array.isArray(columns)) throw broken();
  return { name, columns: columns.map((column: unknown) => parseColumn(column, broken)) };
}

function parseColumn(column: unknown, broken: () => AzimuthError): Column {
  if (typeof column !== 'object' || column === null || !('name' in column) || !('type' in column))
    throw broken();
  const type: KustoType | undefined = KUSTO_TYPES.find((known) => known === column.type);
  if (typeof column.name !== 'string' || type === undefined) throw broken();
  return { name: column.name, type };
}

/** The known columns first, then the added ones; a column's first type stays. */
export function mergeColumns(known: readonly Column[], added: readonly Column[]): readonly Column[] {
  const names = new Set(known.map(({ name }) => name.toLowerCase()));
  return [...known, ...added.filter(({ name }) => !names.has(name.toLowerCase()))];
}
