import type { RuleBook } from '../attack/mapping/rule.ts';
import type { ImportOptions, ImportProgress, ImportReport } from '../domain/importReport.ts';
import type { TableDisk } from '../domain/tableLoad.ts';
import type { readRecords } from '../kql/duckdb/readRecords.ts';
import type { exportParquet } from '../kql/duckdb/results/exportParquet.ts';
import type { spoolRows } from '../kql/duckdb/results/fromRows.ts';
import type { EmbeddedEngine, EngineOptions } from '../kql/engine.ts';
import type { ImportPorts } from '../logs/import/ports.ts';

/** The heavy parts that a session is put together from; each is loaded when it is first needed. */
export interface SessionParts {
  openEngine(options: EngineOptions): Promise<EmbeddedEngine>;
  importLogs(
    options: ImportOptions,
    ports: ImportPorts,
    onProgress: (progress: ImportProgress) => void,
    signal?: AbortSignal,
  ): Promise<ImportReport>;
  /** Over the case's disk; `committed`: ids of the imports that are in its tables. */
  openTableStore(disk: TableDisk, committed: readonly string[]): Promise<ImportPorts['tables']>;
  readonly readRecords: typeof readRecords;
  readonly spoolRows: typeof spoolRows;
  readonly exportParquet: typeof exportParquet;
  /** Column → path in the raw record. */
  lineage(shape: string, table: string): Promise<Readonly<Record<string, string>>>;
  rules(): Promise<RuleBook>;
}
