import { NEWEST_ATTACK_VERSION } from '../../attack/data/attackData.ts';
import type { QueryInspector } from '../kql/inspector.ts';
import type { RuleSource } from '../rule/source.ts';
import { CATALOGUE } from './catalogue.ts';
import { type Finding, Findings } from './findings.ts';
import { lintAttack } from './lintAttack.ts';
import { lintConnectors } from './lintConnectors.ts';
import { lintFields } from './lintFields.ts';
import { lintGrouping } from './lintGrouping.ts';
import { lintEntities } from './lintOutput.ts';
import { lintQuery } from './lintQuery.ts';
import { lintTiming } from './lintTiming.ts';
import { applySilences } from './silences.ts';

export interface LintOptions {
  readonly inspector: QueryInspector;
  /** Enterprise ATT&CK version that techniques must be valid in; the newest unless given. */
  readonly attackVersion?: string;
}

/** All that is wrong with one rule file, in the order of its text. */
export function lintRule(source: RuleSource, options: LintOptions): readonly Finding[] {
  const findings = new Findings((code) => CATALOGUE[code].severity);
  for (const { message, span } of source.faults) findings.add('yaml-syntax', { message }, span);
  if (source.faults.length === 0) {
    lintFields(source, findings);
    lintTiming(source, findings);
    lintAttack(source, options.attackVersion ?? NEWEST_ATTACK_VERSION, findings);
    lintEntities(source, findings);
    lintConnectors(source, options.inspector.source, findings);
    lintGrouping(source, findings);
    lintQuery(source, options.inspector, findings);
  }
  return [...applySilences(source, findings.all)].sort((a, b) => a.span.start - b.span.start);
}
