import type { JsonValue } from '../../base/json.ts';
import { RowsDigest } from '../../base/rowsDigest.ts';
import type { AnswerColumn, Cell, Completeness, FurtherTable, Visualization } from '../../domain/answer.ts';
import { cellReader } from './cells.ts';
import { type AnswerForm, FORMS, type Found, type FoundTable } from './forms.ts';
import { type HeldRows, RowSplitter } from './splitRows.ts';

/** All of an answer but its rows. Survives structured cloning. */
export interface DecodedHead {
  readonly columns: readonly AnswerColumn[];
  readonly completeness: Completeness;
  readonly rows: number;
  readonly digest: string;
  readonly visualization?: Visualization;
  /** Tables after the first; none of them is so large that its rows had to be handed on in chunks. */
  readonly further: readonly FurtherTable[];
}

export type Rows = readonly (readonly Cell[])[];

/** An answer whose bytes end before its JSON does. */
export class BrokenAnswer extends Error {}

/** Reads an answer: its bytes as they come, then, when all of them are there, its rows in chunks and its head. */
export class AnswerDecoder {
  readonly #form: AnswerForm;
  readonly #maxRows: number;
  readonly #splitter: RowSplitter;

  /** @param maxRows rows of a table past these are counted and left out */
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
    const found = FORMS[this.#form].read(this.#rest(), this.#splitter.lists);
    const [first, ...others] = found.tables;
    const digest = new RowsDigest();
    const reading = this.#read(first, found);
    let step = reading.next();
    for (; step.done !== true; step = reading.next()) {
      digest.add(step.value);
      yield step.value;
    }
    const { completeness, rows } = step.value;
    return {
      columns: first.columns,
      completeness,
      rows,
      digest: digest.digest(),
      further: others.map((table, index) => this.#further(table, index, found)),
      ...(found.visualization ? { visualization: found.visualization } : {}),
    };
  }

  *#read(
    { columns, rows }: FoundTable,
    { at, completeness }: Found,
  ): Generator<Rows, { readonly completeness: Completeness; readonly rows: number }> {
    const { isRow } = FORMS[this.#form];
    const readers = columns.map(({ type }) => cellReader(type));
    const others: JsonValue[] = [];
    let came = 0;
    for (const batch of batchesOf(rows)) {
      others.push(...batch.filter((row) => !isRow(row)));
      const own = batch.filter(isRow);
      const wanted = own.slice(0, Math.max(0, this.#maxRows - came));
      came += own.length;
      if (wanted.length > 0)
        yield wanted.map((row) => columns.map((column, i) => readers[i]?.(at(row, column, i)) ?? null));
    }
    if (came <= this.#maxRows) return { completeness: completeness(came, others), rows: came };
    const reason = `${came} rows came, and ${this.#maxRows} were asked for`;
    return { completeness: { state: 'cut', by: 'rowLimit', reason }, rows: this.#maxRows };
  }

  #further(table: FoundTable, index: number, found: Found): FurtherTable {
    const { name, columns } = table;
    const isFirst = name === '' || name === found.tables[0].name;
    const rows: (readonly Cell[])[] = [];
    const reading = this.#read(table, found);
    let step = reading.next();
    for (; step.done !== true; step = reading.next()) rows.push(...step.value);
    return {
      name: isFirst ? `Table_${index + 1}` : name,
      columns,
      rows,
      completeness: step.value.completeness,
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

function* batchesOf(rows: readonly HeldRows[]): Generator<readonly JsonValue[]> {
  for (const held of rows) yield* held.read();
}
