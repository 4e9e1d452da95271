import { canonicalJson } from '../../base/canonicalJson.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { ArmRule } from '../rule/armProperties.ts';
import { normalProperties } from './normal.ts';
import type { DeployedRule } from './workspace.ts';

/** A rule of the folder, as it would be sent. */
export interface FolderRule extends ArmRule {
  readonly path: string;
  /** Whether the file says if the rule is enabled; else what the workspace has stays. */
  readonly saysEnabled: boolean;
}

/** What was last deployed from here, by id: normal properties. */
export type DeployedState = Readonly<Record<string, JsonObject>>;

export interface FieldChange {
  readonly field: string;
  readonly before: JsonValue;
  readonly after: JsonValue;
}

/**
 * How the folder and the workspace differ in one rule. `drifted`: the workspace has it otherwise than it was deployed from
 * here; `theirs` are the fields that were changed there.
 */
export interface RuleDifference {
  readonly id: string;
  readonly title: string;
  readonly path: string | undefined;
  readonly state: 'new' | 'same' | 'changed' | 'drifted' | 'onlyThere';
  /** From the workspace to the folder. */
  readonly changes: readonly FieldChange[];
  readonly theirs: readonly string[];
}

export function compareRules(
  folder: readonly FolderRule[],
  workspace: readonly DeployedRule[],
  state: DeployedState,
): readonly RuleDifference[] {
  const there = new Map(workspace.map((rule) => [rule.id.toLowerCase(), rule]));
  const own = folder.map((rule): RuleDifference => {
    const deployed = there.get(rule.name.toLowerCase());
    there.delete(rule.name.toLowerCase());
    const about = { id: rule.name, title: titleOf(rule.properties), path: rule.path };
    if (!deployed) return { ...about, state: 'new', changes: [], theirs: [] };
    const changes = changesBetween(
      comparable(deployed.properties, rule.saysEnabled),
      comparable(rule.properties, rule.saysEnabled),
    );
    const before = state[rule.name.toLowerCase()];
    const theirs = before
      ? changesBetween(
          comparable(before, rule.saysEnabled),
          comparable(deployed.properties, rule.saysEnabled),
        ).map(({ field }) => field)
      : [];
    if (changes.length === 0) return { ...about, state: 'same', changes, theirs: [] };
    return { ...about, state: theirs.length > 0 ? 'drifted' : 'changed', changes, theirs };
  });
  const others = [...there.values()].map(
    (rule): RuleDifference => ({
      id: rule.id,
      title: titleOf(rule.properties),
      path: undefined,
      state: 'onlyThere',
      changes: [],
      theirs: [],
    }),
  );
  return [...own, ...others];
}

function comparable(properties: JsonObject, withEnabled: boolean): JsonObject {
  const normal = normalProperties(properties);
  return withEnabled
    ? normal
    : Object.fromEntries(Object.entries(normal).filter(([name]) => name !== 'enabled'));
}

export function changesBetween(before: JsonObject, after: JsonObject): readonly FieldChange[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return fields.flatMap((field): FieldChange[] => {
    const [a, b] = [before[field] ?? null, after[field] ?? null];
    return canonicalJson(a) === canonicalJson(b) ? [] : [{ field, before: a, after: b }];
  });
}

export function titleOf(properties: JsonObject): string {
  return typeof properties['displayName'] === 'string' ? properties['displayName'] : '';
}
