import * as vscode from 'vscode';
import { isArrayOf, isFiniteNumber, isRecord, isRecordOf, isString } from '../../base/guards.ts';
import { DEFAULT_RULES, type PriorityRules, type TagRule } from '../../domain/priority.ts';

/** The company's own tag names and values, each over the default where it is set. */
export function priorityRules(): PriorityRules {
  const set: unknown = vscode.workspace.getConfiguration('azimuth').get('incidents.priority');
  const rule = (name: keyof PriorityRules): TagRule => {
    const given: unknown = isRecord(set) ? set[name] : undefined;
    const base = DEFAULT_RULES[name];
    if (!isRecord(given)) return base;
    const { tags, values, other } = given;
    const areFactors = isRecordOf(isFiniteNumber);
    return {
      tags: isArrayOf(isString)(tags) ? tags : base.tags,
      values: areFactors(values)
        ? Object.fromEntries(Object.entries(values).map(([value, factor]) => [value.toLowerCase(), factor]))
        : base.values,
      other: isFiniteNumber(other) ? other : base.other,
    };
  };
  return {
    criticality: rule('criticality'),
    sensitivity: rule('sensitivity'),
    regulation: rule('regulation'),
  };
}
