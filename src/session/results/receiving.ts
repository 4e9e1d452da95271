import { randomBytes } from 'node:crypto';
import { AzimuthError } from '../../base/errors.ts';
import { temporaryPath } from '../../cases/files.ts';
import type { Storage, StorageFile } from '../../cases/storage.ts';
import type { Cell } from '../../domain/answer.ts';
import { RowsDigest, rowLine } from '../../base/rowsDigest.ts';
import type { ReceivedAnswer } from './api.ts';

/** An answer of which rows are still coming: their canonical lines are in a file, since their types are known last. */
export interface Receiving {
  readonly id: string;
  readonly answer: ReceivedAnswer;
  readonly seen: RowsDigest;
  readonly path: string;
  readonly file: StorageFile;
}

/** Answers that come from other connections. */
export class ReceivedAnswers {
  readonly #storage: Storage;
  readonly #open = new Map<string, Receiving>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async begin(answer: ReceivedAnswer): Promise<string> {
    const id = randomBytes(16).toString('hex');
    const path = await temporaryPath(this.#storage);
    const file = await this.#storage.open(path, 'new');
    this.#open.set(id, { id, answer, seen: new RowsDigest(), path, file });
    return id;
  }

  async add(id: string, rows: readonly (readonly Cell[])[]): Promise<void> {
    const { seen, file } = this.#get(id);
    seen.add(rows);
    await file.write(Buffer.from(rows.map(rowLine).join('')));
  }

  /** Gives what came; its file is to be removed by the caller. */
  async end(id: string): Promise<Receiving> {
    const receiving = this.#get(id);
    this.#open.delete(id);
    await receiving.file.close();
    return receiving;
  }

  #get(id: string): Receiving {
    const receiving = this.#open.get(id);
    if (receiving) return receiving;
    throw new AzimuthError('result.not-receiving', 'No rows are expected under this id.');
  }
}

/** Rows of a file of canonical lines; a text in them may hold what other readers take for the end of a line. */
export async function* rowsOfLines(storage: Storage, path: string): AsyncGenerator<readonly Cell[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of storage.openRead(path)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const row: unknown = JSON.parse(line);
      if (Array.isArray(row)) yield row as readonly Cell[];
    }
  }
}
