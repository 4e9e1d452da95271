import { parseExactJson } from '../../base/exactJson.ts';
import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonValue } from '../../base/json.ts';
import { RowsDigest } from '../../base/rowsDigest.ts';
import type { AnswerColumn, Cell, Completeness, FurtherTable, Visualization } from '../../domain/answer.ts';
import { cellReader, kustoTypeOf } from './cells.ts';

/** Which service's form an answer has. */
export type AnswerForm = 'logAnalytics' | 'hunting' | 'kusto';

/** All of an answer but its rows. Survives structured cloning. */
export interface DecodedHead {
  readonly columns: readonly AnswerColumn[];
  readonly completeness: Completeness;
  readonly rows: number;
  readonly digest: string;
  readonly visualization?: Visualization;
  /** Tables after the first; none of them is so large that its rows had to be handed on in chunks. */
  readonly further: readonly FurtherTable[];
}

type Rows = readonly (readonly Cell[])[];

interface FoundTable {
  readonly name: string;
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly JsonValue[];
}

interface Found {
  /** At least one; the first is the answer. */
  readonly tables: readonly [FoundTable, ...FoundTable[]];
  /** Value of a column in a row. */
  readonly at: (row: JsonValue, column: AnswerColumn, index: number) => JsonValue;
  readonly completeness: Completeness;
  readonly visualization?: Visualization;
}

const COMPLETE: Completeness = { state: 'complete' };
const ROWS_AT_ONCE = 2_000;

/** Reads an answer's text and hands its rows on in chunks, at most `maxRows` of them. Throws where it is no such answer. */
export function decodeAnswer(
  form: AnswerForm,
  text: string,
  maxRows: number,
  onRows: (rows: Rows) => void,
): DecodedHead {
  const body = parseExactJson(text);
  const { tables, at, completeness, visualization } = FORMS[form](body);
  const [first, ...others] = tables;
  const digest = new RowsDigest();
  const read = readRows(first, at, maxRows, (chunk) => {
    digest.add(chunk);
    onRows(chunk);
  });
  const further = others.map((table, index) => {
    const rows: (readonly Cell[])[] = [];
    const wanted = readRows(table, at, maxRows, (chunk) => rows.push(...chunk));
    return {
      name: table.name === first.name || table.name === '' ? `Table_${index + 1}` : table.name,
      columns: table.columns,
      rows,
      completeness: cutAt(table, wanted) ?? completeness,
    };
  });
  return {
    columns: first.columns,
    completeness: cutAt(first, read) ?? completeness,
    rows: read,
    digest: digest.digest(),
    further,
    ...(visualization ? { visualization } : {}),
  };
}

/** Gives how many rows were handed on. */
function readRows(
  { columns, rows }: FoundTable,
  at: Found['at'],
  maxRows: number,
  onRows: (rows: Rows) => void,
): number {
  const readers = columns.map(({ type }) => cellReader(type));
  const wanted = Math.min(rows.length, maxRows);
  for (let from = 0; from < wanted; from += ROWS_AT_ONCE)
    onRows(
      rows
        .slice(from, Math.min(from + ROWS_AT_ONCE, wanted))
        .map((row) => columns.map((column, i) => readers[i]?.(at(row, column, i)) ?? null)),
    );
  return wanted;
}

function cutAt({ rows }: FoundTable, wanted: number): Completeness | undefined {
  return wanted < rows.length
    ? cutBy('rowLimit', `${rows.length} rows came, and ${wanted} were asked for`)
    : undefined;
}

const byIndex: Found['at'] = (row, _column, index) =>
  Array.isArray(row) ? ((row[index] as JsonValue | undefined) ?? null) : null;

const FORMS: Readonly<Record<AnswerForm, (body: JsonValue) => Found>> = {
  logAnalytics(body) {
    // A workspace that has never had data answers 204 with nothing.
    if (body === null)
      return { tables: [{ name: '', columns: [], rows: [] }], at: byIndex, completeness: COMPLETE };
    const isPrimary = (table: Readonly<Record<string, unknown>>): boolean =>
      textOf(table['name']) === 'PrimaryResult';
    const all = isRecord(body) ? list(body['tables']) : [];
    const [first, ...others] = all.toSorted((a, b) => Number(isPrimary(b)) - Number(isPrimary(a)));
    if (!first) throw new Error(reasonOf(body) ?? 'it has no tables');
    const tableOf = (table: typeof first): FoundTable => ({
      name: textOf(table['name']),
      columns: list(table['columns']).map(columnOf('name', 'type')),
      rows: rowsOf(table['rows']),
    });
    const render = isRecord(body) && isRecord(body['render']) ? body['render'] : undefined;
    const visualization = render && visualizationOf(textOf(render['visualization']), render);
    return {
      tables: [tableOf(first), ...others.map(tableOf)],
      at: byIndex,
      completeness: isRecord(body) ? limits(body['error']) : COMPLETE,
      ...(visualization ? { visualization } : {}),
    };
  },
  hunting(body) {
    if (!isRecord(body)) throw new Error('it has no results');
    const [schema, results] = [member(body, 'schema'), member(body, 'results')];
    if (!Array.isArray(schema) || !Array.isArray(results)) throw new Error('it has no results');
    const columns = list(schema).map((column) => ({
      name: textOf(member(column, 'name')),
      type: kustoTypeOf(textOf(member(column, 'type'))),
    }));
    const rows = rowsOf(results);
    return {
      tables: [{ name: '', columns, rows }],
      at: (row, { name }) => (isRecord(row) ? (row[name] ?? null) : null),
      completeness:
        rows.length >= 100_000 ? cutBy('rowLimit', 'advanced hunting gives 100,000 rows at most') : COMPLETE,
    };
  },
  kusto(body) {
    const frames = list(body);
    const [first, ...others] = frames.filter((frame) => textOf(frame['TableKind']) === 'PrimaryResult');
    const end = frames.find((frame) => textOf(frame['FrameType']) === 'DataSetCompletion');
    if (!first) throw new Error(reasonOf(body) ?? 'it has no PrimaryResult');
    const tableOf = (table: typeof first): FoundTable => ({
      name: textOf(table['TableName']),
      columns: list(table['Columns']).map(columnOf('ColumnName', 'ColumnType')),
      // Errors that came after some rows stand among them as an object.
      rows: rowsOf(table['Rows']).filter((row) => Array.isArray(row)),
    });
    const among = [first, ...others].flatMap((table) => list(table['Rows']));
    const properties = frames.find((frame) => textOf(frame['TableKind']) === 'QueryProperties');
    const visualization = properties && kustoVisualization(rowsOf(properties['Rows']));
    return {
      tables: [tableOf(first), ...others.map(tableOf)],
      at: byIndex,
      completeness: kustoCompleteness(end, among[0]),
      ...(visualization ? { visualization } : {}),
    };
  },
};

function kustoCompleteness(
  end: Readonly<Record<string, unknown>> | undefined,
  among: Readonly<Record<string, unknown>> | undefined,
): Completeness {
  if (!end) return { state: 'partial', reason: 'the answer ends before its last frame' };
  if (end['Cancelled'] === true) return cutBy('cancelled', 'the cluster cancelled the query');
  if (end['HasErrors'] !== true && !among) return COMPLETE;
  const [first] = list(end['OneApiErrors'] ?? among?.['OneApiErrors']);
  const error = isRecord(first?.['error']) ? first['error'] : (first ?? {});
  return limits({ ...error, message: textOf(error['@message']) || textOf(error['message']) });
}

/** A service's partial error: over which limit it went, or that a part did not answer. */
function limits(error: unknown): Completeness {
  if (!isRecord(error)) return COMPLETE;
  const words = messagesOf(error);
  const reason = words.at(-1) ?? 'the service said that the answer is partial';
  if (/\brecord|row/i.test(reason) && /exceed|limit/i.test(reason)) return cutBy('rowLimit', reason);
  if (/\bbytes?\b|size/i.test(reason) && /exceed|limit/i.test(reason)) return cutBy('sizeLimit', reason);
  if (/time ?out|timed out/i.test(reason)) return cutBy('timeout', reason);
  return { state: 'partial', reason };
}

function cutBy(by: 'rowLimit' | 'sizeLimit' | 'timeout' | 'cancelled', reason: string): Completeness {
  return { state: 'cut', by, reason };
}

/** Why there is no answer, where a success says so. */
function reasonOf(body: JsonValue): string | undefined {
  return isRecord(body) && isRecord(body['error']) ? messagesOf(body['error']).join(' ') : undefined;
}

/** From the outermost to the innermost. */
function messagesOf(error: Readonly<Record<string, unknown>>): readonly string[] {
  const own = textOf(error['@message']) || textOf(error['message']);
  const inner = [...list(error['details']), ...(isRecord(error['innererror']) ? [error['innererror']] : [])];
  return [...(own === '' ? [] : [own]), ...inner.flatMap(messagesOf)];
}

function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function rowsOf(value: unknown): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

/** Graph's documentation has both cases of these names. */
function member(record: Readonly<Record<string, unknown>>, name: string): unknown {
  const key = Object.keys(record).find((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : record[key];
}

function columnOf(name: string, type: string) {
  return (column: Readonly<Record<string, unknown>>): AnswerColumn => ({
    name: textOf(column[name]),
    type: kustoTypeOf(textOf(column[type])),
  });
}

function visualizationOf(
  kind: string,
  properties: Readonly<Record<string, unknown>>,
): Visualization | undefined {
  if (kind === '') return undefined;
  const texts = Object.entries(properties).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'visualization',
  );
  return { kind, properties: Object.fromEntries(texts) };
}

function kustoVisualization(rows: readonly JsonValue[]): Visualization | undefined {
  const row = rows.find((each) => Array.isArray(each) && each[1] === 'Visualization');
  const text: unknown = Array.isArray(row) ? row[2] : undefined;
  const value: unknown = typeof text === 'string' ? JSON.parse(text) : text;
  if (!isRecord(value)) return undefined;
  const lower = Object.fromEntries(Object.entries(value).map(([name, each]) => [name.toLowerCase(), each]));
  return visualizationOf(textOf(lower['visualization']), lower);
}
