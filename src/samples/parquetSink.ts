import type { TableSchema } from '../domain/kustoType.ts';
import type { Row } from './table.ts';

/** Where rows go that are wanted as Parquet. The composition root passes an implementation in. */
export interface ParquetSink {
  /** Appends rows of one table; columns that a row lacks are null ('' for strings). The next call waits for this one. */
  appendRows(table: TableSchema, rows: readonly Row[]): Promise<void>;
  /** Files written, relative to the sink's folder with forward slashes. Nothing can be appended afterwards. */
  close(): Promise<readonly string[]>;
}
