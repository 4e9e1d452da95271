import { createHash } from 'node:crypto';
import { unknown } from '../unknown.ts';
import { isArray } from '../values.ts';
import { textOf } from '../convert.ts';
import { raw, typed, type ReferenceFunction } from './define.ts';

const digest = (algorithm: string): ReferenceFunction =>
  raw(([value]) => {
    if (value?.type !== 'string') throw unknown('a digest of no text');
    return createHash(algorithm).update(textOf(value), 'utf8').digest('hex');
  });

function decoded(text: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0)
    throw unknown('base64 that is not well formed');
  return Buffer.from(text, 'base64');
}

export const ENCODINGS: Readonly<Record<string, ReferenceFunction>> = {
  hash_md5: digest('md5'),
  hash_sha1: digest('sha1'),
  hash_sha256: digest('sha256'),
  base64_encode_tostring: typed(['string'], ([text]) => Buffer.from(text, 'utf8').toString('base64')),
  base64_decode_tostring: typed(['string'], ([text]) => {
    const bytes = decoded(text);
    const result = bytes?.toString('utf8') ?? '';
    if (result.includes('\ufffd')) throw unknown('bytes that are not UTF-8');
    return result;
  }),
  base64_decode_toarray: typed(['string'], ([text]) => [...(decoded(text) ?? [])].map(BigInt)),
  url_decode: typed(['string'], ([text]) => {
    if (!/^[\w.~/-]*$/.test(text)) throw unknown('decoding what is encoded');
    return text;
  }),
  url_encode: typed(['string'], ([text]) => {
    if (!/^\w*$/.test(text)) throw unknown('which characters are encoded');
    return text;
  }),
  tohex: raw(([value, length]) => {
    if (typeof value?.value !== 'bigint') throw unknown('tohex of no whole number');
    const width = (length?.value as bigint | undefined) ?? 0n;
    if (width < 0n || width > 16n) throw unknown('a length of tohex');
    if (value.type === 'int' && value.value < 0n && !length)
      throw unknown('how many digits a negative int has');
    return BigInt.asUintN(value.type === 'int' ? 32 : 64, value.value)
      .toString(16)
      .padStart(Number(width), '0');
  }),
  unicode_codepoints_from_string: typed(['string'], ([text]) =>
    [...text].map((c) => BigInt(c.codePointAt(0) ?? 0)),
  ),
  unicode_codepoints_to_string: raw((args) =>
    args
      .flatMap(({ value }) => (isArray(value) ? value : [value]))
      .map((point) => {
        if (
          typeof point !== 'bigint' ||
          point < 0n ||
          point > 0x10ffffn ||
          (point >= 0xd800n && point <= 0xdfffn)
        )
          throw unknown('a code point that is none');
        return String.fromCodePoint(Number(point));
      })
      .join(''),
  ),
};
