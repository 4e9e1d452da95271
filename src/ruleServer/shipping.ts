import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AzimuthError } from '../base/errors.ts';
import { isRecord, textOf } from '../base/guards.ts';
import type { JsonValue } from '../base/json.ts';
import { plain } from '../base/plainText.ts';
import { prettyJson } from '../base/prettyJson.ts';
import { planRollback, type ShipResult } from '../detections/ship/apply.ts';
import { titleOf } from '../detections/ship/compare.ts';
import { type PlanOptions, planShipping, type ShipPlan } from '../detections/ship/plan.ts';
import type { DeployedRule } from '../detections/ship/workspace.ts';
import { findFiles, isRuleFile, readText } from './ruleFiles.ts';
import {
  fileNameOf,
  folderRules,
  notePulled,
  pulledYaml,
  readState,
  resultFile,
  stateFile,
  writeState,
} from './shipFiles.ts';

/** Kinds of rule that are written as files. */
const WRITABLE = ['Scheduled', 'NRT'];

export interface PlanRequest extends PlanOptions {
  /** Absolute. */
  readonly folder: string;
  /** What the workspace has. */
  readonly deployed: readonly DeployedRule[];
}

/** A plan as a file that a deployment is made from, and in words. */
export interface Planned {
  readonly plan: ShipPlan;
  readonly folder: string;
  /** Where the plan is written; absolute. */
  readonly path: string;
  readonly text: string;
}

export async function planFolder({ folder, deployed, ...options }: PlanRequest): Promise<ShipPlan> {
  const rules = await folderRules(await findFiles([folder], folder, isRuleFile));
  return planShipping(rules, deployed, await readState(stateFile(folder, options.workspace)), options);
}

/** The folder that the rules came from stands beside the plan, outside of what its digest covers. */
export async function writePlan(plan: ShipPlan, folder: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, prettyJson({ ...plan, folder } as unknown as JsonValue));
}

/** Plans, and keeps the plan among those of the folder. */
export async function shipPlan(request: PlanRequest): Promise<Planned> {
  const plan = await planFolder(request);
  return keep(plan, request.folder, `plan-${request.now.replace(/[^0-9TZ]/g, '')}.json`);
}

/** Plans to take a deployment back; nothing is deleted by it. */
export async function rollbackPlan({
  result,
  now,
}: {
  /** A deployment's result file, absolute. */
  readonly result: string;
  readonly now: string;
}): Promise<Planned> {
  const { folder, ...done } = readResult(await readText(result));
  const name = basename(result).replace(/\.result\.json$/, '');
  return keep(planRollback(done, now), folder, `${name}.rollback.json`);
}

async function keep(plan: ShipPlan, folder: string, name: string): Promise<Planned> {
  const path = join(folder, 'deployments', name);
  await writePlan(plan, folder, path);
  return { plan, folder, path, text: planText(plan) };
}

/** Notes what was done, for a rollback and so that it is not taken for drift; gives the result's file. */
export async function shipped({
  folder,
  plan,
  result,
}: {
  readonly folder: string;
  /** The plan's file. */
  readonly plan: string;
  readonly result: ShipResult;
}): Promise<string> {
  const out = resultFile(plan);
  await writeFile(out, prettyJson({ ...result, folder } as unknown as JsonValue));
  await writeState(stateFile(folder, result.workspace), result);
  return out;
}

/** Rejects with `deploy.plan-invalid`. */
export function readResult(text: string): ShipResult & { readonly folder: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (
    !isRecord(value) ||
    value['format'] !== 1 ||
    !Array.isArray(value['steps']) ||
    typeof value['plan'] !== 'string'
  )
    throw new AzimuthError('deploy.plan-invalid', 'The file is no result of a deployment.', {
      unharmed: 'nothing was sent',
      next: ['Name the PLAN.result.json of a deployment.'],
    });
  return value as unknown as ShipResult & { readonly folder: string };
}

/** Writes each scheduled and NRT rule over the file of the folder that has its id, else into a new one. */
export async function pulled({
  folder,
  workspace,
  deployed,
}: {
  readonly folder: string;
  readonly workspace: string;
  readonly deployed: readonly DeployedRule[];
}): Promise<readonly { readonly path: string; readonly id: string; readonly title: string }[]> {
  const rules = deployed.filter(({ kind }) => WRITABLE.includes(kind));
  await mkdir(folder, { recursive: true });
  const own = await folderRules(await findFiles([folder], folder, isRuleFile));
  const taken = new Set(own.map(({ path }) => path));
  const files: { path: string; id: string; title: string }[] = [];
  for (const rule of rules) {
    const known = own.find(({ name }) => name.toLowerCase() === rule.id.toLowerCase());
    const fresh = join(folder, fileNameOf(rule));
    const path =
      known?.path ?? (taken.has(fresh) ? fresh.replace(/\.yaml$/, `-${rule.id.slice(0, 8)}.yaml`) : fresh);
    taken.add(path);
    await writeFile(path, pulledYaml(rule));
    files.push({ path, id: rule.id, title: textOf(rule.properties['displayName']) });
  }
  await notePulled(stateFile(folder, workspace), workspace, rules);
  return files;
}

/** Rules that only the workspace has. */
export async function onlyDeployed({
  folder,
  deployed,
}: {
  readonly folder: string;
  readonly deployed: readonly DeployedRule[];
}): Promise<readonly { readonly id: string; readonly title: string }[]> {
  const own = await folderRules(await findFiles([folder], folder, isRuleFile));
  const ids = new Set(own.map(({ name }) => name.toLowerCase()));
  return deployed
    .filter(({ id, kind }) => WRITABLE.includes(kind) && !ids.has(id.toLowerCase()))
    .map(({ id, properties }) => ({ id, title: titleOf(properties) }));
}

/** Every step with the fields that it changes, and what is left alone with the reason. */
export function planText({ workspace, steps, untouched }: ShipPlan): string {
  const lines = steps.flatMap(({ action, title, id, why, changes }) => [
    `${action.toUpperCase().padEnd(6)} ${plain(title)} (${plain(id)}): ${why}`,
    ...(action === 'update'
      ? changes.map(
          ({ field, before, after }) => `         ${plain(field)}: ${shown(before)} → ${shown(after)}`,
        )
      : []),
  ]);
  const left = untouched
    .filter(({ state }) => state !== 'same')
    .map(({ title, state, reason }) => `-      ${plain(title)}: ${state}, ${plain(reason)}`);
  const same = untouched.length - left.length;
  return [
    `Workspace ${plain(workspace.split('/').at(-1) ?? workspace)}: ${steps.length} to be sent, ${left.length} left alone, ${same} the same`,
    plain(workspace),
    '',
    ...lines,
    ...left,
    '',
  ].join('\n');
}

function shown(value: JsonValue): string {
  const text = plain(JSON.stringify(value));
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
