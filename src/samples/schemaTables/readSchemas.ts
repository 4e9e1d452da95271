import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AzimuthError } from '../../base/errors.ts';
import { KUSTO_TYPES } from '../../domain/kustoType.ts';
import type { Column, KustoType, TableSchema } from '../../domain/kustoType.ts';

const ALIASES: Readonly<Record<string, KustoType>> = {
  boolean: 'bool',
  double: 'real',
  date: 'datetime',
  uuid: 'guid',
  object: 'dynamic',
  array: 'dynamic',
};

/**
 * Reads a folder of `{table | name, columns: [{name, type}]}` files, in order of name.
 * @throws AzimuthError `sample.bad-schema` naming the file and what is wrong with it
 */
export async function readSchemas(folder: string): Promise<readonly TableSchema[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  if (names.length === 0) throw bad(folder, 'holds no .json file');
  const schemas: TableSchema[] = [];
  for (const name of names)
    schemas.push(parse(join(folder, name), await readFile(join(folder, name), 'utf8')));
  return schemas;
}

function parse(path: string, text: string): TableSchema {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw bad(path, 'is not JSON');
  }
  if (!isRecord(value)) throw bad(path, 'is not an object');
  const name = value['table'] ?? value['name'];
  const columns = value['columns'];
  if (typeof name !== 'string' || !/^\w+$/.test(name)) throw bad(path, 'names no table');
  if (!Array.isArray(columns) || columns.length === 0) throw bad(path, 'has no columns');
  return { name, columns: columns.map((column) => parseColumn(path, column)) };
}

function parseColumn(path: string, value: unknown): Column {
  if (!isRecord(value) || typeof value['name'] !== 'string' || typeof value['type'] !== 'string')
    throw bad(path, 'has a column without name or type');
  const type = ALIASES[value['type'].toLowerCase()] ?? KUSTO_TYPES.find((one) => one === value['type']);
  if (!type) throw bad(path, `has a column ${value['name']} of unknown type ${value['type']}`);
  return { name: value['name'], type };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bad(path: string, what: string): AzimuthError {
  return new AzimuthError('sample.bad-schema', `${path} ${what}.`, {
    unharmed: 'nothing was written',
    next: [
      'Give a folder of files like {"table": "SigninLogs", "columns": [{"name": "TimeGenerated", "type": "datetime"}]}.',
    ],
  });
}
