import type { Sha256 } from '../../base/hash.ts';
import type { ImportedFile } from '../../domain/importReport.ts';
import type { TableTally } from '../../domain/tableLoad.ts';
import type { Detection } from '../shapes/shape.ts';
import type { RejectSink } from './ports.ts';

/** What is known of one file (or archive member) while it is imported. */
export class FileProgress {
  readonly path: string;
  readonly digest: Sha256;
  readonly member: string;
  /** Framed so far. */
  records = 0;
  shape = '';
  why = '';
  skipped: string | undefined;
  broken: { readonly at: string; readonly reason: string } | undefined;
  #cutAt: readonly number[] = [];
  readonly #notes = new Set<string>();
  readonly #sink: RejectSink;
  #rejects = 0;

  constructor(path: string, digest: Sha256, member: string, sink: RejectSink) {
    this.path = path;
    this.digest = digest;
    this.member = member;
    this.#sink = sink;
  }

  recognised(shape: string, detection: Detection): void {
    this.shape = shape;
    this.why = detection.why;
    if ('question' in detection) {
      this.skipped = detection.question;
      return;
    }
    this.#cutAt = detection.cutAt ?? [];
    for (const note of detection.notes ?? []) this.note(note);
  }

  note(text: string): void {
    this.#notes.add(text);
  }

  async reject(reject: {
    readonly line: number;
    readonly record: number;
    readonly reason: string;
    readonly text: string;
  }): Promise<void> {
    this.#rejects += 1;
    await this.#sink.write([{ file: this.digest, path: this.path, member: this.member, ...reject }]);
  }

  report(tallies: readonly TableTally[]): ImportedFile {
    const mine =
      this.skipped !== undefined
        ? []
        : tallies.filter(({ file, member }) => file === this.digest && member === this.member);
    return {
      path: this.path,
      digest: this.digest,
      shape: this.shape,
      why: this.why,
      tables: Object.fromEntries(mine.map(({ table, rows, known }) => [table, { rows, known }])),
      rejects: this.#rejects,
      ...(this.broken ? { broken: this.broken } : {}),
      notes: [...this.#notes, ...this.#cut()],
      ...(this.skipped === undefined ? {} : { skipped: this.skipped }),
    };
  }

  #cut(): readonly string[] {
    if (!this.#cutAt.includes(this.records)) return [];
    const records = this.records.toLocaleString('en');
    return [
      `It has exactly ${records} records, at which such an export is cut off: there are probably more. Export shorter ranges of time.`,
    ];
  }
}
