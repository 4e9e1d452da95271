import { identifier } from '../functions/quote.ts';
import type { SortKey } from '../plan/rel.ts';

/** NaN stands between the nulls and the numbers, wherever the nulls are. */
export function printOrder(order: readonly SortKey[]): string {
  return order
    .flatMap(({ column, descending, nullsFirst }) => {
      const name = identifier(column.sql);
      const nulls = nullsFirst ? 'NULLS FIRST' : 'NULLS LAST';
      const values = `${name} ${descending ? 'DESC' : 'ASC'} ${nulls}`;
      return column.type === 'real'
        ? [`isnan(${name}) ${nullsFirst ? 'DESC' : 'ASC'} ${nulls}`, values]
        : [values];
    })
    .join(', ');
}
