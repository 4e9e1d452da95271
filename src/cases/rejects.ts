import type { JsonObject } from '../base/json.ts';
import { canonicalJson } from '../base/canonicalJson.ts';
import { Serial } from '../base/serial.ts';
import { LAYOUT } from './layout.ts';
import type { Storage } from './storage.ts';

const rejectsPath = (importId: string): string => `${LAYOUT.rejects}/${importId}.jsonl`;

/** Rows of one import that did not fit, one JSON text a line; the file exists only where there are any. */
export class RejectsFile {
  readonly #storage: Storage;
  readonly #path: string;
  readonly #serial = new Serial();

  constructor(storage: Storage, importId: string) {
    this.#storage = storage;
    this.#path = rejectsPath(importId);
  }

  write(rejects: readonly JsonObject[]): Promise<void> {
    return this.#serial.run(async () => {
      if (rejects.length === 0) return;
      await this.#storage.makeFolder(LAYOUT.rejects);
      const file = await this.#storage.open(this.#path, 'append');
      try {
        await file.write(Buffer.from(rejects.map((reject) => `${canonicalJson(reject)}\n`).join('')));
      } finally {
        await file.close();
      }
    });
  }
}
