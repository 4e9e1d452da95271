import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AzimuthError } from '../../base/errors.ts';
import type { Completeness, TimeWindow } from '../../domain/answer.ts';
import type { ImportOptions, ImportReport } from '../../domain/importReport.ts';
import type { CollectedSlice, Collection } from '../../domain/tenant.ts';
import { uncovered } from '../../domain/windows.ts';
import { type Counted, halves, slicesOf } from './slices.ts';

/** Where rows come from: a table of a connection, or a log of Graph or ARM. */
export interface CollectSource {
  readonly connection: string;
  readonly table: string;
  /** The window in spans in order, each with its rows as the service counts them. */
  count(window: TimeWindow, signal: AbortSignal | undefined): Promise<readonly Counted[]>;
  /** Writes the service's answer for the window to `file`, as it came. */
  fetch(window: TimeWindow, file: string, signal: AbortSignal | undefined): Promise<Fetched>;
}

export interface Fetched {
  readonly query: string;
  readonly rows: number;
  readonly digest: string;
  readonly completeness: Completeness;
}

/** As much of a case's session as collecting needs. */
export interface CollectInto {
  /** Writes down that a window is being collected, and that it has been: what lies between is shown as in part. */
  recordCollection(collection: Collection, state: 'started' | 'done'): Promise<void>;
  collected(connection: string, table: string): Promise<readonly CollectedSlice[]>;
  import(options: ImportOptions, onProgress: () => void, signal?: AbortSignal): Promise<ImportReport>;
}

export interface CollectProgress {
  readonly rows: number;
  /** undefined where the service does not count. */
  readonly of: number | undefined;
  readonly until: string;
}

export interface CollectReport {
  readonly rows: number;
  /** Rows that the case had already. */
  readonly known: number;
  readonly rejects: number;
  readonly slices: number;
  /** Slices that an earlier run had fetched. */
  readonly skipped: number;
  /** Where the service's count and what came differ, in sentences. */
  readonly differences: readonly string[];
}

/** Rows of one slice at most: well under every service's limits. */
const MOST_ROWS = 20_000;

/**
 * Fetches a window slice by slice and imports each, so that what was fetched stays when the rest fails; run again, it goes on
 * where it ended. A slice that comes back cut is halved.
 */
export async function collect(
  source: CollectSource,
  into: CollectInto,
  window: TimeWindow,
  onProgress: (progress: CollectProgress) => void,
  signal?: AbortSignal,
  mostRows = MOST_ROWS,
): Promise<CollectReport> {
  const { connection, table } = source;
  await into.recordCollection({ connection, table, window }, 'started');
  const before = await into.collected(connection, table);
  const left = uncovered(
    window,
    before.map((slice) => slice.window),
  );
  const planned: Counted[] = [];
  for (const part of left) planned.push(...slicesOf(part, await source.count(part, signal), mostRows));
  const total = planned.some(({ rows }) => rows === undefined)
    ? undefined
    : planned.reduce((sum, { rows = 0 }) => sum + rows, 0);
  const folder = await mkdtemp(join(tmpdir(), 'azimuth-collect-'));
  const report = { rows: 0, known: 0, rejects: 0, slices: 0 };
  const differences: string[] = [];
  try {
    for (let next = planned.shift(); next; next = planned.shift()) {
      const { rows: counted, ...slice } = next;
      signal?.throwIfAborted();
      onProgress({ rows: report.rows + report.known, of: total, until: slice.start });
      if (counted === 0) continue;
      const file = join(folder, `${source.table}-${slice.start.replace(/[^\dTZ]/g, '')}.json`);
      const fetched = await source.fetch(slice, file, signal);
      if (fetched.completeness.state !== 'complete') {
        const parts = halves(slice);
        if (!parts) throw neverWhole(source, slice, fetched.completeness.reason);
        const [first, second] = parts;
        planned.unshift({ ...first, rows: undefined }, { ...second, rows: undefined });
        continue;
      }
      if (counted !== undefined && counted !== fetched.rows)
        differences.push(
          `From ${slice.start} to ${slice.end} the service counted ${counted} rows and sent ${fetched.rows}; rows may have arrived in between.`,
        );
      if (fetched.rows > 0) {
        const collected: CollectedSlice = {
          connection: source.connection,
          table: source.table,
          query: fetched.query,
          window: slice,
          counted: counted ?? fetched.rows,
          rows: fetched.rows,
          digest: fetched.digest,
        };
        const done = await into.import(
          { paths: [file], table: source.table, collected },
          () => undefined,
          signal,
        );
        if (done.cancelled) throw new DOMException('cancelled', 'AbortError');
        const skipped = done.files.find((each) => each.skipped !== undefined || each.broken !== undefined);
        if (skipped) throw notImported(source, skipped.skipped ?? skipped.broken?.reason ?? '');
        report.rows += done.rows;
        report.known += done.known;
        report.rejects += done.rejects;
      }
      report.slices++;
      await rm(file, { force: true });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await into.recordCollection({ connection, table, window }, 'done');
  return { ...report, skipped: before.length, differences };
}

function neverWhole(
  { table, connection }: CollectSource,
  { start, end }: TimeWindow,
  why: string,
): AzimuthError {
  return new AzimuthError(
    'collect.cut',
    `${connection} gives ${table} from ${start} to ${end} only in part, however short the window: ${why}`,
    { unharmed: 'what was fetched before is in the case', next: ['Collect the time before and after it.'] },
  );
}

function notImported({ table }: CollectSource, why: string): AzimuthError {
  return new AzimuthError('collect.not-imported', `An answer for ${table} could not be imported: ${why}`, {
    unharmed: 'what was fetched before is in the case',
    next: ['Report it with the log.'],
  });
}
