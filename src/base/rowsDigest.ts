import { createHash } from 'node:crypto';
import { canonicalJson } from './canonicalJson.ts';
import type { Sha256 } from './hash.ts';
import type { JsonValue } from './json.ts';

/** SHA-256 over the canonical JSON of each row and a newline, in the order of the answer. */
export class RowsDigest {
  readonly #hash = createHash('sha256');
  rows = 0;

  add(rows: readonly (readonly JsonValue[])[]): void {
    for (const row of rows) this.#hash.update(`${canonicalJson(row)}\n`);
    this.rows += rows.length;
  }

  digest(): Sha256 {
    return this.#hash.digest('hex');
  }
}
