import { createHash } from 'node:crypto';
import { canonicalJson } from './canonicalJson.ts';
import type { JsonValue } from './json.ts';

/** SHA-256 over the canonical JSON of each row and a newline, in the order of the answer. */
export class RowsDigest {
  readonly #hash = createHash('sha256');
  rows = 0;

  add(rows: readonly (readonly JsonValue[])[]): void {
    this.addLines(rows.map(rowLine));
  }

  /** Lines as {@link rowLine} makes them. */
  addLines(lines: readonly string[]): void {
    this.#hash.update(lines.join(''));
    this.rows += lines.length;
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

/** A row as its line under the digest. */
export function rowLine(row: readonly JsonValue[]): string {
  // Without members that could be out of order, JSON's own text is the canonical one.
  const isPlain = row.every((cell) => typeof cell !== 'object' || cell === null);
  return `${isPlain ? JSON.stringify(row) : canonicalJson(row)}\n`;
}
