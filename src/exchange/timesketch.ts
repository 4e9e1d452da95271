import type { JsonObject, JsonValue } from '../base/json.ts';
import { isoFromTicks, ticksFromIso, TICKS_PER_SECOND, UNIX_EPOCH_TICKS } from '../base/ticks.ts';
import type { TimelineEvent } from '../domain/timelineEvent.ts';
import { COLUMNS, tacticsOf } from './columns.ts';
import { csvCell } from './csv.ts';
import { commonLosses, dated, type Exported, eventsHave, type Story, undated } from './exchange.ts';
import { lostTechniques, techniquesOf } from './techniques.ts';

/** A keyword field that is longer is dropped by Timesketch's index, so it is left out and named instead. */
const LONGEST_FIELD = 32_766;
/** What Timesketch strips from a line. */
const STRIPPED = new Set(['_id', '_type', '_index', '_source', '__ts_timeline_id']);
/** Names that mean something to Timesketch or to us; a column of a row that is called so gets another name. */
const OWN = new Set([
  'message',
  'datetime',
  'timestamp',
  'timestamp_desc',
  'tag',
  'data_type',
  'source_short',
]);

/** JSON Lines for Timesketch: what it needs of each line, then the event's columns, then the whole event to be read back. */
export function timesketchJsonl(story: Story): Exported {
  const losses = timesketchLosses(story);
  const lines = [...dated(story).map((event) => lineOf(event, story)), ...remarkOf(story, losses)];
  return { content: lines.map((line) => `${JSON.stringify(line)}\n`).join(''), losses };
}

/** The same as CSV: the columns that Timesketch needs first, then all that any event has. */
export function timesketchCsv(story: Story): Exported {
  const losses = timesketchLosses(story);
  const lines = [...dated(story).map((event) => lineOf(event, story)), ...remarkOf(story, losses)];
  const first = ['message', 'datetime', 'timestamp_desc', 'timestamp'];
  const others = new Set(lines.flatMap((line) => Object.keys(line)));
  const header = [...first, ...[...others].filter((name) => !first.includes(name))];
  const rows = lines.map((line) => header.map((name) => csvCell(cellText(line[name] ?? ''))).join(','));
  return { content: [header.map(csvCell).join(','), ...rows].map((row) => `${row}\r\n`).join(''), losses };
}

function timesketchLosses(story: Story): string[] {
  const without = undated(story).length;
  const long = dated(story).filter((event) => wholeEvent(event) === undefined).length;
  return [
    ...(without > 0
      ? [`${eventsHave(without)} no time and cannot be in a Timesketch timeline; no time is made up.`]
      : []),
    ...(long > 0
      ? [`${eventsHave(long)} more text than a field holds; of these the parts that fit are here.`]
      : []),
    ...(story.notObserved.length > 0
      ? ['Stretches that were not observed are not in this file: an empty stretch need not have been quiet.']
      : []),
    ...lostTechniques(story.events, story.attackVersion),
    ...commonLosses(story),
  ];
}

function lineOf(event: TimelineEvent, story: Story): JsonObject {
  const ticks = ticksFromIso(event.time ?? '') ?? UNIX_EPOCH_TICKS;
  const { named } = techniquesOf(event, story.attackVersion);
  const whole = wholeEvent(event);
  const fields: Record<string, JsonValue> = {
    // An import breaks off at a line without a message.
    message: [event.title, event.table].find((text) => text.trim() !== '') ?? 'Untitled event',
    datetime: isoWithOffset(ticks),
    timestamp: Number((ticks - UNIX_EPOCH_TICKS) / (TICKS_PER_SECOND / 1_000_000n)),
    timestamp_desc: 'Event Logged',
    tag: [
      ...named.map(({ id }) => id),
      ...tacticsOf(event, story).map((name) => name.toLowerCase().replaceAll(' ', '-')),
    ],
    data_type: `azimuth:${event.table.toLowerCase() || 'event'}`,
  };
  for (const column of COLUMNS) {
    const { name } = column;
    const value = column.text(event, story);
    if (value !== '' && name !== 'title' && name !== 'time') fields[`azimuth_${name}`] = value;
  }
  fields['azimuth_id'] = event.id;
  fields['azimuth_attack_version'] = story.attackVersion;
  for (const [name, value] of Object.entries(event.row)) {
    if (value !== null && value !== '') fields[fieldName(name)] = value;
  }
  if (whole !== undefined) fields['azimuth_event'] = whole;
  return fitting(fields);
}

function fieldName(column: string): string {
  const name = column.trim() === '' ? 'unnamed' : column;
  return STRIPPED.has(name) || OWN.has(name) || name.startsWith('azimuth_') ? `row_${name}` : name;
}

/** The event as it is in the case; undefined where a field does not hold it. */
function wholeEvent(event: TimelineEvent): string | undefined {
  const text = JSON.stringify(event);
  return Buffer.byteLength(text) <= LONGEST_FIELD ? text : undefined;
}

/** Leaves out what a field does not hold and names it. */
function fitting(fields: Readonly<Record<string, JsonValue>>): JsonObject {
  const isLong = (value: JsonValue): boolean => Buffer.byteLength(cellText(value)) > LONGEST_FIELD;
  const long = Object.keys(fields).filter((name) => isLong(fields[name] ?? null));
  if (long.length === 0) return fields;
  const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => !long.includes(name)));
  const message =
    typeof kept['message'] === 'string' ? {} : { message: cellText(fields['message'] ?? '').slice(0, 1000) };
  return { ...kept, ...message, azimuth_left_out: `longer than ${LONGEST_FIELD} bytes: ${long.join(', ')}` };
}

function cellText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Timesketch reads an offset, and no more than microseconds. */
function isoWithOffset(ticks: bigint): string {
  const iso = isoFromTicks(ticks - (ticks % 10n));
  return `${iso.slice(0, -1)}+00:00`;
}

/** What is lost, as a line of its own at the time of the export: the format has no other place for it. */
function remarkOf(story: Story, losses: readonly string[]): JsonObject[] {
  if (losses.length === 0) return [];
  const ticks = ticksFromIso(story.made) ?? UNIX_EPOCH_TICKS;
  return [
    {
      message: `About this export: ${losses.join(' ')}`.slice(0, 8000),
      datetime: isoWithOffset(ticks),
      timestamp: Number((ticks - UNIX_EPOCH_TICKS) / 10n),
      timestamp_desc: 'Export Time',
      tag: ['azimuth-export'],
      data_type: 'azimuth:export-remark',
    },
  ];
}
