import type { KustoType } from '../../../src/domain/kustoType.ts';
import { parseJson, printJson } from './json.ts';
import { datetimeText, readDatetime, readTimespan, realText, timespanText } from './text.ts';
import { unknown } from './unknown.ts';
import { INT_MAX, INT_MIN, known, LONG_MAX, LONG_MIN, nullOf, type Typed, type Value } from './values.ts';

/** tostring(), tolong() and their like, and every implicit conversion. */
export function convert({ type, value }: Typed, to: KustoType): Value {
  if (type === to) return value;
  known(value);
  if (to === 'string') return textOf({ type, value });
  if (value === null) return nullOf(to);
  if (to === 'dynamic') return asDynamic({ type, value });
  if (type === 'dynamic') return fromDynamic(value, to);
  if (typeof value === 'string') return type === 'guid' ? cannot(type, to) : fromText(value, to);
  switch (to) {
    case 'bool':
      if (typeof value === 'bigint' && (type === 'int' || type === 'long')) return value !== 0n;
      if (typeof value === 'number') return Number.isNaN(value) ? cannot(type, to) : value !== 0;
      break;
    case 'int':
    case 'long':
      return whole({ type, value }, to);
    case 'real':
      if (typeof value === 'bigint' && (type === 'int' || type === 'long')) return Number(value);
      if (typeof value === 'boolean') return value ? 1 : 0;
      break;
    case 'datetime':
    case 'timespan':
    case 'guid':
    case 'decimal':
      break;
  }
  return cannot(type, to);
}

function cannot(from: KustoType, to: KustoType): never {
  throw unknown(`${from} to ${to}`);
}

function whole({ type, value }: Typed, to: 'int' | 'long'): Value {
  const [low, high] = to === 'int' ? [INT_MIN, INT_MAX] : [LONG_MIN, LONG_MAX];
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'bigint') {
    if (value < low || value > high) throw unknown(`${type} beyond ${to}`);
    return value;
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return cannot(type, to);
  const cut = BigInt(Math.trunc(value));
  if (cut < low || cut > high) throw unknown(`real beyond ${to}`);
  return cut;
}

export function textOf({ type, value }: Typed): string {
  known(value);
  if (value === null) return '';
  switch (type) {
    case 'datetime':
      return datetimeText(value as bigint);
    case 'timespan':
      return timespanText(value as bigint);
    case 'real':
      return realText(value as number);
    case 'dynamic':
      return dynamicText(value);
    case 'bool':
    case 'decimal':
      throw unknown(`${type} to string`);
    default:
      return (value as string | bigint).toString();
  }
}

function dynamicText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number' && !Number.isFinite(value))
    throw unknown('a dynamic that is no finite number');
  return value === null ? '' : printJson(value);
}

/** A value inside of a dynamic: datetimes and timespans become their texts. */
export function asDynamic({ type, value }: Typed): Value {
  known(value);
  if (value === null) return null;
  if (type === 'datetime' || type === 'timespan') return textOf({ type, value });
  return value;
}

function fromText(text: string, to: KustoType): Value {
  switch (to) {
    case 'int':
    case 'long': {
      if (!/^[+-]?\d+$/.test(text)) {
        if (!/[\d]/.test(text)) return null;
        throw unknown(`tolong of the text ${text}`);
      }
      const value = BigInt(text.replace(/^\+/, ''));
      const [low, high] = to === 'int' ? [INT_MIN, INT_MAX] : [LONG_MIN, LONG_MAX];
      return value < low || value > high ? null : value;
    }
    case 'real':
      if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
      if (/\d|nan|inf/i.test(text)) throw unknown(`toreal of the text ${text}`);
      return null;
    case 'bool':
      if (/^true$/i.test(text)) return true;
      if (/^false$/i.test(text)) return false;
      if (/\d|^\s|\s$/.test(text)) throw unknown(`tobool of the text ${text}`);
      return null;
    case 'datetime':
      return readDatetime(text) ?? null;
    case 'timespan':
      return readTimespan(text) ?? null;
    case 'guid':
      if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return text.toLowerCase();
      if (/[\da-f]{8}/i.test(text)) throw unknown('a guid in another form');
      return null;
    default:
      return cannot('string', to);
  }
}

function fromDynamic(value: Value, to: KustoType): Value {
  if (typeof value === 'string') return fromText(value, to);
  if (value === null) return nullOf(to);
  if (typeof value === 'bigint' && (to === 'long' || to === 'int' || to === 'real' || to === 'bool'))
    return convert({ type: 'long', value }, to);
  if (typeof value === 'number' && (to === 'long' || to === 'int' || to === 'real'))
    return convert({ type: 'real', value }, to);
  if (typeof value === 'boolean' && to === 'bool') return value;
  if (typeof value === 'object' && (to === 'long' || to === 'int' || to === 'real' || to === 'datetime'))
    return null;
  return cannot('dynamic', to);
}

/** parse_json(): text that is not JSON stays a string. */
export function parsedJson(text: string): Value {
  const value = parseJson(text);
  return value === undefined ? text : value;
}
