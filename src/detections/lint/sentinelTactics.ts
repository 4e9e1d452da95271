import { tactics } from '../../attack/data/attackData.ts';

/** As Sentinel takes them: the 14 of ATT&CK before version 19, its two for industrial control systems, and 19's two. */
export const SENTINEL_TACTICS = [
  'Reconnaissance',
  'ResourceDevelopment',
  'InitialAccess',
  'Execution',
  'Persistence',
  'PrivilegeEscalation',
  'DefenseEvasion',
  'Stealth',
  'DefenseImpairment',
  'CredentialAccess',
  'Discovery',
  'LateralMovement',
  'Collection',
  'CommandAndControl',
  'Exfiltration',
  'Impact',
  'ImpairProcessControl',
  'InhibitResponseFunction',
  'PreAttack',
] as const;

/** `defense-evasion` as `DefenseEvasion`. */
export function sentinelTactic(shortname: string): string {
  return shortname
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')
    .replace('AndControl', 'AndControl');
}

/** Shortnames in an ATT&CK version that a tactic of a rule stands for: Defense Evasion was split in version 19. */
export function shortnamesOf(tactic: string, version: string): readonly string[] {
  const known = tactics(version).map(({ shortname }) => shortname);
  const direct = known.filter((shortname) => sentinelTactic(shortname) === tactic);
  if (direct.length > 0) return direct;
  if (tactic === 'DefenseEvasion')
    return known.filter((shortname) => shortname === 'stealth' || shortname === 'defense-impairment');
  if (tactic === 'Stealth' || tactic === 'DefenseImpairment')
    return known.filter((shortname) => shortname === 'defense-evasion');
  return [];
}
