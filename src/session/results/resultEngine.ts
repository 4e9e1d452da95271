import { Serial } from '../../base/serial.ts';
import { LAYOUT } from '../../cases/layout.ts';
import type { Storage } from '../../cases/storage.ts';
import type { AnswerColumn } from '../../domain/answer.ts';
import type { EmbeddedEngine, EngineOptions, StoredTable } from '../../kql/engine.ts';
import type { SessionParts } from '../parts.ts';
import { rowsPath } from './resultStore.ts';
import { tableOf } from './viewQuery.ts';

const MEMORY_LIMIT = 1 << 30;
/** Answers that are tables at a time; each costs a look at its file when another one is added. */
const MAX_TABLES = 12;

/** An engine of its own over kept answers, so that looking at one never waits for a question under way. */
export class ResultEngine {
  readonly #storage: Storage;
  readonly #parts: SessionParts;
  readonly #serial = new Serial();
  /** By id, the one used last at the end. */
  readonly #tables = new Map<string, StoredTable>();
  #engine: EmbeddedEngine | undefined;

  constructor(storage: Storage, parts: SessionParts) {
    this.#storage = storage;
    this.#parts = parts;
  }

  /** The engine with these answers as tables `result_<id>`. */
  use(
    ...answers: readonly { readonly id: string; readonly columns: readonly AnswerColumn[] }[]
  ): Promise<EmbeddedEngine> {
    return this.#serial.run(async () => {
      const missing = answers.filter(({ id }) => !this.#tables.has(id));
      for (const { id, columns } of answers) {
        const table = this.#tables.get(id) ?? this.#tableOf(id, columns);
        this.#tables.delete(id);
        this.#tables.set(id, table);
      }
      for (const id of this.#tables.keys()) if (this.#tables.size > MAX_TABLES) this.#tables.delete(id);
      if (!this.#engine) this.#engine = await this.#parts.openEngine(await this.#options());
      else if (missing.length > 0) await this.#engine.reload(await this.#options());
      return this.#engine;
    });
  }

  async close(): Promise<void> {
    await this.#serial.run(async () => {
      await this.#engine?.close();
      this.#engine = undefined;
    });
  }

  #tableOf(id: string, columns: readonly AnswerColumn[]): StoredTable {
    return {
      name: tableOf(id),
      // An int may be stored as a long: the binder and the service differ over some functions.
      columns: [
        ...columns.map(
          ({ type }, index) => ({ name: `c${index}`, type: type === 'int' ? 'long' : type }) as const,
        ),
        { name: 'n', type: 'long' },
      ],
      files: [this.#storage.absolute(rowsPath(id))],
    };
  }

  async #options(): Promise<EngineOptions> {
    const spill = `${LAYOUT.temporary}/${process.pid}-results`;
    await this.#storage.makeFolder(spill);
    return {
      tables: [...this.#tables.values()],
      functions: [],
      memoryLimit: MEMORY_LIMIT,
      spillFolder: this.#storage.absolute(spill),
      allowedFolders: [this.#storage.absolute(LAYOUT.derived)],
    };
  }
}
