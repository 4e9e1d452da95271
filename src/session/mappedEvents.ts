import type { JsonObject } from '../base/json.ts';
import { sha256 } from '../base/hash.ts';
import { mappedCountQuery, mappedRowsQuery, timeColumn } from '../attack/mapping/ruleQueries.ts';
import type { RuleBook } from '../attack/mapping/rule.ts';
import { contentDigestOf } from '../cases/timelineStore.ts';
import type { TableSchema } from '../domain/kustoType.ts';
import type { TimelineEvent } from '../domain/timelineEvent.ts';
import type { EmbeddedEngine } from '../kql/engine.ts';
import { eventOf } from './pins.ts';

/** The case's events on which a mapping rule holds, each with all its techniques, in order of time, at most `limit` of them. */
export async function mappedEvents(
  engine: EmbeddedEngine,
  book: RuleBook,
  limit: number,
  person: string,
  signal?: AbortSignal,
): Promise<{ readonly events: readonly TimelineEvent[]; readonly cut: number }> {
  const found: TimelineEvent[] = [];
  let all = 0;
  for (const table of engine.schema().tables) {
    signal?.throwIfAborted();
    const count = mappedCountQuery(book, table);
    const rows = mappedRowsQuery(book, table, limit);
    if (count === undefined || rows === undefined) continue;
    const [total] = (await engine.queryAll({ text: count }, signal)).rows;
    all += Number(total?.[0] ?? 0);
    found.push(...(await eventsOf(engine, book, table, rows, person, signal)));
  }
  const events = found.sort(byTime).slice(0, limit);
  return { events, cut: all - events.length };
}

async function eventsOf(
  engine: EmbeddedEngine,
  book: RuleBook,
  table: TableSchema,
  query: string,
  person: string,
  signal: AbortSignal | undefined,
): Promise<TimelineEvent[]> {
  const { rows, rowKeys = [] } = await engine.queryAll({ text: query, withRowKeys: true }, signal);
  const columns = table.columns.length;
  const now = new Date().toISOString();
  return rows.map((cells, i) => {
    const row: JsonObject = Object.fromEntries(
      table.columns.flatMap(({ name }, at) => {
        const cell = cells[at] ?? null;
        return cell === null || cell === '' ? [] : [[name, cell]];
      }),
    );
    const key = rowKeys[i] ?? null;
    const claims = [i, ...cells.slice(columns)];
    const contentDigest = contentDigestOf(table.name, row);
    const event = eventOf({ table: table.name, shown: row, whole: row, contentDigest }, book, claims, {
      connection: 'case',
      query: findingQuery(table, row),
      window: null,
      answerDigest: '',
      event: key,
      pinnedBy: person,
      pinnedAt: now,
    });
    // The same event has the same id in each export.
    return {
      ...event,
      id: `${event.id.replace(/-[^-]*$/, '')}-${sha256(key ?? contentDigest).slice(0, 10)}`,
    };
  });
}

/** Short, so that an export of thousands does not hold the rules as often. */
function findingQuery(table: TableSchema, row: JsonObject): string {
  const column = timeColumn(table);
  const time = column === undefined ? undefined : row[column];
  return typeof time === 'string'
    ? `['${table.name}'] | where ${column} == datetime(${time})`
    : `['${table.name}']`;
}

function byTime(a: TimelineEvent, b: TimelineEvent): number {
  if (a.time === b.time) return a.id < b.id ? -1 : 1;
  if (a.time === null) return 1;
  if (b.time === null) return -1;
  return a.time < b.time ? -1 : 1;
}
