import type { Technique } from '../../domain/attackVersion.ts';
import { ATTACK_VERSIONS, tactics, technique, techniques } from './attackData.ts';

/** What an id of one Enterprise version is called in another, and why. */
export type AttackTranslation =
  | { readonly kind: 'one'; readonly id: string; readonly exact: boolean; readonly reason: string }
  | { readonly kind: 'several'; readonly ids: readonly string[]; readonly reason: string }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * Technique `id` of version `from` in version `to`. `exact` is false where only the parent technique is known there.
 * Several: the target version tells apart what the source version has merged.
 */
export function translateTechnique(id: string, from: string, to: string): AttackTranslation {
  const known = technique(id, from);
  if (!known) return none(`ATT&CK ${from} has no ${id}`);
  const target = technique(id, to);
  if (target) return isOlder(to, from) ? withMerged(known, from, to, target) : successor(target, to);
  if (isOlder(from, to)) return none(`${to} no longer has ${id}`);
  const merged = mergedInto(id, from, to);
  const [first] = merged;
  if (first !== undefined) {
    const reason = `${id} came after ${to}; ${from} revoked ${merged.join(', ')} in its favour`;
    return merged.length === 1 ? one(first, true, reason) : { kind: 'several', ids: merged, reason };
  }
  const parent = known.parent === null ? undefined : technique(known.parent, to);
  if (parent && isActive(parent))
    return one(parent.id, false, `${id} came after ${to}; its parent technique is known there`);
  return none(`${id} came after ${to} and nothing there stands for it`);
}

/**
 * Tactic `shortname` of version `from` in version `to`. A split tactic is told apart by the technique that it is said
 * of, in its form of version `to`; without one the answer is several.
 */
export function translateTactic(
  shortname: string,
  from: string,
  to: string,
  inTarget?: Technique,
): AttackTranslation {
  const source = tactics(from).find((tactic) => tactic.shortname === shortname);
  if (!source) return none(`ATT&CK ${from} has no tactic ${shortname}`);
  const same = tactics(to).find((tactic) => tactic.shortname === shortname);
  if (same) return one(shortname, true, 'same tactic');
  const parts = DEFENSE_EVASION_SPLIT.after.filter((part) => tactics(to).some((t) => t.shortname === part));
  if (shortname === DEFENSE_EVASION_SPLIT.before && parts.length > 0) {
    const reason = `${to} splits Defense Evasion into Stealth and Defense Impairment`;
    if (!inTarget) return { kind: 'several', ids: parts, reason };
    const own = parts.filter((part) => inTarget.tactics.includes(part));
    const [first] = own;
    if (first === undefined) return none(`${reason}; ${inTarget.id} is in neither there`);
    return own.length === 1 ? one(first, true, reason) : { kind: 'several', ids: own, reason };
  }
  if (DEFENSE_EVASION_SPLIT.after.includes(shortname))
    return one(
      DEFENSE_EVASION_SPLIT.before,
      true,
      `${to} has Stealth and Defense Impairment as Defense Evasion`,
    );
  const renamed = tactics(to).find((tactic) => tactic.id === source.id);
  return renamed
    ? one(renamed.shortname, true, `${source.id} is named ${renamed.name} in ${to}`)
    : none(`${to} has no tactic for ${shortname}`);
}

/** Version 19 gave TA0005 the name Stealth and moved a part of it to TA0112, Defense Impairment. */
const DEFENSE_EVASION_SPLIT = { before: 'defense-evasion', after: ['stealth', 'defense-impairment'] };

/** Follows revoked-by within one version until something that is active, or to a dead end. */
function successor(start: Technique, version: string): AttackTranslation {
  const path = [start.id];
  let current = start;
  while (current.revokedBy !== null) {
    const next = technique(current.revokedBy, version);
    if (!next || path.includes(next.id))
      return none(`${version} revoked ${start.id} and names no active successor`);
    path.push(next.id);
    current = next;
  }
  if (current.deprecated) return none(`${version} deprecated ${current.id} without a successor`);
  return path.length === 1
    ? one(start.id, true, 'same id')
    : one(current.id, true, `revoked by ${version}: ${path.join(' → ')}`);
}

/** An id that both have: a newer version may have merged others into it, which the older one still tells apart. */
function withMerged(known: Technique, from: string, to: string, target: Technique): AttackTranslation {
  const own = isActive(target) ? [target.id] : [];
  const ids = [...own, ...(isActive(known) ? mergedInto(known.id, from, to) : [])];
  const [first] = ids;
  if (first === undefined) return successor(target, to);
  if (ids.length > 1)
    return {
      kind: 'several',
      ids,
      reason: `${from} merged ${ids.slice(own.length).join(', ')} into ${known.id}`,
    };
  return one(first, true, 'same id');
}

/** Ids active in the older version `to` whose successor in `from` is `id`; the one of the same name first. */
function mergedInto(id: string, from: string, to: string): string[] {
  const found: string[] = [];
  for (const candidate of techniques(to).values()) {
    if (candidate.id === id || !isActive(candidate)) continue;
    const later = technique(candidate.id, from);
    if (!later || isActive(later)) continue;
    const end = successor(later, from);
    if (end.kind === 'one' && end.id === id) found.push(candidate.id);
  }
  const name = technique(id, from)?.name;
  const isNamesake = (candidate: string): boolean => technique(candidate, to)?.name === name;
  return [...found.filter(isNamesake), ...found.filter((candidate) => !isNamesake(candidate))];
}

function isActive(candidate: Technique): boolean {
  return candidate.revokedBy === null && !candidate.deprecated;
}

function isOlder(version: string, than: string): boolean {
  return ATTACK_VERSIONS.indexOf(version) < ATTACK_VERSIONS.indexOf(than);
}

function one(id: string, exact: boolean, reason: string): AttackTranslation {
  return { kind: 'one', id, exact, reason };
}

function none(reason: string): AttackTranslation {
  return { kind: 'none', reason };
}
