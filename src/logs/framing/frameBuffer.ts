import { isUtf8 } from 'node:buffer';
import { compactJson } from './compactJson.ts';
import { type Frame, rejectText, tooLong } from './frame.ts';
import { uncleanReason } from './frameLines.ts';
import type { ScannerEvents } from './jsonScanner.ts';

const BLOCK = 2 ** 20;
const LEAST = 2 ** 14;

/** Collects small records into blocks, in order with what else there is to say; keeps nothing of the bytes given. */
export class FrameBuffer {
  #frames: Frame[] = [];
  #block: Buffer = Buffer.alloc(0);
  #lines: number[] = [];
  #size = 0;
  #longest = 0;

  record(text: Buffer, line: number): void {
    if (text.includes(0) || !isUtf8(text)) {
      this.add({ kind: 'reject', line, reason: uncleanReason(text), text: rejectText(text) });
      return;
    }
    const compact = compactJson(text);
    this.#makeRoom(compact.length + 1);
    this.#size += compact.copy(this.#block, this.#size);
    this.#block[this.#size++] = LF;
    this.#lines.push(line);
    this.#longest = Math.max(this.#longest, compact.length);
  }

  add(frame: Frame): void {
    this.#flush();
    this.#frames.push(frame);
  }

  take(all: boolean): readonly Frame[] {
    if (all) this.#flush();
    return this.#frames.splice(0);
  }

  #makeRoom(bytes: number): void {
    if (this.#size + bytes > BLOCK) this.#flush();
    const needed = this.#size + bytes;
    if (needed <= this.#block.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(BLOCK, LEAST + 2 * this.#block.length)));
    this.#block.copy(larger, 0, 0, this.#size);
    this.#block = larger;
  }

  #flush(): void {
    if (this.#lines.length > 0)
      this.#frames.push({
        kind: 'records',
        block: Buffer.from(this.#block.subarray(0, this.#size)),
        lines: this.#lines,
        longest: this.#longest,
      });
    this.#lines = [];
    this.#size = 0;
    this.#longest = 0;
  }
}

const LF = 10;

/** What becomes of a value that cannot be JSON. */
export function badValue(out: FrameBuffer): ScannerEvents['bad'] {
  return (_, bytes, line, reason) => {
    out.add({
      kind: 'reject',
      line,
      reason:
        reason === 'too-long'
          ? tooLong(bytes.length)
          : 'A text has a line break that is not escaped; the rest of the record was skipped.',
      text: rejectText(bytes),
    });
  };
}
