import { Serial } from '../../base/serial.ts';
import { sha256 } from '../../base/hash.ts';
import { LAYOUT } from '../../cases/layout.ts';
import type { Storage } from '../../cases/storage.ts';
import type { AnswerSummary, QueryRequest } from '../../domain/answer.ts';
import type { CellParts, NamedCellPart } from '../../domain/cellParts.ts';
import type { ResultHead } from '../../domain/result.ts';
import { KqlError } from '../../kql/diagnostics.ts';
import type { EmbeddedEngine, EngineRequest, NamedAnswer } from '../../kql/engine.ts';

/** What the service leaves out of an answer is not left out of a table. */
const WHOLE = 'set notruncation;\n';

/** `path` is in the case. */
type Stored = Omit<NamedAnswer, 'name' | 'file'> & { readonly path: string };

/** What an answer holds for: the same key, the same rows. */
export interface CellKeys {
  readonly own: string;
  /** One for each named cell. */
  readonly named: readonly string[];
}

/** The keys of a cell and of those that it uses; `version` is that of the logs. */
export function keysOf({ own, named }: CellParts, { window, now }: QueryRequest, version: string): CellKeys {
  const keys: string[] = [];
  const keyOf = ({ text, parameters, uses }: CellParts['own']): string =>
    sha256(
      JSON.stringify([version, window ?? null, now ?? null, parameters, text, uses.map((at) => keys[at])]),
    );
  for (const cell of named) keys.push(keyOf(cell));
  return { own: keyOf(own), named: keys };
}

/**
 * Answers of named cells as tables for the cells that use them, each asked once: the answer that its own cell was given is
 * taken where there is one.
 */
export class NamedCells {
  readonly #storage: Storage;
  readonly #serial = new Serial();
  readonly #stored = new Map<string, Stored>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Remembers that a cell was answered; a later answer takes the place of an earlier one. */
  answered(key: string, head: ResultHead, path: string): void {
    if (!isWhole(head)) return;
    const { columns, ordered, withKeys } = head;
    this.#stored.set(key, { columns, ordered, withKeys, path });
  }

  /**
   * The request with answers instead of what stands before the cell's own text; undefined where one of those
   * cannot be a table of its own, such as a cell that is a value or whose answer is not complete.
   */
  async eased(
    engine: EmbeddedEngine,
    request: QueryRequest,
    parts: CellParts,
    keys: CellKeys,
    signal: AbortSignal | undefined,
  ): Promise<EngineRequest | undefined> {
    return this.#serial.run(async () => {
      const answers: NamedAnswer[] = [];
      try {
        for (const [index, cell] of parts.named.entries()) {
          const stored = await this.#answer(engine, request, cell, answers, keys.named[index] ?? '', signal);
          if (!stored) return undefined;
          const { path, ...rest } = stored;
          answers.push({ name: cell.name, ...rest, file: this.#storage.absolute(path) });
        }
      } catch (error) {
        // Asked as one text, the fault is found at its place.
        if (error instanceof KqlError) return undefined;
        throw error;
      }
      const { parameters, uses } = parts.own;
      const text = parameters + request.text.slice(parts.offset);
      return { ...request, text, answers: at(answers, uses) };
    });
  }

  async #answer(
    engine: EmbeddedEngine,
    request: QueryRequest,
    { text, parameters, uses }: NamedCellPart,
    answers: readonly NamedAnswer[],
    key: string,
    signal: AbortSignal | undefined,
  ): Promise<Stored | undefined> {
    const known = this.#stored.get(key);
    if (known && (await this.#storage.stat(known.path))) return known;
    const folder = `${LAYOUT.temporary}/${process.pid}-named`;
    await this.#storage.makeFolder(folder);
    const path = `${folder}/${key}.parquet`;
    const { window, now } = request;
    const summary = await engine.spool(
      {
        text: WHOLE + parameters + text,
        withRowKeys: true,
        answers: at(answers, uses),
        ...(window && { window }),
        ...(now !== undefined && { now }),
      },
      this.#storage.absolute(path),
      signal,
    );
    if (!isWhole(summary)) return undefined;
    const stored = { columns: summary.columns, ordered: summary.ordered, withKeys: true, path };
    this.#stored.set(key, stored);
    return stored;
  }
}

/** The first of several tables is partial. */
function isWhole({ completeness }: Pick<AnswerSummary, 'completeness'>): boolean {
  return completeness.state === 'complete';
}

function at(answers: readonly NamedAnswer[], places: readonly number[]): readonly NamedAnswer[] {
  return places.flatMap((place) => answers[place] ?? []);
}
