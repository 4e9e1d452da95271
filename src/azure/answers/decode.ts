import { parseExactJson } from '../../base/exactJson.ts';
import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonValue } from '../../base/json.ts';
import { RowsDigest } from '../../base/rowsDigest.ts';
import type { AnswerColumn, Cell, Completeness, Visualization } from '../../domain/answer.ts';
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
}

type Rows = readonly (readonly Cell[])[];

interface Found {
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly JsonValue[];
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
  const found = FORMS[form](body);
  const readers = found.columns.map(({ type }) => cellReader(type));
  const digest = new RowsDigest();
  const wanted = Math.min(found.rows.length, maxRows);
  for (let from = 0; from < wanted; from += ROWS_AT_ONCE) {
    const chunk = found.rows
      .slice(from, Math.min(from + ROWS_AT_ONCE, wanted))
      .map((row) => found.columns.map((column, i) => readers[i]?.(found.at(row, column, i)) ?? null));
    digest.add(chunk);
    onRows(chunk);
  }
  const cut: Completeness = {
    state: 'cut',
    by: 'rowLimit',
    reason: `${found.rows.length} rows came, and ${maxRows} were asked for`,
  };
  return {
    columns: found.columns,
    completeness: wanted < found.rows.length ? cut : found.completeness,
    rows: wanted,
    digest: digest.digest(),
    ...(found.visualization ? { visualization: found.visualization } : {}),
  };
}

const byIndex: Found['at'] = (row, _column, index) =>
  Array.isArray(row) ? ((row[index] as JsonValue | undefined) ?? null) : null;

const FORMS: Readonly<Record<AnswerForm, (body: JsonValue) => Found>> = {
  logAnalytics(body) {
    // A workspace that has never had data answers 204 with nothing.
    if (body === null) return { columns: [], rows: [], at: byIndex, completeness: COMPLETE };
    const tables = isRecord(body) ? list(body['tables']) : [];
    const table = tables.find((each) => textOf(each['name']) === 'PrimaryResult') ?? tables[0];
    if (!table) throw new Error(reasonOf(body) ?? 'it has no tables');
    const render = isRecord(body) && isRecord(body['render']) ? body['render'] : undefined;
    const visualization = render && visualizationOf(textOf(render['visualization']), render);
    return {
      columns: list(table['columns']).map(columnOf('name', 'type')),
      rows: rowsOf(table['rows']),
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
      columns,
      rows,
      at: (row, { name }) => (isRecord(row) ? (row[name] ?? null) : null),
      completeness:
        rows.length >= 100_000 ? cutBy('rowLimit', 'advanced hunting gives 100,000 rows at most') : COMPLETE,
    };
  },
  kusto(body) {
    const frames = list(body);
    const table = frames.find((frame) => textOf(frame['TableKind']) === 'PrimaryResult');
    const end = frames.find((frame) => textOf(frame['FrameType']) === 'DataSetCompletion');
    if (!table) throw new Error(reasonOf(body) ?? 'it has no PrimaryResult');
    const rows = rowsOf(table['Rows']);
    const properties = frames.find((frame) => textOf(frame['TableKind']) === 'QueryProperties');
    const visualization = properties && kustoVisualization(rowsOf(properties['Rows']));
    return {
      columns: list(table['Columns']).map(columnOf('ColumnName', 'ColumnType')),
      // Errors that came after some rows stand among them as an object.
      rows: rows.filter((row) => Array.isArray(row)),
      at: byIndex,
      completeness: kustoCompleteness(end, list(rows)[0]),
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
