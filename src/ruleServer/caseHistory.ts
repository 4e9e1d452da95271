import { MAX_DATETIME_TICKS, TICKS_PER_SECOND } from '../base/ticks.ts';
import { readCaseFile } from '../cases/caseFile.ts';
import { LAYOUT } from '../cases/layout.ts';
import { NodeStorage } from '../cases/nodeStorage.ts';
import { fixedSchema, schemaFor } from '../detections/kql/schemaSource.ts';
import type { Arrival } from '../detections/ports.ts';
import type { DatabaseSchema, FunctionSchema, TableSchema } from '../domain/kustoType.ts';
import { EventEngine } from '../kql/duckdb/events/eventEngine.ts';
import type { StoredTable } from '../kql/engine.ts';
import { storedFunctions, storedTables } from '../session/storedTables.ts';
import type { ConnectionSlice } from './connectionSlice.ts';
import { NOTHING_AROUND, publishedSchema, watchlistsOf } from './ruleFiles.ts';

/** Events that rules are run over: what they can name, and how it is read, once. */
export interface RuleHistory {
  /** For sentences: "the case". */
  readonly label: string;
  /** ISO 8601: the time at which nothing more had come; null where that is not known. */
  readonly clock: string | null;
  readonly tables: readonly TableSchema[];
  readonly functions: readonly FunctionSchema[];
  /** An engine that keeps the events of these tables. */
  open(tables: readonly TableSchema[], signal?: AbortSignal): Promise<EventEngine>;
}

/** The logs of a case. Rejects as reading a case does. */
export async function caseHistory(folder: string): Promise<RuleHistory> {
  const storage = new NodeStorage(folder);
  const { clock } = await readCaseFile(storage);
  const tables = await storedTables(storage);
  return {
    label: 'the case',
    clock,
    tables,
    functions: await storedFunctions(storage),
    open: async (needed, signal) => {
      const engine = await EventEngine.open([storage.absolute(LAYOUT.derived)]);
      const stored = needed.map(
        (table): StoredTable => tables.find(({ name }) => name === table.name) ?? { ...table, files: [] },
      );
      try {
        engine.useWatchlists(await watchlistsOf(storage));
        await engine.keepHistory(stored, { start: 0n, end: MAX_DATETIME_TICKS }, signal);
        return engine;
      } catch (error) {
        engine.close();
        throw error;
      }
    },
  };
}

/** Events that were fetched from a connection. */
export function sliceHistory({ label, clock, events }: ConnectionSlice): RuleHistory {
  return {
    label,
    clock,
    tables: events.map(({ schema }) => schema),
    functions: [],
    open: async (needed) => {
      const engine = await EventEngine.open();
      try {
        await engine.keepEvents(
          needed.map(
            (table) => events.find(({ schema }) => schema.name === table.name) ?? { schema: table, rows: [] },
          ),
        );
        return engine;
      } catch (error) {
        engine.close();
        throw error;
      }
    },
  };
}

/** The part of the schema that a query names: tables of the history, published ones without events for the rest. */
export function schemaOf({ label, tables, functions }: RuleHistory, query: string): DatabaseSchema {
  const own = schemaFor(query, fixedSchema(label, { name: 'history', tables, functions }, undefined));
  const published = publishedSchema({ ...NOTHING_AROUND, functions });
  const others = schemaFor(query, published).tables.filter(
    ({ name }) => !own.tables.some((table) => table.name === name),
  );
  return { ...own, tables: [...own.tables, ...others] };
}

/** Column with the time at which the workspace received an event. */
const RECEIVED = '_TimeReceived';

/** @param delays seconds from an event's time to when it can be queried, by table; '' for all others */
export function arrivalOf(
  tables: readonly TableSchema[],
  delays: Readonly<Record<string, number>>,
): (table: string) => Arrival {
  return (name) => ({
    column: tables
      .find((table) => table.name === name)
      ?.columns.some((column) => column.name === RECEIVED && column.type === 'datetime')
      ? RECEIVED
      : undefined,
    delay: BigInt(Math.round(delays[name] ?? delays[''] ?? 0)) * TICKS_PER_SECOND,
  });
}
