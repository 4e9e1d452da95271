import type { JsonObject } from '../base/json.ts';
import type { RuleBook } from '../attack/mapping/rule.ts';
import type { ImportOptions, ImportProgress, ImportReport } from '../domain/importReport.ts';
import type { EmbeddedEngine, EngineOptions, StoredTable } from '../kql/engine.ts';
import type { ImportPorts } from '../logs/import/ports.ts';

/** One event of a table as the importer kept it. */
export interface StoredRecord {
  /** Typed JSON by column, as in an answer; columns without a value are left out. */
  readonly row: JsonObject;
  readonly raw: string;
  readonly place: RecordPlace;
  /** Further originals that hold the event. */
  readonly others: readonly RecordPlace[];
}

export interface RecordPlace {
  /** Digest of the original. */
  readonly file: string;
  readonly member: string;
  readonly record: number;
  readonly shape: string;
}

/** The heavy parts that a session is put together from; each is loaded when it is first needed. */
export interface SessionParts {
  openEngine(options: EngineOptions): Promise<EmbeddedEngine>;
  importLogs(
    options: ImportOptions,
    ports: ImportPorts,
    onProgress: (progress: ImportProgress) => void,
    signal?: AbortSignal,
  ): Promise<ImportReport>;
  /** Tables below `tables`, written by way of `scratch`; absolute folders. */
  openTableStore(folders: TableFolders): Promise<ImportPorts['tables']>;
  /** Keys are those of one table; the answer has one entry a key. `sources` are the Parquet files of further sightings. */
  readRecords(
    table: StoredTable,
    sources: readonly string[],
    keys: readonly string[],
  ): Promise<readonly (StoredRecord | undefined)[]>;
  /** Column → path in the raw record. */
  lineage(shape: string, table: string): Promise<Readonly<Record<string, string>>>;
  rules(): Promise<RuleBook>;
}

export interface TableFolders {
  readonly tables: string;
  readonly sources: string;
  readonly scratch: string;
}
