import { isAscii } from 'node:buffer';

/** What the bytes 0x80 to 0x9f are; five of them are nothing. */
const UPPER =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';
const UNDEFINED: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

export function windows1252ToUtf8(bytes: Buffer): Buffer {
  if (isAscii(bytes)) return bytes;
  const text = bytes.toString('latin1');
  return Buffer.from(text.replace(/[\x80-\x9f]/g, (sign) => UPPER[sign.charCodeAt(0) - 0x80] ?? sign));
}

/**
 * Whether bytes without a byte order mark are text in Windows-1252: there are some beyond ASCII, none of them is part of
 * UTF-8, and none is what no such text has. One sign of UTF-8 tells of UTF-8 that is damaged elsewhere.
 */
export class Windows1252Test {
  #isRuledOut = false;
  #hasUpper = false;
  /** Bytes that a sign of UTF-8 may have begun with before the end of what was seen. */
  #begun: Buffer = Buffer.alloc(0);

  get isRuledOut(): boolean {
    return this.#isRuledOut;
  }

  see(chunk: Buffer): void {
    const bytes = this.#begun.length === 0 ? chunk : Buffer.concat([this.#begun, chunk]);
    this.#begun = Buffer.alloc(0);
    if (bytes.includes(0)) this.#isRuledOut = true;
    if (this.#isRuledOut || isAscii(bytes)) return;
    this.#hasUpper = true;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte < 0x80) continue;
      const size = signBytes(byte);
      const rest = bytes.subarray(at + 1, at + size);
      if (size > 1 && rest.every((next) => next >= 0x80 && next < 0xc0)) {
        if (rest.length === size - 1) this.#isRuledOut = true;
        else this.#begun = Buffer.from(bytes.subarray(at));
        if (this.#isRuledOut || this.#begun.length > 0) return;
      }
      if (UNDEFINED.has(byte)) this.#isRuledOut = true;
      if (this.#isRuledOut) return;
    }
  }

  end(): boolean {
    return this.#hasUpper && !this.#isRuledOut && !this.#begun.some((byte) => UNDEFINED.has(byte));
  }
}

/** Bytes of the sign of UTF-8 that begins with this one; 1 where none does. */
function signBytes(lead: number): number {
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 1;
}
