import type { ScalarEntry } from './entry.ts';

/** Older names that Kusto still takes, each with the name that replaced it. */
const OLDER_NAMES: Readonly<Record<string, string>> = {
  arraylength: 'array_length',
  datepart: 'datetime_part',
  extractall: 'extract_all',
  parsejson: 'parse_json',
  parseurl: 'parse_url',
  parseurlquery: 'parse_urlquery',
  totime: 'totimespan',
};

/** The entries under their older names too. */
export function underOlderNames(entries: readonly ScalarEntry[]): ScalarEntry[] {
  return Object.entries(OLDER_NAMES).flatMap(([older, name]) =>
    // Not its function: the database knows that already, under its own name.
    entries
      .filter((entry) => entry.name === name)
      .map(({ parameters, lower, returns, check }) => ({
        name: older,
        parameters,
        lower,
        ...(returns && { returns }),
        ...(check && { check }),
      })),
  );
}
