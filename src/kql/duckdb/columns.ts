import type { DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import { UNIX_EPOCH_TICKS } from '../../base/ticks.ts';
import type { KustoType } from '../../domain/kustoType.ts';
import { refuse } from '../diagnostics.ts';
import type { ColumnVector } from '../engine.ts';
import type { Database } from './database.ts';
import { uuidText } from './decode.ts';
import type { Prepared } from './prepare.ts';
import { streamChunks, wholeChunks } from './run.ts';

/** Each distinct text once; codes into them. Grows as chunks come. */
class Dictionary {
  private readonly known = new Map<string, number>();
  private codes = new Uint32Array(4096);
  private length = 0;

  take(vector: DuckDBVector, count: number): void {
    for (let row = 0; row < count; row++) {
      const value: unknown = vector.getItem(row);
      this.push(typeof value === 'string' ? value : uuidText(value));
    }
  }

  private push(value: string): void {
    let code = this.known.get(value);
    if (code === undefined) {
      code = this.known.size;
      this.known.set(value, code);
    }
    if (this.length === this.codes.length) {
      const bigger = new Uint32Array(this.codes.length * 2);
      bigger.set(this.codes);
      this.codes = bigger;
    }
    this.codes[this.length++] = code;
  }

  vector(): ColumnVector {
    return { kind: 'dictionary', data: this.codes.slice(0, this.length), values: [...this.known.keys()] };
  }
}

/** A double per row. Grows as chunks come. */
class Numbers {
  private readonly kind: 'datetime' | 'number';
  private data = new Float64Array(4096);
  private length = 0;

  constructor(kind: 'datetime' | 'number') {
    this.kind = kind;
  }

  take(vector: DuckDBVector, count: number): void {
    const end = this.length + count;
    if (end > this.data.length) {
      const bigger = new Float64Array(Math.max(end, this.data.length * 2));
      bigger.set(this.data);
      this.data = bigger;
    }
    const { data, length } = this;
    for (let row = 0; row < count; row++) data[length + row] = Number(vector.getItem(row));
    this.length = end;
  }

  vector(): ColumnVector {
    return { kind: this.kind, data: this.data.slice(0, this.length) };
  }
}

type Collector = Dictionary | Numbers;

function collector(type: KustoType): Collector {
  if (type === 'string' || type === 'guid') return new Dictionary();
  return new Numbers(type === 'datetime' ? 'datetime' : 'number');
}

/** A number of each value: milliseconds since 1970 of a datetime, NaN of none. */
function asDouble(name: string, type: KustoType): string {
  const value = type === 'datetime' ? `(${name} - ${UNIX_EPOCH_TICKS})::DOUBLE / 10000` : `${name}::DOUBLE`;
  return `coalesce(${value}, 'NaN'::DOUBLE)`;
}

/**
 * The answer as columns, with no object a row: numbers and times become doubles in the engine. An answer of such columns
 * only is read when it is whole, which costs a third less than to fetch each of its chunks as it comes; one with texts may be too large for that.
 */
export async function readColumns(
  database: Database,
  prepared: Prepared,
  signal: AbortSignal | undefined,
): Promise<{ readonly vectors: readonly ColumnVector[]; readonly rows: number; readonly cut: boolean }> {
  const { answerColumns, columns } = prepared;
  const dynamic = answerColumns.find((column) => column.type === 'dynamic');
  if (dynamic)
    throw refuse(
      'dynamic-column',
      `The column ${dynamic.name} is dynamic; a columnar answer has scalars only.`,
      { start: 0, length: 0 },
    );
  const collectors = answerColumns.map(({ type }) => collector(type));
  const names = columns.map((_, i) => `c${i}`);
  const values = answerColumns.map(({ type }, i) =>
    collectors[i] instanceof Numbers ? asDouble(`c${i}`, type) : `c${i}`,
  );
  const sql = `SELECT ${values.join(', ')} FROM (${prepared.sql}) AS answer(${names.join(', ')})`;
  const limit = prepared.limits.rows;
  let rows = 0;
  let cut = false;
  const take = (chunk: DuckDBDataChunk): void => {
    const count = Math.min(chunk.rowCount, limit - rows);
    if (count < chunk.rowCount) cut = true;
    collectors.forEach((column, i) => column.take(chunk.getColumnVector(i), count));
    rows += Math.max(0, count);
  };
  if (collectors.every((column) => column instanceof Numbers)) await wholeChunks(database, sql, signal, take);
  else await streamChunks(database, sql, signal, take);
  return { vectors: collectors.map((column) => column.vector()), rows, cut };
}
