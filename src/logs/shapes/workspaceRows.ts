import { textOf } from '../../base/guards.ts';
import type { FieldPath } from '../../domain/logMapping.ts';
import { tableName, tableSchema } from '../schemas/tableSchemas.ts';
import { type TableGuess, guessTable } from './guessTable.ts';
import { memo } from './memo.ts';
import { portalColumn } from './portalHeader.ts';
import { timeFields } from './recordTime.ts';
import { type RowStyle, rowMapping, timeColumns, zoneOf } from './rowMapping.ts';
import {
  type Detection,
  type NamedRouting,
  type Sample,
  type Shape,
  type ShapeOptions,
  field,
  share,
} from './shape.ts';

/*
 * Rows of a workspace's (or advanced hunting's) table under their own column names, whatever wrote them: the query API, the
 * portal's CSV, Azure CLI, the data-export rule, Kusto's REST answers. Columns beyond the published ones are kept too.
 */
/** Rows that say their table in `Type` go there, the others to the table that the person or the header names. */
function routing(
  shape: string,
  sample: Sample,
  style: RowStyle,
  options: ShapeOptions,
  fallback: string | undefined,
): NamedRouting {
  const times = ownTimes(sample);
  const make = memo((table) => rowMapping(table, style, sample, options, times));
  const id = JSON.stringify([
    shape,
    sample.format === 'csv' || sample.layout.kind === 'rows' ? sample.header : '',
    options,
    fallback ?? '',
    sample.types,
    times,
  ]);
  if (options.table !== undefined)
    return { shape, id, isOpen: true, keys: [], route: () => make(options.table ?? '') };
  return {
    shape,
    id,
    isOpen: true,
    keys: [{ path: ['Type'], as: 'value' }],
    route: ([type = '']) => {
      const table =
        type === ''
          ? undefined
          : (tableName(type) ?? (/^[a-z]\w*_cl$/.test(type) ? spelled(sample, type) : undefined));
      return table !== undefined ? make(table) : fallback === undefined ? undefined : make(fallback);
    },
  };
}

/** What may be the time of rows that have no TimeGenerated, in a table that nobody published. */
function ownTimes(sample: Sample): readonly FieldPath[] {
  const names = sample.header.length > 0 ? sample.header : sample.records.flatMap(Object.keys);
  const named = names.some((text) => portalColumn(text).name.toLowerCase() === 'timegenerated');
  return named ? [] : timeFields(sample);
}

/** A custom table's name as the rows write it; route keys are in lower case. */
function spelled(sample: Sample, type: string): string {
  const found = sample.records
    .map((record) => textOf(field(record, 'Type')))
    .find((text) => text.toLowerCase() === type);
  return found ?? `${type.slice(0, -3)}_CL`;
}

interface RowShape {
  readonly id: string;
  readonly title: string;
  readonly style: RowStyle;
  readonly why: string;
  fits(sample: Sample): boolean;
  readonly cutAt?: readonly number[];
}

function statesType(sample: Sample): boolean {
  return sample.records.some((record) => textOf(field(record, 'Type')) !== '');
}

/** What Excel shows, and saves, of a time with a fraction of a second. */
const CUT_TIME = /^\d{1,2}:\d{2}[.,]\d$/;
/** What it saves of one in a cell that is formatted as a number. */
const COUNTED_DAYS = /^[34567]\d{4}([.,]\d+)?$/;

/** What a person should know of the time of rows whose file has no TimeGenerated, or none that can be read. */
function timeNotes(sample: Sample, table: string): readonly string[] {
  const keys = sample.header.length > 0 ? sample.header : sample.records.flatMap(Object.keys);
  const names = new Map(keys.map((text) => [portalColumn(text).name.toLowerCase(), text]));
  const [own = []] = tableSchema(table) ? [] : ownTimes(sample);
  const [time = ''] = own.length > 0 ? [own.join('.')] : timeColumns(table, names);
  const written = names.get(time.toLowerCase());
  const areMostly = (form: RegExp): boolean =>
    written !== undefined && share(sample, (record) => form.test(textOf(field(record, written)))) > 0.5;
  if (areMostly(CUT_TIME))
    return [
      'A spreadsheet saved the file and left of its times only minutes and seconds: import the file as it was downloaded.',
    ];
  if (areMostly(COUNTED_DAYS))
    return [
      'A spreadsheet saved the file with its times as counts of days: import the file as it was downloaded, or format the column as a date and save it again.',
    ];
  if (names.has('timegenerated') || names.size === 0) return [];
  return [
    names.has(time.toLowerCase())
      ? `The file has no TimeGenerated; the time of a row is its ${time}.`
      : 'The file has no TimeGenerated, so its rows have no time: a question about a time range does not find them.',
  ];
}

/** Rows that the portals have shown and exported at most, over the years. */
const PORTAL_ROWS = [10_000, 30_000];
/** Rows of one answer of the Log Analytics query API. */
const API_ROWS = 500_000;
/** Rows of one answer of Graph's runHuntingQuery. */
const HUNTING_ROWS = 100_000;

const ROW_SHAPES: readonly RowShape[] = [
  {
    id: 'log-analytics-api',
    title: 'Log Analytics query API (tables, columns, rows)',
    style: { untyped: false },
    why: 'It has tables with columns and rows, as the Log Analytics query API answers.',
    cutAt: [API_ROWS],
    fits: (sample) => sample.layout.kind === 'rows' && sample.layout.dialect === 'log-analytics',
  },
  {
    id: 'kusto-v1',
    title: 'Kusto REST answer, version 1',
    style: { untyped: false },
    why: 'It has Tables with Columns and Rows, as Kusto REST v1 answers.',
    fits: (sample) => sample.layout.kind === 'rows' && sample.layout.dialect === 'kusto-v1',
  },
  {
    id: 'kusto-v2',
    title: 'Kusto REST answer, version 2',
    style: { untyped: false },
    why: 'It is a list of frames, as Kusto REST v2 answers.',
    fits: (sample) => sample.layout.kind === 'rows' && sample.layout.dialect === 'kusto-v2',
  },
  {
    id: 'az-monitor-query',
    title: 'az monitor log-analytics query (JSON)',
    style: { untyped: true, nullWord: 'None' },
    why: 'Its objects have a TableName and only texts, as az monitor log-analytics query writes.',
    fits: (sample) =>
      share(sample, (record) => {
        // Some versions sort the columns.
        const named = Object.keys(record)[0] === 'TableName' || record['TableName'] === 'PrimaryResult';
        return named && Object.values(record).every((value) => typeof value === 'string' || value === null);
      }) === 1,
  },
  {
    id: 'hunting-api',
    title: 'Advanced hunting API (schema, results)',
    style: { untyped: false },
    why: 'It has a schema and results, as the advanced hunting API answers.',
    cutAt: [...PORTAL_ROWS, HUNTING_ROWS],
    fits: (sample) =>
      sample.envelope?.toLowerCase() === 'results' &&
      Object.keys(sample.meta).some((key) => key.toLowerCase() === 'schema'),
  },
  {
    id: 'log-analytics-csv',
    title: 'Log Analytics portal CSV',
    style: { untyped: true },
    why: 'Its header has a display zone after a column, or the columns of a workspace table.',
    fits: (sample) =>
      sample.format === 'csv' &&
      (guessTable(sample) !== undefined ||
        (sample.header.some((name) => portalColumn(name).zone !== undefined) && !statesType(sample))),
    cutAt: PORTAL_ROWS,
  },
  {
    id: 'table-rows',
    title: 'Rows of a table, one JSON object each (data-export rule, advanced hunting, query results)',
    style: { untyped: false },
    why: 'Its objects have the columns of a table.',
    fits: (sample) =>
      sample.format !== 'csv' && sample.layout.kind !== 'rows' && guessTable(sample) !== undefined,
  },
];

const shapeOf = (row: RowShape): Shape => ({
  id: row.id,
  title: row.title,
  mapping: memo((table) =>
    tableSchema(table) ? rowMapping(table, row.style, { header: [], types: {} }, {}, []) : undefined,
  ),
  detect(sample, options, forced): Detection | undefined {
    if (!forced && !row.fits(sample)) return undefined;
    const guess: TableGuess | undefined = options.table === undefined ? guessTable(sample) : undefined;
    const why = guess && !guess.stated ? `${row.why} Most of them are ${guess.table}'s.` : row.why;
    const local = sample.header.find((name) => {
      const zone = portalColumn(name).zone;
      return zone !== undefined && zone !== 'UTC' && zoneOf(zone, {}) === undefined;
    });
    if (local !== undefined && options.zone === undefined)
      return {
        why,
        question: `Column "${local}" is in the exporter's local time, which the file does not name: say which zone (for example --zone Europe/Berlin).`,
      };
    if (options.table === undefined && !guess && !statesType(sample))
      return {
        why,
        question: 'The rows do not say of which table they are: name it (for example --table SigninLogs).',
      };
    const table = options.table ?? guess?.table;
    return {
      why,
      routing: routing(row.id, sample, row.style, options, guess?.table),
      notes: table === undefined ? [] : timeNotes(sample, table),
      ...(row.cutAt ? { cutAt: row.cutAt } : {}),
    };
  },
});

/** Answers of query services, which their own frame tells from anything else. */
export const answerShapes: readonly Shape[] = ROW_SHAPES.slice(0, 5).map(shapeOf);

/** Rows that only their columns tell; detected after all that is more particular. */
export const tableRowShapes: readonly Shape[] = ROW_SHAPES.slice(5).map(shapeOf);
