import type { JsonValue } from '../../base/json.ts';
import type { KustoType } from '../../domain/kustoType.ts';

/** A cell, quoted where it holds anything but letters and digits. */
export function csvCell(text: string): string {
  return /^[A-Za-z0-9]*$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}

/** A value as a portal shows it: datetimes in the form of the United States, dynamic as JSON, null as nothing. */
export function portalText(value: JsonValue | undefined, type: KustoType): string {
  if (value === null || value === undefined) return '';
  if (type === 'datetime' && typeof value === 'string') return portalTime(value);
  return plainText(value);
}

export function plainText(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `3/2/2026, 8:15:30.123 AM`: milliseconds only. */
function portalTime(iso: string): string {
  const hour = Number(iso.slice(11, 13));
  return `${Number(iso.slice(5, 7))}/${Number(iso.slice(8, 10))}/${iso.slice(0, 4)}, ${hour % 12 === 0 ? 12 : hour % 12}:${iso.slice(14, 23)} ${hour < 12 ? 'AM' : 'PM'}`;
}
