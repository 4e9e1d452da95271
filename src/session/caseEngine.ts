import { Serial } from '../base/serial.ts';
import { readWhole } from '../cases/files.ts';
import { LAYOUT } from '../cases/layout.ts';
import type { EmbeddedEngine, EngineOptions, StoredTable } from '../kql/engine.ts';
import { tableSchema } from '../logs/schemas/tableSchemas.ts';
import type { CaseFolder } from './caseFolder.ts';
import type { SessionParts } from './parts.ts';
import { storedFunctions, storedTables } from './storedTables.ts';
import { storedWatchlists } from './storedWatchlists.ts';

/** Leaves room for the editor and the rest of a small machine; past it DuckDB spills to the case's folder. */
const MEMORY_LIMIT = 2 ** 31;
/** Of a file that a query names; it is held in memory whole. */
const MAX_FILE_BYTES = 64 << 20;

/** The engine over the case's tables; opened when first asked for, and reloaded when another session imported. */
export class CaseEngine {
  readonly #folder: CaseFolder;
  readonly #parts: SessionParts;
  readonly #serial = new Serial();
  #engine: EmbeddedEngine | undefined;
  #loaded = '';
  #tables: readonly StoredTable[] = [];

  constructor(folder: CaseFolder, parts: SessionParts) {
    this.#folder = folder;
    this.#parts = parts;
  }

  /** The engine as the case is on the disk now. */
  use(): Promise<EmbeddedEngine> {
    return this.#serial.run(async () => {
      const options = await this.#options();
      const loaded = JSON.stringify(options);
      if (!this.#engine) this.#engine = await this.#parts.openEngine(options);
      else if (loaded !== this.#loaded) await this.#engine.reload(options);
      this.#loaded = loaded;
      this.#tables = options.tables;
      return this.#engine;
    });
  }

  /** Another one where a query may answer otherwise: after an import, or a change of functions, watchlists or clock. */
  async version(): Promise<string> {
    await this.use();
    return this.#loaded;
  }

  async tables(): Promise<readonly StoredTable[]> {
    await this.use();
    return this.#tables;
  }

  async close(): Promise<void> {
    await this.#serial.run(async () => {
      await this.#engine?.close();
      this.#engine = undefined;
    });
  }

  async #options(): Promise<EngineOptions> {
    const { storage, info } = this.#folder;
    const spill = `${LAYOUT.temporary}/${process.pid}-spill`;
    await storage.makeFolder(spill);
    return {
      tables: await storedTables(storage),
      functions: await storedFunctions(storage),
      watchlists: await storedWatchlists(storage),
      readFile: (path) => readWhole(storage, path, MAX_FILE_BYTES),
      isTableElsewhere: (name) => tableSchema(name) !== undefined,
      ...(info.clock !== null && { clock: info.clock }),
      memoryLimit: MEMORY_LIMIT,
      spillFolder: storage.absolute(spill),
      allowedFolders: [storage.absolute(LAYOUT.derived)],
    };
  }
}
