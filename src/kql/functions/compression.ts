import { crc32, deflateRawSync, deflateSync, gunzipSync, inflateSync } from 'node:zlib';
import { Buffer } from 'node:buffer';
import type { ScalarEntry } from './entry.ts';
import { udf } from './entry.ts';

/** Past this what is unpacked is no text any more but an attack on memory. */
const MOST_UNPACKED = 64 * 1024 * 1024;

type Unpack = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Buffer;

/** '' where the text is not base64 of what the format is, or unpacks to more than is sane. */
function unpacked(text: string, unpack: Unpack): string {
  if (!/^[A-Za-z0-9+/\s]*={0,2}$/.test(text)) return '';
  try {
    return unpack(Buffer.from(text, 'base64'), { maxOutputLength: MOST_UNPACKED }).toString('utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}

/** The service stores a text in which nothing comes again; what it makes of others depends on its library. */
const COMPRESSED =
  'Unpacks to the same text; the service may compress a text that repeats itself to other bytes.';

/** Fewer characters than this are not worth pointing back to. */
const SHORTEST_REPEAT = 4;

function levelFor(bytes: Buffer): 0 | 6 {
  const seen = new Set<number>();
  for (let i = 0; i + SHORTEST_REPEAT <= bytes.length; i++) {
    const word = bytes.readUInt32LE(i);
    if (seen.has(word)) return 6;
    seen.add(word);
  }
  return 0;
}

/** RFC 1952: no time, no name, an unknown system. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

function gzip(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length % 2 ** 32, 4);
  const packed = deflateRawSync(bytes, { level: levelFor(bytes) });
  return Buffer.concat([GZIP_HEADER, packed, trailer]).toString('base64');
}

function zlib(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return deflateSync(bytes, { level: levelFor(bytes) }).toString('base64');
}

export const COMPRESSION: readonly ScalarEntry[] = [
  { ...udf('gzip_compress_to_base64_string', ['string'], 'string', gzip), approximate: COMPRESSED },
  udf('gzip_decompress_from_base64_string', ['string'], 'string', (text: string) =>
    unpacked(text, gunzipSync),
  ),
  { ...udf('zlib_compress_to_base64_string', ['string'], 'string', zlib), approximate: COMPRESSED },
  udf('zlib_decompress_from_base64_string', ['string'], 'string', (text: string) =>
    unpacked(text, inflateSync),
  ),
];
