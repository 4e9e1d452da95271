import { textOf } from '../../base/guards.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { KUSTO_TYPES, type KustoType } from '../../domain/kustoType.ts';
import { csvRows, headerNames } from '../framing/frameCsv.ts';
import { columnName } from '../framing/frameRows.ts';
import { type JsonPath, JsonScanner } from '../framing/jsonScanner.ts';
import type { JsonLayout } from '../framing/recordSelector.ts';
import { type Sample, field } from '../shapes/shape.ts';
import { isHeaderless, knownText } from './knownText.ts';

export const SAMPLE_BYTES = 2 ** 20;
const SAMPLE_RECORDS = 300;
const FEW_ROWS = 5;

/** What a file's first text shows; undefined where it is neither JSON nor a table of text. */
export async function sniff(path: string, head: Buffer): Promise<Sample | undefined> {
  const start = head.findIndex((byte) => byte > 32 && byte !== 0);
  if (start < 0) return undefined;
  const first = head[start];
  if (first === 123 || first === 91) return sniffLines(path, head) ?? sniffDocument(path, head);
  return knownText(head) === undefined ? sniffCsv(path, head) : undefined;
}

const EMPTY = { meta: {}, header: [], types: {}, layout: { kind: 'roots' } } as const;
const ENVELOPES: ReadonlySet<string> = new Set(['records', 'value', 'results', 'events']);
/** What tools of one's own call such a list; only where the object has next to nothing else. */
const LOOSE_ENVELOPES: ReadonlySet<string> = new Set([
  'data',
  'items',
  'logs',
  'entries',
  'hits',
  'rows',
  // Azure DevOps
  'decoratedauditlogentries',
]);
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One object a line, unless most of the objects are envelopes. Bad lines among them do not matter. */
function sniffLines(path: string, head: Buffer): Sample | undefined {
  const lines = head.toString('utf8').split(/\r\n|\n|\r/);
  if (lines.length > 1 && head.length >= SAMPLE_BYTES) lines.pop();
  const filled = lines.filter((line) => line.trim() !== '').slice(0, SAMPLE_RECORDS);
  const records = filled.flatMap((line) => {
    const value = parse(line);
    return isObject(value) ? [value] : [];
  });
  if (records.length === 0 || records.length * 2 < filled.length) return undefined;
  if (records.filter(isEnvelope).length * 2 >= records.length) return undefined;
  return { ...EMPTY, path, format: 'json-lines', records };
}

function isEnvelope(record: JsonObject): boolean {
  if (looseEnvelope(record) !== undefined) return true;
  return Object.entries(record).some(
    ([key, value]) =>
      Array.isArray(value) &&
      ((ENVELOPES.has(key.toLowerCase()) &&
        value.every(isObject) &&
        (value.length > 0 || Object.keys(record).length < 4)) ||
        (key.toLowerCase() === 'tables' &&
          value.every(
            (table) => isObject(table) && Object.keys(table).some((name) => name.toLowerCase() === 'rows'),
          ))),
  );
}

function looseEnvelope(record: JsonObject): string | undefined {
  const members = Object.entries(record);
  const lists = members.filter(([, value]) => typeof value === 'object' && value !== null);
  const [key, list] = lists.length === 1 && members.length <= 5 ? (lists[0] ?? []) : [];
  const isList =
    Array.isArray(list) &&
    list.length > 0 &&
    list.every((item) => isObject(item) && Object.keys(item).length > 2);
  return key !== undefined && isList && LOOSE_ENVELOPES.has(key.toLowerCase()) ? key : undefined;
}

const FIRST_LIST =
  /^\s*\{(?:\s*"[^"]*"\s*:\s*(?:"[^"]*"|[\d.]+|true|false|null)\s*,)*\s*"([^"]*)"\s*:\s*\[\s*\{/;

/** The list that wraps the records of the document; of a large one, only its beginning tells. */
function wrappingList(head: Buffer): string | undefined {
  if (head.length >= SAMPLE_BYTES) {
    const key = FIRST_LIST.exec(head.subarray(0, 4096).toString('utf8'))?.[1]?.toLowerCase();
    return key !== undefined && LOOSE_ENVELOPES.has(key) ? key : undefined;
  }
  const whole = parse(head.toString('utf8'));
  return isObject(whole) ? looseEnvelope(whole)?.toLowerCase() : undefined;
}

/** Any other JSON: the scanner walks what there is of it. */
function sniffDocument(path: string, head: Buffer): Sample | undefined {
  const loose = wrappingList(head);
  const found: { path: JsonPath; value: JsonValue }[] = [];
  let envelope: string | undefined;
  const topIsFrames = /^\s*\[\s*\{[^{}[\]]*"(FrameType|TableKind)"/i.test(
    head.subarray(0, 4096).toString('utf8'),
  );
  const scanner = new JsonScanner({
    select(at, opener) {
      if (found.length > 4 * SAMPLE_RECORDS) return 'skip';
      if (at.length === 0) return 'enter';
      const last = at.at(-1)?.toLowerCase() ?? '';
      if (topIsFrames) return (at.length === 1 && last === '*') || last === 'rows' ? 'enter' : 'capture';
      if (
        at.length === 1 &&
        last !== '*' &&
        opener === 'array' &&
        (ENVELOPES.has(last) || last === 'tables' || last === loose)
      ) {
        envelope ??= at[0];
        return 'enter';
      }
      if (envelope?.toLowerCase() === 'tables' && (at.length === 2 || last === 'rows')) return 'enter';
      return 'capture';
    },
    value(at, bytes) {
      const value = parse(bytes.toString('utf8'));
      if (value !== undefined) found.push({ path: at, value });
    },
    bad: () => undefined,
  });
  scanner.push(head);
  if (topIsFrames) return rowSample(path, found, 'kusto-v2');
  if (envelope?.toLowerCase() === 'tables')
    return rowSample(path, found, envelope === 'Tables' ? 'kusto-v1' : 'log-analytics');
  return recordSample(path, found, envelope);
}

type Found = readonly { readonly path: JsonPath; readonly value: JsonValue }[];

function recordSample(path: string, found: Found, envelope: string | undefined): Sample | undefined {
  const meta: Record<string, JsonValue> = {};
  const listed: JsonObject[] = [];
  for (const { path: at, value } of found) {
    const key = at[0] ?? '';
    if (at.length === 1 && key !== '*') meta[key] = value;
    else if (isObject(value)) listed.push(value);
  }
  const pages = listed.filter(isEnvelope);
  if (envelope === undefined && pages.length > 0) return pagedSample(path, pages);
  const layout: JsonLayout = envelope === undefined ? { kind: 'roots' } : { kind: 'list', key: envelope };
  if (envelope !== undefined && pages.length > 0 && pages.length === listed.length)
    return nestedSample(path, envelope, pages);
  const records =
    envelope === undefined && listed.length === 0 && Object.keys(meta).length > 0 ? [meta] : listed;
  if (records.length === 0 && envelope === undefined) return undefined;
  return {
    ...EMPTY,
    path,
    format: 'json',
    layout,
    ...(envelope === undefined ? {} : { envelope }),
    meta: envelope === undefined ? {} : meta,
    records: records.slice(0, SAMPLE_RECORDS),
  };
}

/** A list of records whose elements are such lists again (a vendor's own example has it so). */
function nestedSample(path: string, key: string, pages: readonly JsonObject[]): Sample {
  const { records } = pagedSample(path, pages);
  const layout: JsonLayout = { kind: 'list', key, depth: 2 };
  return { ...EMPTY, path, format: 'json', layout, envelope: key, records };
}

/** An array of documents that each hold a list of records, or are answers of a query service. */
function pagedSample(path: string, pages: readonly JsonObject[]): Sample {
  const page = pages[0] ?? {};
  const tables = Object.keys(page).find((name) => name.toLowerCase() === 'tables');
  if (tables !== undefined) {
    const found = answerParts(page, tables);
    return rowSample(path, found, tables === 'Tables' ? 'kusto-v1' : 'log-analytics');
  }
  const key =
    Object.keys(page).find((name) => ENVELOPES.has(name.toLowerCase())) ?? looseEnvelope(page) ?? 'records';
  const records = pages.flatMap((page) => {
    const list = page[key];
    return Array.isArray(list) ? list.filter(isObject) : [];
  });
  return {
    ...EMPTY,
    path,
    format: 'json',
    layout: { kind: 'list', key },
    envelope: key,
    records: records.slice(0, SAMPLE_RECORDS),
  };
}

/** Columns and rows of an answer's tables, as the scanner would come upon them. */
function answerParts(page: JsonObject, tables: string): Found {
  const list = page[tables];
  return (Array.isArray(list) ? list.filter(isObject) : []).flatMap((table) =>
    Object.entries(table).flatMap(([key, value]) => {
      const path = [tables, '*', key];
      if (key.toLowerCase() !== 'rows' || !Array.isArray(value)) return [{ path, value }];
      return (value as readonly JsonValue[]).map((row) => ({ path: [...path, '*'], value: row }));
    }),
  );
}

function rowSample(path: string, found: Found, dialect: 'log-analytics' | 'kusto-v1' | 'kusto-v2'): Sample {
  const columns = found.find(
    ({ path: at, value }) =>
      at.at(-1)?.toLowerCase() === 'columns' && Array.isArray(value) && isPrimary(found, at, dialect),
  )?.value;
  const header: string[] = [];
  const types: Record<string, KustoType> = {};
  for (const column of Array.isArray(columns) ? columns : []) {
    const name = columnName(column);
    if (name === undefined) continue;
    header.push(name);
    const type = isObject(column)
      ? kustoType(textOf(field(column, 'type') ?? field(column, 'ColumnType') ?? field(column, 'DataType')))
      : undefined;
    if (type) types[name] = type;
  }
  const rows = found.filter(
    ({ path: at, value }) =>
      at.at(-2)?.toLowerCase() === 'rows' && Array.isArray(value) && value.length === header.length,
  );
  const records = rows
    .slice(0, SAMPLE_RECORDS)
    .map(({ value }) =>
      Object.fromEntries(
        header.map((name, i) => [
          name,
          Array.isArray(value) ? ((value as readonly JsonValue[])[i] ?? null) : null,
        ]),
      ),
    );
  return { ...EMPTY, path, format: 'json', layout: { kind: 'rows', dialect }, header, types, records };
}

/** Kusto v2 sends properties before the result; its frame's kind comes before its columns. */
function isPrimary(found: Found, columns: JsonPath, dialect: string): boolean {
  if (dialect !== 'kusto-v2') return true;
  const at = found.findIndex(({ path }) => path === columns);
  const kind = found.slice(0, at).findLast(({ path }) => path.at(-1)?.toLowerCase() === 'tablekind')?.value;
  return kind === undefined || textOf(kind).toLowerCase() === 'primaryresult';
}

const DOTNET_TYPES: Readonly<Record<string, KustoType>> = {
  sbyte: 'bool',
  boolean: 'bool',
  int32: 'int',
  int64: 'long',
  double: 'real',
  sqldecimal: 'decimal',
  string: 'string',
  datetime: 'datetime',
  timespan: 'timespan',
  guid: 'guid',
  object: 'dynamic',
};

function kustoType(name: string): KustoType | undefined {
  const lower = name.toLowerCase().replace(/^system\./, '');
  return (
    KUSTO_TYPES.find((type) => type === lower) ??
    (Object.hasOwn(DOTNET_TYPES, lower) ? DOTNET_TYPES[lower] : undefined)
  );
}

async function sniffCsv(path: string, head: Buffer): Promise<Sample | undefined> {
  const rows: (readonly string[])[] = [];
  for await (const item of csvRows(once(head))) {
    // A header that is no text: the row after it is none.
    if (!('cells' in item) && rows.length === 0) return undefined;
    if ('cells' in item && rows.length <= SAMPLE_RECORDS) rows.push(item.cells);
  }
  const [names, ...values] = rows;
  if (
    !names ||
    (names.length < 2 && !isListOfValues(path, names)) ||
    !names.some((name) => /\p{L}/u.test(name)) ||
    /[\0\uFFFD]/.test(names.join('')) ||
    isHeaderless(names, values[0])
  )
    return undefined;
  const header = headerNames(names).names;
  const fitting = values.filter((cells) => cells.length === header.length);
  // Prose and programs have commas too.
  if (fitting.length === 0 && values.length >= FEW_ROWS) return undefined;
  const records = fitting.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])));
  return { ...EMPTY, path, format: 'csv', header, records };
}

/** One column, as `distinct` answers: only the file's name tells it from prose. */
function isListOfValues(path: string, [name = '']: readonly string[]): boolean {
  return /\.[ct]sv$/i.test(path) && /^[A-Za-z_]\w{0,63}( \[[^\]]+\])?$/.test(name);
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
