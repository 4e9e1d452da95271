import { tactics, technique } from '../attack/data/attackData.ts';
import { translateTechnique } from '../attack/data/translate.ts';
import type { Technique } from '../domain/attackVersion.ts';
import { claimsThatHold, type TechniqueClaim, type TimelineEvent } from '../domain/timelineEvent.ts';

/** A claim in the words of the version that is exported to. */
export interface NamedTechnique {
  readonly id: string;
  readonly name: string;
  /** Shortnames. */
  readonly tactics: readonly string[];
  readonly claim: TechniqueClaim;
  /** Why this id stands for the one that was claimed; '' where it is the same id. */
  readonly translated: string;
}

/** What the event evidences in `version`, and in sentences what cannot be said in it. */
export function techniquesOf(
  event: TimelineEvent,
  version: string,
): { readonly named: readonly NamedTechnique[]; readonly lost: readonly string[] } {
  const named = new Map<string, NamedTechnique>();
  const lost: string[] = [];
  for (const claim of claimsThatHold(event.techniques)) {
    const answer = translateTechnique(claim.technique, claim.attackVersion, version);
    const ids = answer.kind === 'one' ? [answer.id] : answer.kind === 'several' ? answer.ids : [];
    if (ids.length === 0)
      lost.push(`"${event.title}": ${claim.technique} of ${claim.attackVersion}: ${answer.reason}.`);
    for (const id of ids) {
      const found = technique(id, version);
      if (!found || named.has(id)) continue;
      const isSame = answer.kind === 'one' && id === claim.technique;
      named.set(id, {
        id,
        name: fullName(found, version),
        tactics: found.tactics,
        claim,
        translated: isSame ? '' : answer.reason,
      });
    }
  }
  return { named: [...named.values()], lost };
}

/** With the parent's name before it, as ATT&CK writes sub-techniques: `Brute Force: Password Spraying`. */
function fullName({ name, parent }: Technique, version: string): string {
  const above = parent === null ? undefined : technique(parent, version);
  return above ? `${above.name}: ${name}` : name;
}

/** `TA0006` of `credential-access`; undefined where the version has no such tactic. */
export function tacticId(shortname: string, version: string): string | undefined {
  return tactics(version).find((tactic) => tactic.shortname === shortname)?.id;
}

export function tacticName(shortname: string, version: string): string {
  return tactics(version).find((tactic) => tactic.shortname === shortname)?.name ?? shortname;
}

/** Of all events together. */
export function lostTechniques(events: readonly TimelineEvent[], version: string): string[] {
  return events.flatMap((event) => techniquesOf(event, version).lost);
}

/** `rule signin.ropc` or the person. */
export function whoSaid({ by }: TechniqueClaim): string {
  return 'rule' in by ? `rule ${by.rule}` : by.person;
}
