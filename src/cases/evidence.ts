import { createHash } from 'node:crypto';
import { AzimuthError } from '../base/errors.ts';
import { type Sha256, isSha256, sha256OfStream } from '../base/hash.ts';
import { type Guard, isCount, isShape, isString } from '../base/guards.ts';
import { discard, temporaryPath } from './files.ts';
import type { WrittenLine } from './journal.ts';
import type { EvidenceEntry } from './journalEntry.ts';
import type { JournalWriter } from './journalWriter.ts';
import { LAYOUT } from './layout.ts';
import type { Storage } from './storage.ts';

const EVIDENCE_NAME = /^([0-9a-f]{64})((?:\.[a-z0-9]{1,8}){0,2})$/;

export const evidencePath = (file: string): string => `${LAYOUT.evidence}/${file}`;

/** The digest that a name in evidence/ promises; undefined for names that nothing here gives. */
export function digestOfEvidenceName(file: string): Sha256 | undefined {
  return EVIDENCE_NAME.exec(file)?.[1];
}

const hasEntryShape = isShape<EvidenceEntry>({
  digest: isSha256,
  file: isString,
  name: isString,
  size: isCount,
});

/** Also that the file is named after the digest, so that an entry can lead nowhere else. */
export const isEvidenceEntry: Guard<EvidenceEntry> = (value): value is EvidenceEntry =>
  hasEntryShape(value) && digestOfEvidenceName(value.file) === value.digest;

/** `.json`, or `.json.gz` for compressed files; lower case, nothing where the original has no plain extension. */
function extensionOf(name: string): string {
  return /(?:\.[a-z0-9]{1,8})?\.(?:gz|zst|bz2)$|\.[a-z0-9]{1,8}$/.exec(name.toLowerCase())?.[0] ?? '';
}

/** Originals, kept under their digest and never changed. */
export class EvidenceStore {
  readonly #storage: Storage;
  readonly #journal: JournalWriter;
  readonly #known: Map<Sha256, EvidenceEntry>;

  /** `lines`: at least the `evidence.added` ones of all writers. */
  constructor(storage: Storage, journal: JournalWriter, lines: readonly WrittenLine[]) {
    this.#storage = storage;
    this.#journal = journal;
    this.#known = evidenceIn(lines);
  }

  entries(): readonly EvidenceEntry[] {
    return [...this.#known.values()];
  }

  get(digest: Sha256): EvidenceEntry | undefined {
    return this.#known.get(digest);
  }

  /**
   * Copies the original into the case and writes it down; `name` is what it is called outside. The same bytes are
   * kept once. The file is read back before it is believed.
   */
  async put(name: string, chunks: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<EvidenceEntry> {
    const plainName = name.split(/[\\/]/).at(-1) ?? '';
    const temporary = await temporaryPath(this.#storage);
    try {
      const { digest, size } = await this.#copy(temporary, chunks, signal);
      const known = this.#known.get(digest);
      if (known && (await this.#storage.stat(evidencePath(known.file)))?.size === size) {
        await this.#storage.remove(temporary);
        return known;
      }
      const entry = {
        digest,
        file: known?.file ?? `${digest}${extensionOf(plainName)}`,
        name: plainName,
        size,
      };
      const written = await sha256OfStream(this.#storage.openRead(temporary), signal);
      if (written.digest !== digest)
        throw new AzimuthError(
          'evidence.copy-differs',
          `The copy of ${plainName} differs from what was read`,
          {
            unharmed: 'nothing was added to the case',
            next: ['Check the disk and try again.'],
          },
        );
      await this.#storage.makeFolder(LAYOUT.evidence);
      await this.#storage.rename(temporary, evidencePath(entry.file));
      await this.#storage.syncFolder(LAYOUT.evidence);
      if (!known) await this.#journal.append('evidence.added', entry);
      this.#known.set(digest, entry);
      return entry;
    } catch (error) {
      await discard(this.#storage, temporary);
      throw error;
    }
  }

  async #copy(
    temporary: string,
    chunks: AsyncIterable<Uint8Array>,
    signal: AbortSignal | undefined,
  ): Promise<{ digest: Sha256; size: number }> {
    const hash = createHash('sha256');
    let size = 0;
    const file = await this.#storage.open(temporary, 'new');
    try {
      for await (const chunk of chunks) {
        signal?.throwIfAborted();
        const written = file.write(chunk);
        hash.update(chunk);
        size += chunk.length;
        await written;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    return { digest: hash.digest('hex'), size };
  }
}

/** What the journals say is in evidence/, by digest; the first to add an original named it. */
function evidenceIn(lines: readonly WrittenLine[]): Map<Sha256, EvidenceEntry> {
  const known = new Map<Sha256, EvidenceEntry>();
  // An entry of another shape was not written by us; verify reports it.
  for (const { kind, data } of lines)
    if (kind === 'evidence.added' && isEvidenceEntry(data) && !known.has(data.digest))
      known.set(data.digest, data);
  return known;
}
