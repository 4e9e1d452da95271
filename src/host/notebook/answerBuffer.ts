import type { Cell } from '../../domain/answer.ts';

/** What one output may hold as JSON; past it rows are counted but not kept. */
const MAX_CHARACTERS = 24_000_000;

/** Collects the rows of an answer for an output: at most `maxRows` and at most a size that a page can take. */
export class AnswerBuffer {
  readonly rows: (readonly Cell[])[] = [];
  readonly keys: (string | null)[] = [];
  private readonly maxRows: number;
  private characters = 0;
  private count = 0;

  constructor(maxRows: number) {
    this.maxRows = maxRows;
  }

  /** Rows that came, kept or not. */
  get total(): number {
    return this.count;
  }

  add(rows: readonly (readonly Cell[])[], keys: readonly (string | null)[] | undefined): void {
    rows.forEach((row, i) => {
      this.count++;
      if (this.rows.length >= this.maxRows || this.characters > MAX_CHARACTERS) return;
      this.characters += sizeOf(row);
      this.rows.push(row);
      this.keys.push(keys?.[i] ?? null);
    });
  }
}

function sizeOf(row: readonly Cell[]): number {
  let size = 2;
  for (const cell of row)
    size +=
      typeof cell === 'string'
        ? cell.length + 3
        : typeof cell === 'object' && cell !== null
          ? JSON.stringify(cell).length
          : 8;
  return size;
}
