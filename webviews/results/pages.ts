import type { Cell } from '../../src/domain/answer.ts';
import type { ResultPage, ResultView } from '../../src/domain/result.ts';
import type { Asked, Requests } from './requests.ts';

/** Rows and columns fetched at a time, and how many such blocks are kept: some tens of megabytes at most. */
const ROWS = 100;
const COLUMNS = 16;
const KEPT = 400;
/** Of those asked for while scrolling, the newest are wanted most. */
const MAX_ASKED = 6;

interface Block {
  readonly rows: readonly (readonly Cell[])[];
}

/** The cells of a view, fetched in blocks as they are looked at and forgotten when others are. */
export class Pages {
  readonly #requests: Requests;
  readonly #columns: number;
  readonly #onArrived: () => void;
  readonly #blocks = new Map<string, Block>();
  readonly #asked = new Map<string, Asked<ResultPage>>();
  #view: ResultView;
  /** What came with the answer: its first rows as long as they are in their own order. */
  #first: readonly (readonly Cell[])[];

  constructor(
    requests: Requests,
    columns: number,
    view: ResultView,
    first: readonly (readonly Cell[])[],
    onArrived: () => void,
  ) {
    this.#requests = requests;
    this.#columns = columns;
    this.#view = view;
    this.#first = first;
    this.#onArrived = onArrived;
  }

  /** Another view: nothing of the one before is of use. */
  show(view: ResultView): void {
    this.#view = view;
    this.#first = [];
    this.#blocks.clear();
    for (const asked of this.#asked.values()) asked.cancel();
    this.#asked.clear();
  }

  /** A cell, or undefined while it has not come. */
  cell(row: number, column: number): Cell | undefined {
    const first = this.#first[row]?.[column];
    if (first !== undefined) return first;
    const block = this.#blocks.get(keyOf(blockOf(row, ROWS), blockOf(column, COLUMNS)));
    return block?.rows[row % ROWS]?.[column % COLUMNS];
  }

  /** Sees to it that these cells come. */
  want(fromRow: number, toRow: number, columns: readonly number[]): void {
    if (toRow <= this.#first.length) return;
    const columnBlocks = new Set(columns.map((column) => blockOf(column, COLUMNS)));
    for (let rows = blockOf(fromRow, ROWS); rows <= blockOf(Math.max(fromRow, toRow - 1), ROWS); rows++)
      for (const block of columnBlocks) this.#want(rows, block);
  }

  /** Whole rows, for a look at one or for the clipboard; those that came with the answer are there at once. */
  async rows(from: number, count: number, columns: readonly number[]): Promise<readonly (readonly Cell[])[]> {
    if (from + count <= this.#first.length)
      return this.#first.slice(from, from + count).map((row) => columns.map((column) => row[column] ?? null));
    return (await this.#requests.page(this.#view, columns, from, count).answer).rows;
  }

  #want(rows: number, block: number): void {
    const key = keyOf(rows, block);
    const kept = this.#blocks.get(key);
    if (kept) {
      this.#blocks.delete(key);
      this.#blocks.set(key, kept);
      return;
    }
    if (this.#asked.has(key)) return;
    const start = block * COLUMNS;
    const columns = Array.from({ length: Math.min(COLUMNS, this.#columns - start) }, (_, i) => start + i);
    const asked = this.#requests.page(this.#view, columns, rows * ROWS, ROWS);
    this.#asked.set(key, asked);
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > MAX_ASKED && oldest !== undefined) {
      this.#asked.get(oldest)?.cancel();
      this.#asked.delete(oldest);
    }
    asked.answer
      .then(({ rows: cells }) => {
        if (this.#asked.get(key) !== asked) return;
        this.#blocks.set(key, { rows: cells });
        for (const forgotten of this.#blocks.keys())
          if (this.#blocks.size > KEPT) this.#blocks.delete(forgotten);
        this.#asked.delete(key);
        this.#onArrived();
      })
      .catch(() => {
        if (this.#asked.get(key) === asked) this.#asked.delete(key);
      });
  }
}

function blockOf(index: number, size: number): number {
  return Math.floor(index / size);
}

function keyOf(rows: number, columns: number): string {
  return `${rows}:${columns}`;
}
