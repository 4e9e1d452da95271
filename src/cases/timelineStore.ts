import { canonicalJson } from '../base/canonicalJson.ts';
import { AzimuthError } from '../base/errors.ts';
import {
  type Guard,
  isAbsentOr,
  isArrayOf,
  isNullOr,
  isOneOf,
  isRecord,
  isShape,
  isString,
} from '../base/guards.ts';
import { isSha256, type Sha256, sha256 } from '../base/hash.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { prettyJson } from '../base/prettyJson.ts';
import { ticksFromIso } from '../base/ticks.ts';
import type { TimelineEvent } from '../domain/timelineEvent.ts';
import { readWhole, writeAtomic } from './files.ts';
import { LAYOUT } from './layout.ts';
import type { Storage } from './storage.ts';

const MAX_BYTES = 16 << 20;
const isTime: Guard<string> = (value): value is string =>
  typeof value === 'string' && ticksFromIso(value) !== undefined;
const isRow = (value: unknown): value is JsonObject => isRecord(value);
const isSeverity = isOneOf('high', 'medium', 'low', 'informational');

/** Lower case, so that two ids never meet in one file on a case-blind disk. */
export const isEventId: Guard<string> = (value): value is string =>
  typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,63}$/.test(value);

const isWho = (value: unknown): value is { rule: string } | { person: string } =>
  isRecord(value) && (isString(value['rule']) || isString(value['person']));

/** By member, so that a refusal can name the one that is wrong. */
const MEMBERS: { readonly [K in keyof TimelineEvent]-?: Guard<TimelineEvent[K]> } = {
  format: (value): value is 1 => value === 1,
  id: isEventId,
  time: isNullOr(isTime),
  end: isNullOr(isTime),
  title: isString,
  table: isString,
  severity: isSeverity,
  entities: isArrayOf(
    isShape<TimelineEvent['entities'][number]>({
      kind: isOneOf(
        'account',
        'ip',
        'host',
        'cloud-application',
        'azure-resource',
        'mailbox',
        'file',
        'url',
        'dns',
      ),
      value: isString,
    }),
  ),
  techniques: isArrayOf(
    isShape<TimelineEvent['techniques'][number]>({
      technique: isString,
      attackVersion: isString,
      confidence: isOneOf('high', 'medium', 'low'),
      by: isWho,
      reason: isString,
    }),
  ),
  note: isString,
  links: isAbsentOr(
    isArrayOf(
      isShape<NonNullable<TimelineEvent['links']>[number]>({
        from: isEventId,
        state: isOneOf('accepted', 'rejected'),
        reason: isString,
        by: isString,
        at: isTime,
      }),
    ),
  ),
  row: isRow,
  contentDigest: isSha256,
  provenance: isShape<TimelineEvent['provenance']>({
    connection: isString,
    query: isString,
    window: isNullOr(isShape<{ start: string; end: string }>({ start: isTime, end: isTime })),
    answerDigest: isString,
    event: isNullOr(isString),
    pinnedBy: isString,
    pinnedAt: isTime,
  }),
};

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

function checkEvent(value: unknown, id: string): TimelineEvent {
  const wrong = isRecord(value)
    ? Object.entries<Guard<unknown>>(MEMBERS).find(
        ([key, guard]) => !guard(Object.hasOwn(value, key) ? value[key] : undefined),
      )?.[0]
    : 'the whole';
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
