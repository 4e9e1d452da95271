import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseExactJson } from '../../../src/base/exactJson.ts';

type Value = string | number | bigint | null | readonly Value[] | { readonly [key: string]: Value };

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.bigInt(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom('"', '\\', '\\"', '1234567890123456789', '": 1234567890123456789', '\n'),
    fc.string(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value')),
  ),
}));

function print(of: Value): string {
  if (typeof of === 'bigint') return of.toString();
  if (Array.isArray(of)) return `[ ${of.map(print).join(' ,')}]`;
  if (typeof of !== 'object' || of === null) return JSON.stringify(of);
  const members = Object.entries(of).map(([key, member]) => `${JSON.stringify(key)}:${print(member)}`);
  return `{${members.join(',')} }`;
}

function read(of: Value): unknown {
  if (typeof of === 'number' && !Number.isSafeInteger(of) && /^-?\d+$/.test(String(of))) return String(of);
  if (typeof of === 'bigint') return Number.isSafeInteger(Number(of)) ? Number(of) : of.toString();
  if (Array.isArray(of)) return of.map(read);
  if (typeof of !== 'object' || of === null) return of === 0 ? JSON.parse(print(of)) : of;
  const members = Object.entries(of).map(([key, member]): [string, unknown] => [key, read(member)]);
  const made: Record<string, unknown> = {};
  for (const [key, member] of members)
    Object.defineProperty(made, key, { value: member, enumerable: true, writable: true, configurable: true });
  return made;
}

describe('JSON with whole numbers of any size', () => {
  it('keeps every digit, and everything else as it is', () => {
    fc.assert(
      fc.property(value, (any) => {
        assert.deepEqual(parseExactJson(print(any)), read(any));
      }),
      { numRuns: 2000 },
    );
  });

  it('knows numbers from texts, and whole ones from others', () => {
    const texts: readonly (readonly [string, unknown])[] = [
      ['[9007199254740991,9007199254740992]', [9007199254740991, '9007199254740992']],
      ['-123456789012345678901234567890', '-123456789012345678901234567890'],
      ['1234567890123456789.5', 1234567890123456800],
      ['12345678901234567890e-2', 123456789012345680],
      ['{"1234567890123456789":"a\\\\"}', { '1234567890123456789': 'a\\' }],
      ['["\\"1234567890123456789,",1234567890123456789]', ['"1234567890123456789,', '1234567890123456789']],
    ];
    for (const [text, expected] of texts) assert.deepEqual(parseExactJson(text), expected, text);
  });

  it('refuses what is not JSON', () => {
    for (const text of [
      '01234567890123456789',
      '--1234567890123456789',
      '1234567890123456789 1',
      '1234567890123456789a',
      '"1234567890123456789',
      '[1234567890123456789',
      '{1234567890123456789:1}x',
    ])
      assert.throws(() => parseExactJson(text), SyntaxError, text);
  });
});
