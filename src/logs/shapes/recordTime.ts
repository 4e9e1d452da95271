import { textOf } from '../../base/guards.ts';
import type { JsonValue } from '../../base/json.ts';
import type { FieldPath } from '../../domain/logMapping.ts';
import { portalColumn } from './portalHeader.ts';
import { type Sample, field } from './shape.ts';

/** What tools call the time of a record, in lower case and without signs and blanks; best first. */
const NAMES: readonly string[] = [
  'timegenerated',
  'timestamp',
  'time',
  'eventtime',
  'eventtimestamp',
  'timecreated',
  'creationtime',
  'createddatetime',
  'activitydatetime',
  'creationdate',
  'datetime',
  'date',
  'when',
  'ts',
  'origintimestamp',
  'starttime',
  'received',
  'receivedtime',
  'createdtime',
  'created',
  'createdon',
  'lastupdatetime',
  'firstactivity',
  'lastactivity',
];

/** Where records of Windows events and of search engines have it. */
const NESTED: readonly FieldPath[] = [
  ['System', 'TimeCreated', 'SystemTime'],
  ['System', 'TimeCreated', '#attributes', 'SystemTime'],
  ['Event', 'System', 'TimeCreated', 'SystemTime'],
  ['Event', 'System', 'TimeCreated', '#attributes', 'SystemTime'],
  ['_source', '@timestamp'],
  ['result', '_time'],
];

/** A year in it, .NET's count or a count since 1970: a time alone or a duration is no record's time. */
const HAS_DATE = /\d{4}[-/.年]|[-/. ]\d{4}\b|^\/Date\(|^\d{10}(\.\d+)?$|^\d{13}$/;

const bare = (name: string): string =>
  portalColumn(name)
    .name.toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/(?<=.)utc$/, '');

/** Fields of the sample that are a record's own time by their name and their values, best first. */
export function timeFields(sample: Sample): readonly FieldPath[] {
  const written =
    sample.header.length > 0 ? sample.header : [...new Set(sample.records.flatMap(Object.keys))];
  const named = NAMES.flatMap((name) => written.filter((text) => bare(text) === name));
  return [...named.map((name): FieldPath => [name]), ...NESTED].filter((path) => holdsDates(sample, path));
}

function holdsDates(sample: Sample, path: FieldPath): boolean {
  const [name = ''] = path;
  if (path.length === 1 && Object.hasOwn(sample.types, name)) return sample.types[name] === 'datetime';
  const values = sample.records
    .map((record) => plainText(field(record, ...path)))
    .filter((text) => text !== '');
  return values.length > 0 && values.filter((text) => HAS_DATE.test(text)).length * 2 >= values.length;
}

const plainText = (value: JsonValue | undefined): string =>
  typeof value === 'number' ? String(value) : textOf(value);
