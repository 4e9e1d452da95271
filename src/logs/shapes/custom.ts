import type { FieldPath, TableMapping } from '../../domain/logMapping.ts';
import { portalColumn } from './portalHeader.ts';
import { timeFields } from './recordTime.ts';
import { type Sample, type Shape, only } from './shape.ts';

/** Fields that a record's own time is commonly in, for records that are unlike the first ones. */
const TIMES: readonly FieldPath[] = [
  'TimeGenerated',
  '@timestamp',
  'timestamp',
  'time',
  'eventTime',
  'eventTimestamp',
  'TimeCreated',
  'CreationTime',
  'createdDateTime',
  'Date (UTC)',
  'Date',
  'datetime',
].map((name) => [name]);

/** `Windows.EventLogs.jsonl` → `Windows_EventLogs_CL` */
function customTableName(path: string): string {
  const file = path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/(\.(gz|json|jsonl|ndjson|csv|tsv|txt|log|parquet))+$/i, '');
  const words = file.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  const name = /^[A-Za-z]/.test(words) ? words : `Log${words === '' ? '' : `_${words}`}`;
  return name.endsWith('_CL') ? name : `${name.slice(0, 60)}_CL`;
}

function mapping(
  table: string,
  untyped: boolean,
  times: readonly FieldPath[],
  dateOrder?: TableMapping['dateOrder'],
  { header, types }: Pick<Sample, 'header' | 'types'> = { header: [], types: {} },
): TableMapping {
  const shown = header.filter((text) => portalColumn(text).zone === 'UTC');
  return {
    table,
    columns: [{ column: 'TimeGenerated', type: 'datetime', from: times }],
    open: {
      types: { ...types, ...Object.fromEntries(shown.map((text) => [text, 'datetime'] as const)) },
      names: Object.fromEntries(shown.map((text) => [text, portalColumn(text).name])),
      untyped,
    },
    ...(dateOrder ? { dateOrder } : {}),
  };
}

/** A table of texts has no other columns than its header's; objects may come to have others. */
function timesOf(sample: Sample, found: readonly FieldPath[]): readonly FieldPath[] {
  if (sample.format === 'csv') return found.length > 0 ? found : [['TimeGenerated']];
  const names = new Set(found.map((path) => path.join('.')));
  return [...found, ...TIMES.filter((path) => !names.has(path.join('.')))];
}

function timeNote([first]: readonly FieldPath[]): readonly string[] {
  if (first === undefined)
    return [
      'No field of its records is known to be their time, so its rows have no TimeGenerated: a question about a time range does not find them.',
    ];
  const name = first.join('.');
  return /^TimeGenerated\b/i.test(name) ? [] : [`The time of a row (TimeGenerated) is its ${name}.`];
}

export const custom: Shape = {
  id: 'custom',
  title: 'Any other records, as a custom table',
  mapping: (table) => (table.endsWith('_CL') ? mapping(table, false, TIMES) : undefined),
  detect(sample, options) {
    const table = options.table ?? customTableName(sample.path);
    const untyped = sample.format === 'csv';
    const found = timeFields(sample);
    const times = timesOf(sample, found);
    const made = mapping(table, untyped, times, options.dateOrder, sample);
    return {
      why: `No known shape fits, so its fields become the columns of the custom table ${table}.`,
      routing: only(
        'custom',
        JSON.stringify([
          table,
          untyped,
          times,
          options.dateOrder ?? '',
          untyped ? sample.header : '',
          sample.types,
        ]),
        made,
      ),
      notes: timeNote(found),
    };
  },
};
