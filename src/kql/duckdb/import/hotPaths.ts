import type { Column } from '../../../domain/kustoType.ts';
import { canStorePaths, type DynamicPath, storedPathName, storedValueSql } from '../storedPaths.ts';
import { name, pointer, textList } from './sqlText.ts';

/** Reads rows of texts by column. */
export type ReadRows = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

const SAMPLE = 1000;
const MAX_STEPS = 3;
const MAX_PER_COLUMN = 4;
/** Columns with stored paths: reading a column's JSON once more is what costs, so those with the shortest texts. */
const MAX_COLUMNS = 3;
/** Of ten sampled rows that have the column; more for what lies in a list. */
const MIN_TENTHS = { member: 2, inList: 8 };
/** A longer value is no property that one filters by, and would be stored twice. */
const MAX_TEXT = 128;
/** What a path can hold between quotes without being read as a wildcard or an escape. */
const PLAIN_KEY = /^[^"\\*\p{Cc}]{1,100}$/u;

/**
 * The paths of numbers, booleans and short texts that many of the first rows have, per dynamic column the most frequent ones.
 * Of equally frequent ones those with fewer different values come first: filters and groups go by them more than by ids, and they
 * cost least. Only a list of one is looked into: longer ones are expanded, not indexed, and cost the most to read.
 * @param rows `SELECT` of the table's rows
 */
export async function hotPaths(
  read: ReadRows,
  rows: string,
  columns: readonly Column[],
): Promise<readonly DynamicPath[]> {
  const dynamic = columns.filter(canStorePaths);
  if (dynamic.length === 0) return [];
  const sample = await read(
    `SELECT ${dynamic.map((column) => name(column.name)).join(', ')} FROM (${rows}) LIMIT ${SAMPLE}`,
  );
  return dynamic
    .map(({ name: column }) => {
      const texts = sample.map((row) => row[column]).filter((text) => typeof text === 'string');
      const characters = texts.reduce((sum, text) => sum + text.length, 0);
      return { column, paths: frequent(texts), length: characters / Math.max(1, texts.length) };
    })
    .filter(({ paths }) => paths.length > 0)
    .sort((a, b) => a.length - b.length)
    .slice(0, MAX_COLUMNS)
    .flatMap(({ column, paths }) => paths.map((path) => ({ column, path })));
}

function frequent(texts: readonly string[]): string[] {
  const met = new Map<string, { rows: number; readonly values: Set<unknown> }>();
  for (const text of texts) {
    for (const [path, value] of new Map(scalars(parsed(text), '$', 0))) {
      const counted = met.get(path) ?? { rows: 0, values: new Set() };
      counted.rows++;
      counted.values.add(value);
      met.set(path, counted);
    }
  }
  const taken = new Set<string>();
  return [...met]
    .map(([path, { rows, values }]) => ({
      path,
      tenths: Math.round((10 * rows) / texts.length),
      different: values.size,
    }))
    .filter(({ path, tenths }) => tenths >= (path.includes('[0]') ? MIN_TENTHS.inList : MIN_TENTHS.member))
    .sort((a, b) => b.tenths - a.tenths || a.different - b.different)
    .filter(({ path }) => {
      // The database's column names have no case.
      const lower = path.toLowerCase();
      return !taken.has(lower) && taken.add(lower);
    })
    .slice(0, MAX_PER_COLUMN)
    .map(({ path }) => path);
}

function scalars(value: unknown, at: string, steps: number): (readonly [path: string, value: unknown])[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') {
    const fits = typeof value !== 'string' || value.length <= MAX_TEXT;
    return steps > 0 && fits ? [[at, value]] : [];
  }
  if (steps === MAX_STEPS) return [];
  if (Array.isArray(value)) return value.length === 1 ? scalars(value[0], `${at}[0]`, steps + 1) : [];
  return Object.entries(value).flatMap(([key, member]) =>
    PLAIN_KEY.test(key) ? scalars(member, `${at}."${key}"`, steps + 1) : [],
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** DuckDB follows a pointer in half the time of a path. A number in one is a place of an array too. */
function cheapest(path: string): string {
  const keys = [...path.matchAll(/\."([^"]+)"/g)].map(([, key = '']) => key);
  return path.includes('[0]') || keys.some((key) => /^\d+$/.test(key)) ? path : pointer(keys);
}

/** The rows with a column more for each path. A column's JSON is read once for all its paths. */
export function withPathColumns(rows: string, paths: readonly DynamicPath[]): string {
  if (paths.length === 0) return rows;
  const columns = [...new Set(paths.map(({ column }) => column))];
  const within = columns.map((column) => paths.filter((path) => path.column === column));
  const lists = within.map(
    (group, i) =>
      `json_extract(${name(columns[i] ?? '')}, ${textList(group.map(({ path }) => cheapest(path)))})::VARCHAR[] AS ${name(`$list${i}`)}`,
  );
  const values = within.flatMap((group, i) =>
    group.map(
      (path, k) => `${storedValueSql(`${name(`$list${i}`)}[${k + 1}]`)} AS ${name(storedPathName(path))}`,
    ),
  );
  const excluded = columns.map((_, i) => name(`$list${i}`)).join(', ');
  return `SELECT * EXCLUDE (${excluded}), ${values.join(', ')} FROM (SELECT *, ${lists.join(', ')} FROM (${rows}))`;
}
