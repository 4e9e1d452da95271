import { AzimuthError } from '../../base/errors.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { isoFromTicks, TICKS_PER_SECOND, ticksFromIso } from '../../base/ticks.ts';
import type { TableSchema } from '../../domain/kustoType.ts';
import type { EventSource, TableEvents } from '../ports.ts';
import type { Seconds } from '../rule/duration.ts';
import { type GivenEvents, type InlineEvents, relativeSeconds, type RuleTest } from './testFile.ts';

/** The tables of a test with the events that it gives. Rejects with AzimuthErrors `test.*`. */
export async function eventsOf(test: RuleTest, source: EventSource): Promise<readonly TableEvents[]> {
  const now = ticksFromIso(test.now) ?? 0n;
  const tables = new Map<string, { schema: TableSchema; rows: JsonObject[] }>();
  for (const given of test.events)
    for (const { schema, rows } of await resolved(given, now, source)) {
      const known = tables.get(schema.name);
      if (known) known.rows.push(...rows);
      else tables.set(schema.name, { schema, rows: [...rows] });
    }
  return [...tables.values()];
}

async function resolved(
  given: GivenEvents,
  now: bigint,
  source: EventSource,
): Promise<readonly TableEvents[]> {
  switch (given.from) {
    case 'inline':
      return [inlineEvents(given, now, source)];
    case 'file':
      return shifted(await source.file(given.path, given.table), now, given.newest);
    case 'export':
      return shifted(await source.exported(given.records, given.shape), now, given.newest);
    case 'pinned':
      return shifted([await source.pinned(given.id)], now, given.newest);
  }
}

function inlineEvents(
  { table, values, at, times, every }: InlineEvents,
  now: bigint,
  source: EventSource,
): TableEvents {
  const schema = source.table(table);
  if (!schema)
    throw new AzimuthError('test.no-table', `There is no table ${table}`, { next: ['Correct $table.'] });
  const unknown = Object.keys(values).find((name) => !schema.columns.some((column) => column.name === name));
  if (unknown !== undefined)
    throw new AzimuthError('test.no-column', `${table} has no column ${unknown}`, {
      next: ['Correct the event.'],
    });
  const rows = Array.from({ length: times }, (_, index) => {
    const time = isoFromTicks(now + ticksOf(at + index * every));
    const row = schema.columns.flatMap(({ name, type }): [string, JsonValue][] => {
      const value = values[name];
      if (value === undefined) return [];
      const seconds = type === 'datetime' ? relativeSeconds(value) : undefined;
      return [
        [name, seconds === undefined ? numbered(value, index + 1) : isoFromTicks(now + ticksOf(seconds))],
      ];
    });
    return { TimeGenerated: time, ...Object.fromEntries(row) };
  });
  return { schema, rows };
}

/** `{n}` in a text is the number of the event, from 1. */
function numbered(value: JsonValue, n: number): JsonValue {
  if (typeof value === 'string') return value.replaceAll('{n}', String(n));
  if (Array.isArray(value)) return value.map((each: JsonValue) => numbered(each, n));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, numbered(member, n)]));
  return value;
}

/** Moves all times so that the newest event is `newest` after now. */
function shifted(
  tables: readonly TableEvents[],
  now: bigint,
  newest: Seconds | undefined,
): readonly TableEvents[] {
  if (newest === undefined) return tables;
  const times = tables
    .flatMap(({ rows }) => rows.map((row) => ticksOfCell(row['TimeGenerated'])))
    .filter((time) => time !== undefined);
  const last = times.reduce((a, b) => (a > b ? a : b), 0n);
  const by = now + ticksOf(newest) - last;
  return tables.map(({ schema, rows }) => ({
    schema,
    rows: rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => {
          const time = schema.columns.some((column) => column.name === name && column.type === 'datetime')
            ? ticksOfCell(value)
            : undefined;
          return [name, time === undefined ? value : isoFromTicks(time + by)];
        }),
      ),
    ),
  }));
}

function ticksOf(seconds: Seconds): bigint {
  return BigInt(Math.round(seconds * 1000)) * (TICKS_PER_SECOND / 1000n);
}
function ticksOfCell(value: JsonValue | undefined): bigint | undefined {
  return typeof value === 'string' ? ticksFromIso(value) : undefined;
}
