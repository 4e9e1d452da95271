import { identifier } from '../functions/quote.ts';
import type { SortKey } from '../plan/rel.ts';

export function printOrder(order: readonly SortKey[]): string {
  return order.flatMap(printKey).join(', ');
}

/** NaN stands by null, between it and the numbers, in either direction; to the database it is the greatest number. */
function printKey({ column, descending, nullsFirst }: SortKey): string[] {
  const name = identifier(column.sql);
  const key = `${name} ${descending ? 'DESC' : 'ASC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`;
  if (column.type !== 'real') return [key];
  const rank = `CASE WHEN ${name} IS NULL THEN 2 WHEN isnan(${name}) THEN 1 ELSE 0 END`;
  return [`${rank} ${nullsFirst ? 'DESC' : 'ASC'}`, key];
}
