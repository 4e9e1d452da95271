import type { Sha256 } from '../../base/hash.ts';
import type { TableStore } from '../../domain/tableLoad.ts';

/** Where originals are kept; knows a file that it has by its digest. */
export interface EvidenceStore {
  /** Copies the file into evidence/ and returns its digest and the copy's absolute path, which is what is read from then on. */
  put(path: string, signal?: AbortSignal): Promise<{ readonly digest: Sha256; readonly path: string }>;
}

export interface Reject {
  readonly file: Sha256;
  /** As the person gave it, with the member after `!`. */
  readonly path: string;
  readonly member: string;
  /** Of the original, from 1. */
  readonly line: number;
  /** Ordinal of the record in its file, from 1; 0 where it never became one. */
  readonly record: number;
  readonly reason: string;
  /** The text as it was, cut at 64 KiB. */
  readonly text: string;
}

export interface RejectSink {
  write(rejects: readonly Reject[]): Promise<void>;
}

export interface ImportPorts {
  readonly evidence: EvidenceStore;
  readonly rejects: RejectSink;
  readonly tables: TableStore;
  /** Names the import's files: letters, digits and hyphens. */
  readonly importId: string;
}
