import { basename } from 'node:path';
import {
  isArrayOf,
  isCount,
  isFiniteNumber,
  isNullOr,
  isRecordOf,
  isShape,
  isString,
} from '../base/guards.ts';
import { readWhole, writeAtomic } from '../cases/files.ts';
import { LAYOUT } from '../cases/layout.ts';
import type { Storage } from '../cases/storage.ts';
import type { EmbeddedEngine, StoredTable } from '../kql/engine.ts';
import type { TableSummary } from './api.ts';
import { summarizeTable } from './tableSummary.ts';

const MAX_BYTES = 64 << 20;

const isWindow = isShape<TableSummary['gaps'][number]>({ start: isString, end: isString });
const areSummaries = isRecordOf(
  isShape<TableSummary>({
    name: isString,
    rows: isCount,
    first: isNullOr(isString),
    last: isNullOr(isString),
    histogram: isArrayOf(isFiniteNumber),
    binHours: isFiniteNumber,
    gaps: isArrayOf(isWindow),
    rejects: isCount,
  }),
);

/**
 * Summaries of the tables, counted once per import and kept in derived/ so that a case opens at once. A table is known
 * by the names of its files, which an import never writes twice.
 */
export class SummaryCache {
  readonly #storage: Storage;
  #known: Readonly<Record<string, TableSummary>> | undefined;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** `engine` is asked for only where something has to be counted. */
  async summaries(
    tables: readonly StoredTable[],
    rejects: ReadonlyMap<string, number>,
    engine: () => Promise<EmbeddedEngine>,
  ): Promise<readonly TableSummary[]> {
    const known = (this.#known ??= await this.#read());
    const next: Record<string, TableSummary> = {};
    for (const table of tables) {
      const rejected = rejects.get(table.name) ?? 0;
      const version = JSON.stringify([table.name, rejected, ...table.files.map((file) => basename(file))]);
      next[version] = known[version] ?? (await summarizeTable(await engine(), table, rejected));
    }
    if (Object.keys(next).some((version) => !(version in known))) await this.#write(next);
    this.#known = next;
    return Object.values(next);
  }

  async #read(): Promise<Readonly<Record<string, TableSummary>>> {
    const bytes = await readWhole(this.#storage, LAYOUT.summaries, MAX_BYTES);
    try {
      const value: unknown = JSON.parse(bytes?.toString('utf8') ?? '{}');
      return areSummaries(value) ? value : {};
    } catch {
      return {};
    }
  }

  async #write(summaries: Readonly<Record<string, TableSummary>>): Promise<void> {
    try {
      await writeAtomic(this.#storage, LAYOUT.summaries, JSON.stringify(summaries), { durable: false });
    } catch {
      // Only spares counting again.
    }
  }
}
