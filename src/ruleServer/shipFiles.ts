import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AzimuthError } from '../base/errors.ts';
import { isRecord } from '../base/guards.ts';
import { sha256 } from '../base/hash.ts';
import { prettyJson } from '../base/prettyJson.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { armRule } from '../detections/rule/armProperties.ts';
import { yamlFromArm } from '../detections/rule/arm.ts';
import type { RuleData } from '../detections/rule/rule.ts';
import { RuleSource } from '../detections/rule/source.ts';
import { ruleYaml } from '../detections/rule/writeYaml.ts';
import type { ShipResult } from '../detections/ship/apply.ts';
import { type DeployedState, type FolderRule, titleOf } from '../detections/ship/compare.ts';
import { normalProperties } from '../detections/ship/normal.ts';
import type { DeployedRule } from '../detections/ship/workspace.ts';
import { readText } from './ruleFiles.ts';

/** The rules of files, as they would be sent. Rejects with `rule.invalid` for a file that is none. */
export async function folderRules(paths: readonly string[]): Promise<readonly FolderRule[]> {
  const rules: FolderRule[] = [];
  for (const path of paths) {
    const source = new RuleSource(await readText(path));
    const [fault] = source.faults;
    if (fault || source.rule.id === '')
      throw new AzimuthError('rule.invalid', `${path} is no rule: ${fault?.message ?? 'it has no id'}`, {
        unharmed: 'nothing was sent',
        next: ['Lint the file.'],
      });
    const data = source.data as RuleData;
    rules.push({ ...armRule(data), path, saysEnabled: data['enabled'] !== undefined });
  }
  return rules;
}

/** Where it is kept what was last deployed to a workspace: beside the rules, so that a team shares it. */
export function stateFile(folder: string, workspace: string): string {
  return join(folder, `deployed.${sha256(workspace.toLowerCase()).slice(0, 12)}.json`);
}

export async function readState(file: string): Promise<DeployedState> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return {};
  const value: unknown = JSON.parse(text);
  const rules = isRecord(value) ? value['rules'] : undefined;
  if (!isRecord(rules)) return {};
  return Object.fromEntries(
    Object.entries(rules).filter((entry): entry is [string, JsonObject] => isRecord(entry[1])),
  );
}

/** Notes what a deployment or a rollback left in the workspace. */
export async function writeState(file: string, { workspace, steps }: ShipResult): Promise<void> {
  const rules = new Map(Object.entries(await readState(file)));
  for (const { id, outcome, after } of steps) {
    if (outcome !== 'done') continue;
    if (after) rules.set(id.toLowerCase(), normalProperties(after.properties));
    else rules.delete(id.toLowerCase());
  }
  await writeFile(file, prettyJson({ workspace, rules: Object.fromEntries(rules) }));
}

/** Notes what was pulled, so that it does not count as drift. */
export async function notePulled(
  file: string,
  workspace: string,
  pulled: readonly DeployedRule[],
): Promise<void> {
  const steps = pulled.map((rule) => ({
    action: 'update' as const,
    id: rule.id,
    title: titleOf(rule.properties),
    outcome: 'done' as const,
    etag: rule.etag,
    before: null,
    after: { kind: rule.kind, properties: rule.properties },
    differs: [],
    problem: undefined,
  }));
  await writeState(file, { format: 1, workspace, plan: '', steps });
}

/** The rule file of a deployed rule. */
export function pulledYaml({ id, kind, properties }: DeployedRule): string {
  const sent = Object.fromEntries(
    Object.entries(properties).filter(([name, value]) => name !== 'lastModifiedUtc' && value !== null),
  ) as JsonValue;
  const [data] = yamlFromArm({ name: id, kind, properties: sent });
  return ruleYaml(data ?? {});
}

/** `Many refused sign-ins` as many-refused-sign-ins.yaml. */
export function fileNameOf({ id, properties }: DeployedRule): string {
  const stem = titleOf(properties)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
  return `${stem === '' ? id.replace(/[^\w-]/g, '_') : stem}.yaml`;
}

export function resultFile(plan: string): string {
  return join(dirname(plan), plan.replace(/^.*[\\/]/, '').replace(/(\.json)?$/, '.result.json'));
}
