import type { JsonObject } from '../base/json.ts';
import { claimQuery } from '../attack/mapping/ruleQueries.ts';
import { readRow } from '../attack/mapping/readRow.ts';
import type { RuleBook } from '../attack/mapping/rule.ts';
import { contentDigestOf } from '../cases/timelineStore.ts';
import type { Cell } from '../domain/answer.ts';
import { type EventKey, parseEventKey } from '../domain/eventKey.ts';
import type { EventReading } from '../domain/eventReading.ts';
import type { Provenance, TimelineEvent } from '../domain/timelineEvent.ts';
import type { EmbeddedEngine } from '../kql/engine.ts';
import type { PinRequest, PinResult } from './api.ts';
import type { CaseFolder } from './caseFolder.ts';
import { lineOf, newId } from './curate.ts';

interface PinSources {
  readonly engine: EmbeddedEngine;
  readonly book: RuleBook;
  /** The whole rows of the case's own events. */
  readonly wholeRow: (key: EventKey) => JsonObject | undefined;
}

interface Candidate {
  readonly table: string;
  readonly shown: JsonObject;
  /** With the columns that the query left out, where the row is one event of the case. */
  readonly whole: JsonObject;
  readonly event: EventKey | null;
  readonly contentDigest: string;
  readonly reading: EventReading | undefined;
}

/** Puts rows of an answer on the timeline, once each. */
export async function pinRows(
  folder: CaseFolder,
  request: PinRequest,
  sources: PinSources,
): Promise<PinResult> {
  const { events } = await folder.timeline.readAll();
  const byDigest = new Map(events.map((event) => [event.contentDigest, event]));
  const byKey = new Map(events.map((event) => [event.provenance.event, event]));
  const known = new Set<TimelineEvent>();
  const pinned: TimelineEvent[] = [];
  const fresh: Candidate[] = [];
  for (const { row, event, reading } of request.rows) {
    const candidate = { ...candidateOf(row, event, sources), reading };
    const same = (event === null ? undefined : byKey.get(event)) ?? byDigest.get(candidate.contentDigest);
    if (same) known.add(same);
    else if (!fresh.some((other) => isSame(other, candidate))) fresh.push(candidate);
  }
  const claims = await claimsOf(fresh, sources);
  for (const [index, candidate] of fresh.entries()) {
    const read = eventOf(candidate, sources.book, claims[index], {
      connection: request.connection,
      query: request.query,
      window: request.window,
      answerDigest: request.answerDigest,
      event: candidate.event,
      pinnedBy: folder.person,
      pinnedAt: new Date().toISOString(),
    });
    const event = { ...read, ...candidate.reading };
    await folder.timeline.write(event);
    await folder.journal.append('event.pinned', lineOf(event));
    pinned.push(event);
  }
  return { pinned, known: [...known] };
}

function isSame(a: Candidate, b: Candidate): boolean {
  return (a.event !== null && a.event === b.event) || a.contentDigest === b.contentDigest;
}

function candidateOf(
  shown: JsonObject,
  event: EventKey | null,
  { wholeRow }: PinSources,
): Omit<Candidate, 'reading'> {
  // Rows of a union say in `Type` which table they are from.
  const type = shown['Type'];
  const table = event === null ? (typeof type === 'string' ? type : '') : parseEventKey(event).table;
  const whole = (event === null ? undefined : wholeRow(event)) ?? shown;
  return { table, shown, whole, event, contentDigest: contentDigestOf(table, shown) };
}

/** What the mapping rules say of each row: one query a table, evaluated by the engine that draws the timeline. */
async function claimsOf(
  candidates: readonly Candidate[],
  { engine, book }: PinSources,
): Promise<readonly (readonly Cell[] | undefined)[]> {
  const claims = new Array<readonly Cell[] | undefined>(candidates.length);
  for (const table of new Set(candidates.map((candidate) => candidate.table))) {
    const places = [...candidates.keys()].filter((index) => candidates[index]?.table === table);
    const text = claimQuery(
      book,
      table,
      places.map((index) => candidates[index]?.whole ?? {}),
    );
    if (text === undefined) continue;
    const { rows } = await engine.queryAll({ text });
    for (const [nth, place] of places.entries()) claims[place] = rows[nth];
  }
  return claims;
}

/** `claims` is the answer to `claimQuery` for the whole row. */
export function eventOf(
  { table, shown, whole, contentDigest }: Pick<Candidate, 'table' | 'shown' | 'whole' | 'contentDigest'>,
  book: RuleBook,
  claims: readonly Cell[] | undefined,
  provenance: Provenance,
): TimelineEvent {
  const { title, severity, entities, techniques } = readRow(book, table, whole, claims);
  const time = ['TimeGenerated', 'Timestamp'].map((column) => whole[column]).find(isTime) ?? null;
  return {
    format: 1,
    id: newId(time),
    time,
    end: null,
    title,
    table,
    severity,
    entities,
    techniques,
    note: '',
    row: shown,
    contentDigest,
    provenance,
  };
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(value);
}
