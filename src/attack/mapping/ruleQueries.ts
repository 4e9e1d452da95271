import type { JsonObject, JsonValue } from '../../base/json.ts';
import { isoFromTicks, ticksFromUnixMilliseconds } from '../../base/ticks.ts';
import type { EntityKind } from '../../domain/entity.ts';
import { nameReference, stringLiteral } from '../../domain/kqlLiteral.ts';
import type { Column, DatabaseSchema, KustoType, TableSchema } from '../../domain/kustoType.ts';
import { entitiesOf } from './readRow.ts';
import type { RuleBook, RuleSet } from './rule.ts';
import { firstRule, NO_RULE_HOLDS, predicate } from './firstRule.ts';
import { withShortLists } from './shortLists.ts';

export interface TableQuery {
  readonly table: string;
  readonly kql: string;
}

/** One query a table with the columns `Time` (datetime) and `Rule` (int), one row for each of the table's rows. */
export function observedQueries(book: RuleBook, schema: DatabaseSchema): TableQuery[] {
  return schema.tables.map((table) => ({ table: table.name, kql: observedQuery(book, table) }));
}

/** As `observedQueries` for one table; `between` (milliseconds since 1970, inclusive) narrows it. */
export function observedQuery(
  book: RuleBook,
  table: TableSchema,
  between?: { readonly from: number; readonly to: number },
): string {
  const time = timeColumn(table);
  const set = book.byTable.get(table.name);
  const lines = [nameReference(table.name)];
  if (between && time !== undefined) lines.push(`where ${within(time, between)}`);
  const found = set && firstRule(set, book.firstRule.get(set) ?? 0);
  if (set && found) lines.push(...prepare(set, table.columns), ...found.steps);
  lines.push(`project Time = ${time ?? 'datetime(null)'}, Rule = ${found?.rule ?? NO_RULE_HOLDS}`);
  return lines.join('\n| ');
}

/** `Time` of the rows of `observedQuery`, in its order, without the rules, whose translation takes longer than the answer. */
export function timesQuery(
  table: TableSchema,
  between: { readonly from: number; readonly to: number },
): string | undefined {
  const time = timeColumn(table);
  return (
    time &&
    [nameReference(table.name), `where ${within(time, between)}`, `project Time = ${time}`].join('\n| ')
  );
}

function within(time: string, { from, to }: { readonly from: number; readonly to: number }): string {
  return `${time} between (${datetime(from, -10n)} .. ${datetime(to, 10n)})`;
}

/** `Time` and `Value` of each of the table's rows, in the order of `observedQuery`: the first entity of a kind, else ''. */
export function facetQuery(
  book: RuleBook,
  table: TableSchema,
  kind: EntityKind,
  between?: { readonly from: number; readonly to: number },
): string {
  const time = timeColumn(table);
  const lines = [nameReference(table.name)];
  if (between && time !== undefined) lines.push(`where ${within(time, between)}`);
  const paths = entityPaths(book.byTable.get(table.name), table, kind);
  const value = paths.length === 0 ? '""' : paths.length === 1 ? paths[0] : `coalesce(${paths.join(', ')})`;
  lines.push(`project Time = ${time ?? 'datetime(null)'}, Value = ${value ?? '""'}`);
  return lines.join('\n| ');
}

/** Columns and members of columns that name an entity of the kind, as KQL, the strongest first. */
function entityPaths(set: RuleSet | undefined, table: TableSchema, kind: EntityKind): string[] {
  return entitiesOf(set)
    .filter((entity) => entity.kind === kind)
    .flatMap(({ path }) => path.flatMap((part) => (typeof part === 'string' ? [] : part.paths)))
    .flatMap(([column, ...steps]) => {
      const found = table.columns.find((each) => each.name === column);
      if (!found) return [];
      if (steps.length === 0) return [`tostring(${nameReference(found.name)})`];
      const members = steps
        .map((step) => (typeof step === 'number' ? `[${step}]` : `[${stringLiteral(step)}]`))
        .join('');
      return [`tostring(todynamic(${nameReference(found.name)})${members})`];
    });
}

/**
 * Evaluates all rules of the table on given rows, by the engine that evaluates them on tables. Answers one row for each
 * given one, in order: `Row` (int), then a bool column for each rule of the set. Undefined where no rule is for it.
 */
export function claimQuery(book: RuleBook, table: string, rows: readonly JsonObject[]): string | undefined {
  const set = book.byTable.get(table);
  if (!set || rows.length === 0) return undefined;
  const columns = Object.entries(set.columns).map(([column, type]): Column => ({ name: column, type }));
  const header = ['Row:long', ...columns.map((column) => `${nameReference(column.name)}:string`)].join(', ');
  const values = rows.map((row, index) =>
    [String(index), ...columns.map((column) => stringLiteral(asText(row[column.name] ?? null)))].join(', '),
  );
  const asStrings = columns.map((column): Column => ({ name: column.name, type: 'string' }));
  return [
    `datatable(${header})[\n${values.join(',\n')}]`,
    ...prepare(set, asStrings),
    `project Row, ${set.rules.map((rule, index) => `R${String(index)} = ${predicate(rule)}`).join(', ')}`,
    'sort by Row asc',
  ].join('\n| ');
}

/**
 * The table's rows on which a rule holds, the earliest `most`: all its columns, and a bool column `$n` for the n-th rule
 * of its set. Undefined where no rule is for the table.
 */
export function mappedRowsQuery(book: RuleBook, table: TableSchema, most: number): string | undefined {
  const set = book.byTable.get(table.name);
  const time = timeColumn(table);
  if (!set || set.rules.length === 0) return undefined;
  const names = set.rules.map((_, index) => `['$${String(index)}']`);
  return [
    nameReference(table.name),
    ...prepare(set, table.columns),
    `extend ${set.rules.map((rule, index) => `${names[index] ?? ''} = ${predicate(rule)}`).join(', ')}`,
    `where ${names.join(' or ')}`,
    time === undefined ? `take ${String(most)}` : `top ${String(most)} by ${time} asc`,
    `project ${[...table.columns.map((column) => nameReference(column.name)), ...names].join(', ')}`,
  ].join('\n| ');
}

/** How many rows `mappedRowsQuery` chooses from. */
export function mappedCountQuery(book: RuleBook, table: TableSchema): string | undefined {
  const set = book.byTable.get(table.name);
  if (!set || set.rules.length === 0) return undefined;
  const { steps, rule } = firstRule(set, 0);
  return [
    nameReference(table.name),
    ...prepare(set, table.columns),
    ...steps,
    `where ${rule} >= 0`,
    'count',
  ].join('\n| ');
}

/** Column that says when; undefined where the table has none. */
export function timeColumn(table: TableSchema): string | undefined {
  return ['TimeGenerated', 'Timestamp'].find((candidate) =>
    table.columns.some((column) => column.name === candidate && column.type === 'datetime'),
  );
}

/** Gives the rows the set's columns in the set's types, then its lets. */
function prepare(set: RuleSet, has: readonly Column[]): string[] {
  const conversions = Object.entries(set.columns).flatMap(([column, type]) => {
    const found = has.find((candidate) => candidate.name === column);
    if (found?.type === type) return [];
    return [
      `${nameReference(column)} = ${found ? `${CONVERSION[type]}(${nameReference(column)})` : ABSENT[type]}`,
    ];
  });
  return [
    ...(conversions.length > 0 ? [`extend ${conversions.join(', ')}`] : []),
    ...set.lets.map(([letName, expression]) => `extend ${letName} = ${withShortLists(expression)}`),
  ];
}

const CONVERSION: Readonly<Record<KustoType, string>> = {
  bool: 'tobool',
  int: 'toint',
  long: 'tolong',
  real: 'todouble',
  decimal: 'todecimal',
  string: 'tostring',
  datetime: 'todatetime',
  timespan: 'totimespan',
  guid: 'toguid',
  dynamic: 'todynamic',
};

const ABSENT: Readonly<Record<KustoType, string>> = {
  bool: 'bool(null)',
  int: 'int(null)',
  long: 'long(null)',
  real: 'real(null)',
  decimal: 'decimal(null)',
  string: '""',
  datetime: 'datetime(null)',
  timespan: 'timespan(null)',
  guid: 'guid(null)',
  dynamic: 'dynamic(null)',
};

function asText(value: JsonValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function datetime(ms: number, slackTicks: bigint): string {
  const ticks = ticksFromUnixMilliseconds(ms) + slackTicks;
  return `datetime(${isoFromTicks(ticks < 0n ? 0n : ticks)})`;
}
