import { identifier } from '../functions/quote.ts';
import type { SortKey } from '../plan/rel.ts';

export function printOrder(order: readonly SortKey[]): string {
  return order
    .map(
      (key) =>
        `${identifier(key.column.sql)} ${key.descending ? 'DESC' : 'ASC'} NULLS ${key.nullsFirst ? 'FIRST' : 'LAST'}`,
    )
    .join(', ');
}
