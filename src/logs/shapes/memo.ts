import type { TableMapping } from '../../domain/logMapping.ts';

/** Mappings are compared by identity, so each is made once. */
export function memo(
  make: (table: string) => TableMapping | undefined,
): (table: string) => TableMapping | undefined {
  const made = new Map<string, TableMapping | undefined>();
  return (table) => {
    if (!made.has(table)) made.set(table, make(table));
    return made.get(table);
  };
}
