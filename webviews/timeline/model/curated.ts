import type { AttackLabels, ObservedRule } from '../../../src/domain/observed.ts';
import type { Severity, TimelineEvent } from '../../../src/domain/timelineEvent.ts';

/** A curated event as the picture needs it. */
export interface Pin {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly title: string;
  readonly severity: Severity;
  readonly tactic: string;
}

export interface Curated {
  /** In order of time. */
  readonly pins: readonly Pin[];
  /** Without a time: listed, never drawn. */
  readonly undated: readonly TimelineEvent[];
}

/** Gives each curated event its lane: that of the rule that claims its first technique, else the technique's first. */
export function placeCurated(
  events: readonly TimelineEvent[],
  rules: readonly ObservedRule[],
  attack: AttackLabels | null,
): Curated {
  const tacticOfRule = new Map(rules.map((rule) => [rule.id, rule.tactic]));
  const pins: Pin[] = [];
  const undated: TimelineEvent[] = [];
  for (const event of events) {
    const time = event.time === null ? NaN : Date.parse(event.time);
    if (Number.isNaN(time)) {
      undated.push(event);
      continue;
    }
    const [claim] = event.techniques;
    const byRule = claim && 'rule' in claim.by ? tacticOfRule.get(claim.by.rule) : undefined;
    const tactic = byRule ?? attack?.techniques[claim?.technique ?? '']?.tactics[0] ?? '';
    pins.push({ id: event.id, time, title: event.title, severity: event.severity, tactic });
  }
  pins.sort((a, b) => a.time - b.time);
  return { pins, undated };
}
