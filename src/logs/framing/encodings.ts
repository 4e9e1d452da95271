import { TextDecoder } from 'node:util';

/** Turns a stream's bytes into UTF-8, chunk by chunk; `last` ends the stream. */
export type Decode = (data: Buffer, last: boolean) => Buffer;

interface Encoding {
  readonly name: 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';
  /** Bytes of the byte order mark. */
  readonly mark: number;
}

/**
 * The decoder for a text that begins with these bytes: by its byte order mark, or by the NULs that signs of ASCII have
 * in UTF-16. The first call gets the head itself. Bytes of no such encoding pass as they are.
 */
export function decoderFor(head: Buffer): Decode {
  const { name, mark } = encodingOf(head);
  let skip = mark;
  const withoutMark = (data: Buffer): Buffer => {
    const rest = data.subarray(skip);
    skip = 0;
    return rest;
  };
  if (name === 'utf-8') return withoutMark;
  if (name === 'utf-32le' || name === 'utf-32be') {
    const decode = utf32(name === 'utf-32le');
    return (data, last) => decode(withoutMark(data), last);
  }
  const decoder = new TextDecoder(name, { ignoreBOM: true });
  return (data, last) => Buffer.from(decoder.decode(withoutMark(data), { stream: !last }));
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

/** Code points that there are not become U+FFFD. */
function utf32(little: boolean): Decode {
  let rest = Buffer.alloc(0);
  return (data, last) => {
    const bytes = rest.length === 0 ? data : Buffer.concat([rest, data]);
    const whole = bytes.length - (bytes.length % 4);
    rest = Buffer.from(bytes.subarray(whole));
    const signs: string[] = [];
    for (let at = 0; at < whole; at += 4) {
      const point = little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
      signs.push(
        point > 0x10_ff_ff || (point >= 0xd8_00 && point <= 0xdf_ff) ? '\ufffd' : String.fromCodePoint(point),
      );
    }
    if (last && rest.length > 0) signs.push('\ufffd');
    return Buffer.from(signs.join(''));
  };
}
