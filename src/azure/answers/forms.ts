import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { AnswerColumn, Completeness, Visualization } from '../../domain/answer.ts';
import { kustoTypeOf } from './cells.ts';
import type { HeldRows, RowsPlace } from './splitRows.ts';

/** A success that has no answer and says why, in the service's words. */
export class FailedAnswer extends Error {}

/** Which service's form an answer has. */
export type AnswerForm = 'logAnalytics' | 'hunting' | 'kusto';

export interface FoundTable {
  readonly name: string;
  readonly columns: readonly AnswerColumn[];
  /** One after the other. */
  readonly rows: readonly HeldRows[];
}

export interface Found {
  /** At least one; the first is the answer. */
  readonly tables: readonly [FoundTable, ...FoundTable[]];
  /** Value of a column in a row. */
  readonly at: (row: JsonValue, column: AnswerColumn, index: number) => JsonValue;
  /** Of one table. @param others what stood among its rows and is none */
  readonly completeness: (rows: number, others: readonly JsonValue[]) => Completeness;
  readonly visualization?: Visualization;
}

interface Form {
  readonly place: RowsPlace;
  readonly isRow: (value: JsonValue) => boolean;
  /** Throws where it is no such answer. */
  readonly read: (body: JsonValue, lists: readonly HeldRows[]) => Found;
}

type Fields = Readonly<Record<string, unknown>>;

const COMPLETE: Completeness = { state: 'complete' };
const isList = (value: JsonValue): boolean => Array.isArray(value);

const byIndex: Found['at'] = (row, _column, index) =>
  Array.isArray(row) ? ((row[index] as JsonValue | undefined) ?? null) : null;

export const FORMS: Readonly<Record<AnswerForm, Form>> = {
  logAnalytics: {
    place: { depth: 3, name: 'rows' },
    isRow: isList,
    read: (body, lists) => {
      // A workspace that has never had data answers 204 with nothing.
      if (body === null)
        return {
          tables: [{ name: '', columns: [], rows: [] }],
          at: byIndex,
          completeness: () => COMPLETE,
        };
      const whole: JsonObject = isRecord(body) ? body : {};
      const isPrimary = (table: Fields): boolean => textOf(table['name']) === 'PrimaryResult';
      const [first, ...others] = list(whole['tables']).toSorted(
        (a, b) => Number(isPrimary(b)) - Number(isPrimary(a)),
      );
      if (!first) throw noAnswer(body, 'it has no tables');
      const tableOf = (table: Fields): FoundTable => ({
        name: textOf(table['name']),
        columns: columnsOf(table['columns'], 'name', 'type'),
        rows: heldIn(table['rows'], lists),
      });
      const render = isRecord(whole['render']) ? whole['render'] : undefined;
      const visualization = render && visualizationOf(textOf(render['visualization']), render);
      return {
        tables: [tableOf(first), ...others.map(tableOf)],
        at: byIndex,
        completeness: () => limits(whole['error']),
        ...(visualization ? { visualization } : {}),
      };
    },
  },
  hunting: {
    place: { depth: 1, name: 'results' },
    isRow: isRecord,
    read: (body, lists) => {
      const whole: JsonObject = isRecord(body) ? body : {};
      const [schema, results] = [member(whole, 'schema'), member(whole, 'results')];
      if (!Array.isArray(schema) || !Array.isArray(results)) throw noAnswer(body, 'it has no results');
      const columns = list(schema).map((column) => ({
        name: textOf(member(column, 'name')),
        type: kustoTypeOf(textOf(member(column, 'type'))),
      }));
      return {
        tables: [{ name: '', columns, rows: heldIn(results, lists) }],
        at: (row, { name }) => (isRecord(row) ? (row[name] ?? null) : null),
        completeness: (rows) =>
          rows >= 100_000 ? cutBy('rowLimit', 'advanced hunting gives 100,000 rows at most') : COMPLETE,
      };
    },
  },
  kusto: {
    place: { depth: 2, name: 'rows' },
    isRow: isList,
    read: (body, lists) => {
      const frames = list(body);
      const [first, ...others] = frames.filter((frame) => textOf(frame['TableKind']) === 'PrimaryResult');
      const end = frames.find((frame) => textOf(frame['FrameType']) === 'DataSetCompletion');
      if (!first) throw noAnswer(body, 'it has no PrimaryResult');
      const tableOf = (table: Fields): FoundTable => ({
        name: textOf(table['TableName']),
        columns: columnsOf(table['Columns'], 'ColumnName', 'ColumnType'),
        rows: rowsOfFrames(table, frames, lists),
      });
      const properties = frames.find((frame) => textOf(frame['TableKind']) === 'QueryProperties');
      const [shown] = properties ? heldIn(properties['Rows'], lists) : [];
      const visualization = shown && kustoVisualization(shown);
      return {
        tables: [tableOf(first), ...others.map(tableOf)],
        at: byIndex,
        // Errors that came after some rows stand among them as an object.
        completeness: (_rows, among) => kustoCompleteness(end, list(among)[0]),
        ...(visualization ? { visualization } : {}),
      };
    },
  },
};

/** The rows that stood here: the splitter has left their number. Throws where something else stands for them. */
function heldIn(value: unknown, lists: readonly HeldRows[]): readonly HeldRows[] {
  if (value !== undefined && value !== null && !Array.isArray(value)) throw new Error('its rows are no list');
  const number: unknown = Array.isArray(value) ? value[0] : undefined;
  const held = typeof number === 'number' ? lists[number] : undefined;
  return held ? [held] : [];
}

/** A table's own rows, or those of its fragments where the query asked for progressive results: each adds to them or replaces them. */
function rowsOfFrames(
  table: Fields,
  frames: readonly Fields[],
  lists: readonly HeldRows[],
): readonly HeldRows[] {
  let rows = heldIn(table['Rows'], lists);
  for (const frame of frames) {
    if (textOf(frame['FrameType']) !== 'TableFragment' || frame['TableId'] !== table['TableId']) continue;
    const more = heldIn(frame['Rows'], lists);
    rows = textOf(frame['TableFragmentType']) === 'DataReplace' ? more : [...rows, ...more];
  }
  return rows;
}

function kustoCompleteness(end: Fields | undefined, among: Fields | undefined): Completeness {
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

function noAnswer(body: JsonValue, missing: string): Error {
  const reason = isRecord(body) && isRecord(body['error']) ? messagesOf(body['error']).join(' ') : '';
  return reason === '' ? new Error(missing) : new FailedAnswer(reason);
}

/** From the outermost to the innermost. */
function messagesOf(error: Fields): readonly string[] {
  const own = textOf(error['@message']) || textOf(error['message']);
  const inner = [...list(error['details']), ...(isRecord(error['innererror']) ? [error['innererror']] : [])];
  return [...(own === '' ? [] : [own]), ...inner.flatMap(messagesOf)];
}

function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Graph's documentation has both cases of these names. */
function member(record: Fields, name: string): unknown {
  const key = Object.keys(record).find((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : record[key];
}

/** By place: one that is no column would shift the values of those after it. */
function columnsOf(value: unknown, name: string, type: string): readonly AnswerColumn[] {
  const columns: readonly unknown[] = Array.isArray(value) ? value : [];
  return columns.map((column) => {
    if (!isRecord(column)) throw new Error('one of its columns has no name and no type');
    return { name: textOf(column[name]), type: kustoTypeOf(textOf(column[type])) };
  });
}

function visualizationOf(kind: string, properties: Fields): Visualization | undefined {
  if (kind === '') return undefined;
  const texts = Object.entries(properties).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'visualization',
  );
  return { kind, properties: Object.fromEntries(texts) };
}

function kustoVisualization(held: HeldRows): Visualization | undefined {
  const row = [...held.read()].flat().find((each) => Array.isArray(each) && each[1] === 'Visualization');
  const value = parsed(Array.isArray(row) ? row[2] : undefined);
  if (!isRecord(value)) return undefined;
  const lower = Object.fromEntries(Object.entries(value).map(([name, each]) => [name.toLowerCase(), each]));
  return visualizationOf(textOf(lower['visualization']), lower);
}

/** How an answer may be drawn is no part of it: a text of that which is no JSON says nothing. */
function parsed(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : value;
  } catch {
    return undefined;
  }
}
