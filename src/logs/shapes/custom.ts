import type { FieldPath, TableMapping } from '../../domain/logMapping.ts';
import { portalColumn } from './portalHeader.ts';
import { type Shape, only } from './shape.ts';

/** Fields that a record's own time is commonly in, best first. */
const TIMES = [
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
];

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
  dateOrder: TableMapping['dateOrder'],
  header: readonly string[] = [],
): TableMapping {
  const shown = header.filter((text) => portalColumn(text).zone === 'UTC');
  const paths = (name: string): readonly FieldPath[] => [
    [name],
    ...shown.filter((text) => portalColumn(text).name === name).map((text) => [text]),
  ];
  return {
    table,
    columns: [{ column: 'TimeGenerated', type: 'datetime', from: TIMES.flatMap(paths) }],
    open: {
      types: Object.fromEntries(shown.map((text) => [text, 'datetime'])),
      names: Object.fromEntries(shown.map((text) => [text, portalColumn(text).name])),
      untyped,
    },
    ...(dateOrder ? { dateOrder } : {}),
  };
}

export const custom: Shape = {
  id: 'custom',
  title: 'Any other records, as a custom table',
  mapping: (table) => (table.endsWith('_CL') ? mapping(table, false, undefined) : undefined),
  detect(sample, options) {
    const table = options.table ?? customTableName(sample.path);
    const untyped = sample.format === 'csv';
    const made = mapping(table, untyped, options.dateOrder, sample.header);
    return {
      why: `No known shape fits, so its fields become the columns of the custom table ${table}.`,
      routing: only(
        'custom',
        JSON.stringify([table, untyped, options.dateOrder ?? '', untyped ? sample.header : '']),
        made,
      ),
    };
  },
};
