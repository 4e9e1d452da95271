import { identifier } from '../functions/quote.ts';

/** The schema that holds one view per table of the case. */
export const CASE_SCHEMA = 'case_tables';

/** The schema that holds the files of the case that queries read. */
export const FILES_SCHEMA = 'case_files';

export function fileTableName(table: string): string {
  return `${FILES_SCHEMA}.${identifier(table)}`;
}

export function storedTableView(table: string): string {
  return `${CASE_SCHEMA}.${identifier(table)}`;
}
