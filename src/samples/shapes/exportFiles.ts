import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What a file begins with, has between its pieces, and ends with. */
export interface Framing {
  readonly open: string;
  readonly between: string;
  readonly close: string;
}

export const LINES: Framing = { open: '', between: '\n', close: '\n' };
export const JSON_ARRAY: Framing = { open: '[\n', between: ',\n', close: '\n]\n' };

const BUFFERED_CHARACTERS = 16 * 1024 * 1024;

/**
 * Many text files written side by side with little memory: pieces are kept until together they are large, then
 * appended. Nothing is kept open between, so the number of files has no limit.
 */
export class ExportFiles {
  readonly #root: string;
  readonly #framing = new Map<string, Framing>();
  readonly #buffers = new Map<string, string>();
  readonly #begun = new Set<string>();
  #buffered = 0;
  #bytes = 0;

  constructor(root: string) {
    this.#root = root;
  }

  /** Paths, with forward slashes under the root, in the order of their first piece. */
  get paths(): readonly string[] {
    return [...this.#framing.keys()];
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(path: string, piece: string, framing: Framing = LINES): void {
    const known = this.#framing.has(path);
    if (!known) this.#framing.set(path, framing);
    const before = this.#buffers.get(path) ?? '';
    this.#buffers.set(path, `${before}${known ? framing.between : framing.open}${piece}`);
    this.#buffered += piece.length;
  }

  /** Call between batches; writes when enough has gathered. */
  async relieve(signal?: AbortSignal): Promise<void> {
    if (this.#buffered >= BUFFERED_CHARACTERS) await this.#flush(signal);
  }

  async close(signal?: AbortSignal): Promise<void> {
    for (const [path, framing] of this.#framing)
      this.#buffers.set(path, (this.#buffers.get(path) ?? '') + framing.close);
    await this.#flush(signal);
  }

  async #flush(signal?: AbortSignal): Promise<void> {
    for (const [path, text] of this.#buffers) {
      signal?.throwIfAborted();
      const file = join(this.#root, ...path.split('/'));
      if (this.#begun.has(path)) await appendFile(file, text);
      else {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, text);
        this.#begun.add(path);
      }
      this.#bytes += Buffer.byteLength(text);
    }
    this.#buffers.clear();
    this.#buffered = 0;
  }
}
