import { AzimuthError } from '../../../base/errors.ts';
import { type Column, KUSTO_TYPES, type KustoType, type TableSchema } from '../../../domain/kustoType.ts';
import { importIdOf, type TableDisk } from '../../../domain/tableLoad.ts';

const DERIVED = 'derived';
type Kind = 'tables' | 'sources';

export const tableFolder = (kind: Kind, table: string): string => `${DERIVED}/${kind}/${table}`;
export const scratchFolder = (importId: string): string => `${DERIVED}/tmp/${importId}`;

/** The tables as the committed imports left them. Files of other imports are leftovers and not looked at. */
export class TableFiles {
  readonly #disk: TableDisk;
  readonly #committed: readonly string[];

  /** `committed`: ids of the imports that are in the tables, in their order. */
  constructor(disk: TableDisk, committed: readonly string[]) {
    this.#disk = disk;
    this.#committed = committed;
  }

  /** Absolute paths of the committed files, sorted; none where the table is not there. */
  async list(kind: Kind, table: string): Promise<readonly string[]> {
    const folder = tableFolder(kind, table);
    return (await this.#names(folder))
      .filter((name) => name.endsWith('.parquet') && this.#committed.includes(importIdOf(name)))
      .map((name) => this.#disk.absolute(`${folder}/${name}`));
  }

  /** Names of the tables that have a folder. */
  async tables(): Promise<readonly string[]> {
    const entries = await this.#disk.list(`${DERIVED}/tables`);
    return entries.filter(({ kind }) => kind === 'folder').map(({ name }) => name);
  }

  /** As the latest import into the table wrote it. */
  async schema(table: string): Promise<TableSchema | undefined> {
    const folder = tableFolder('tables', table);
    const names = new Set(await this.#names(folder));
    const latest = this.#committed.findLast((id) => names.has(`${id}.json`));
    if (latest === undefined) return undefined;
    const path = `${folder}/${latest}.json`;
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.#disk.openRead(path)) chunks.push(Buffer.from(chunk));
    return parseSchema(Buffer.concat(chunks).toString('utf8'), path);
  }

  async #names(folder: string): Promise<readonly string[]> {
    return (await this.#disk.list(folder)).filter(({ kind }) => kind === 'file').map(({ name }) => name);
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
