import type { JsonObject, JsonValue } from '../../base/json.ts';

/** Text with places that are filled from a row: literal parts and references, in order. */
export type RowText = readonly (string | Reference)[];

/** The first of `paths` that has a value; `last` keeps what follows the last slash. */
interface Reference {
  readonly paths: readonly (readonly (string | number)[])[];
  readonly last: boolean;
  readonly otherwise: string;
}

/** A value in a title is cut there: titles are labels, the row has the whole. */
const LONGEST_VALUE = 160;

/**
 * Reads `text with {Column.member[0],Other:last|what to say when absent}`. A name in `aliases` stands for its
 * expression. Throws SyntaxError with what is wrong.
 */
export function parseRowText(text: string, aliases: Readonly<Record<string, string>>): RowText {
  const parts: (string | Reference)[] = [];
  let at = 0;
  for (const match of text.matchAll(/\{([^{}]*)\}/g)) {
    if (match.index > at) parts.push(text.slice(at, match.index));
    const [expression = '', ...otherwise] = (match[1] ?? '').split('|');
    parts.push(parseReference(aliases[expression] ?? expression, otherwise.join('|')));
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push(text.slice(at));
  const stray = parts.find((part) => typeof part === 'string' && /[{}]/.test(part));
  if (stray !== undefined) throw new SyntaxError('a brace without its pair');
  return parts;
}

/** A single reference, as entity maps have them. */
export function parseRowReference(expression: string, aliases: Readonly<Record<string, string>>): RowText {
  return [parseReference(aliases[expression] ?? expression, '')];
}

function parseReference(expression: string, otherwise: string): Reference {
  const last = expression.endsWith(':last');
  const paths = (last ? expression.slice(0, -':last'.length) : expression).split(',').map((path) => {
    if (!/^\w+(\.\w+|\[\d+\])*$/.test(path)) throw new SyntaxError(`"${path}" is not a path into a row`);
    return [...path.matchAll(/\w+/g)].map(([step]) => (/^\d+$/.test(step) ? Number(step) : step));
  });
  return { paths, last, otherwise };
}

/** Columns that the text reads. */
export function columnsOf(text: RowText): string[] {
  return text.flatMap((part) =>
    typeof part === 'string' ? [] : part.paths.map(([column]) => String(column)),
  );
}

/** One line, with control characters as spaces. Hostile text stays text: what shows it must not read it as markup. */
export function renderRowText(text: RowText, row: JsonObject): string {
  const parts = text.map((part) => {
    if (typeof part === 'string') return part;
    const value = part.paths.map((path) => scalarAt(row, path)).find((found) => found !== '') ?? '';
    const shown = part.last ? (value.split('/').findLast((segment) => segment !== '') ?? value) : value;
    return shown === '' ? part.otherwise : shorten(shown);
  });
  return parts
    .join('')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}

/** The value at a path; members of JSON text are found too, as some exports keep dynamic columns as text. */
function valueAt(row: JsonObject, path: readonly (string | number)[]): JsonValue {
  let value: JsonValue = row;
  for (const step of path) {
    if (typeof value === 'string') value = parseJson(value);
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return null;
    if (Array.isArray(value) !== (typeof step === 'number')) return null;
    value = (value as Readonly<Record<string | number, JsonValue>>)[step] ?? null;
  }
  return value;
}

function scalarAt(row: JsonObject, path: readonly (string | number)[]): string {
  const value = valueAt(row, path);
  return value === null || typeof value === 'object' ? '' : String(value);
}

export function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return null;
  }
}

function shorten(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}
