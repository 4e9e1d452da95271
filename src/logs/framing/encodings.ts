import { TextDecoder } from 'node:util';
import { AzimuthError } from '../../base/errors.ts';

/** Turns a stream's bytes into UTF-8, chunk by chunk. */
export interface Decoder {
  /** No mark and no NULs tell the encoding, so the bytes pass as they are. */
  readonly isUnmarked: boolean;
  decode(data: Buffer): Buffer;
  /** Throws `import.cut-text` where the bytes ended within a sign. */
  end(): void;
}

interface Encoding {
  readonly name: 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';
  /** Bytes of the byte order mark. */
  readonly mark: number;
}

/**
 * The decoder for a text that begins with these bytes: by its byte order mark, or by the NULs that signs of ASCII have
 * in UTF-16. The first call gets the head itself. Bytes of no such encoding pass as they are.
 */
export function decoderFor(head: Buffer): Decoder {
  const { name, mark } = encodingOf(head);
  let skip = mark;
  const withoutMark = (data: Buffer): Buffer => {
    const rest = data.subarray(skip);
    skip = 0;
    return rest;
  };
  if (name === 'utf-8') return { isUnmarked: mark === 0, decode: withoutMark, end: () => undefined };
  const wide = name === 'utf-32le' || name === 'utf-32be' ? utf32(name === 'utf-32le') : utf16(name);
  return {
    isUnmarked: false,
    decode: (data) => wide.decode(withoutMark(data)),
    end() {
      if (!wide.isWithinSign()) return;
      throw new AzimuthError('import.cut-text', 'The file breaks off within a sign of its text.', {
        unharmed: 'what came before is imported',
      });
    },
  };
}

const startsWith = (head: Buffer, ...bytes: readonly number[]): boolean =>
  bytes.every((byte, i) => head[i] === byte);

function encodingOf(head: Buffer): Encoding {
  if (startsWith(head, 0xff, 0xfe, 0, 0)) return { name: 'utf-32le', mark: 4 };
  if (startsWith(head, 0, 0, 0xfe, 0xff)) return { name: 'utf-32be', mark: 4 };
  if (startsWith(head, 0xef, 0xbb, 0xbf)) return { name: 'utf-8', mark: 3 };
  if (startsWith(head, 0xff, 0xfe)) return { name: 'utf-16le', mark: 2 };
  if (startsWith(head, 0xfe, 0xff)) return { name: 'utf-16be', mark: 2 };
  const pairs = Math.min(head.length, 64) >> 1;
  const ascii = (offset: number): boolean =>
    pairs > 0 &&
    Array.from({ length: pairs }, (_, i) => i).every(
      (i) => head[2 * i + 1 - offset] === 0 && (head[2 * i + offset] ?? 0) >= 9,
    );
  if (ascii(0)) return { name: 'utf-16le', mark: 0 };
  return ascii(1) ? { name: 'utf-16be', mark: 0 } : { name: 'utf-8', mark: 0 };
}

interface WideDecoder {
  decode(data: Buffer): Buffer;
  isWithinSign(): boolean;
}

function utf16(name: 'utf-16le' | 'utf-16be'): WideDecoder {
  const decoder = new TextDecoder(name, { ignoreBOM: true });
  return {
    decode: (data) => Buffer.from(decoder.decode(data, { stream: true })),
    isWithinSign: () => decoder.decode() !== '',
  };
}

/** Code points that there are not become U+FFFD. */
function utf32(little: boolean): WideDecoder {
  let rest = Buffer.alloc(0);
  return {
    decode(data) {
      const bytes = rest.length === 0 ? data : Buffer.concat([rest, data]);
      const whole = bytes.length - (bytes.length % 4);
      rest = Buffer.from(bytes.subarray(whole));
      const signs: string[] = [];
      for (let at = 0; at < whole; at += 4) {
        const point = little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
        signs.push(
          point > 0x10_ff_ff || (point >= 0xd8_00 && point <= 0xdf_ff)
            ? '\ufffd'
            : String.fromCodePoint(point),
        );
      }
      return Buffer.from(signs.join(''));
    },
    isWithinSign: () => rest.length > 0,
  };
}
