import { readWhole } from '../cases/files.ts';
import { LAYOUT } from '../cases/layout.ts';
import type { Storage } from '../cases/storage.ts';
import { type Guard, isArrayOf, isOneOf, isRecord, isShape } from '../base/guards.ts';
import { AzimuthError } from '../base/errors.ts';
import { type Column, type FunctionSchema, KUSTO_TYPES, storedAsOne } from '../domain/kustoType.ts';
import { functionOfFile } from '../domain/storedFunction.ts';
import { importIdOf } from '../domain/tableLoad.ts';
import type { StoredTable } from '../kql/engine.ts';
import { tableSchema } from '../logs/schemas/tableSchemas.ts';
import { importedHere } from './importedList.ts';

const MAX_SCHEMA_BYTES = 4 << 20;
const MAX_FUNCTION_BYTES = 1 << 20;
const TABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

const isColumnName: Guard<string> = (value): value is string =>
  typeof value === 'string' && /^[^\p{Cc}]{1,256}$/u.test(value);
const areColumns = isArrayOf(isShape<Column>({ name: isColumnName, type: isOneOf(...KUSTO_TYPES) }));

/** The case's tables as they are on the disk now. Rejects with `case.table-invalid` for a schema that is none. */
export async function storedTables(storage: Storage): Promise<readonly StoredTable[]> {
  const tables: StoredTable[] = [];
  const committed = [...(await importedHere(storage))];
  for (const { name, kind } of await storage.list(LAYOUT.tables)) {
    if (kind !== 'folder' || !TABLE_NAME.test(name)) continue;
    const folder = `${LAYOUT.tables}/${name}`;
    const files = (await storage.list(folder)).flatMap((entry) =>
      entry.kind === 'file' && committed.includes(importIdOf(entry.name)) ? [entry.name] : [],
    );
    const rows = files.filter((file) => file.endsWith('.parquet'));
    if (rows.length === 0) continue;
    const latest = committed.findLast((id) => files.includes(`${id}.json`)) ?? '';
    tables.push({
      name,
      columns: withPublished(name, await columnsOf(storage, `${folder}/${latest}.json`)),
      files: rows.map((file) => storage.absolute(`${folder}/${file}`)),
    });
  }
  return tables;
}

/**
 * The columns that the service gives the table, in its order, and then those that only these logs have: a query that runs in
 * a workspace runs here, whichever columns an export left out. Where the workspace and advanced hunting spell a name in
 * another case, both are columns with the one value that is stored.
 */
function withPublished(table: string, stored: readonly Column[]): readonly Column[] {
  const published = tableSchema(table)?.columns ?? [];
  const types = new Map(
    [...stored, ...storedAsOne(published)].toReversed().map(({ name, type }) => [name.toLowerCase(), type]),
  );
  const names = new Set(published.map(({ name }) => name.toLowerCase()));
  return [
    ...published.map(({ name, type }) => ({ name, type: types.get(name.toLowerCase()) ?? type })),
    ...stored.filter(({ name }) => !names.has(name.toLowerCase())),
  ];
}

async function columnsOf(storage: Storage, path: string): Promise<readonly Column[]> {
  const bytes = await readWhole(storage, path, MAX_SCHEMA_BYTES);
  let value: unknown;
  try {
    value = JSON.parse(bytes?.toString('utf8') ?? '');
  } catch {
    value = undefined;
  }
  const columns = isRecord(value) ? value['columns'] : undefined;
  if (areColumns(columns)) return columns;
  throw new AzimuthError('case.table-invalid', `${path} does not say which columns the table has`, {
    unharmed: 'the originals in evidence/ are unaffected',
    next: ['Delete the folder "derived" and import the logs again.'],
  });
}

/** Saved functions of the case. */
export async function storedFunctions(storage: Storage): Promise<readonly FunctionSchema[]> {
  const functions: FunctionSchema[] = [];
  for (const { name, kind } of await storage.list(LAYOUT.functions)) {
    if (kind !== 'file' || !name.endsWith('.kql')) continue;
    const bytes = await readWhole(storage, `${LAYOUT.functions}/${name}`, MAX_FUNCTION_BYTES);
    const found = functionOfFile(name, bytes?.toString('utf8') ?? '');
    if (found) functions.push(found);
  }
  return functions;
}
