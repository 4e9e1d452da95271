import { randomBytes } from 'node:crypto';
import { canonicalJson } from '../base/canonicalJson.ts';
import { AzimuthError } from '../base/errors.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import type { EventEntry } from '../cases/journalEntry.ts';
import { contentDigestOf, fileDigestOf } from '../cases/timelineStore.ts';
import type { EventDraft, TimelineEvent } from '../domain/timelineEvent.ts';
import type { PinResult } from './api.ts';
import type { CaseFolder } from './caseFolder.ts';

/** What the journal says of an event that was put on the timeline or taken off. */
export function lineOf(event: TimelineEvent): EventEntry {
  const { id, contentDigest, title } = event;
  return { id, contentDigest, fileDigest: fileDigestOf(event), title };
}

/** Puts drafts on the timeline, once each: one whose table and row are there already is known. */
export async function addEvents(
  folder: CaseFolder,
  drafts: readonly EventDraft[],
  source: string,
): Promise<PinResult> {
  const { events } = await folder.timeline.readAll();
  const byDigest = new Map(events.map((event) => [event.contentDigest, event]));
  const pinned: TimelineEvent[] = [];
  const known = new Set<TimelineEvent>();
  for (const draft of drafts) {
    const contentDigest = contentDigestOf(draft.table, draft.row);
    const same = byDigest.get(contentDigest);
    if (same) {
      known.add(same);
      continue;
    }
    const event: TimelineEvent = {
      format: 1,
      id: newId(draft.time),
      ...draft,
      techniques: claimedBy(draft.techniques, folder.person),
      contentDigest,
      provenance: {
        connection: source,
        query: '',
        window: null,
        answerDigest: '',
        event: null,
        pinnedBy: folder.person,
        pinnedAt: new Date().toISOString(),
      },
    };
    await folder.timeline.write(event);
    await folder.journal.append('event.pinned', lineOf(event));
    byDigest.set(contentDigest, event);
    pinned.push(event);
  }
  return { pinned, known: [...known].filter((event) => !pinned.includes(event)) };
}

/** Changes what a person may change; row, source and provenance stay. Resolves with the event as it was. */
export async function updateEvent(folder: CaseFolder, event: TimelineEvent): Promise<TimelineEvent> {
  const before = await folder.timeline.read(event.id);
  if (!before)
    throw new AzimuthError(
      'timeline.event-missing',
      `The event "${event.title}" is no longer on the timeline`,
      {
        unharmed: 'the other events are unaffected',
        next: ['Refresh the timeline.'],
      },
    );
  const { row, table, contentDigest, provenance } = before;
  const links = event.links?.map((link) => (link.by === '' ? { ...link, by: folder.person } : link));
  const after: TimelineEvent = {
    ...event,
    ...(links && { links }),
    techniques: claimedBy(event.techniques, folder.person),
    row,
    table,
    contentDigest,
    provenance,
  };
  const changed = differences(before, after);
  if (Object.keys(changed.after).length === 0) return before;
  // The journal first: what it knows of an event may be more than what is there, not less.
  await folder.journal.append('event.changed', { ...lineOf(after), ...changed });
  await folder.timeline.write(after);
  return before;
}

/** A page does not know who works here, and leaves the name of a person's claim open. */
function claimedBy(claims: TimelineEvent['techniques'], person: string): TimelineEvent['techniques'] {
  return claims.map((claim) =>
    'person' in claim.by && claim.by.person === '' ? { ...claim, by: { person } } : claim,
  );
}

function differences(before: TimelineEvent, after: TimelineEvent): { before: JsonObject; after: JsonObject } {
  const [old, now] = [before, after].map(
    (event) => ({ ...event }) as unknown as Record<string, JsonValue | undefined>,
  );
  const names = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])].filter(
    (name) => canonicalJson(old?.[name] ?? null) !== canonicalJson(now?.[name] ?? null),
  );
  const only = (from: Record<string, JsonValue | undefined> | undefined): JsonObject =>
    Object.fromEntries(names.map((name) => [name, from?.[name] ?? null]));
  return { before: only(old), after: only(now) };
}

export async function unpinEvents(
  folder: CaseFolder,
  ids: readonly string[],
): Promise<readonly TimelineEvent[]> {
  const removed: TimelineEvent[] = [];
  for (const id of ids) {
    const event = await folder.timeline.read(id);
    if (!event) continue;
    await folder.journal.append('event.unpinned', lineOf(event));
    await folder.timeline.remove(id);
    removed.push(event);
  }
  return removed;
}

/** Undo of an unpin: the same events with the same ids. */
export async function restoreEvents(folder: CaseFolder, events: readonly TimelineEvent[]): Promise<void> {
  for (const event of events) {
    await folder.timeline.write(event);
    await folder.journal.append('event.pinned', lineOf(event));
  }
}

/** Sorts by time in a listing of the folder. */
export function newId(time: string | null): string {
  const stamp = time === null ? 'undated' : time.slice(0, 19).replace(/[-:]/g, '').toLowerCase();
  return `${stamp}-${randomBytes(5).toString('hex')}`;
}
