import { AzimuthError } from '../../base/errors.ts';
import { RowsDigest, rowLine } from '../../base/rowsDigest.ts';
import { discard, temporaryPath } from '../../cases/files.ts';
import type { Storage, StorageFile } from '../../cases/storage.ts';
import type { AnswerSummary, Cell, FurtherTable } from '../../domain/answer.ts';
import type { ResultHead } from '../../domain/result.ts';
import type { SessionParts } from '../parts.ts';
import type { ReceivedAnswer } from './api.ts';
import { rowsOfLines } from './canonicalLines.ts';
import { headOf, newId } from './newHead.ts';
import type { ResultStore } from './resultStore.ts';

/** An answer of which rows are still coming: their canonical lines are in a file, since their types are known last. */
interface Receiving {
  readonly answer: ReceivedAnswer;
  readonly seen: RowsDigest;
  readonly path: string;
  readonly file: StorageFile;
}

/** Answers that come from other connections. */
export class ReceivedAnswers {
  readonly #storage: Storage;
  readonly #store: ResultStore;
  readonly #spoolRows: SessionParts['spoolRows'];
  readonly #open = new Map<string, Receiving>();

  constructor(storage: Storage, store: ResultStore, spoolRows: SessionParts['spoolRows']) {
    this.#storage = storage;
    this.#store = store;
    this.#spoolRows = spoolRows;
  }

  async begin(answer: ReceivedAnswer): Promise<string> {
    const id = newId();
    const path = await temporaryPath(this.#storage);
    const file = await this.#storage.open(path, 'new');
    this.#open.set(id, { answer, seen: new RowsDigest(), path, file });
    return id;
  }

  async add(id: string, rows: readonly (readonly Cell[])[]): Promise<void> {
    const { seen, file } = this.#get(id);
    seen.add(rows);
    await file.write(Buffer.from(rows.map(rowLine).join('')));
  }

  /** Keeps what came, and each further table as an answer of its own; without a summary it broke off and is forgotten. */
  async end(id: string, summary: AnswerSummary | undefined): Promise<ResultHead | null> {
    const { answer, seen, path, file } = this.#get(id);
    this.#open.delete(id);
    await file.close();
    const further: string[] = [];
    try {
      if (!summary) return null;
      for (const table of summary.further ?? [])
        further.push(await this.#keepFurther(answer, summary, table));
      await this.#spoolRows(summary.columns, rowsOfLines(this.#storage, path), await this.#store.place(id));
      const head = {
        ...headOf(id, answer, answer.origin, {
          ...summary,
          statistics: { ...summary.statistics, rows: seen.rows },
        }),
        digest: seen.digest(),
        withKeys: false,
        ...(further.length > 0 && { further }),
      };
      await this.#store.add(head);
      return head;
    } catch (error) {
      for (const each of [id, ...further]) await this.#store.discard(each);
      throw error;
    } finally {
      await discard(this.#storage, path);
    }
  }

  async #keepFurther(
    answer: ReceivedAnswer,
    { ordered, statistics }: AnswerSummary,
    { name, columns, rows, completeness }: FurtherTable,
  ): Promise<string> {
    const id = newId();
    const seen = new RowsDigest();
    seen.add(rows);
    await this.#spoolRows(columns, rows, await this.#store.place(id));
    const about = { columns, ordered, completeness, statistics: { ...statistics, rows: rows.length } };
    await this.#store.add({
      ...headOf(id, answer, null, about),
      digest: seen.digest(),
      withKeys: false,
      table: name,
    });
    return id;
  }

  #get(id: string): Receiving {
    const receiving = this.#open.get(id);
    if (receiving) return receiving;
    throw new AzimuthError('result.not-receiving', 'No rows are expected under this id.');
  }
}
