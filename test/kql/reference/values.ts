import type { Column, KustoType } from '../../../src/domain/kustoType.ts';
import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { overflow, unknown } from './unknown.ts';

/**
 * A Kusto value in JavaScript: int, long, datetime and timespan (100 ns ticks) are bigint, real is number, guid is
 * lower-case text, dynamic is any of these with arrays and maps. Null is null; a string is never null.
 */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | readonly Value[]
  | ReadonlyMap<string, Value>
  | Inexact
  | Undetermined;

/** A real whose last bits are free: a sum in any order, a function of the mathematical library. */
export class Inexact {
  readonly value: number;
  /** How far rounding alone may take an answer from the value, where that is more than its last bits: large terms cancel. */
  readonly rounding: number;

  constructor(value: number, rounding = 0) {
    this.value = value;
    this.rounding = rounding;
  }
}

/** What a column holds in a row where its value is unknown; reading it throws Unknown. */
export class Undetermined {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

export interface Typed {
  readonly type: KustoType;
  readonly value: Value;
}

export type Row = readonly Value[];

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Ascending, one per row: rows of one rank may stand in any order among themselves. Absent: no order at all. */
  readonly ranks?: readonly number[];
}

/** An array whose order Kusto does not promise: make_set(), bag_keys of merged bags and their like. */
export class Unordered extends Array<Value> {
  static from_(items: Iterable<Value>): Unordered {
    const made = new Unordered();
    for (const item of items) made.push(item);
    return made;
  }
}

export function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isBag(value: Value): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

/** The type that the binder gave a scalar node; what a plugin left open is dynamic. */
export function scalarTypeOf(node: SyntaxNode): KustoType {
  if (node.type.kind !== 'scalar') throw unknown(`${node.kind} without a scalar type`);
  return node.type.type === 'unknown' ? 'dynamic' : node.type.type;
}

export function columnsOf(node: SyntaxNode): Column[] {
  if (node.type.kind !== 'table') throw unknown(`${node.kind} without a table type`);
  if (new Set(node.type.columns.map(({ name }) => name)).size < node.type.columns.length)
    throw unknown('two columns of one name');
  return node.type.columns.map(({ name, type }) => ({ name, type: type === 'unknown' ? 'dynamic' : type }));
}

/** The value, where it is one that any function may look at. */
export function known(value: Value): Value {
  if (value instanceof Undetermined) throw unknown(value.reason);
  if (value instanceof Inexact) throw unknown('a use of a real whose last bits are free');
  return value;
}

/** The null of a type; strings have none. */
export function nullOf(type: KustoType): Value {
  return type === 'string' ? '' : null;
}

export const LONG_MIN = -(2n ** 63n);
export const LONG_MAX = 2n ** 63n - 1n;
export const INT_MIN = -(2n ** 31n);
export const INT_MAX = 2n ** 31n - 1n;
export const DATETIME_MAX = 3_155_378_975_999_999_999n;

/** The value where it fits the type; else null of a datetime, and unknown of others: an overflow. */
export function fitting(value: bigint, type: 'int' | 'long' | 'timespan'): bigint;
export function fitting(value: bigint, type: KustoType): bigint | null;
export function fitting(value: bigint, type: KustoType): bigint | null {
  if (type === 'datetime') return value >= 0n && value <= DATETIME_MAX ? value : null;
  const [low, high] = type === 'int' ? [INT_MIN, INT_MAX] : [LONG_MIN, LONG_MAX];
  if (value < low || value > high) throw overflow(type);
  return value;
}
