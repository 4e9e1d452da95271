import type { AnswerSummary } from '../../domain/answer.ts';
import type { ResultHead } from '../../domain/result.ts';
import { KqlError } from '../../kql/diagnostics.ts';
import type { SpooledSummary } from '../../kql/engine.ts';
import type { CaseEngine } from '../caseEngine.ts';
import type { CaseFolder } from '../caseFolder.ts';
import { runWithLedger } from '../ledger.ts';
import type { CaseQuestion } from './api.ts';
import { headOf, newId } from './newHead.ts';
import { keysOf, NamedCells } from './namedCells.ts';
import { type ResultStore, rowsPath } from './resultStore.ts';

type ReadLines = (
  head: Pick<ResultHead, 'id' | 'columns' | 'statistics'>,
  onLines: (lines: readonly string[]) => void,
  signal?: AbortSignal,
) => Promise<void>;

/** A table that was kept, and the names of those that come after it. */
interface Kept {
  readonly head: ResultHead;
  readonly tables: readonly string[];
}

/** Asks the logs of the case, and keeps each table of what they say with a line of its own in the ledger. */
export class CaseAnswers {
  readonly #folder: CaseFolder;
  readonly #logs: CaseEngine;
  readonly #store: ResultStore;
  readonly #readLines: ReadLines;
  readonly #named: NamedCells;

  /** `readLines`: all rows of a kept answer as canonical JSON. */
  constructor(folder: CaseFolder, logs: CaseEngine, store: ResultStore, readLines: ReadLines) {
    this.#folder = folder;
    this.#logs = logs;
    this.#store = store;
    this.#readLines = readLines;
    this.#named = new NamedCells(folder.storage);
  }

  async run({ origin, parts, ...request }: CaseQuestion, signal?: AbortSignal): Promise<ResultHead> {
    const engine = await this.#logs.use();
    const keys = parts && keysOf(parts, request, await this.#logs.version());
    const eased = parts && keys && (await this.#named.eased(engine, request, parts, keys, signal));
    const spool = (file: string, table: number): Promise<SpooledSummary> =>
      eased
        ? placed(engine.spool(eased, file, signal, table), eased.text.length - request.text.length)
        : engine.spool(request, file, signal, table);
    const keep = (table: number, about: Partial<ResultHead>): Promise<Kept> =>
      this.#keep(
        { ...request, origin: table === 0 ? origin : null },
        (file) => spool(file, table),
        about,
        signal,
      );

    const first = await keep(0, {});
    const further: string[] = [];
    try {
      for (const [index, name] of first.tables.entries())
        further.push((await keep(index + 1, { table: name })).head.id);
      const head = further.length > 0 ? { ...first.head, further } : first.head;
      if (further.length > 0) await this.#store.add(head);
      if (keys) this.#named.answered(keys.own, head, rowsPath(head.id));
      return head;
    } catch (error) {
      for (const id of [first.head.id, ...further]) await this.#store.discard(id);
      throw error;
    }
  }

  async #keep(
    request: CaseQuestion,
    spool: (file: string) => Promise<SpooledSummary>,
    about: Partial<ResultHead>,
    signal: AbortSignal | undefined,
  ): Promise<Kept> {
    const { journal, info } = this.#folder;
    const { text, window = null, now = info.clock, origin } = request;
    const asked = { connection: 'case', text, window, now };
    const id = newId();
    let tables: readonly string[] = [];
    const headWith = (summary: AnswerSummary, digest: string): ResultHead => ({
      ...headOf(id, asked, origin, summary),
      ...about,
      digest,
      withKeys: request.withRowKeys === true,
    });
    try {
      const place = await this.#store.place(id);
      const { digest, ...summary } = await runWithLedger(journal, asked, async (seen) => {
        const spooled = await spool(place);
        tables = spooled.tables;
        await this.#readLines({ ...spooled, id }, (lines) => seen.addLines(lines), signal);
        return spooled;
      });
      const head = headWith(summary, digest);
      await this.#store.add(head);
      return { head, tables };
    } catch (error) {
      await this.#store.discard(id);
      throw error;
    }
  }
}

/** Faults at their places in the text that was asked for; what ran was `longer` by so much before the cell's own. */
async function placed<T>(run: Promise<T>, longer: number): Promise<T> {
  try {
    return await run;
  } catch (error) {
    throw error instanceof KqlError ? error.moved(-longer) : error;
  }
}
