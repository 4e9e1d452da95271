import type { Column, KustoType } from '../../../src/domain/kustoType.ts';
import type { Row, Table, Value } from '../reference/values.ts';
import type { Choices } from './choices.ts';
import { literalText, VALUES } from './literals.ts';

export interface NamedTable extends Table {
  readonly name: string;
}

/** T has a column of each type; U shares values with it, so that they join. `id` is unique in each. */
const SCHEMAS: Readonly<Record<string, readonly Column[]>> = {
  T: [
    { name: 'id', type: 'long' },
    { name: 'i', type: 'int' },
    { name: 'n', type: 'long' },
    { name: 'r', type: 'real' },
    { name: 'f', type: 'bool' },
    { name: 's', type: 'string' },
    { name: 'q', type: 'string' },
    { name: 't', type: 'datetime' },
    { name: 'w', type: 'timespan' },
    { name: 'g', type: 'guid' },
    { name: 'd', type: 'dynamic' },
  ],
  U: [
    { name: 'id', type: 'long' },
    { name: 'k', type: 'long' },
    { name: 's', type: 'string' },
    { name: 't', type: 'datetime' },
    { name: 'x', type: 'real' },
    { name: 'e', type: 'dynamic' },
  ],
};

export function generateTables(choices: Choices): NamedTable[] {
  return Object.entries(SCHEMAS).map(([name, columns]) => ({
    name,
    columns,
    rows: Array.from({ length: choices.count(0, 14) }, (_, id) =>
      columns.map((column) => (column.name === 'id' ? BigInt(id) : generateValue(column.type, choices))),
    ),
  }));
}

/** Mostly one of the first few values, so that rows meet in groups and joins. */
export function generateValue(type: KustoType, choices: Choices): Value {
  if (type === 'decimal') return null;
  const pool = VALUES[type];
  return choices.pick(choices.oneIn(2) ? pool : pool.slice(0, 7));
}

/** The tables as statements that may stand before a query. */
export function datatables(tables: readonly NamedTable[]): string {
  return tables.map((table) => `let ${table.name} = ${datatable(table)};\n`).join('');
}

function datatable({ columns, rows }: NamedTable): string {
  const head = columns.map(({ name, type }) => `${name}:${type}`).join(', ');
  const line = (row: Row): string =>
    row.map((value, c) => literalText(columns[c]?.type ?? 'dynamic', value)).join(', ');
  return `datatable(${head})[\n${rows.map(line).join(',\n')}]`;
}
