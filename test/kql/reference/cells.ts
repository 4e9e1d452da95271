import type { JsonValue } from '../../../src/base/json.ts';
import type { Cell } from '../../../src/domain/answer.ts';
import type { KustoType } from '../../../src/domain/kustoType.ts';
import { datetimeText, timespanText } from './text.ts';
import { unknown } from './unknown.ts';
import { Inexact, isArray, isBag, known, Undetermined, type Value } from './values.ts';

/** A value as answers carry it (see Cell). */
export function cellOf(value: Value, type: KustoType): Cell {
  if (value instanceof Undetermined) throw unknown(value.reason);
  if (value instanceof Inexact) return jsonOf(value.value);
  if (value === null) return type === 'string' ? '' : null;
  if (type === 'datetime') return datetimeText(value as bigint).replace(/\.?0*Z$/, 'Z');
  if (type === 'timespan') return timespanText(value as bigint);
  return jsonOf(value);
}

function jsonOf(value: Value): JsonValue {
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value === 'number')
    return Number.isFinite(value)
      ? value
      : Number.isNaN(value)
        ? 'NaN'
        : value > 0
          ? 'Infinity'
          : '-Infinity';
  if (isArray(value)) return value.map(jsonOf);
  if (isBag(value)) return Object.fromEntries([...value].map(([key, member]) => [key, jsonOf(member)]));
  return known(value) as string | boolean | null;
}
