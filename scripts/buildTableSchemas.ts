/**
 * Compacts a folder of published table schemas (facts: table, column, type) into src/logs/schemas/tables.json.
 * Run: node scripts/buildTableSchemas.ts FOLDER   (FOLDER holds all-tables.json, tables/ and xdr/)
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { KUSTO_TYPES } from '../src/domain/kustoType.ts';
import { TYPE_LETTERS } from '../src/logs/schemas/tableSchemas.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node scripts/buildTableSchemas.ts FOLDER');

type Columns = Map<string, string>;
const tables = new Map<string, Columns>();

function add(table: string, columns: Iterable<readonly [string, string]>): void {
  const known = tables.get(table) ?? new Map<string, string>();
  for (const [name, type] of columns) if (!known.has(name)) known.set(name, type);
  tables.set(table, known);
}

const all = JSON.parse(readFileSync(join(folder, 'all-tables.json'), 'utf8')) as {
  sentinel: Record<string, [string, string][]>;
  m365: Record<string, [string, string][]>;
};
for (const [table, columns] of Object.entries(all.sentinel)) add(table, columns);
for (const part of ['tables', 'xdr'])
  for (const file of readdirSync(join(folder, part)).filter((name) => name.endsWith('.json'))) {
    const parsed = JSON.parse(readFileSync(join(folder, part, file), 'utf8')) as {
      columns: { name: string; type: string }[];
    };
    const columns = parsed.columns.map(({ name, type }) => [name, type] as const);
    // The workspace's copy of a hunting table has its rows' time under this name too.
    add(basename(file, '.json'), [['TimeGenerated', 'datetime'], ...columns]);
  }
for (const [table, columns] of Object.entries(all.m365)) add(table, columns);
for (const columns of tables.values()) if (!columns.has('TenantId')) columns.set('TenantId', 'string');

const compact: Record<string, string> = {};
for (const [table, columns] of [...tables].sort(([a], [b]) => (a < b ? -1 : 1)))
  compact[table] = [...columns]
    .map(([name, type]) => {
      const known = KUSTO_TYPES.find((candidate) => candidate === type);
      if (known === undefined) throw new Error(`${table}.${name} has an unknown type ${type}`);
      return known === 'string' ? name : `${name}:${TYPE_LETTERS[known]}`;
    })
    .join(' ');

const out = join(import.meta.dirname, '../src/logs/schemas/tables.json');
writeFileSync(out, `${JSON.stringify(compact, null, 1)}\n`);
console.log(`${tables.size} tables written`);
