import type { JsonObject } from '../base/json.ts';
import type { EventReading } from '../domain/eventReading.ts';

/** A query that ships with Azimuth: a `.kql` file whose first comment lines say what it is for. */
export interface LibraryQuery {
  /** Path below `queries/` without extension: `entra/password-spray`. */
  readonly id: string;
  /** First part of the id. */
  readonly area: string;
  readonly title: string;
  readonly question: string;
  /** Tables that it reads; it can run where the case has all of them. */
  readonly tables: readonly string[];
  readonly techniques: readonly string[];
  /** Further header fields in file order, for the tooltip. */
  readonly notes: readonly (readonly [name: string, text: string])[];
  /** The whole file, header included. */
  readonly text: string;
  /** What a row of the answer says, where the query is made of a rule that knows. */
  readonly reading?: (row: JsonObject) => EventReading;
}

const FIELD = /^([A-Za-z][A-Za-z ]*?)\s*:\s*(.*)$/;

/** Reads the header: `// name: text` lines, where a line without a name continues the one before. */
export function parseLibraryQuery(id: string, text: string): LibraryQuery {
  const fields: [name: string, text: string][] = [];
  for (const line of text.split(/\r?\n/)) {
    if (!line.startsWith('//')) break;
    const content = line.slice(2).trim();
    const field = FIELD.exec(content);
    const last = fields.at(-1);
    if (field) fields.push([field[1]?.toLowerCase() ?? '', field[2] ?? '']);
    else if (last && content !== '') last[1] += ` ${content}`;
  }
  const value = (name: string) => fields.find(([key]) => key === name)?.[1] ?? '';
  const list = (name: string) =>
    value(name)
      .split(/[\s,;]+/)
      .filter((word) => word !== '');
  return {
    id,
    area: id.split('/')[0] ?? '',
    title: value('title') === '' ? id : value('title'),
    question: value('question'),
    tables: list('tables').filter((word) => /^[A-Za-z_]\w*$/.test(word)),
    techniques: list('techniques').filter((word) => /^T\d{4}(?:\.\d{3})?$/.test(word)),
    notes: fields.filter(([name]) => !['title', 'question', 'tables', 'techniques'].includes(name)),
    text: text.replace(/\s+$/, ''),
  };
}

/** True where every word of the filter is in the query's title, question, tables, techniques or id. */
export function matches(query: LibraryQuery, filter: string): boolean {
  const { id, title, question, tables, techniques } = query;
  return matchesText([id, title, question, ...tables, ...techniques].join(' '), filter);
}

/** True where every word of the filter is in the text. */
export function matchesText(text: string, filter: string): boolean {
  const all = text.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** A cell name made of the id: `entra/password-spray` → `password_spray`. */
export function cellName(id: string): string {
  const word = (id.split('/').at(-1) ?? '').replace(/\W+/g, '_');
  return /^[A-Za-z_]/.test(word) ? word : `q_${word}`;
}
