import type { Column, KustoType, TableSchema } from '../domain/kustoType.ts';
import type { JsonValue } from '../base/json.ts';
import type { Instant } from './instant.ts';

/** One row as its Log Analytics table has it; datetimes are ISO 8601 with seven decimals. */
export type Row = Record<string, JsonValue>;

/** What an attack's author knows about one of its events. */
export interface PlantedMark {
  readonly scenario: string;
  /** The attacker's step, in the scenario's own words. */
  readonly stage: string;
  /** Enterprise ATT&CK v19; null for a step of the story that is no technique of its own. */
  readonly technique: string | null;
  readonly tactic: string | null;
}

export interface SampleEvent {
  readonly table: SampleTable;
  /** TimeGenerated; the order of everything. */
  readonly time: Instant;
  readonly row: Row;
  /** Set on what an attack did. */
  readonly mark?: PlantedMark;
}

export interface SampleTable extends TableSchema {
  /** Columns that together tell one event of this table from another. */
  readonly identity: readonly string[];
  /** Which product writes it; decides which shapes can carry it. */
  readonly family: 'entra' | 'azure' | 'office' | 'defender' | 'sentinel';
}

const TYPES: Readonly<Record<string, KustoType>> = {
  s: 'string',
  t: 'datetime',
  d: 'dynamic',
  l: 'long',
  i: 'int',
  r: 'real',
  b: 'bool',
};

/** `columns` is `Name:t Other:s …` with the letter of the type; the schema's own order. */
export function sampleTable(
  name: string,
  family: SampleTable['family'],
  identity: readonly string[],
  columns: string,
): SampleTable {
  return { name, family, identity, columns: columns.trim().split(/\s+/).map(column) };
}

function column(text: string): Column {
  const [name = '', letter = ''] = text.split(':');
  const type = TYPES[letter];
  if (!type) throw new RangeError(`no type for ${text}`);
  return { name, type };
}

/** A text column of a row; '' where it has none. */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
