import type { JsonObject, JsonValue } from '../../base/json.ts';
import { isoFromTicks, ticksFromIso } from '../../base/ticks.ts';
import { uuidOf } from '../../base/uuid.ts';
import type { Confidence } from '../../domain/timelineEvent.ts';
import type { Story } from '../exchange.ts';

/** Namespace of the ids that we give: the same event of the same case has the same id in each export. */
const NAMESPACE = '6a1f52e6-3c0e-4c6c-9a53-0f7be0c0a7d1';
/** Namespace of the ids of observables, as STIX 2.1 section 2.9 fixes it. */
const OBSERVABLES = '00abedb4-aa42-466c-9c01-fed23315a9b7';

export type StixObject = JsonObject & { readonly type: string; readonly id: string };

export function stixId(type: string, ...name: readonly string[]): string {
  return `${type}--${uuidOf(NAMESPACE, JSON.stringify([type, ...name]))}`;
}

/** An observable; its id follows from what it is, so that two bundles that saw the same one agree. */
export function observable(type: string, identifying: JsonObject, others: JsonObject = {}): StixObject {
  const keys = Object.keys(identifying).sort();
  const canonical = `{${keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(identifying[key])}`).join(',')}}`;
  return {
    type,
    spec_version: '2.1',
    id: `${type}--${uuidOf(OBSERVABLES, canonical)}`,
    ...identifying,
    ...others,
  };
}

/** A domain or relationship object; `created` is when what it says was first said. */
export function domainObject(
  type: string,
  id: string,
  story: Story,
  created: string,
  members: Readonly<Record<string, JsonValue | undefined>>,
): StixObject {
  const first = milliseconds(created);
  const last = milliseconds(story.made);
  return {
    type,
    spec_version: '2.1',
    id,
    created_by_ref: authorId(story),
    created: first,
    modified: last < first ? first : last,
    ...present(members),
  };
}

function authorId({ by }: Story): string {
  return stixId('identity', by);
}

export function author(story: Story): StixObject {
  const made = milliseconds(story.made);
  return {
    type: 'identity',
    spec_version: '2.1',
    id: authorId(story),
    created: made,
    modified: made,
    name: story.by === '' ? 'unknown' : story.by,
    identity_class: 'individual',
  };
}

export function bundleOf(story: Story, kind: string, objects: Iterable<StixObject>): string {
  const byId = new Map<string, StixObject>();
  for (const each of objects) if (!byId.has(each.id)) byId.set(each.id, each);
  const bundle = {
    type: 'bundle',
    id: stixId('bundle', kind, story.caseId, story.made),
    objects: [...byId.values()],
  };
  return `${JSON.stringify(bundle, null, 2)}\n`;
}

/** Exactly three decimals, as readers of Attack Flow and of `created` want them. */
export function milliseconds(iso: string): string {
  const ticks = ticksFromIso(iso);
  const [seconds = '', fraction = ''] = isoFromTicks(ticks ?? 0n)
    .slice(0, -1)
    .split('.');
  return `${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}

/** At most six decimals: what the readers of STIX time stamps take. */
export function microseconds(iso: string): string {
  const ticks = ticksFromIso(iso) ?? 0n;
  return isoFromTicks(ticks - (ticks % 10n));
}

/** On STIX's scale of 0 to 100, as its appendix maps Low, Med and High. */
export const CONFIDENCE: Readonly<Record<Confidence, number>> = { low: 15, medium: 50, high: 85 };

/** STIX has no null and no empty list: such members are left out. */
function present(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).filter(
      (entry): entry is [string, JsonValue] =>
        entry[1] !== undefined && entry[1] !== null && !(Array.isArray(entry[1]) && entry[1].length === 0),
    ),
  );
}
