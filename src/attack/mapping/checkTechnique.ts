import { tactics, technique } from '../data/attackData.ts';
import type { RuleReader } from './ruleReader.ts';

/** Fails where the technique is no active one of the version or not of the tactic; '' for a rule that knows only the tactic. */
export function checkTechnique(
  reader: RuleReader,
  rule: { readonly technique: string; readonly tactic: string; readonly attackVersion: string },
): void {
  const { tactic, attackVersion } = rule;
  if (rule.technique === '') {
    if (!tactics(attackVersion).some(({ shortname }) => shortname === tactic))
      reader.fail(`${tactic} is not a tactic of ATT&CK ${attackVersion}`);
    return;
  }
  const known = technique(rule.technique, attackVersion);
  if (!known || known.revokedBy !== null || known.deprecated)
    reader.fail(`${rule.technique} is not an active technique of ATT&CK ${attackVersion}`);
  else if (!known.tactics.includes(tactic))
    reader.fail(`${rule.technique} is not in the tactic ${tactic}; it is in ${known.tactics.join(', ')}`);
}
