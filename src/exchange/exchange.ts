import { counted } from '../base/counts.ts';
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
  /** Files of the timeline that could not be read. */
  readonly unread: number;
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
export function commonLosses({ cut, unread, events, layer }: Story): string[] {
  return [
    ...(unread > 0
      ? [
          `${counted(unread, 'file')} of the timeline could not be read; what ${unread === 1 ? 'it holds' : 'they hold'} is left out.`,
        ]
      : []),
    ...(cut > 0 ? [`${cut} further events are left out: an export holds ${events.length}.`] : []),
    ...(layer === 'observed'
      ? ['These are events that a mapping rule has a technique for; no person has chosen them.']
      : []),
  ];
}

/** What formats leave out that hold only the techniques that stand. */
export function overruled({ events }: Story): string[] {
  const count = events.filter(
    ({ techniques }) =>
      techniques.some(({ by }) => 'person' in by) && techniques.some(({ by }) => 'rule' in by),
  ).length;
  return count === 0
    ? []
    : [`${eventsHave(count)} techniques that a person chose; what rules had said of these is left out.`];
}

/** `1 event has`, `3 events have` */
export function eventsHave(count: number): string {
  return count === 1 ? '1 event has' : `${count} events have`;
}

export const dated = ({ events }: Story): TimelineEvent[] => events.filter(({ time }) => time !== null);
export const undated = ({ events }: Story): TimelineEvent[] => events.filter(({ time }) => time === null);
