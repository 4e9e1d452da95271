import { AzimuthError } from '../../base/errors.ts';
import { readWhole, writeAtomic } from '../../cases/files.ts';
import { LAYOUT } from '../../cases/layout.ts';
import type { Storage } from '../../cases/storage.ts';
import { isResultHead, isResultId } from '../../domain/answerGuards.ts';
import type { ResultHead } from '../../domain/result.ts';

const MAX_HEAD_BYTES = 4 << 20;
/** Answers past these are forgotten, the oldest first; running a cell again makes its answer anew. */
const MAX_RESULTS = 300;
const MAX_BYTES = 8 * 2 ** 30;

interface Kept {
  readonly head: ResultHead;
  readonly bytes: number;
  /** Its rows are to be brought from elsewhere first. */
  readonly away?: true;
}

/** Answers that are not in derived/ and can be brought there. */
export interface AwayAnswers {
  heads(): Promise<readonly ResultHead[]>;
  /** Writes the rows to an absolute path. */
  bring(head: ResultHead, place: string): Promise<void>;
}

/** The answers in derived/results: `<id>/result.json` and `<id>/rows.parquet`. One without its head is none. */
export class ResultStore {
  readonly #storage: Storage;
  readonly #away: AwayAnswers;
  readonly #coming = new Map<string, Promise<void>>();
  #kept: Promise<Map<string, Kept>> | undefined;

  constructor(storage: Storage, away: AwayAnswers) {
    this.#storage = storage;
    this.#away = away;
  }

  /** The absolute path at which the rows of a new answer are to be written. */
  async place(id: string): Promise<string> {
    await this.#storage.makeFolder(folderOf(id));
    return this.#storage.absolute(rowsPath(id));
  }

  /** Makes an answer of what was written at its place, and forgets old ones. */
  async add(head: ResultHead): Promise<void> {
    const kept = await this.#all();
    await writeAtomic(this.#storage, headPath(head.id), JSON.stringify(head), { durable: false });
    kept.set(head.id, { head, bytes: await this.#sizeOf(head.id) });
    await this.#forgetOld(kept);
  }

  async discard(id: string): Promise<void> {
    (await this.#all()).delete(id);
    await this.#storage.removeTree(folderOf(id));
  }

  async find(id: string): Promise<ResultHead | undefined> {
    const known = (await this.#all()).get(id)?.head;
    // Another window's session may have made it since.
    return known ?? (isResultId(id) ? (await this.#read(id))?.head : undefined);
  }

  /** With its rows in their place. Rejects with `result.gone` where it is no longer kept. */
  async get(id: string): Promise<ResultHead> {
    const head = await this.find(id);
    if (head && (await this.#all()).get(id)?.away === true) await this.#bring(head);
    if (head) return head;
    throw new AzimuthError('result.gone', 'The rows of this answer are no longer kept.', {
      unharmed: 'the logs of the case are as they were',
      next: ['Run the cell again.'],
    });
  }

  /** The newest first. */
  async list(): Promise<readonly ResultHead[]> {
    return newestFirst(await this.#all()).map(({ head }) => head);
  }

  /** The newest answer to each of these origins. */
  async newest(origins: readonly string[]): Promise<readonly (ResultHead | null)[]> {
    const newest = new Map<string, ResultHead>();
    for (const { head } of (await this.#all()).values()) {
      const other = head.origin === null ? undefined : newest.get(head.origin);
      if (head.origin !== null && (!other || other.ranAt < head.ranAt)) newest.set(head.origin, head);
    }
    return origins.map((origin) => newest.get(origin) ?? null);
  }

  #all(): Promise<Map<string, Kept>> {
    return (this.#kept ??= this.#readAll());
  }

  #bring(head: ResultHead): Promise<void> {
    const coming = this.#coming.get(head.id) ?? this.#bringNow(head);
    this.#coming.set(head.id, coming);
    return coming.finally(() => this.#coming.delete(head.id));
  }

  async #bringNow(head: ResultHead): Promise<void> {
    try {
      await this.#away.bring(head, await this.place(head.id));
      await this.add(head);
    } catch (error) {
      await this.discard(head.id);
      throw error;
    }
  }

  async #readAll(): Promise<Map<string, Kept>> {
    const kept = new Map<string, Kept>();
    for (const { name, kind } of await this.#storage.list(LAYOUT.results)) {
      const found = kind === 'folder' && isResultId(name) ? await this.#read(name) : undefined;
      if (found) kept.set(name, found);
    }
    for (const head of await this.#away.heads())
      if (!kept.has(head.id)) kept.set(head.id, { head, bytes: 0, away: true });
    return kept;
  }

  async #read(id: string): Promise<Kept | undefined> {
    const bytes = await readWhole(this.#storage, headPath(id), MAX_HEAD_BYTES);
    if (!bytes) return undefined;
    try {
      const head: unknown = JSON.parse(bytes.toString('utf8'));
      return isResultHead(head) && head.id === id ? { head, bytes: await this.#sizeOf(id) } : undefined;
    } catch {
      return undefined;
    }
  }

  async #sizeOf(id: string): Promise<number> {
    return (await this.#storage.stat(rowsPath(id)))?.size ?? 0;
  }

  async #forgetOld(kept: Map<string, Kept>): Promise<void> {
    let bytes = 0;
    for (const [index, each] of newestFirst(kept).entries()) {
      bytes += each.bytes;
      if (index > 0 && (index >= MAX_RESULTS || bytes > MAX_BYTES)) await this.discard(each.head.id);
    }
  }
}

function newestFirst(kept: ReadonlyMap<string, Kept>): readonly Kept[] {
  return [...kept.values()].sort((a, b) => (a.head.ranAt < b.head.ranAt ? 1 : -1));
}

function folderOf(id: string): string {
  if (!isResultId(id)) throw new AzimuthError('result.gone', 'This names no kept answer.');
  return `${LAYOUT.results}/${id}`;
}

export function rowsPath(id: string): string {
  return `${folderOf(id)}/rows.parquet`;
}

function headPath(id: string): string {
  return `${folderOf(id)}/result.json`;
}
