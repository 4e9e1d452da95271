import { parseExactJson } from '../../base/exactJson.ts';
import type { JsonValue } from '../../base/json.ts';

/** Where an answer's form has its rows: the depth of the object that has them (1 is the outermost value), and their name in any case. */
export interface RowsPlace {
  readonly depth: number;
  readonly name: string;
}

/** Elements and bytes of a batch at most: what one message between threads carries without holding the receiver up. */
const BATCH_ROWS = 2_000;
const BATCH_BYTES = 256 * 1024;

/** Bytes before a list in which its name is looked for. */
const TAIL = 64;

const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [
  ...Buffer.from('"\\,[]{}'),
] as [number, number, number, number, number, number, number];

/** The elements of one list, as text in batches that are freed as they are read. */
export class HeldRows {
  readonly #batches: (readonly Uint8Array[])[] = [];
  #pieces: Uint8Array[] = [];
  #rows = 0;
  #bytes = 0;

  take(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#bytes += piece.length;
  }

  /** At the end of an element; true where the batch is full, and its end is here. */
  isFull(more: number): boolean {
    return ++this.#rows >= BATCH_ROWS || this.#bytes + more >= BATCH_BYTES;
  }

  endBatch(): void {
    this.#batches.push(this.#pieces);
    this.#pieces = [];
    this.#rows = 0;
    this.#bytes = 0;
  }

  /** Each batch once. Throws the SyntaxError of JSON.parse. */
  *read(): Generator<readonly JsonValue[], void> {
    for (let batch = this.#batches.shift(); batch; batch = this.#batches.shift())
      yield parseExactJson(`[${Buffer.concat(batch).toString('utf8')}]`) as readonly JsonValue[];
  }
}

/**
 * Takes the JSON of an answer as its bytes come, and keeps its lists of rows apart, unparsed. In what is left, each of them is a list with
 * nothing but its own number.
 */
export class RowSplitter {
  readonly lists: HeldRows[] = [];
  readonly #place: RowsPlace;
  readonly #name: RegExp;
  readonly #rest: Uint8Array[] = [];
  #list: HeldRows | undefined;
  #depth = 0;
  #inString = false;
  #escaped = false;

  constructor(place: RowsPlace) {
    this.#place = place;
    this.#name = new RegExp(`"${place.name}"\\s*:\\s*$`, 'i');
  }

  push(bytes: Uint8Array): void {
    let from = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inString = false;
      } else if (byte === QUOTE) this.#inString = true;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        if (!this.#list && byte === OPEN_LIST && this.#isRows(bytes.subarray(from, at))) {
          this.#rest.push(bytes.subarray(from, at + 1));
          from = at + 1;
          this.#list = new HeldRows();
        }
        this.#depth++;
      } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
        this.#depth--;
        if (this.#list && this.#depth === this.#place.depth) {
          this.#list.take(bytes.subarray(from, at));
          this.#list.endBatch();
          this.#rest.push(Buffer.from(String(this.lists.push(this.#list) - 1)));
          this.#list = undefined;
          from = at;
        }
      } else if (byte === COMMA && this.#list && this.#depth === this.#place.depth + 1)
        if (this.#list.isFull(at - from)) {
          this.#list.take(bytes.subarray(from, at));
          this.#list.endBatch();
          from = at + 1;
        }
    }
    const left = bytes.subarray(from);
    if (this.#list) this.#list.take(left);
    else this.#rest.push(left);
  }

  /** What is left without the rows. Throws a SyntaxError where the JSON breaks off. */
  rest(): JsonValue {
    return parseExactJson(
      Buffer.concat(this.#rest)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    );
  }

  /** The name before the list tells: outside a string, nothing else can end so. */
  #isRows(before: Uint8Array): boolean {
    if (this.#depth !== this.#place.depth) return false;
    // As many pieces as bytes are looked at: they may have come one by one.
    const tail = Buffer.concat([...this.#rest.slice(-TAIL), before]).subarray(-TAIL);
    return this.#name.test(tail.toString('latin1'));
  }
}
