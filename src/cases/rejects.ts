import { canonicalJson } from '../base/canonicalJson.ts';
import { type Sha256, sha256 } from '../base/hash.ts';
import type { JsonObject } from '../base/json.ts';
import { Serial } from '../base/serial.ts';
import { LAYOUT } from './layout.ts';
import type { Storage } from './storage.ts';

export const rejectsPath = (importId: string): string => `${LAYOUT.rejects}/${importId}.jsonl`;

/** How many lines a file of rejects has and the hash of the last, which the journal keeps. */
export type RejectsHead = { readonly lines: number; readonly hash: Sha256 };

/** What the first line's hash goes on from. */
export const rejectsGenesis = (importId: string): Sha256 => sha256(`rejects ${importId}`);

/** Hash of a line: of its reject and of the line before it. */
export const rejectHash = (before: Sha256, reject: JsonObject): Sha256 =>
  sha256(`${before}\n${canonicalJson(reject)}`);

/** Rows of one import that did not fit, one JSON text a line in a chain; the file exists only where there are any. */
export class RejectsFile {
  readonly #storage: Storage;
  readonly #path: string;
  readonly #serial = new Serial();
  #head: RejectsHead;

  constructor(storage: Storage, importId: string) {
    this.#storage = storage;
    this.#path = rejectsPath(importId);
    this.#head = { lines: 0, hash: rejectsGenesis(importId) };
  }

  write(rejects: readonly JsonObject[]): Promise<void> {
    return this.#serial.run(async () => {
      if (rejects.length === 0) return;
      let { lines, hash } = this.#head;
      const texts = rejects.map((reject) => {
        hash = rejectHash(hash, reject);
        lines += 1;
        return `${canonicalJson({ ...reject, hash })}\n`;
      });
      await this.#storage.makeFolder(LAYOUT.rejects);
      await this.#append(Buffer.from(texts.join('')));
      this.#head = { lines, hash };
    });
  }

  /** Puts all lines onto the disk for good; undefined where there are none. */
  async finish(): Promise<RejectsHead | undefined> {
    if (this.#head.lines === 0) return undefined;
    await this.#append(undefined);
    return this.#head;
  }

  /** Of an import that came to nothing. */
  async discard(): Promise<void> {
    if (this.#head.lines > 0) await this.#storage.remove(this.#path);
  }

  async #append(bytes: Buffer | undefined): Promise<void> {
    const file = await this.#storage.open(this.#path, 'append');
    try {
      if (bytes) await file.write(bytes);
      else await file.sync();
    } finally {
      await file.close();
    }
  }
}
