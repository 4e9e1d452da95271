import { isUtf8 } from 'node:buffer';
import { type Frame, MAX_RECORD_BYTES, rejectText, tooLong } from './frame.ts';
import { uncleanReason } from './frameLines.ts';

const QUOTE = 34;
const LF = 10;
const CR = 13;
const BLOCK_ROWS = 2000;

export interface CsvRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Records of CSV as JSON objects of texts under the header's names, which are unique. */
export async function* frameCsv(bytes: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let names: readonly string[] | undefined;
  let block: string[] = [];
  let lines: number[] = [];
  const flush = function* (): Generator<Frame> {
    if (lines.length > 0)
      yield {
        kind: 'records',
        block: Buffer.from(block.join('')),
        lines,
        longest: 3 * Math.max(...block.map((text) => text.length)),
      };
    [block, lines] = [[], []];
  };
  for await (const item of csvRows(bytes)) {
    if ('kind' in item) {
      yield* flush();
      yield item;
      continue;
    }
    if (!names) {
      const header = headerNames(item.cells);
      names = header.names.map((name) => JSON.stringify(name));
      for (const text of header.notes) yield { kind: 'note', text };
      continue;
    }
    // Spreadsheets end rows in commas without anything after them.
    const width = names.length;
    const cells = item.cells.slice(width).every((cell) => cell === '')
      ? item.cells.slice(0, width)
      : item.cells;
    if (cells.length !== width) {
      yield* flush();
      yield {
        kind: 'reject',
        line: item.line,
        reason: `The row has ${cells.length} cells, the header ${width}.`,
        text: item.cells.join(',').slice(0, 2 ** 16),
      };
      continue;
    }
    const members = cells.map((cell, i) => `${names?.[i] ?? ''}:${JSON.stringify(cell)}`);
    block.push(`{${members.join(',')}}\n`);
    lines.push(item.line);
    if (lines.length >= BLOCK_ROWS) yield* flush();
  }
  yield* flush();
}

/** Names as the header has them; one that comes again gets a number, one that is empty gets its place. */
export function headerNames(cells: readonly string[]): {
  readonly names: readonly string[];
  readonly notes: readonly string[];
} {
  const seen = new Map<string, number>();
  const notes: string[] = [];
  const names = cells.map((cell, index) => {
    const name = cell === '' ? `Column ${index + 1}` : cell;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    if (count === 1) return name;
    notes.push(
      `The header names "${name}" ${count} times; column ${index + 1} is called "${name} ${count}" here.`,
    );
    return `${name} ${count}`;
  });
  return { names, notes };
}

/**
 * Rows by RFC 4180 with the separator that the first line uses most; line ends of any kind. The lines that Excel (`sep=`)
 * and PowerShell (`#TYPE`) put before the header are left out.
 */
export async function* csvRows(
  bytes: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<CsvRow | Frame> {
  const parser = new CsvParser();
  for await (const chunk of bytes) {
    parser.push(chunk);
    yield* parser.items.splice(0);
  }
  parser.end();
  yield* parser.items;
}

class CsvParser {
  readonly items: (CsvRow | Frame)[] = [];
  #rest: Buffer = Buffer.alloc(0);
  #line = 1;
  #separator: number | undefined;
  #skipping = 0;
  #started = false;

  push(chunk: Buffer): void {
    let data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (this.#skipping > 0) {
      const end = data.indexOf(LF);
      this.#skipping += end < 0 ? data.length : end;
      if (end < 0) {
        this.#rest = Buffer.alloc(0);
        return;
      }
      this.items.push({ kind: 'reject', line: this.#line, reason: tooLong(this.#skipping), text: '' });
      this.#skipping = 0;
      this.#line += 1;
      data = data.subarray(end + 1);
    }
    this.#consume(data, false);
    if (this.#rest.length > MAX_RECORD_BYTES) {
      this.#skipping = this.#rest.length;
      this.#rest = Buffer.alloc(0);
    }
  }

  end(): void {
    if (this.#skipping > 0)
      this.items.push({ kind: 'reject', line: this.#line, reason: tooLong(this.#skipping), text: '' });
    const tail = this.#rest;
    let end = tail.length;
    while (end > 0 && tail[end - 1] === 0) end--;
    if (end < tail.length)
      this.items.push({
        kind: 'broken',
        at: `line ${this.#line}`,
        reason: `The file ends in ${tail.length - end} NUL bytes: its writer was interrupted.`,
      });
    if (end === 0) return;
    this.#consume(Buffer.concat([tail.subarray(0, end), Buffer.from('\n')]), true);
    if (this.#rest.length > 0) {
      this.items.push({
        kind: 'broken',
        at: `line ${this.#line}`,
        reason: 'The file breaks off inside a quoted cell.',
      });
      this.items.push({
        kind: 'reject',
        line: this.#line,
        reason: 'The file breaks off in the middle of this row.',
        text: rejectText(tail.subarray(0, end)),
      });
    }
  }

  #consume(data: Buffer, last: boolean): void {
    let at = 0;
    while (at < data.length) {
      const end = rowEnd(data, at, last);
      if (end < 0) break;
      this.#row(data.subarray(at, end));
      // CRLF is one line end.
      const crlf = data[end] === CR && data[end + 1] === LF;
      this.#line += countLineEnds(data.subarray(at, end)) + 1;
      at = end + (crlf ? 2 : 1);
    }
    this.#rest = Buffer.from(data.subarray(at));
  }

  #row(bytes: Buffer): void {
    if (isBlank(bytes)) return;
    if (bytes.includes(0) || !isUtf8(bytes)) {
      this.items.push({
        kind: 'reject',
        line: this.#line,
        reason: uncleanReason(bytes),
        text: rejectText(bytes),
      });
      return;
    }
    const whole = bytes.toString('utf8');
    // A program that marked a text that was marked already.
    const text = this.#started ? whole : whole.replace(/^\ufeff+/, '');
    if (!this.#started && /^(sep=.|#TYPE .*)$/.test(text)) {
      if (text.startsWith('sep=')) this.#separator = text.charCodeAt(4);
      return;
    }
    this.#started = true;
    this.#separator ??= mostUsedSeparator(text);
    this.items.push({ cells: splitCells(text, String.fromCharCode(this.#separator)), line: this.#line });
  }
}

/** Index of the line end that ends the row at `from`, -1 where the data has none yet. */
function rowEnd(data: Buffer, from: number, last: boolean): number {
  let at = from;
  let counted = from;
  let quotes = 0;
  for (;;) {
    const lf = data.indexOf(LF, at);
    const cr = data.subarray(at, lf < 0 ? data.length : lf).indexOf(CR);
    const candidate = cr < 0 ? lf : at + cr;
    if (candidate < 0) return -1;
    // A CR at the end of the data may be the first half of CRLF.
    if (!last && candidate === data.length - 1 && data[candidate] === CR) return -1;
    for (
      let quote = data.indexOf(QUOTE, counted);
      quote >= 0 && quote < candidate;
      quote = data.indexOf(QUOTE, quote + 1)
    )
      quotes += 1;
    counted = candidate;
    if (quotes % 2 === 0) return candidate;
    const closing = data.indexOf(QUOTE, candidate);
    if (closing < 0) return -1;
    at = closing + 1;
  }
}

function countLineEnds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) count += 1;
  return count;
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 32 || byte === 9);
}

function mostUsedSeparator(header: string): number {
  const unquoted = header.replace(/"(?:[^"]|"")*"/g, '');
  const counts = [',', ';', '\t'].map((sign) => ({ sign, count: unquoted.split(sign).length }));
  const best = counts.reduce((a, b) => (b.count > a.count ? b : a));
  return best.sign.charCodeAt(0);
}

function splitCells(text: string, separator: string): readonly string[] {
  if (!text.includes('"')) return text.split(separator);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      let cell = '';
      let from = at + 1;
      let quote = text.indexOf('"', from);
      while (quote >= 0 && text[quote + 1] === '"') {
        cell += text.slice(from, quote + 1);
        from = quote + 2;
        quote = text.indexOf('"', from);
      }
      const end = quote < 0 ? text.length : quote;
      cell += text.slice(from, end);
      const next = text.indexOf(separator, end);
      // What stands between the closing quote and the separator belongs to the cell, odd as it is.
      cells.push(cell + text.slice(end + 1, next < 0 ? text.length : next));
      if (next < 0) return cells;
      at = next + separator.length;
    } else {
      const next = text.indexOf(separator, at);
      cells.push(text.slice(at, next < 0 ? text.length : next));
      if (next < 0) return cells;
      at = next + separator.length;
    }
  }
}
