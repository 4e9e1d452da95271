import type { JsonValue } from '../../base/json.ts';
import { RowsDigest } from '../../base/rowsDigest.ts';
import type { AnswerColumn, Cell, Completeness, Visualization } from '../../domain/answer.ts';
import { cellReader } from './cells.ts';
import { type AnswerForm, FORMS } from './forms.ts';
import { RowSplitter } from './splitRows.ts';

/** All of an answer but its rows. Survives structured cloning. */
export interface DecodedHead {
  readonly columns: readonly AnswerColumn[];
  readonly completeness: Completeness;
  readonly rows: number;
  readonly digest: string;
  readonly visualization?: Visualization;
}

export type Rows = readonly (readonly Cell[])[];

/** An answer whose bytes end before its JSON does. */
export class BrokenAnswer extends Error {}

/** Reads an answer: its bytes as they come, then, when all of them are there, its rows in chunks and its head. */
export class AnswerDecoder {
  readonly #form: AnswerForm;
  readonly #maxRows: number;
  readonly #splitter: RowSplitter;

  /** @param maxRows rows past these are counted and left out */
  constructor(form: AnswerForm, maxRows: number) {
    this.#form = form;
    this.#maxRows = maxRows;
    this.#splitter = new RowSplitter(FORMS[form].place);
  }

  push(bytes: Uint8Array): void {
    this.#splitter.push(bytes);
  }

  /** To be read once. Throws a BrokenAnswer before the first row, and other errors where it is no such answer. */
  *rows(): Generator<Rows, DecodedHead> {
    const { read, isRow } = FORMS[this.#form];
    const found = read(this.#rest(), this.#splitter.lists);
    const readers = found.columns.map(({ type }) => cellReader(type));
    const digest = new RowsDigest();
    const others: JsonValue[] = [];
    let came = 0;
    for (const batch of found.rows?.read() ?? []) {
      others.push(...batch.filter((row) => !isRow(row)));
      const rows = batch.filter(isRow);
      const wanted = rows.slice(0, Math.max(0, this.#maxRows - came));
      came += rows.length;
      if (wanted.length === 0) continue;
      const chunk = wanted.map((row) =>
        found.columns.map((column, i) => readers[i]?.(found.at(row, column, i)) ?? null),
      );
      digest.add(chunk);
      yield chunk;
    }
    const cut: Completeness = {
      state: 'cut',
      by: 'rowLimit',
      reason: `${came} rows came, and ${this.#maxRows} were asked for`,
    };
    return {
      columns: found.columns,
      completeness: came > this.#maxRows ? cut : found.completeness(came, others),
      rows: Math.min(came, this.#maxRows),
      digest: digest.digest(),
      ...(found.visualization ? { visualization: found.visualization } : {}),
    };
  }

  #rest(): JsonValue {
    try {
      return this.#splitter.rest();
    } catch (cause) {
      throw new BrokenAnswer('its JSON breaks off', { cause });
    }
  }
}
