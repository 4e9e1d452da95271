import { DuckDBDecimalValue, DuckDBUUIDValue } from '@duckdb/node-api';
import type { JsonValue } from '../../base/json.ts';
import { isoFromTicks } from '../../base/ticks.ts';
import type { Cell } from '../../domain/answer.ts';
import type { KustoType } from '../../domain/kustoType.ts';
import { type Dynamic, parseDynamic } from '../values/dynamic.ts';
import { printTimespan } from '../values/timespan.ts';

/**
 * Turns a value as the database's client gives it into a cell of an answer. Throws a TypeError where the plan has promised another type:
 * read as null, the value would be lost without a word.
 */
export function cellDecoder(type: KustoType): (value: unknown) => Cell {
  const decode = ofType(type);
  const none = type === 'string' ? '' : null;
  return (value) => {
    if (value === null || value === undefined) return none;
    const cell = decode(value);
    if (cell === undefined) throw new TypeError(`a value of the database is no ${type}: ${typeof value}`);
    return cell;
  };
}

/** Undefined of a value that is not of the type. */
function ofType(type: KustoType): (value: unknown) => Cell | undefined {
  switch (type) {
    case 'string':
      return (value) => (typeof value === 'string' ? value : undefined);
    case 'datetime':
      return (value) => (typeof value === 'bigint' ? isoFromTicks(value) : undefined);
    case 'timespan':
      return (value) => (typeof value === 'bigint' ? printTimespan(value) : undefined);
    case 'dynamic':
      return (value) => (typeof value === 'string' ? jsonCell(parseDynamic(value) ?? null) : undefined);
    case 'int':
    case 'long':
      return wholeCell;
    case 'real':
      return (value) => (typeof value === 'number' ? realCell(value) : undefined);
    case 'bool':
      return (value) => (typeof value === 'boolean' ? value : undefined);
    case 'guid':
      return (value) => (value instanceof DuckDBUUIDValue ? value.toString() : undefined);
    case 'decimal':
      return (value) => (value instanceof DuckDBDecimalValue ? trimmed(value.toString()) : undefined);
  }
}

/** '' for null. */
export function uuidText(value: unknown): string {
  return value instanceof DuckDBUUIDValue ? value.toString() : '';
}

/** Kusto's int and long may each arrive as INTEGER or as BIGINT: the binder and the service differ over some functions. */
function wholeCell(value: unknown): Cell | undefined {
  if (typeof value === 'bigint') return longCell(value);
  return typeof value === 'number' ? value : undefined;
}

function longCell(value: bigint): Cell {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

function realCell(value: number): Cell {
  return Number.isFinite(value) ? value : Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function jsonCell(value: Dynamic): JsonValue {
  if (typeof value === 'bigint') return longCell(value);
  if (typeof value === 'number') return realCell(value);
  if (Array.isArray(value)) return value.map(jsonCell);
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, member]) => [key, jsonCell(member)]));
  return value;
}
