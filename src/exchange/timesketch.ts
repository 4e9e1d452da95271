import type { JsonObject, JsonValue } from '../base/json.ts';
import { isoFromTicks, ticksFromIso, UNIX_EPOCH_TICKS } from '../base/ticks.ts';
import type { TimelineEvent } from '../domain/timelineEvent.ts';
import { COLUMNS, tacticsOf } from './columns.ts';
import { csvCell } from './csvCell.ts';
import { commonLosses, dated, type Exported, eventsHave, type Story, undated } from './exchange.ts';
import { lostTechniques, techniquesOf } from './techniques.ts';

/** Bytes. A keyword field that is longer is dropped by Timesketch's index, so it is left out and named instead. */
const LONGEST_FIELD = 32_766;
/** Of UTF-16, each of which is three bytes at most. */
const LONGEST_PART = 10_000;
/** Losses are put together up to so many characters a line. */
const LONGEST_REMARK = 8000;
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
  const lines = [...dated(story).map((event) => lineOf(event, story)), ...remarksOf(story, losses)];
  return { content: lines.map((line) => `${JSON.stringify(line)}\n`).join(''), losses };
}

/** The same as CSV: the columns that Timesketch needs first, then all that any event has. */
export function timesketchCsv(story: Story): Exported {
  const losses = timesketchLosses(story);
  const lines = [...dated(story).map((event) => lineOf(event, story)), ...remarksOf(story, losses)];
  const first = ['message', 'datetime', 'timestamp_desc', 'timestamp'];
  const others = new Set(lines.flatMap((line) => Object.keys(line)));
  const header = [...first, ...[...others].filter((name) => !first.includes(name))];
  const rows = lines.map((line) => header.map((name) => csvCell(cellText(line[name] ?? ''))).join(','));
  return { content: [header.map(csvCell).join(','), ...rows].map((row) => `${row}\r\n`).join(''), losses };
}

function timesketchLosses(story: Story): string[] {
  const without = undated(story).length;
  const long = dated(story).filter((event) => 'azimuth_left_out' in lineOf(event, story)).length;
  return [
    ...(without > 0
      ? [`${eventsHave(without)} no time and cannot be in a Timesketch timeline; no time is made up.`]
      : []),
    ...(long > 0
      ? [
          `${eventsHave(long)} columns that are longer than a field; azimuth_left_out names them, and they are whole in the parts of azimuth_event only.`,
        ]
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
  const fields: Record<string, JsonValue> = {
    // An import breaks off at a line without a message.
    message: [event.title, event.table].find((text) => text.trim() !== '') ?? 'Untitled event',
    datetime: isoWithOffset(ticks),
    ...timestampOf(ticks),
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
  return { ...fitting(fields), ...wholeEvent(event) };
}

function fieldName(column: string): string {
  const name = column.trim() === '' ? 'unnamed' : column;
  return STRIPPED.has(name) || OWN.has(name) || name.startsWith('azimuth_') ? `row_${name}` : name;
}

/** The event as it is in the case, in as many fields as it needs: azimuth_event, azimuth_event_2 and so on. */
function wholeEvent(event: TimelineEvent): JsonObject {
  const text = JSON.stringify(event);
  const parts: Record<string, string> = {};
  for (let from = 0, number = 1; from < text.length; number++) {
    let to = Math.min(text.length, from + LONGEST_PART);
    // No letter of two units is torn.
    if (to < text.length && /[\ud800-\udbff]/.test(text.charAt(to - 1))) to--;
    parts[number === 1 ? 'azimuth_event' : `azimuth_event_${number}`] = text.slice(from, to);
    from = to;
  }
  return parts;
}

/** Leaves out what a field does not hold and names it. */
function fitting(fields: Readonly<Record<string, JsonValue>>): JsonObject {
  const isLong = (value: JsonValue): boolean => Buffer.byteLength(cellText(value)) > LONGEST_FIELD;
  const long = Object.keys(fields).filter((name) => isLong(fields[name] ?? null));
  if (long.length === 0) return fields;
  const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => !long.includes(name)));
  const message =
    typeof kept['message'] === 'string'
      ? {}
      : {
          message: `${cellText(fields['message'] ?? '')
            .slice(0, 1000)
            .toWellFormed()}…`,
        };
  return { ...kept, ...message, azimuth_left_out: `longer than ${LONGEST_FIELD} bytes: ${long.join(', ')}` };
}

function cellText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Microseconds since 1970; where a number of JSON does not hold them exactly the date stands alone. */
function timestampOf(ticks: bigint): { readonly timestamp?: number } {
  const timestamp = Number((ticks - (ticks % 10n) - UNIX_EPOCH_TICKS) / 10n);
  return Number.isSafeInteger(timestamp) ? { timestamp } : {};
}

/** Timesketch reads an offset, and no more than microseconds. */
function isoWithOffset(ticks: bigint): string {
  const iso = isoFromTicks(ticks - (ticks % 10n));
  return `${iso.slice(0, -1)}+00:00`;
}

/** What is lost, as lines of their own at the time of the export: the format has no other place for it. */
function remarksOf(story: Story, losses: readonly string[]): JsonObject[] {
  const ticks = ticksFromIso(story.made) ?? UNIX_EPOCH_TICKS;
  const parts: string[] = [];
  for (const loss of losses) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + loss.length < LONGEST_REMARK)
      parts[parts.length - 1] = `${last} ${loss}`;
    else parts.push(loss);
  }
  return parts.map((part) =>
    fitting({
      message: `About this export: ${part}`,
      datetime: isoWithOffset(ticks),
      ...timestampOf(ticks),
      timestamp_desc: 'Export Time',
      tag: ['azimuth-export'],
      data_type: 'azimuth:export-remark',
    }),
  );
}
