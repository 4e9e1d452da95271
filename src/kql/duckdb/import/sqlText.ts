/** A string literal. */
export function text(value: string): string {
  if (value.includes('\0')) return `(${value.split('\0').map(text).join(' || chr(0) || ')})`;
  return `'${value.replaceAll("'", "''")}'`;
}

/** A quoted name. */
export function name(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

export function textList(values: readonly string[]): string {
  return `[${values.map(text).join(', ')}]`;
}

/** JSON pointer (RFC 6901) of keys. */
export function pointer(keys: readonly string[]): string {
  return keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
