import type { NotObserved } from '../domain/notObserved.ts';
import type { TimelineEvent } from '../domain/timelineEvent.ts';

/** What is given to other tools: the curated events, or the observed ones that a rule has a technique for. */
export interface Story {
  readonly title: string;
  readonly caseId: string;
  readonly layer: 'curated' | 'observed';
  /** By time, those without one last. */
  readonly events: readonly TimelineEvent[];
  /** Enterprise ATT&CK version in which techniques and tactics are named. */
  readonly attackVersion: string;
  /** What the case did not observe, so that an empty stretch is not read as quiet. */
  readonly notObserved: readonly NotObserved[];
  /** Events that were left out because there are more than an export holds. */
  readonly cut: number;
  readonly by: string;
  /** ISO 8601 with Z: when this export was made. */
  readonly made: string;
}

/** A file for another tool. `losses` says in sentences what of the story it does not hold; the file says so as well. */
export interface Exported {
  readonly content: string | Uint8Array;
  readonly losses: readonly string[];
}

export const ATTACK_NOTICE =
  '© The MITRE Corporation. ATT&CK is reproduced and distributed with the permission of The MITRE Corporation.';

/** What is true of every format: what the picture of the case itself leaves open. */
export function commonLosses({ cut, events, layer }: Story): string[] {
  return [
    ...(cut > 0 ? [`${cut} further events are left out: an export holds ${events.length}.`] : []),
    ...(layer === 'observed'
      ? ['These are events that a mapping rule has a technique for; no person has chosen them.']
      : []),
  ];
}

/** `1 event has`, `3 events have` */
export function eventsHave(count: number): string {
  return count === 1 ? '1 event has' : `${count} events have`;
}

export const dated = ({ events }: Story): TimelineEvent[] => events.filter(({ time }) => time !== null);
export const undated = ({ events }: Story): TimelineEvent[] => events.filter(({ time }) => time === null);
