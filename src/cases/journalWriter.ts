import { AzimuthError } from '../base/errors.ts';
import { sha256 } from '../base/hash.ts';
import { Serial } from '../base/serial.ts';
import { readWhole, writeAtomic } from './files.ts';
import type { JournalEntries, JournalKind } from './journalEntry.ts';
import { decodeHead, encodeHead, encodeLine, type JournalHead } from './journalLine.ts';
import { type JournalScan, scanJournal } from './journalScan.ts';
import { LAYOUT } from './layout.ts';
import type { CaseLock } from './lock.ts';
import type { Storage } from './storage.ts';
import { chooseWriter, type WriterIdentity, tipPath } from './writerChoice.ts';
import { headPath, journalPath, parseJournalFile, tornPath } from './writerName.ts';

const MAX_TORN_BYTES = 65 << 20;

/** The chain that is being written: where it ends on the disk. */
interface Chain {
  readonly writer: string;
  readonly lock: CaseLock;
  tip: JournalHead;
  size: number;
}

/**
 * Appends to this session's own journal. A line counts once it is on the disk and its head after it; `append`
 * resolves then. Where it rejects, the line is not in the journal, or (only when taking it back failed too) the
 * writer refuses to go on and the next opening of the case decides.
 */
export class JournalWriter {
  /** What was found and done at opening, in sentences. */
  readonly warnings: readonly string[];
  readonly #storage: Storage;
  readonly #identity: WriterIdentity;
  readonly #serial = new Serial();
  #chain: Chain;
  #opened = false;
  #broken: unknown;

  private constructor(storage: Storage, identity: WriterIdentity, chain: Chain, warnings: string[]) {
    this.#storage = storage;
    this.#identity = identity;
    this.#chain = chain;
    this.warnings = warnings;
  }

  /** Takes a journal of this person on this machine, putting a torn last line aside; see chooseWriter. */
  static async open(storage: Storage, identity: WriterIdentity): Promise<JournalWriter> {
    const warnings: string[] = [];
    const { lock, scan } = await chooseWriter(storage, identity, warnings);
    try {
      const torn = await setTornLineAside(storage, identity.caseId, scan, warnings);
      const chain = { writer: scan.writer, lock, tip: scan.tip, size: scan.size };
      const journal = new JournalWriter(storage, identity, chain, warnings);
      if (scan.tip.count > (scan.head?.count ?? 0)) await journal.#writeHead(scan.tip);
      for (const entry of torn) await journal.append('journal.torn', entry);
      return journal;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  get writer(): string {
    return this.#chain.writer;
  }

  append<K extends JournalKind>(kind: K, data: JournalEntries[K]): Promise<void> {
    return this.#serial.run(async () => {
      if (this.#broken !== undefined) throw this.#refusal();
      await this.#followBranch();
      if (!this.#opened) {
        await this.#write('session.opened', { heads: await otherHeads(this.#storage, this.writer) });
        this.#opened = true;
      }
      await this.#write(kind, data);
    });
  }

  async close(): Promise<void> {
    await this.#serial.run(() => this.#chain.lock.release());
  }

  async #write<K extends JournalKind>(kind: K, data: JournalEntries[K]): Promise<void> {
    const { writer, tip, size } = this.#chain;
    const at = this.#identity.now().toISOString();
    const { text, hash } = encodeLine({ at, kind, n: tip.count + 1, prev: tip.hash, data });
    const bytes = Buffer.from(`${text}\n`);
    const next = { count: tip.count + 1, hash };
    if (tip.count === 0) await this.#writeHead(tip);
    try {
      await this.#appendBytes(bytes);
      await this.#writeHead(next);
    } catch (error) {
      if (!(await this.#takeBack(next))) throw error;
    }
    this.#chain = { ...this.#chain, tip: next, size: size + bytes.length };
    try {
      await writeAtomic(this.#storage, tipPath(writer), encodeHead(next), { durable: false });
    } catch {
      // Only a hint: without it the next session of this working copy starts a journal of its own.
    }
  }

  async #appendBytes(bytes: Buffer): Promise<void> {
    await this.#storage.makeFolder(LAYOUT.journal);
    const file = await this.#storage.open(journalPath(this.writer), 'append');
    try {
      await file.write(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    if (this.#chain.size === 0) await this.#storage.syncFolder(LAYOUT.journal);
  }

  async #writeHead(head: JournalHead): Promise<void> {
    await writeAtomic(this.#storage, headPath(this.writer), encodeHead(head));
  }

  /**
   * After a failed append: cuts the journal back to its last good line. True where the head of the new line did
   * reach its place, so that the line stands. Never cuts below what the head says.
   */
  async #takeBack(next: JournalHead): Promise<boolean> {
    const { writer, size } = this.#chain;
    try {
      const bytes = await readWhole(this.#storage, headPath(writer), 4096);
      if (bytes && decodeHead(bytes)?.count === next.count) return true;
      if (((await this.#storage.stat(journalPath(writer)))?.size ?? 0) !== size) {
        const file = await this.#storage.open(journalPath(writer), 'edit');
        try {
          await file.truncate(size);
          await file.sync();
        } finally {
          await file.close();
        }
      }
      return false;
    } catch (error) {
      this.#broken = error;
      return false;
    }
  }

  /** Where git put another branch under an open case, the journal on disk is no longer the one we wrote. */
  async #followBranch(): Promise<void> {
    const { writer, tip, size, lock } = this.#chain;
    const onDisk = (await this.#storage.stat(journalPath(writer)))?.size ?? 0;
    const bytes = tip.count === 0 ? undefined : await readWhole(this.#storage, headPath(writer), 4096);
    if (onDisk === size && (tip.count === 0 || (bytes && decodeHead(bytes)?.hash === tip.hash))) return;
    await lock.release();
    const chosen = await chooseWriter(this.#storage, this.#identity, []);
    this.#chain = {
      writer: chosen.scan.writer,
      lock: chosen.lock,
      tip: chosen.scan.tip,
      size: chosen.scan.size,
    };
    this.#opened = false;
  }

  #refusal(): AzimuthError {
    return new AzimuthError(
      'journal.writer-failed',
      `${journalPath(this.writer)} could not be brought back to its last good line after a failed write`,
      { unharmed: 'every line before it is intact', next: ['Close the case and open it again.'] },
      { cause: this.#broken },
    );
  }
}

/**
 * Copies a torn last line into a file of its own, then cuts it off. Gives what the journal has yet to say: also of
 * a line put aside by an earlier opening that was killed before it could say so.
 */
async function setTornLineAside(
  storage: Storage,
  caseId: string,
  { writer, tail, size }: JournalScan,
  warnings: string[],
): Promise<readonly JournalEntries['journal.torn'][]> {
  const recorded = new Set<unknown>();
  await scanJournal(storage, caseId, writer, ({ kind, data }) => {
    if (kind === 'journal.torn') recorded.add(data['file']);
  });
  const aside: JournalEntries['journal.torn'][] = [];
  let last = 0;
  for (const { name } of await storage.list(LAYOUT.journal)) {
    const parsed = parseJournalFile(name);
    if (parsed?.kind !== 'torn' || parsed.writer !== writer) continue;
    last = Math.max(last, parsed.n);
    const file = tornPath(writer, parsed.n);
    const bytes = recorded.has(file) ? undefined : await readWhole(storage, file, MAX_TORN_BYTES);
    if (bytes) aside.push({ file, digest: sha256(bytes), size: bytes.length });
  }
  if (tail.length > 0) {
    const digest = sha256(tail);
    const file = tornPath(writer, last + 1);
    // A kill between copying and cutting left the copy already.
    if (!aside.some((entry) => entry.digest === digest)) {
      await writeAtomic(storage, file, tail);
      aside.push({ file, digest, size: tail.length });
    }
    const journal = await storage.open(journalPath(writer), 'edit');
    try {
      await journal.truncate(size);
      await journal.sync();
    } finally {
      await journal.close();
    }
  }
  for (const { file, size: bytes } of aside)
    warnings.push(
      `The last line of ${journalPath(writer)} was cut off while it was being written. Its ${bytes} bytes were put aside in ${file}; every line before it is intact.`,
    );
  return aside;
}

/** How far the other writers' journals have come; a journal that goes back later is found by it. */
async function otherHeads(
  storage: Storage,
  self: string,
): Promise<JournalEntries['session.opened']['heads']> {
  const heads: Record<string, JournalHead & Record<string, string | number>> = {};
  for (const { name } of await storage.list(LAYOUT.journal)) {
    const writer = name.endsWith('.head') ? name.slice(0, -'.head'.length) : self;
    if (writer === self) continue;
    const bytes = await readWhole(storage, headPath(writer), 4096);
    const head = bytes && decodeHead(bytes);
    if (head && head.count > 0) heads[writer] = { count: head.count, hash: head.hash };
  }
  return heads;
}
