import type { JsonValue } from './json.ts';

/** JSON for files that git merges: sorted keys, one member a line, two spaces, a newline at the end. */
export function prettyJson(value: JsonValue): string {
  return `${JSON.stringify(sorted(value), undefined, 2)}\n`;
}

function sorted(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value as { readonly [key: string]: JsonValue });
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  // Entries rather than assignment: a member may be called __proto__.
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}
