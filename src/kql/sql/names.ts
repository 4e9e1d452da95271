import { identifier } from '../functions/quote.ts';

/** The schema that holds one view per table of the case. */
export const CASE_SCHEMA = 'case_tables';

export function storedTableView(table: string): string {
  return `${CASE_SCHEMA}.${identifier(table)}`;
}
