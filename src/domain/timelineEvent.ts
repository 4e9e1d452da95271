import type { JsonObject } from '../base/json.ts';
import type { Sha256 } from '../base/hash.ts';
import type { TimeWindow } from './answer.ts';
import type { Entity } from './entity.ts';
import type { EventKey } from './eventKey.ts';

export type Confidence = 'high' | 'medium' | 'low';
export type Severity = 'high' | 'medium' | 'low' | 'informational';

/** That an event evidences a technique, and who says so. */
export interface TechniqueClaim {
  /** T1110.003 */
  readonly technique: string;
  /** Enterprise ATT&CK version in which the id was chosen: "19.0". */
  readonly attackVersion: string;
  readonly confidence: Confidence;
  readonly by: { readonly rule: string } | { readonly person: string };
  readonly reason: string;
}

/**
 * What a person decided of the claim that one event led to another. It is kept with the effect, so that two people who
 * decide of different events change different files. Links that nobody has decided on are proposed anew each time.
 */
export interface EventLink {
  /** Id of the event that is the cause. */
  readonly from: string;
  readonly state: 'accepted' | 'rejected';
  readonly reason: string;
  readonly by: string;
  /** ISO 8601 */
  readonly at: string;
}

/** Where an event was found: enough to find it again and to prove that it was there. */
export interface Provenance {
  readonly connection: string;
  readonly query: string;
  readonly window: TimeWindow | null;
  /** Digest of the rows of the answer it came from. */
  readonly answerDigest: Sha256;
  /** The case's own event, where the row stands for exactly one. */
  readonly event: EventKey | null;
  readonly pinnedBy: string;
  /** ISO 8601 */
  readonly pinnedAt: string;
}

/** One curated event; a file of its own in `timeline/`. A row with no time keeps `time: null`. */
export interface TimelineEvent {
  readonly format: 1;
  readonly id: string;
  /** ISO 8601 with up to seven decimals. */
  readonly time: string | null;
  readonly end: string | null;
  readonly title: string;
  readonly table: string;
  readonly severity: Severity;
  readonly entities: readonly Entity[];
  /** Those of a person win over those of rules, which are kept: see `claimsThatHold`. */
  readonly techniques: readonly TechniqueClaim[];
  readonly note: string;
  /** Absent where nobody has decided on any. */
  readonly links?: readonly EventLink[];
  /** The row as it was shown, by column. */
  readonly row: JsonObject;
  /** Digest of the canonical JSON of `table` and `row`: the same event pinned twice has it twice. */
  readonly contentDigest: Sha256;
  readonly provenance: Provenance;
}

/** What a person or a file says of an event that is no row of an answer. */
export type EventDraft = Pick<
  TimelineEvent,
  'time' | 'end' | 'title' | 'table' | 'severity' | 'entities' | 'techniques' | 'note' | 'row'
>;

/** What of an event a person may change; what the evidence says stays. */
export type EventChange = Partial<
  Pick<TimelineEvent, 'time' | 'end' | 'title' | 'severity' | 'entities' | 'techniques' | 'note' | 'links'>
>;

/** The claims that are shown and exported: a person's where there are any, one with no technique meaning none. */
export function claimsThatHold(claims: readonly TechniqueClaim[]): readonly TechniqueClaim[] {
  const own = claims.filter((claim) => 'person' in claim.by);
  return (own.length > 0 ? own : claims).filter((claim) => claim.technique !== '');
}
