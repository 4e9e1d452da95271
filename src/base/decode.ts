/**
 * Readers of data that others wrote (a stranger's case, a message over a border): each takes anything and gives a
 * typed value or throws a DecodeError that names the place. They copy nothing that they were not asked for.
 */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

export type Decoder<T> = (value: unknown, at: string) => T;

export function fail(at: string, wanted: string): never {
  throw new DecodeError(`${at || 'the value'} is not ${wanted}`);
}

export const text: Decoder<string> = (value, at) =>
  typeof value === 'string' ? value : fail(at, 'a text');

export const count: Decoder<number> = (value, at) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : fail(at, 'a whole number');

export function matching(pattern: RegExp, wanted: string): Decoder<string> {
  return (value, at) => (typeof value === 'string' && pattern.test(value) ? value : fail(at, wanted));
}

export function oneOf<const T extends string | number>(...values: readonly T[]): Decoder<T> {
  return (value, at) => values.find((each) => each === value) ?? fail(at, `one of ${values.join(', ')}`);
}

export function nullable<T>(decoder: Decoder<T>): Decoder<T | null> {
  return (value, at) => (value === null ? null : decoder(value, at));
}

export function listOf<T>(decoder: Decoder<T>): Decoder<readonly T[]> {
  return (value, at) =>
    Array.isArray(value)
      ? value.map((item: unknown, index) => decoder(item, `${at}[${index}]`))
      : fail(at, 'a list');
}

export function members(value: unknown, at: string): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : fail(at, 'an object');
}

export function object<T extends object>(shape: { readonly [K in keyof T]: Decoder<T[K]> }): Decoder<T> {
  return (value, at) => {
    const source = members(value, at);
    const entries = Object.entries<Decoder<unknown>>(shape).map(([key, decoder]) => [
      key,
      decoder(Object.hasOwn(source, key) ? source[key] : undefined, at ? `${at}.${key}` : key),
    ]);
    return Object.fromEntries(entries) as T;
  };
}
