import type { JsonObject } from '../base/json.ts';
import type { Answer, TimeWindow } from '../domain/answer.ts';
import type { DatabaseSchema, TableSchema } from '../domain/kustoType.ts';
import type { Needs } from './kql/needs.ts';

/** Events of one table, as columns and values. */
export interface TableEvents {
  readonly schema: TableSchema;
  readonly rows: readonly JsonObject[];
}

/** Runs a rule's query over events that are given. One call at a time. */
export interface RuleEngine {
  /** Replaces the events of all tables. Rejects with a RangeError that names a value that its column cannot hold. */
  load(tables: readonly TableEvents[]): Promise<void>;
  /** Rejects with KqlError. `schema` has every table that the query names. */
  query(
    query: {
      readonly text: string;
      readonly now: string;
      readonly window?: TimeWindow;
      readonly schema: DatabaseSchema;
    },
    signal?: AbortSignal,
  ): Promise<Answer>;
}

/** Where events of a test come from that are not in its file. Rejects with AzimuthErrors `test.*`. */
export interface EventSource {
  table(name: string): TableSchema | undefined;
  /** A file beside the test: rows of `table`, or an export in a shape that is recognised. */
  file(path: string, table: string | undefined): Promise<readonly TableEvents[]>;
  /** Records as a service exports them. */
  exported(records: readonly JsonObject[], shape: string | undefined): Promise<readonly TableEvents[]>;
  /** A pinned event of the case that the test lies in. */
  pinned(id: string): Promise<TableEvents>;
}

/** How a table's events reach the workspace. */
export interface Arrival {
  /** Column with the time at which the event could be queried; `delay` stands in where it has none. */
  readonly column: string | undefined;
  /** Ticks. */
  readonly delay: bigint;
}

/** A kept event: ticks, and the case's key where it has one. */
export interface HistoryEvent {
  readonly time: bigint;
  readonly arrived: bigint;
  readonly key: string;
}

/** What a run can see: events with their time in the window that have arrived by then; ticks, the end excluded. */
export interface Visible {
  readonly start: bigint;
  readonly end: bigint;
  readonly arrivedBy: bigint;
  /** NRT rules see by arrival: the window is of the time of arrival, whatever the event's own time. */
  readonly byArrival: boolean;
  /** An event that is taken away, to see what depends on it. */
  readonly without?: { readonly table: string; readonly key: string };
}

/** History that was read once, of which each run sees a part. */
export interface HistoryEngine {
  /** Events of the table in order of time; empty for one without TimeGenerated. */
  times(table: TableSchema, arrival: Arrival): Promise<readonly HistoryEvent[]>;
  show(tables: readonly TableSchema[], visible: Visible, arrival: (table: string) => Arrival): Promise<void>;
  /** Rejects with KqlError. */
  query(
    query: { readonly text: string; readonly now: string; readonly schema: DatabaseSchema },
    signal?: AbortSignal,
  ): Promise<Answer>;
}

/** What a replay runs on. */
export interface ReplayParts {
  readonly engine: HistoryEngine;
  /** All tables that the query names. */
  readonly schema: DatabaseSchema;
  readonly arrival: (table: string) => Arrival;
  /** Of the rule's query. */
  readonly needs: Needs;
}
