import type { Answer, Cell } from '../../src/domain/answer.ts';
import type { KustoType, TableSchema } from '../../src/domain/kustoType.ts';
import { ticksFromIso } from '../../src/base/ticks.ts';
import { KqlError } from '../../src/kql/diagnostics.ts';
import type { EmbeddedEngine } from '../../src/kql/engine.ts';
import { Binder } from '../../src/kql/syntax/analyse.ts';
import { disagreement } from '../kql/fuzz/compareAnswers.ts';
import { cellOf } from '../kql/reference/cells.ts';
import { evaluateQuery } from '../kql/reference/evaluate.ts';
import { parseJson } from '../kql/reference/json.ts';
import { Unknown } from '../kql/reference/unknown.ts';
import { Inexact, Undetermined, Unordered, type Table, type Value } from '../kql/reference/values.ts';

/** What the reference evaluator says of an answer of the engine. */
export type Opinion =
  | { readonly kind: 'agrees' }
  | { readonly kind: 'unknown' | 'differs'; readonly reason: string };

/** Past so many rows only answers whose every cell is known are compared: pairing rows takes the square of their number. */
const MOST_PAIRED = 400;

/** The reference evaluator over the same tables, which it reads out of the engine, each once. */
export class SecondOpinion {
  private readonly engine: EmbeddedEngine;
  private readonly names: readonly string[];
  private readonly binder: Binder;
  private readonly now: bigint;
  private readonly tables = new Map<string, Table>();

  constructor(engine: EmbeddedEngine, schemas: readonly TableSchema[], clock: string) {
    this.engine = engine;
    this.names = schemas.map(({ name }) => name);
    this.binder = new Binder({ name: 'case', tables: schemas, functions: [] });
    this.now = ticksFromIso(clock) ?? 0n;
  }

  async of(query: string, answer: Answer): Promise<Opinion> {
    try {
      const bound = this.binder.bind(query);
      for (const name of this.names) if (query.includes(name)) await this.load(name);
      return compared(evaluateQuery(bound, this.tables, this.now), answer);
    } catch (error) {
      if (error instanceof Unknown || error instanceof KqlError)
        return { kind: 'unknown', reason: error.message };
      throw error;
    }
  }

  private async load(name: string): Promise<void> {
    if (this.tables.has(name)) return;
    const { columns, rows } = await this.engine.queryAll({ text: `set notruncation; ['${name}']` });
    this.tables.set(name, {
      columns,
      rows: rows.map((row) => row.map((cell, i) => valueOf(cell, columns[i]?.type ?? 'dynamic'))),
    });
  }
}

function valueOf(cell: Cell, type: KustoType): Value {
  if (cell === null) return null;
  switch (type) {
    case 'int':
    case 'long':
      return BigInt(cell as number | string);
    case 'real':
      return Number(cell);
    case 'datetime':
      return ticksFromIso(String(cell)) ?? null;
    case 'dynamic':
      return parseJson(JSON.stringify(cell)) ?? null;
    case 'bool':
    case 'string':
    case 'guid':
      return cell as boolean | string;
    case 'timespan':
    case 'decimal':
      return new Undetermined(`a stored ${type}`);
  }
}

function compared(expected: Table, answer: Answer): Opinion {
  if (answer.completeness.state === 'cut') return { kind: 'unknown', reason: 'a cut answer' };
  if (expected.rows.length > MOST_PAIRED && expected.rows.length === answer.rows.length) {
    const open = expected.rows.flat().some(isOpen);
    if (open) return { kind: 'unknown', reason: 'a long answer with open cells' };
    const [ours, theirs] = [
      expected.rows.map((row) =>
        row.map((value, i) => cellOf(value, expected.columns[i]?.type ?? 'dynamic')),
      ),
      answer.rows,
    ].map((rows) => rows.map((row) => JSON.stringify(row, sortedKeys)).sort());
    const at = ours?.findIndex((text, i) => text !== theirs?.[i]) ?? -1;
    return at < 0
      ? { kind: 'agrees' }
      : { kind: 'differs', reason: `${theirs?.[at] ?? ''} instead of ${ours?.[at] ?? ''}` };
  }
  const reason = disagreement(expected, answer);
  return reason === undefined ? { kind: 'agrees' } : { kind: 'differs', reason };
}

function isOpen(value: Value): boolean {
  return value instanceof Undetermined || value instanceof Inexact || value instanceof Unordered;
}

function sortedKeys(_key: string, value: unknown): unknown {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
}
