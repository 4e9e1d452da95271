import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
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

export const COMPRESSION: readonly ScalarEntry[] = [
  udf('gzip_compress_to_base64_string', ['string'], 'string', (text: string) =>
    gzipSync(Buffer.from(text, 'utf8')).toString('base64'),
  ),
  udf('gzip_decompress_from_base64_string', ['string'], 'string', (text: string) =>
    unpacked(text, gunzipSync),
  ),
  udf('zlib_compress_to_base64_string', ['string'], 'string', (text: string) =>
    deflateSync(Buffer.from(text, 'utf8')).toString('base64'),
  ),
  udf('zlib_decompress_from_base64_string', ['string'], 'string', (text: string) =>
    unpacked(text, inflateSync),
  ),
];
