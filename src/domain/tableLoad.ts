import type { Sha256 } from '../base/hash.ts';
import type { Column } from './kustoType.ts';
import type { RecordRouting } from './logMapping.ts';

/** Consecutive records of one file in a batch. */
export interface BatchSegment {
  /** Digest of the original in evidence/. */
  readonly file: Sha256;
  /** Path inside an archive, '' otherwise. */
  readonly member: string;
  /** Ordinal of the segment's first record in the file, from 1. */
  readonly firstRecord: number;
  readonly records: number;
}

/** Framed records on disk: UTF-8, one JSON text a line (`ndjson`), or a Parquet file of rows. */
export interface RecordBatch {
  readonly kind: 'ndjson' | 'parquet';
  readonly path: string;
  /** A file with the SHA-256 of each record's text in lower-case hex, one a line; absent where the loader computes them. */
  readonly digests?: string;
  /** Bytes of the longest record of NDJSON; DuckDB's buffers are sized by it. */
  readonly longest: number;
  readonly segments: readonly BatchSegment[];
  readonly routing: RecordRouting;
}

/**
 * The place of a batch among those of its import, so that what becomes of them is the same whichever is loaded faster: of several
 * rows of one event the first stays, and the first values of a column set its type.
 */
export interface BatchTurn {
  /** From 1. */
  readonly order: number;
  /** Once all earlier batches have named the columns of their tables, or have ended. */
  readonly earlier: Promise<void>;
  /** To be called then; to call it again does nothing. */
  named(): void;
}

export interface BatchReject {
  /** From 1, over all segments of the batch. */
  readonly record: number;
  readonly reason: string;
}

export interface BatchResult {
  /** In order of `record`. */
  readonly rejects: readonly BatchReject[];
  /** What a person should know, by index of the segment. */
  readonly notes: readonly { readonly segment: number; readonly text: string }[];
}

/** Rows of one file in one table, once committed. */
export interface TableTally {
  readonly file: Sha256;
  readonly member: string;
  readonly table: string;
  /** Rows that the case did not have. */
  readonly rows: number;
  /** Rows whose event the case (or an earlier file of this import) already had. */
  readonly known: number;
}

/** What a table store needs of the case's disk, which its storage is. Paths are relative to the case. */
export interface TableDisk {
  absolute(path: string): string;
  list(folder: string): Promise<readonly { readonly name: string; readonly kind: string }[]>;
  /** Each chunk holds until the next is asked for. */
  openRead(path: string): AsyncIterable<Uint8Array>;
  open(path: string, mode: 'new' | 'edit'): Promise<WritableFile>;
  rename(from: string, to: string): Promise<void>;
  removeTree(path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  syncFolder(path: string): Promise<void>;
}

interface WritableFile {
  write(data: Uint8Array): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A table's files are named after the import that made them: `<import>.parquet`, `<import>.2.parquet`, `<import>.json`. */
export function importIdOf(file: string): string {
  const dot = file.indexOf('.');
  return dot < 0 ? file : file.slice(0, dot);
}

/**
 * One import into the case's tables. `commit` puts its files into their places; they are seen once the import's id is
 * among the committed ones, which whoever runs the import writes down.
 */
export interface TableImport {
  /** Absolute path of a folder for batch files; emptied at the end. */
  readonly scratch: string;
  /** Several may run at once, earlier ones not after later ones. Rejects with `import.*` errors for what cannot be read at all. */
  load(batch: RecordBatch, turn: BatchTurn, signal?: AbortSignal): Promise<BatchResult>;
  /** What a Parquet file of rows holds. Rejects with `import.bad-parquet` where it is none. */
  describeParquet(path: string): Promise<{ readonly columns: readonly Column[]; readonly rows: number }>;
  commit(signal?: AbortSignal): Promise<readonly TableTally[]>;
  /** After a failure or a cancellation; the tables are as they were. Also ends a committed import. */
  close(): Promise<void>;
}

export interface TableStore {
  begin(importId: string): Promise<TableImport>;
}
