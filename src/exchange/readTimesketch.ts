import { parse } from 'csv-parse/sync';
import { NEWEST_ATTACK_VERSION } from '../attack/data/attackData.ts';
import { AzimuthError } from '../base/errors.ts';
import { isEventDraft } from '../domain/eventGuards.ts';
import type { EventDraft } from '../domain/timelineEvent.ts';
import { isRecord } from '../base/guards.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { isoFromTicks, ticksFromIso, UNIX_EPOCH_TICKS } from '../base/ticks.ts';
import { withoutMark } from './csvCell.ts';

/** A line of a Timesketch file, as far as it is the line's own. */
export interface TimesketchLine {
  /** ISO 8601 with Z. */
  readonly time: string;
  readonly title: string;
  /** What the line calls its source, such as `data_type`. */
  readonly source: string;
  readonly techniques: readonly string[];
  readonly row: JsonObject;
  /** Text of the event that our own export put into the line; from a stranger's file as much as from ours. */
  readonly whole: string | null;
}

export interface TimesketchFile {
  readonly lines: readonly TimesketchLine[];
  /** Lines that are not events, with their number from 1 and what is wrong. */
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
}

const WHOLE = /^azimuth_event(?:_\d+)?$/;
const TECHNIQUE = /^T\d{4}(?:\.\d{3})?$/i;

/** Reads JSON Lines or CSV, told apart by the first character. Rejects with `exchange.not-timesketch`. */
export function readTimesketch(text: string): TimesketchFile {
  const body = text.replace(/^\ufeff/, '');
  const records = body.trimStart().startsWith('{') ? jsonLines(body) : csvRecords(body);
  const lines: TimesketchLine[] = [];
  const rejected: { line: number; reason: string }[] = [];
  for (const { line, record } of records) {
    if (record === undefined) {
      rejected.push({ line, reason: 'is not a JSON object' });
      continue;
    }
    // What our export says of itself is no event.
    if (record['data_type'] === 'azimuth:export-remark') continue;
    const read = lineFrom(record);
    if (typeof read === 'string') rejected.push({ line, reason: read });
    else lines.push(read);
  }
  if (lines.length === 0 && rejected.length > 0)
    throw new AzimuthError(
      'exchange.not-timesketch',
      `No line of the file is a Timesketch event: line ${rejected[0]?.line} ${rejected[0]?.reason}.`,
      {
        unharmed: 'the timeline is unchanged',
        next: ['Choose a JSON Lines or CSV file with message, datetime and timestamp_desc.'],
      },
    );
  return { lines, rejected };
}

/**
 * Drafts of the lines, to be put on a timeline. What our own export kept of the event is taken from it; who pinned it and
 * from which answer is not, since a file can say anything.
 */
export function draftsOf({ lines }: TimesketchFile): EventDraft[] {
  return lines.map((line) => ownDraft(line) ?? foreignDraft(line));
}

function ownDraft({ whole }: TimesketchLine): EventDraft | undefined {
  if (whole === null) return undefined;
  try {
    const value: unknown = JSON.parse(whole);
    if (!isRecord(value)) return undefined;
    const { time, end, title, table, severity, entities, techniques, note, row } = value;
    const draft = { time, end, title, table, severity, entities, techniques, note, row };
    return isEventDraft(draft) ? draft : undefined;
  } catch {
    return undefined;
  }
}

function foreignDraft({ time, title, source, techniques, row }: TimesketchLine): EventDraft {
  return {
    time,
    end: null,
    title,
    table: source,
    severity: 'informational',
    entities: [],
    techniques: techniques.map((technique) => ({
      technique,
      attackVersion: NEWEST_ATTACK_VERSION,
      confidence: 'low',
      by: { rule: 'timesketch.tag' },
      reason: 'A tag of the imported line names it.',
    })),
    note: '',
    row,
  };
}

interface NumberedRecord {
  readonly line: number;
  readonly record: JsonObject | undefined;
}

function jsonLines(text: string): NumberedRecord[] {
  return text.split('\n').flatMap((source, i): NumberedRecord[] => {
    if (source.trim() === '') return [];
    let value: unknown;
    try {
      value = JSON.parse(source);
    } catch {
      value = undefined;
    }
    return [{ line: i + 1, record: isRecord(value) ? (value as JsonObject) : undefined }];
  });
}

function csvRecords(text: string): NumberedRecord[] {
  try {
    const rows = parse(text, { relax_column_count: true, skip_empty_lines: true });
    const [header = [], ...body] = rows;
    return body.map((cells, i) => ({
      line: i + 2,
      record: Object.fromEntries(header.map((name, column) => [name, withoutMark(cells[column] ?? '')])),
    }));
  } catch (error) {
    throw new AzimuthError(
      'exchange.not-timesketch',
      `The file is not CSV: ${error instanceof Error ? error.message : String(error)}`,
      {
        unharmed: 'the timeline is unchanged',
      },
    );
  }
}

function lineFrom(record: JsonObject): TimesketchLine | string {
  const title = record['message'];
  if (typeof title !== 'string' || title === '') return 'has no message';
  const time = timeOf(record);
  if (time === undefined) return 'has no datetime that can be read';
  const tags = tagsOf(record['tag'] ?? null);
  const whole = wholeOf(record);
  return {
    time,
    title,
    source:
      [record['data_type'], record['source_short'], record['source']].find(
        (value) => typeof value === 'string',
      ) ?? '',
    techniques: [...new Set(tags.filter((tag) => TECHNIQUE.test(tag)).map((tag) => tag.toUpperCase()))],
    row: Object.fromEntries(
      Object.entries(record).filter(([name, value]) => !WHOLE.test(name) && value !== ''),
    ),
    whole,
  };
}

/** The parts in which our export wrote the event, in their order. */
function wholeOf(record: JsonObject): string | null {
  const parts: string[] = [];
  for (let part: JsonValue | undefined = record['azimuth_event']; typeof part === 'string' && part !== ''; ) {
    parts.push(part);
    part = record[`azimuth_event_${parts.length + 1}`];
  }
  return parts.length > 0 ? parts.join('') : null;
}

function timeOf({ datetime, timestamp }: JsonObject): string | undefined {
  const ticks = typeof datetime === 'string' ? ticksFromIso(datetime.trim()) : undefined;
  if (ticks !== undefined) return isoFromTicks(ticks);
  const micros = typeof timestamp === 'string' && /^\d+$/.test(timestamp) ? Number(timestamp) : timestamp;
  if (typeof micros !== 'number' || !Number.isSafeInteger(micros)) return undefined;
  return isoFromTicks(BigInt(micros) * 10n + UNIX_EPOCH_TICKS);
}

/** A list, its JSON text, or words with commas. */
function tagsOf(value: JsonValue): string[] {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value !== 'string') return [];
  if (value.startsWith('[')) {
    try {
      const list: unknown = JSON.parse(value);
      if (Array.isArray(list)) return list.map(String);
    } catch {
      // Not JSON after all: words with commas.
    }
  }
  return value.split(',').map((tag) => tag.trim());
}
