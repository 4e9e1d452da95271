import { Buffer } from 'node:buffer';
import type { Lowering } from '../plan/expr.ts';
import type { Dynamic } from '../values/dynamic.ts';
import { dyn, isNumber } from './dyn.ts';
import { type ScalarEntry, sql, udf } from './entry.ts';
import { punycodeDecode, punycodeEncode, toPunycode, toUnicode } from './punycode.ts';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

function bytesOf(text: string): Buffer | undefined {
  const trimmed = text.trim();
  return trimmed.length % 4 === 0 && BASE64.test(trimmed) ? Buffer.from(trimmed, 'base64') : undefined;
}

/** '' where the bytes are not UTF-8. */
function decodeText(text: string): string {
  const bytes = bytesOf(text);
  if (!bytes) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return '';
  }
}

/** Bytes of a guid as .NET orders them. */
function guidBytes(guid: string): Buffer {
  const hex = Buffer.from(guid.replaceAll('-', ''), 'hex');
  return Buffer.from([3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map((i) => hex[i] ?? 0));
}

function guidFrom(text: string): string | null {
  const bytes = bytesOf(text);
  if (bytes?.length !== 16) return null;
  const hex = Buffer.from(
    [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map((i) => bytes[i] ?? 0),
  ).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function fromBytes(items: Dynamic): string {
  if (!Array.isArray(items) || !items.every(isNumber)) return '';
  return Buffer.from(items.map(Number)).toString('base64');
}

/** application/x-www-form-urlencoded with lower-case escapes, as .NET has it. */
function urlEncode(text: string): string {
  return component(text).replaceAll('%20', '+');
}

function component(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/['~]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
    .replace(/%[\dA-F]{2}/g, (escape) => escape.toLowerCase());
}

function urlDecode(text: string): string {
  const bytes: number[] = [];
  const source = Buffer.from(text.replaceAll('+', ' '), 'utf8');
  for (let i = 0; i < source.length; i++) {
    const hex = source[i] === 37 ? source.subarray(i + 1, i + 3).toString('latin1') : '';
    if (/^[\da-f]{2}$/i.test(hex)) {
      bytes.push(parseInt(hex, 16));
      i += 2;
    } else bytes.push(source[i] ?? 0);
  }
  return Buffer.from(bytes).toString('utf8');
}

/** Two's complement: of 32 bits for an int whose least number of digits is given. */
const toHex: Lowering = ([value = '', width], call) => {
  const bits = width !== undefined && call.args[0]?.type === 'int' ? ' & 4294967295' : '';
  const digits = `lower(to_hex(${value}::BIGINT${bits}))`;
  const text =
    width === undefined
      ? digits
      : `lpad(${digits}, greatest(least(${width}, 16), length(${digits}))::INTEGER, '0')`;
  return `coalesce(${text}, '')`;
};

function codepoints(...values: Dynamic[]): string {
  const points = values
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNumber)
    .map(Number);
  const isPoint = (p: number): boolean => Number.isInteger(p) && p >= 0 && p <= 0x10ffff;
  return points.every(isPoint) ? String.fromCodePoint(...points) : '';
}

export const ENCODINGS: readonly ScalarEntry[] = [
  ...['base64_decode_tostring', 'base64_decodestring'].map((name) =>
    udf(name, ['string'], 'string', decodeText),
  ),
  ...['base64_encode_tostring', 'base64_encodestring'].map((name) =>
    udf(name, ['string'], 'string', (text: string) => Buffer.from(text, 'utf8').toString('base64')),
  ),
  dyn('base64_decode_toarray', ['string'], 'dynamic', (text: string) => {
    const bytes = bytesOf(text);
    return bytes ? Array.from(bytes, BigInt) : null;
  }),
  dyn('base64_encode_fromarray', ['dynamic'], 'string', fromBytes),
  udf('base64_encode_fromguid', ['guid'], 'string', (guid: string) => guidBytes(guid).toString('base64')),
  udf('base64_decode_toguid', ['string'], 'guid', guidFrom),
  udf('url_encode', ['string'], 'string', urlEncode),
  udf('url_encode_component', ['string'], 'string', component),
  udf('url_decode', ['string'], 'string', urlDecode),
  sql('tohex', ['number', 'long?'], toHex),
  dyn('unicode_codepoints_from_string', ['string'], 'dynamic', (text: string) =>
    Array.from(text).map((c) => BigInt(c.codePointAt(0) ?? 0)),
  ),
  dyn('to_utf8', ['string'], 'dynamic', (text: string) =>
    Array.from(text).map((c) => BigInt(c.codePointAt(0) ?? 0)),
  ),
  dyn('unicode_codepoints_to_string', ['...json'], 'string', codepoints),
  dyn('make_string', ['...json'], 'string', codepoints),
  udf('punycode_from_string', ['string'], 'string', (text: string) => punycodeEncode(text) ?? ''),
  udf('punycode_to_string', ['string'], 'string', (text: string) => punycodeDecode(text) ?? ''),
  udf('punycode_domain_to_string', ['string'], 'string', toPunycode),
  udf('punycode_domain_from_string', ['string'], 'string', toUnicode),
  sql('isutf8', ['string'], 'true'),
  sql('isascii', ['string'], "regexp_full_match({0}, '[\\x00-\\x7F]*')"),
];
