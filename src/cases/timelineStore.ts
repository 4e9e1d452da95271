import { canonicalJson } from '../base/canonicalJson.ts';
import { AzimuthError } from '../base/errors.ts';
import { type Sha256, sha256 } from '../base/hash.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { prettyJson } from '../base/prettyJson.ts';
import { ticksFromIso } from '../base/ticks.ts';
import { isEventId, wrongMember } from '../domain/eventGuards.ts';
import type { TimelineEvent } from '../domain/timelineEvent.ts';
import { readWhole, writeAtomic } from './files.ts';
import { LAYOUT } from './layout.ts';
import type { Storage } from './storage.ts';

const MAX_BYTES = 16 << 20;
export const eventPath = (id: string): string => `${LAYOUT.timeline}/${id}.json`;

/** The id that a name in timeline/ stands for. */
export function eventIdOf(name: string): string | undefined {
  const id = name.endsWith('.json') ? name.slice(0, -'.json'.length) : undefined;
  return isEventId(id) ? id : undefined;
}

/** What TimelineEvent.contentDigest has to be. */
export function contentDigestOf(table: string, row: JsonObject): Sha256 {
  return sha256(canonicalJson({ row, table }));
}

/** Digest of the file that the event is written as. */
export function fileDigestOf(event: TimelineEvent): Sha256 {
  return sha256(prettyJson(event as unknown as JsonValue));
}

function checkEvent(value: unknown, id: string): TimelineEvent {
  const wrong = wrongMember(value);
  if (wrong === undefined && (value as TimelineEvent).id === id) return value as TimelineEvent;
  throw new AzimuthError(
    'timeline.event-invalid',
    `${eventPath(id)} is not a timeline event: ${wrong === undefined ? 'its id is not its name' : `"${wrong}" does not fit`}`,
    { unharmed: 'the other events are unaffected', next: ['Correct the file, or restore it from git.'] },
  );
}

/** The curated events, a file each, so that branches merge. */
export class TimelineStore {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async ids(): Promise<readonly string[]> {
    const entries = await this.#storage.list(LAYOUT.timeline);
    return entries.flatMap(({ name }) => eventIdOf(name) ?? []);
  }

  /** Rejects with `timeline.event-invalid` for what is not an event, a file with conflict marks included. */
  async read(id: string): Promise<TimelineEvent | undefined> {
    const bytes = await readWhole(this.#storage, eventPath(id), MAX_BYTES);
    if (!bytes) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(bytes.toString('utf8'));
    } catch {
      value = undefined;
    }
    return checkEvent(value, id);
  }

  /** Digest of the event's file as it is, line ends aside, which git may have changed. */
  async fileDigest(id: string): Promise<Sha256 | undefined> {
    const bytes = await readWhole(this.#storage, eventPath(id), MAX_BYTES);
    return bytes && sha256(Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'));
  }

  /** Those that can be read, by time with the undated ones last, and what is wrong with the others. */
  async readAll(): Promise<{ events: readonly TimelineEvent[]; problems: readonly AzimuthError[] }> {
    const events: TimelineEvent[] = [];
    const problems: AzimuthError[] = [];
    for (const id of await this.ids()) {
      try {
        const event = await this.read(id);
        if (event) events.push(event);
      } catch (error) {
        if (!(error instanceof AzimuthError)) throw error;
        problems.push(error);
      }
    }
    return { events: events.sort(byTime), problems };
  }

  async write(event: TimelineEvent): Promise<void> {
    checkEvent(event, event.id);
    await writeAtomic(this.#storage, eventPath(event.id), prettyJson(event as unknown as JsonValue));
  }

  async remove(id: string): Promise<void> {
    await this.#storage.remove(eventPath(id));
    await this.#storage.syncFolder(LAYOUT.timeline);
  }
}

function byTime(a: TimelineEvent, b: TimelineEvent): number {
  const [left, right] = [a.time, b.time].map((time) => (time === null ? undefined : ticksFromIso(time)));
  if (left === right) return a.id < b.id ? -1 : 1;
  if (left === undefined) return 1;
  if (right === undefined) return -1;
  return left < right ? -1 : 1;
}
