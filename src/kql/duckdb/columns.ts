import { UNIX_EPOCH_TICKS } from '../../base/ticks.ts';
import type { KustoType } from '../../domain/kustoType.ts';
import { refuse } from '../diagnostics.ts';
import type { ColumnVector } from '../engine.ts';
import type { Database } from './database.ts';
import { uuidText } from './decode.ts';
import type { Prepared } from './prepare.ts';
import { streamChunks } from './run.ts';

/** Grows as chunks come; a double per row. */
class Numbers {
  private data = new Float64Array(4096);
  private length = 0;

  push(value: number): void {
    if (this.length === this.data.length) {
      const bigger = new Float64Array(this.data.length * 2);
      bigger.set(this.data);
      this.data = bigger;
    }
    this.data[this.length++] = value;
  }

  take(): Float64Array {
    return this.data.slice(0, this.length);
  }
}

/** Each distinct text once; codes into them. */
class Dictionary {
  private readonly codes = new Map<string, number>();
  private readonly numbers = new Numbers();

  push(value: string): void {
    let code = this.codes.get(value);
    if (code === undefined) {
      code = this.codes.size;
      this.codes.set(value, code);
    }
    this.numbers.push(code);
  }

  vector(): ColumnVector {
    return {
      kind: 'dictionary',
      data: Uint32Array.from(this.numbers.take()),
      values: [...this.codes.keys()],
    };
  }
}

interface Collector {
  push(value: unknown): void;
  vector(): ColumnVector;
}

function collector(type: KustoType): Collector {
  if (type === 'string' || type === 'guid') {
    const dictionary = new Dictionary();
    return {
      push: (value) => dictionary.push(typeof value === 'string' ? value : uuidText(value)),
      vector: () => dictionary.vector(),
    };
  }
  const numbers = new Numbers();
  if (type === 'datetime')
    return {
      push: (value) =>
        numbers.push(typeof value === 'bigint' ? Number(value - UNIX_EPOCH_TICKS) / 10_000 : NaN),
      vector: () => ({ kind: 'datetime', data: numbers.take() }),
    };
  return {
    push: (value) => numbers.push(value === null ? NaN : Number(value)),
    vector: () => ({ kind: 'number', data: numbers.take() }),
  };
}

export async function readColumns(
  database: Database,
  prepared: Prepared,
  signal: AbortSignal | undefined,
): Promise<{ readonly vectors: readonly ColumnVector[]; readonly rows: number; readonly cut: boolean }> {
  const dynamic = prepared.answerColumns.find((column) => column.type === 'dynamic');
  if (dynamic)
    throw refuse(
      'dynamic-column',
      `The column ${dynamic.name} is dynamic; a columnar answer has scalars only.`,
      { start: 0, length: 0 },
    );
  const collectors = prepared.answerColumns.map((column) => collector(column.type));
  const limit = prepared.limits.rows;
  let rows = 0;
  let cut = false;
  await streamChunks(database, prepared.sql, signal, (chunk) => {
    const count = Math.min(chunk.rowCount, limit - rows);
    if (count < chunk.rowCount) cut = true;
    collectors.forEach((column, i) => {
      const vector = chunk.getColumnVector(i);
      for (let row = 0; row < count; row++) column.push(vector.getItem(row));
    });
    rows += Math.max(0, count);
  });
  return { vectors: collectors.map((column) => column.vector()), rows, cut };
}
