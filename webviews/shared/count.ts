const numbers = new Intl.NumberFormat('en');

/** `1,234` */
export function countText(count: number): string {
  return numbers.format(count);
}

/** `1 event`, `1,234 events` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}
