import type { KustoType } from '../../../src/domain/kustoType.ts';
import { printJson } from '../reference/json.ts';
import { datetimeText, timespanText } from '../reference/text.ts';
import { parseJson } from '../reference/json.ts';
import type { Value } from '../reference/values.ts';

/** How KQL writes a value. */
export function literalText(type: KustoType, value: Value): string {
  if (type === 'string') return quoted(value as string);
  if (value === null) return `${type}(null)`;
  switch (type) {
    case 'bool':
      return value === true ? 'true' : 'false';
    case 'int':
    case 'long':
      return `${type}(${(value as bigint).toString()})`;
    case 'real':
      return `real(${realText(value as number)})`;
    case 'datetime':
      return `datetime(${datetimeText(value as bigint)})`;
    case 'timespan':
      return `time(${timespanText(value as bigint)})`;
    case 'guid':
    case 'decimal':
      return `${type}(${value as string})`;
    case 'dynamic':
      return `dynamic(${printJson(value)})`;
  }
}

function realText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? '+inf' : '-inf';
  return value.toString();
}

export function quoted(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t');
  return `"${escaped}"`;
}

const json = (text: string): Value => parseJson(text) ?? null;

/** Values of each type that are likely to show a difference, the plainest first. */
export const VALUES: Readonly<Record<Exclude<KustoType, 'decimal'>, readonly Value[]>> = {
  bool: [true, false, null],
  int: [1n, 0n, 2n, 3n, -1n, 7n, null, 10n, -5n, 100n, 2_147_483_647n, -2_147_483_648n],
  long: [
    1n,
    0n,
    2n,
    3n,
    -1n,
    5n,
    null,
    10n,
    -7n,
    255n,
    1_000_000n,
    2n ** 53n + 1n,
    2n ** 63n - 1n,
    -(2n ** 63n) + 1n,
  ],
  real: [1, 0, 0.5, 2, -1, 2.25, null, -3.5, 1e10, NaN, Infinity, -Infinity, 0.1, 1e100],
  string: [
    'a',
    '',
    'abc',
    'A',
    'ABC',
    'b',
    'foo bar',
    'Foo-Bar',
    'foo_bar',
    'xabcx',
    '10',
    '-5',
    '3.5',
    'true',
    '2022-01-31T10:00:00Z',
    '01:02:03',
    '{"a":1,"b":[1,2]}',
    '[1,2,3]',
    'null',
    '10.0.0.1',
    '192.168.1.0/24',
    'https://user@www.example.com:8080/path/page?q=1&r=2#top',
    'D:\\Data\\me\\file.txt',
    'é',
    'straße',
    '日本語',
    '😀x',
    '  pad ',
    'a,b;c',
    'line\nbreak',
    'say "hi"',
    "it's",
    '74be27de-1e4e-49d9-b579-fe0b331d3642',
    'S3VzdG8=',
    '%25a',
    'a.b*c',
  ],
  datetime: [
    637_816_032_000_000_000n,
    621_355_968_000_000_000n,
    637_816_068_001_234_567n,
    null,
    637_817_759_999_999_999n,
    638_448_480_000_000_000n,
    0n,
    3_155_378_975_999_999_999n,
    599_266_079_990_000_001n,
  ],
  timespan: [
    36_000_000_000n,
    0n,
    1n,
    864_000_000_000n,
    null,
    -36_000_000_000n,
    900_000_000_001n,
    -1n,
    315_360_000_000_000_000n,
  ],
  guid: ['74be27de-1e4e-49d9-b579-fe0b331d3642', '00000000-0000-0000-0000-000000000000', null],
  dynamic: [
    1n,
    'a',
    null,
    json('[]'),
    json('[1,2,3]'),
    json('{"a":1}'),
    json('["a","b","a"]'),
    json('{}'),
    1.5,
    true,
    '',
    json('[1,null,"x",2.5,true]'),
    json('{"a":{"b":[1,{"c":"deep"}]},"k":"v"}'),
    json('[[1,2],[3],[]]'),
    json('{"a":null,"b":"","a b":2,"é":"日"}'),
    json('[{"a":1},{"a":2,"b":"x"}]'),
    json('[9223372036854775807,-1]'),
    json('[3,1,2]'),
    'text with "quotes"',
    json('{"a":"10","b":true,"c":1.0}'),
  ],
};
