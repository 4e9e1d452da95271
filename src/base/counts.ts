const numbers = new Intl.NumberFormat('en-GB');

/** `12,345` in every locale, so that text of the product does not vary. */
export function formatCount(count: number): string {
  return numbers.format(count);
}

/** `3 rows`, `1 row`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
