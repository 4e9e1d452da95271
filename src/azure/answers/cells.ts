import { parseExactJson } from '../../base/exactJson.ts';
import type { JsonValue } from '../../base/json.ts';
import { isoFromTicks, ticksFromIso } from '../../base/ticks.ts';
import type { Cell } from '../../domain/answer.ts';
import { KUSTO_TYPES, type KustoType } from '../../domain/kustoType.ts';

/** .NET and SQL names of types, as Graph's hunting and Kusto's older endpoints have them. */
const OTHER_NAMES: Readonly<Record<string, KustoType>> = {
  boolean: 'bool',
  sbyte: 'bool',
  int32: 'int',
  int64: 'long',
  double: 'real',
  single: 'real',
  sqldecimal: 'decimal',
  date: 'datetime',
  time: 'timespan',
  uuid: 'guid',
  uniqueid: 'guid',
  object: 'dynamic',
};

export function kustoTypeOf(name: string): KustoType {
  const plain = name.toLowerCase().replace(/^system\.(data\.sqltypes\.)?/, '');
  return KUSTO_TYPES.find((type) => type === plain) ?? OTHER_NAMES[plain] ?? 'string';
}

type Reader = (value: JsonValue) => Cell;

const same: Reader = (value) => value;
/** The public specification's examples give numbers and truth as texts, and so do some services. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const numberThat =
  (isExact: (number: number) => boolean): Reader =>
  (value) => {
    if (typeof value !== 'string' || !NUMBER.test(value)) return value === '' ? null : value;
    const number = Number(value);
    return isExact(number) ? number : value;
  };
const whole = numberThat(Number.isSafeInteger);
const real = numberThat(Number.isFinite);
const truth: Reader = (value) => {
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'string') return value;
  if (value === '') return null;
  return /^true$/i.test(value) ? true : /^false$/i.test(value) ? false : value;
};
const READERS: Readonly<Record<KustoType, Reader>> = {
  bool: truth,
  int: whole,
  long: whole,
  real,
  decimal: (value) => (value === null ? null : plainText(value)),
  string: (value) => (value === null ? '' : plainText(value)),
  datetime: (value) => {
    const ticks = typeof value === 'string' ? ticksFromIso(value) : undefined;
    return ticks === undefined ? value : isoFromTicks(ticks);
  },
  timespan: same,
  guid: same,
  dynamic: (value) => (typeof value === 'string' ? dynamicOf(value) : value),
};

/** How a service's value of a column becomes one of ours. */
export function cellReader(type: KustoType): Reader {
  return READERS[type];
}

function plainText(value: JsonValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Services send dynamic as the text of its JSON, and strings that are no JSON as they are. */
function dynamicOf(text: string): Cell {
  if (text === '') return null;
  if (!/^\s*[[{"\dtfn-]/.test(text)) return text;
  try {
    return parseExactJson(text);
  } catch {
    return text;
  }
}
