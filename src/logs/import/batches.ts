import { hash } from 'node:crypto';
import { type FileHandle, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  BatchReject,
  BatchSegment,
  BatchTurn,
  RecordBatch,
  TableImport,
} from '../../domain/tableLoad.ts';
import { BatchTurns } from './batchTurns.ts';
import { type Frame, MAX_REJECT_TEXT } from '../framing/frame.ts';
import type { NamedRouting } from '../shapes/shape.ts';
import type { FileProgress } from './fileProgress.ts';

/** The smallest batch is this part of the largest. */
const PARTS = 6;

export interface BatchOptions {
  /** Bytes of records per batch: DuckDB loads one at a time and per connection. */
  readonly batchBytes: number;
  /** Loads that may be under way at once. */
  readonly concurrency: number;
}

interface OpenBatch {
  readonly path: string;
  readonly file: FileHandle;
  readonly digests: FileHandle;
  readonly segments: MutableSegment[];
  bytes: number;
  longest: number;
}

interface MutableSegment {
  readonly progress: FileProgress;
  readonly firstRecord: number;
  readonly lines: (readonly number[])[];
  records: number;
}

/** Gathers framed records of many files into batches per routing and loads full ones while the next are written. */
export class Batches {
  readonly #tables: TableImport;
  readonly #options: BatchOptions;
  readonly #signal: AbortSignal | undefined;
  readonly #open = new Map<string, { readonly routing: NamedRouting; readonly batch: OpenBatch }>();
  /** Loads under way and the one that waits for its turn, so that the next batch is gathered while others load. */
  readonly #loading = new Set<Promise<void>>();
  readonly #waiting: (() => void)[] = [];
  readonly #turns = new BatchTurns();
  /** Ids of the routings of which a batch was started. */
  readonly #met = new Set<string>();
  #progress = { done: 0, total: 0 };
  /** Of all records so far. */
  #bytes = 0;
  #busy = 0;
  #records = 0;
  #failure: { readonly error: unknown } | undefined;
  #count = 0;

  constructor(tables: TableImport, options: BatchOptions, signal: AbortSignal | undefined) {
    this.#tables = tables;
    this.#options = options;
    this.#signal = signal;
  }

  /** Stored bytes of all files: those read, and all there are. */
  progressed(done: number, total: number): void {
    this.#progress = { done, total };
  }

  /** Of all files so far. */
  get records(): number {
    return this.#records;
  }

  async add(
    routing: NamedRouting,
    progress: FileProgress,
    { block, lines, longest }: Extract<Frame, { kind: 'records' }>,
  ): Promise<void> {
    this.#check();
    const entry = this.#open.get(routing.id) ?? { routing, batch: await this.#create() };
    this.#open.set(routing.id, entry);
    const { batch } = entry;
    const segment = batch.segments.at(-1)?.progress === progress ? batch.segments.at(-1) : undefined;
    if (segment) {
      segment.lines.push(lines);
      segment.records += lines.length;
    } else
      batch.segments.push({
        progress,
        firstRecord: progress.records + 1,
        lines: [lines],
        records: lines.length,
      });
    progress.records += lines.length;
    this.#records += lines.length;
    const written = batch.file.appendFile(block);
    const digests = digestsOf(block);
    await written;
    await batch.digests.appendFile(digests);
    batch.bytes += block.length;
    this.#bytes += block.length;
    batch.longest = Math.max(batch.longest, longest);
    if (batch.bytes < this.#limit(routing)) return;
    this.#open.delete(routing.id);
    await this.#start(entry.routing, batch);
  }

  /** A Parquet file is a batch of its own. */
  async addParquet(
    routing: NamedRouting,
    progress: FileProgress,
    path: string,
    records: number,
  ): Promise<void> {
    const segment = { progress, firstRecord: 1, lines: [], records };
    progress.records += records;
    this.#records += records;
    const turn = this.#turns.next();
    const batch = { kind: 'parquet', path, longest: 0, routing, segments: [segmentOf(segment)] } as const;
    await this.#load(batch, [segment], turn).finally(() => turn.named());
  }

  describeParquet(path: string): ReturnType<TableImport['describeParquet']> {
    return this.#tables.describeParquet(path);
  }

  async finish(): Promise<void> {
    for (const { routing, batch } of [...this.#open.values()]) await this.#start(routing, batch);
    this.#open.clear();
    await Promise.all(this.#loading);
    this.#check();
  }

  /** After a failure: waits until no load is under way. */
  async abandon(): Promise<void> {
    for (const { batch } of this.#open.values()) await closed(batch);
    this.#open.clear();
    await Promise.allSettled(this.#loading);
  }

  async #create(): Promise<OpenBatch> {
    this.#count += 1;
    const path = join(this.#tables.scratch, `batch-${this.#count}.ndjson`);
    return {
      path,
      file: await open(path, 'wx'),
      digests: await open(digestsPath(path), 'wx'),
      segments: [],
      bytes: 0,
      longest: 0,
    };
  }

  /**
   * The first batch of a routing is small: loads begin early, and what it teaches about the records is known when the next is
   * read. Not where columns get their types from the first batch, which should see as many values as it can. The last ones
   * are small, so that all loads end at about the same time.
   */
  #limit(routing: NamedRouting): number {
    const { batchBytes, concurrency } = this.#options;
    if (routing.isOpen === true) return batchBytes;
    const least = batchBytes / PARTS;
    return this.#met.has(routing.id)
      ? Math.max(least, Math.min(batchBytes, this.#bytesToCome() / concurrency))
      : least;
  }

  /** As many bytes of records for each stored byte as before. */
  #bytesToCome(): number {
    const { done, total } = this.#progress;
    return done === 0 ? Infinity : ((total - done) * this.#bytes) / done;
  }

  async #start(routing: NamedRouting, batch: OpenBatch): Promise<void> {
    this.#met.add(routing.id);
    await closed(batch);
    while (this.#loading.size > this.#options.concurrency) await Promise.race(this.#loading);
    this.#check();
    const segments = batch.segments.map(segmentOf);
    const digests = digestsPath(batch.path);
    const turn = this.#turns.next();
    const work = this.#whenFree(() =>
      this.#load(
        { kind: 'ndjson', path: batch.path, digests, longest: batch.longest, routing, segments },
        batch.segments,
        turn,
      ),
    )
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        turn.named();
        this.#loading.delete(work);
      });
    this.#loading.add(work);
  }

  async #whenFree(load: () => Promise<void>): Promise<void> {
    if (this.#busy >= this.#options.concurrency)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#busy += 1;
    try {
      this.#check();
      await load();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy -= 1;
    }
  }

  async #load(batch: RecordBatch, segments: readonly MutableSegment[], turn: BatchTurn): Promise<void> {
    const result = await this.#tables.load(batch, turn, this.#signal);
    for (const { segment, text } of result.notes) segments[segment]?.progress.note(text);
    if (result.rejects.length > 0) await reportRejects(batch, segments, result.rejects);
    if (batch.kind === 'ndjson')
      for (const path of [batch.path, digestsPath(batch.path)]) await rm(path, { force: true });
  }

  #check(): void {
    if (this.#failure) throw this.#failure.error;
    this.#signal?.throwIfAborted();
  }
}

const digestsPath = (path: string): string => `${path}.sha256`;

async function closed({ file, digests }: OpenBatch): Promise<void> {
  await file.close();
  await digests.close();
}

const LF = 10;
const isSpace = (byte: number | undefined): boolean => byte === 32 || byte === 9 || byte === 13;

/** Of each record of the block, without the white space around it, a line each. Node's SHA-256 is far faster than DuckDB's. */
function digestsOf(block: Buffer): string {
  let digests = '';
  for (let start = 0; start < block.length; ) {
    const found = block.indexOf(LF, start);
    const next = found < 0 ? block.length : found + 1;
    let end = found < 0 ? block.length : found;
    while (start < end && isSpace(block[start])) start++;
    while (end > start && isSpace(block[end - 1])) end--;
    if (end > start) digests += `${hash('sha256', block.subarray(start, end), 'hex')}\n`;
    start = next;
  }
  return digests;
}

function segmentOf({ progress, firstRecord, records }: MutableSegment): BatchSegment {
  return { file: progress.digest, member: progress.member, firstRecord, records };
}

/** Finds each rejected record's file, line and text again. */
async function reportRejects(
  batch: RecordBatch,
  segments: readonly MutableSegment[],
  rejects: readonly BatchReject[],
): Promise<void> {
  const texts =
    batch.kind === 'ndjson'
      ? await recordTexts(batch.path, new Set(rejects.map(({ record }) => record)))
      : new Map<number, string>();
  let before = 0;
  let next = 0;
  for (const segment of segments) {
    const lines = segment.lines.flat();
    const end = before + segment.records;
    for (; next < rejects.length && (rejects[next]?.record ?? 0) <= end; next++) {
      const reject = rejects[next];
      if (!reject) continue;
      const index = reject.record - before - 1;
      await segment.progress.reject({
        line: lines[index] ?? reject.record,
        record: segment.firstRecord + index,
        reason: reject.reason,
        text: texts.get(reject.record) ?? '',
      });
    }
    before = end;
  }
}

async function recordTexts(path: string, wanted: ReadonlySet<number>): Promise<ReadonlyMap<number, string>> {
  const texts = new Map<number, string>();
  const data = await readFile(path);
  let record = 0;
  for (let start = 0; start < data.length; ) {
    const found = data.indexOf(10, start);
    const end = found < 0 ? data.length : found;
    const line = data.subarray(start, end);
    if (line.some((byte) => byte > 32)) {
      record += 1;
      if (wanted.has(record)) texts.set(record, line.subarray(0, MAX_REJECT_TEXT).toString('utf8').trimEnd());
    }
    start = end + 1;
  }
  return texts;
}
