/**
 * The identity of one event of the case: `Table/key`, where key is the service's own event id when the table
 * has one, else `<first 16 of the original's digest>#<record>`. Stable over re-imports and over shapes.
 */
export type EventKey = string;

export function parseEventKey(text: EventKey): { table: string; key: string } {
  const slash = text.indexOf('/');
  return { table: text.slice(0, slash), key: text.slice(slash + 1) };
}

/** Columns that every case table carries beside the service's own. `$` keeps them out of KQL's reach. */
export const HIDDEN_COLUMNS = {
  /** VARCHAR, unique in its table. */
  key: '$key',
  /** VARCHAR, the record as the original had it (one JSON text, or the CSV record as a JSON object). */
  raw: '$raw',
  /** VARCHAR, digest of `$raw`. */
  digest: '$sha256',
  /** VARCHAR, digest of the original in evidence/. */
  file: '$file',
  /** VARCHAR, path inside an archive, '' otherwise. */
  member: '$member',
  /** BIGINT, ordinal of the record in its file, from 1. */
  record: '$record',
  /** VARCHAR, id of the shape that mapped it; with the column name it gives the field lineage. */
  shape: '$shape',
} as const;
