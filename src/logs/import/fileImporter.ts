import { AzimuthError } from '../../base/errors.ts';
import type { Sha256 } from '../../base/hash.ts';
import type { ImportOptions } from '../../domain/importReport.ts';
import { type ByteSource, fileSource, packingOf, readHead, unpacked } from '../framing/byteSource.ts';
import type { Frame } from '../framing/frame.ts';
import { frameCsv } from '../framing/frameCsv.ts';
import { frameDocuments } from '../framing/frameDocuments.ts';
import { frameLines } from '../framing/frameLines.ts';
import { TextSource } from '../framing/textSource.ts';
import { withZipMembers } from '../framing/zipMembers.ts';
import { dateOrderOf, needsDateOrder } from './dateOrder.ts';
import { chooseShape } from '../shapes/index.ts';
import type { NamedRouting, Sample } from '../shapes/shape.ts';
import type { Batches } from './batches.ts';
import { FileProgress } from './fileProgress.ts';
import { type FoundFile, unreadable } from './findFiles.ts';
import type { ImportPorts } from './ports.ts';
import { OFFICE, OFFICE_MEMBER, emptyAnswer, noRecords } from './notLogs.ts';
import { SAMPLE_BYTES, sniff } from './sniff.ts';

/** Imports one file the person named, and the members of it where it is an archive. */
export class FileImporter {
  readonly #options: ImportOptions;
  readonly #ports: ImportPorts;
  readonly #batches: Batches;
  readonly #files: FileProgress[];
  /** Paths of the files before, by digest. */
  readonly #originals: Map<Sha256, string>;
  readonly #tell: (bytesDone: number) => void;
  readonly #signal: AbortSignal | undefined;
  #bytesDone = 0;

  constructor(
    options: ImportOptions,
    ports: ImportPorts,
    batches: Batches,
    files: FileProgress[],
    originals: Map<Sha256, string>,
    tell: (bytesDone: number) => void,
    signal: AbortSignal | undefined,
  ) {
    this.#options = options;
    this.#ports = ports;
    this.#batches = batches;
    this.#files = files;
    this.#originals = originals;
    this.#tell = tell;
    this.#signal = signal;
  }

  async run(file: FoundFile): Promise<void> {
    const shown = file.path.replaceAll('\\', '/');
    const original = file.problem === undefined ? await this.#keep(file.path) : file.problem;
    if (typeof original === 'string') {
      this.#begin(shown, '', '').skipped = original;
      return;
    }
    const twin = this.#originals.get(original.digest) ?? shown;
    if (twin !== shown) {
      this.#begin(shown, original.digest, '').skipped = `It has the same bytes as ${twin}.`;
      return;
    }
    this.#originals.set(original.digest, shown);
    const packing = packingOf(await readHead(original.path, 4));
    const source = fileSource(original.path, file.size);
    if (packing === 'zip') await this.#archive(shown, original.path, original.digest);
    else if (packing === 'parquet') {
      const progress = this.#begin(shown, original.digest, '');
      await this.#guarded(progress, () => this.#parquet(progress, original.path));
    } else {
      const progress = this.#begin(shown, original.digest, '');
      await this.#guarded(progress, () => this.#importText(progress, this.#text(shown, source)));
    }
  }

  /** A sentence where the file cannot be read. */
  async #keep(path: string): Promise<Awaited<ReturnType<ImportPorts['evidence']['put']>> | string> {
    try {
      return await this.#ports.evidence.put(path, this.#signal);
    } catch (error) {
      // The case's own disk fails with errors of ours; what has a number of the system's is the file.
      if (error instanceof AzimuthError || !(error instanceof Error) || !('errno' in error)) throw error;
      return unreadable(error);
    }
  }

  #begin(path: string, digest: Sha256, member: string): FileProgress {
    const progress = new FileProgress(path, digest, member, this.#ports.rejects);
    this.#files.push(progress);
    return progress;
  }

  async #archive(shown: string, path: string, digest: Sha256): Promise<void> {
    try {
      await withZipMembers(
        path,
        async (members, problem) => {
          if (members.some(({ name }) => name === OFFICE_MEMBER)) {
            this.#begin(shown, digest, '').skipped = OFFICE;
            return;
          }
          for (const member of members) {
            const progress = this.#begin(`${shown}!${member.name}`, digest, member.name);
            if ('refused' in member) progress.skipped = member.refused;
            else
              await this.#guarded(progress, () =>
                this.#importText(progress, this.#text(member.name, member.source)),
              );
          }
          if (problem !== undefined)
            this.#begin(shown, digest, '').broken = { at: 'its list of members', reason: problem };
        },
        this.#signal,
      );
    } catch (error) {
      if (!(error instanceof AzimuthError) || !ARCHIVE_FAILURES.has(error.code)) throw error;
      this.#begin(shown, digest, '').skipped = error.message;
    }
  }

  /** A file that cannot be read is told of in the report; the others go on. */
  async #guarded(progress: FileProgress, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof AzimuthError) || !FILE_FAILURES.has(error.code)) throw error;
      progress.broken = {
        at: progress.records === 0 ? 'its beginning' : `the end of record ${progress.records}`,
        reason: error.message,
      };
    }
  }

  #text(name: string, source: ByteSource): TextImport {
    return {
      name,
      source: new TextSource((signal, onRead) =>
        unpacked(source.open(signal, onRead), () => source.open(signal)),
      ),
    };
  }

  async #importText(progress: FileProgress, text: TextImport): Promise<void> {
    const head = await headOf(text.source, this.#signal);
    const sample = await sniff(text.name.replace(/\.gz$/i, ''), head);
    const skipped = sample ? emptyAnswer(sample, head) : noRecords(head);
    if (!sample || skipped !== undefined) {
      progress.skipped = skipped;
      return;
    }
    const routing = await this.#route(progress, sample, text);
    if (!routing) return;
    const onRead = (bytes: number): void => {
      this.#bytesDone += bytes;
      this.#tell(this.#bytesDone);
    };
    const whole = upToDamage(text.source.open(this.#signal, onRead));
    for await (const frame of framesOf(sample, whole.bytes)) {
      this.#signal?.throwIfAborted();
      await this.#take(progress, routing, frame);
    }
    if (text.source.isWindows1252) progress.note(WINDOWS_1252);
    whole.rethrow();
  }

  async #route(progress: FileProgress, sample: Sample, text: TextImport): Promise<NamedRouting | undefined> {
    const said = this.#options.dateOrder;
    const dates =
      sample.format === 'csv' && said === undefined
        ? await dateOrderOf(sample, () => text.source.open(this.#signal))
        : undefined;
    const order = said ?? dates?.order;
    const { shape, detection } = chooseShape(sample, {
      ...(this.#options.table === undefined ? {} : { table: this.#options.table }),
      ...(this.#options.shape === undefined ? {} : { shape: this.#options.shape }),
      ...(this.#options.zone === undefined ? {} : { zone: this.#options.zone }),
      ...(order === undefined ? {} : { dateOrder: order }),
    });
    progress.recognised(shape.id, detection);
    if ('question' in detection) return undefined;
    if (dates && order === undefined && needsDateOrder(detection.routing, sample, dates.columns)) {
      progress.skipped =
        'Its dates can be read with the day or with the month first, and no date tells which: say so (--date-order day-first or month-first).';
      return undefined;
    }
    return detection.routing;
  }

  async #take(progress: FileProgress, routing: NamedRouting, frame: Frame): Promise<void> {
    switch (frame.kind) {
      case 'records':
        return this.#batches.add(routing, progress, frame);
      case 'reject':
        return progress.reject({ line: frame.line, record: 0, reason: frame.reason, text: frame.text });
      case 'broken':
        progress.broken ??= { at: frame.at, reason: frame.reason };
        return;
      case 'note':
        progress.note(frame.text);
    }
  }

  async #parquet(progress: FileProgress, path: string): Promise<void> {
    const { columns, rows } = await this.#batches.describeParquet(path);
    const sample: Sample = {
      path: progress.path,
      format: 'parquet',
      layout: { kind: 'roots' },
      meta: {},
      records: [Object.fromEntries(columns.map(({ name }) => [name, '']))],
      header: columns.map(({ name }) => name),
      types: Object.fromEntries(columns.map(({ name, type }) => [name, type])),
    };
    const { shape, detection } = chooseShape(sample, this.#options);
    progress.recognised(shape.id, detection);
    if ('routing' in detection) await this.#batches.addParquet(detection.routing, progress, path, rows);
  }
}

interface TextImport {
  /** Of the file or the member, for what its name says. */
  readonly name: string;
  readonly source: TextSource;
}

const WINDOWS_1252 =
  'It is not UTF-8: it was read as Windows-1252, as spreadsheets and PowerShell of Western Europe save texts. Where its letters are wrong, save it as UTF-8 and import that.';

const ARCHIVE_FAILURES: ReadonlySet<string> = new Set([
  'import.broken-zip',
  'import.decompression-bomb',
  'import.zip-too-many',
]);

const FILE_FAILURES: ReadonlySet<string> = new Set([
  'import.broken-avro',
  'import.broken-gzip',
  'import.broken-zip',
  'import.cut-text',
  'import.decompression-bomb',
  'import.nested-archive',
  'import.bad-parquet',
]);

/** Bytes that end where their source is damaged, so that what came before is framed; `rethrow` tells of the damage. */
function upToDamage(source: AsyncIterable<Buffer>): {
  readonly bytes: AsyncGenerator<Buffer>;
  rethrow(): void;
} {
  let failure: AzimuthError | undefined;
  const bytes = (async function* (): AsyncGenerator<Buffer> {
    try {
      yield* source;
    } catch (error) {
      if (!(error instanceof AzimuthError) || !FILE_FAILURES.has(error.code)) throw error;
      failure = error;
    }
  })();
  return {
    bytes,
    rethrow: () => {
      if (failure) throw failure;
    },
  };
}

async function headOf(text: TextSource, signal: AbortSignal | undefined): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of text.open(signal)) {
      parts.push(Buffer.from(chunk));
      size += chunk.length;
      if (size >= SAMPLE_BYTES) break;
    }
  } catch (error) {
    // The import itself comes upon the damage again and tells of it, with what is before it.
    if (!(error instanceof AzimuthError) || !FILE_FAILURES.has(error.code) || size === 0) throw error;
  }
  return Buffer.concat(parts).subarray(0, SAMPLE_BYTES);
}

function framesOf(sample: Sample, bytes: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  if (sample.format === 'csv') return frameCsv(bytes);
  return sample.format === 'json-lines' ? frameLines(bytes) : frameDocuments(bytes, sample.layout);
}
