import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../../src/domain/answer.ts';
import type { EmbeddedEngine } from '../../../src/kql/engine.ts';
import { KqlError } from '../../../src/kql/diagnostics.ts';
import { openEngine } from '../../../src/kql/duckdb/openEngine.ts';
import { Binder } from '../../../src/kql/syntax/analyse.ts';
import { ticksFromIso } from '../../../src/base/ticks.ts';
import { evaluateQuery } from '../reference/evaluate.ts';
import { isOverflow, Unknown } from '../reference/unknown.ts';
import { Undetermined, type Table } from '../reference/values.ts';
import { disagreement, showTable } from './compareAnswers.ts';
import type { NamedTable } from './data.ts';
import { storeTables } from './storedTables.ts';

const NOW = '2024-02-29T12:00:00Z';

/** What became of one query. */
export type Outcome =
  | { readonly kind: 'equal'; readonly cells: number; readonly unknownCells: number }
  | { readonly kind: 'unknown' | 'refused' | 'invalid'; readonly reason: string }
  | {
      readonly kind: 'different' | 'crashed';
      readonly reason: string;
      readonly engine: string;
      readonly reference: string;
    };

/** Both engines over the same tables. */
export class Subject {
  private readonly engine: EmbeddedEngine;
  private readonly tables: ReadonlyMap<string, Table>;
  private readonly folder: string;
  readonly binder: Binder;
  /** Set in a mutation check: what the engine is asked in the query's place. */
  rewrite: (query: string) => string = (query) => query;
  private readonly asked = new Set<string>();

  private constructor(engine: EmbeddedEngine, binder: Binder, tables: readonly NamedTable[], folder: string) {
    this.engine = engine;
    this.binder = binder;
    this.tables = new Map(tables.map((table) => [table.name, table]));
    this.folder = folder;
  }

  static async open(tables: readonly NamedTable[]): Promise<Subject> {
    const folder = mkdtempSync(join(tmpdir(), 'azimuth-fuzz-'));
    const stored = await storeTables(tables, folder, '1');
    const binder = new Binder({ name: 'case', tables: stored, functions: [] });
    const options = { tables: stored, functions: [], allowedFolders: [folder], clock: NOW };
    return new Subject(await openEngine(options, binder), binder, tables, folder);
  }

  async close(): Promise<void> {
    await this.engine.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async ask(query: string): Promise<Outcome> {
    const expected = this.expected(query);
    if (!('table' in expected)) return expected;
    let answer: Answer;
    try {
      answer = await this.engine.queryAll({ text: this.newText(this.rewrite(query)) });
    } catch (error) {
      const kind = error instanceof KqlError ? error.diagnostics[0]?.kind : undefined;
      const reason = error instanceof Error ? error.message : String(error);
      if (kind === 'refused' || kind === 'invalid') return { kind, reason };
      if (mayFail(expected, reason, this.readsEmptyTable(query)))
        return { kind: 'unknown', reason: 'overflow' };
      return { kind: 'crashed', reason, engine: reason, reference: shown(expected.table) };
    }
    if (!expected.table) return { kind: 'unknown', reason: expected.reason };
    const reason = disagreement(expected.table, answer);
    if (reason === undefined) return { kind: 'equal', ...cellsOf(expected.table) };
    const engine = answer.rows.map((row) => JSON.stringify(row)).join('\n');
    return { kind: 'different', reason, engine, reference: shown(expected.table) };
  }

  private readsEmptyTable(query: string): boolean {
    return [...this.tables].some(
      ([name, { rows }]) => rows.length === 0 && new RegExp(`\\b${name}\\b`).test(query),
    );
  }

  /** Plans are kept by their text, and a mutation check asks for one query before and after it mends them. */
  private newText(query: string): string {
    const text = this.asked.has(query) ? `${query}\n// ${this.asked.size}` : query;
    this.asked.add(text);
    return text;
  }

  private expected(query: string): Expected | Outcome {
    const unknowns = new Set<string>();
    try {
      const bound = this.binder.bind(query);
      const table = evaluateQuery(bound, this.tables, ticksFromIso(NOW) ?? 0n, unknowns);
      return { table, reason: '', unknowns };
    } catch (error) {
      if (error instanceof Unknown) return { table: undefined, reason: error.message, unknowns };
      if (error instanceof KqlError) return { kind: 'invalid', reason: error.message };
      throw error;
    }
  }
}

/** Of a calculation, of a sum that does not fit its type, and of a spread whose squares no double holds. */
const OVERFLOWED = /Overflow|\(an overflow\)|out of range for the destination type|is more than a real holds/;

/** What the reference makes of a query: its table, or the reason why it has none; and why it does not know cells. */
interface Expected {
  readonly table: Table | undefined;
  readonly reason: string;
  readonly unknowns: ReadonlySet<string>;
}

/**
 * Whether Kusto's query may fail too: the reference met an overflow, be it in a row that is left out afterwards, or the engine
 * did in what the reference does not know or, without a row, never calculates.
 */
function mayFail({ table, reason, unknowns }: Expected, failure: string, readsNothing: boolean): boolean {
  if (!OVERFLOWED.test(failure)) return [reason, ...unknowns].some(isOverflow);
  return !table || table.rows.length === 0 || readsNothing || unknowns.size > 0;
}

function shown(table: Table | undefined): string {
  return table ? showTable(table) : 'unknown';
}

function cellsOf({ rows }: Table): { cells: number; unknownCells: number } {
  const all = rows.flat();
  return { cells: all.length, unknownCells: all.filter((value) => value instanceof Undetermined).length };
}
