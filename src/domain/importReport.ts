import type { CollectedSlice } from './tenant.ts';

export interface ImportOptions {
  /** Files, folders or globs. */
  readonly paths: readonly string[];
  /** Overrides the detected table. */
  readonly table?: string;
  /** Overrides the detected shape, by id. */
  readonly shape?: string;
  /** Zone of `[Local Time]` columns and zone-less local text, IANA name or offset. Asked for, never assumed. */
  readonly zone?: string;
  /** Order of ambiguous dates. */
  readonly dateOrder?: 'day-first' | 'month-first';
  /** Where the files were fetched from, when Azimuth fetched them. */
  readonly collected?: CollectedSlice;
}

export interface ImportProgress {
  readonly file: string;
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly rows: number;
}

export interface ImportedFile {
  /** As given, with the member after `!` for archives. */
  readonly path: string;
  readonly digest: string;
  readonly shape: string;
  /** Why that shape, in one sentence. */
  readonly why: string;
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly known: number }>>;
  readonly rejects: number;
  /** Set where the file broke off or could not be read to its end. */
  readonly broken?: { readonly at: string; readonly reason: string };
  /** What a person should know: result limit reached, localised dates … */
  readonly notes: readonly string[];
  /** Set where nothing was imported and why (unknown shape, needs a zone …). */
  readonly skipped?: string;
}

export interface ImportReport {
  readonly files: readonly ImportedFile[];
  readonly rows: number;
  /** Rows whose event the case already had. */
  readonly known: number;
  readonly rejects: number;
  readonly cancelled: boolean;
}

/** An import as the case's journals remember it. */
export interface RecordedImport {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly by: string;
  readonly options: ImportOptions;
  readonly report: ImportReport;
}
