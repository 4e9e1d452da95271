import { type Dynamic, parseDynamic, printDynamic } from '../values/dynamic.ts';
import { type Parameter, type ScalarEntry, type UdfOptions, type UdfValue, udf } from './entry.ts';

/** An entry over parsed dynamics: 'dynamic' and 'json' arguments arrive parsed, a dynamic result is printed. */
export function dyn(
  name: string,
  parameters: readonly Parameter[],
  returns: 'dynamic' | 'long' | 'bool' | 'string' | 'real',
  run: (...args: never[]) => Dynamic | undefined,
  options: UdfOptions = {},
): ScalarEntry {
  const parsed = parameters.map((p) => p.includes('dynamic') || p.includes('json'));
  const restParsed = parameters.at(-1)?.startsWith('...') === true && (parsed.at(-1) ?? false);
  const invoke = (...args: UdfValue[]): UdfValue => {
    const values = args.map((arg, i) =>
      (parsed[i] ?? restParsed) && typeof arg === 'string' ? (parseDynamic(arg) ?? null) : arg,
    );
    const result = run(...(values as never[]));
    if (result === undefined || result === null) return null;
    if (returns === 'dynamic') return printDynamic(result);
    return result as UdfValue;
  };
  return udf(name, parameters, returns, invoke, options);
}

/** Order of Kusto's sorts inside of dynamics: numbers by value, texts by code unit; undefined where types differ. */
export function compareDynamic(a: Dynamic, b: Dynamic): number {
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return rank(a) - rank(b);
}

function rank(value: Dynamic): number {
  if (typeof value === 'boolean') return 0;
  if (isNumber(value)) return 1;
  return typeof value === 'string' ? 2 : 3;
}

export function isNumber(value: Dynamic | undefined): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

/** Equality of dynamic values: 1 and 1.0 are one value. */
export function keyOf(value: Dynamic): string {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return printDynamic(value);
}
