import { AzimuthError } from '../base/errors.ts';
import { isEventId } from '../domain/eventGuards.ts';
import type { VerifyFinding } from '../domain/verifyReport.ts';
import type { WrittenLine } from './journal.ts';
import { LAYOUT } from './layout.ts';
import type { Storage } from './storage.ts';
import { contentDigestOf, eventIdOf, eventPath, TimelineStore } from './timelineStore.ts';

/**
 * The row of each curated event against its digest, and the files against what the journals know of them. Journals are
 * compared as sets, because two people's clocks do not agree on an order.
 */
export async function verifyTimeline(
  storage: Storage,
  lines: readonly WrittenLine[],
  signal?: AbortSignal,
): Promise<{ findings: readonly VerifyFinding[]; events: number }> {
  const findings: VerifyFinding[] = [];
  const finding = (code: string, file: string, message: string): void => {
    findings.push({ code, file, message });
  };
  const pinned = new Map<string, Set<unknown>>();
  const texts = new Map<string, Set<unknown>>();
  /** Writers whose last line on the event removed it. */
  const removedBy = new Map<string, Set<string>>();
  for (const { kind, data, writer } of lines) {
    const { id, contentDigest, fileDigest } = data;
    if (!isEventId(id)) continue;
    if (kind !== 'event.unpinned' && fileDigest !== undefined)
      texts.set(id, (texts.get(id) ?? new Set()).add(fileDigest));
    if (kind === 'event.pinned') pinned.set(id, (pinned.get(id) ?? new Set()).add(contentDigest));
    if (kind === 'event.unpinned') removedBy.set(id, (removedBy.get(id) ?? new Set()).add(writer));
    else removedBy.get(id)?.delete(writer);
  }

  const store = new TimelineStore(storage);
  const present = new Set<string>();
  for (const { name, kind } of await storage.list(LAYOUT.timeline)) {
    signal?.throwIfAborted();
    const id = kind === 'file' ? eventIdOf(name) : undefined;
    if (id === undefined) {
      finding('timeline.unknown-file', `${LAYOUT.timeline}/${name}`, 'It is not the file of an event');
      continue;
    }
    present.add(id);
    const digests = pinned.get(id);
    try {
      const event = await store.read(id);
      if (event && contentDigestOf(event.table, event.row) !== event.contentDigest)
        finding('timeline.row-changed', eventPath(id), 'The row does not fit its digest');
      else if (!digests)
        finding('timeline.event-unrecorded', eventPath(id), 'No journal says that it was pinned');
      else if (event && !digests.has(event.contentDigest))
        finding('timeline.row-replaced', eventPath(id), 'The row is not the one that was pinned');
      else if (texts.has(id) && !texts.get(id)?.has(await store.fileDigest(id)))
        finding(
          'timeline.event-edited',
          eventPath(id),
          'No journal knows the event so: it was edited outside of Azimuth, or by two people at once; look at it and save it from the timeline',
        );
    } catch (error) {
      if (!(error instanceof AzimuthError)) throw error;
      finding(error.code, eventPath(id), error.message);
    }
  }
  for (const id of pinned.keys())
    if (!present.has(id) && (removedBy.get(id)?.size ?? 0) === 0)
      finding(
        'timeline.event-missing',
        eventPath(id),
        'The event was pinned, and no journal says that it was removed',
      );
  return { findings, events: present.size };
}
