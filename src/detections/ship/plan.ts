import { canonicalJson } from '../../base/canonicalJson.ts';
import { AzimuthError } from '../../base/errors.ts';
import { isRecord } from '../../base/guards.ts';
import { type Sha256, sha256 } from '../../base/hash.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import {
  changesBetween,
  compareRules,
  type DeployedState,
  type FieldChange,
  type FolderRule,
  type RuleDifference,
  titleOf,
} from './compare.ts';
import { normalProperties } from './normal.ts';
import type { DeployedRule } from './workspace.ts';

export interface RuleBody {
  readonly kind: string;
  readonly properties: JsonObject;
}

/** One request that is made: what is there now and what will be. */
export interface ShipStep {
  readonly action: 'create' | 'update' | 'delete';
  readonly id: string;
  readonly title: string;
  readonly why: RuleDifference['state'] | 'rollback';
  /** Of what was compared; the service refuses the step when it has another by then. Null where nothing is there. */
  readonly etag: string | null;
  readonly before: RuleBody | null;
  readonly after: RuleBody | null;
  readonly changes: readonly FieldChange[];
}

/** Everything that will be sent, shown before anything is. */
export interface ShipPlan {
  readonly format: 1;
  readonly workspace: string;
  /** ISO 8601 */
  readonly made: string;
  readonly steps: readonly ShipStep[];
  /** What stays as it is, and why. */
  readonly untouched: readonly {
    readonly id: string;
    readonly title: string;
    readonly state: RuleDifference['state'] | 'blocked';
    readonly reason: string;
  }[];
  /** Over all the rest: a plan that was edited is not carried out. */
  readonly digest: Sha256;
}

export interface PlanOptions {
  readonly workspace: string;
  readonly now: string;
  /** New rules arrive switched off. */
  readonly disabled: boolean;
  /** Ids or titles of rules of the workspace to be deleted. */
  readonly remove: readonly string[];
  /** Also overwrite what was changed in the workspace since it was deployed. */
  readonly overwriteDrift: boolean;
}

export function planShipping(
  folder: readonly FolderRule[],
  workspace: readonly DeployedRule[],
  state: DeployedState,
  options: PlanOptions,
): ShipPlan {
  const there = new Map(workspace.map((rule) => [rule.id.toLowerCase(), rule]));
  const files = new Map(folder.map((rule) => [rule.name.toLowerCase(), rule]));
  const unknown = options.remove.find((name) => !workspace.some((rule) => isNamed(rule, name)));
  if (unknown !== undefined)
    throw new AzimuthError('deploy.no-such-rule', `The workspace has no rule ${unknown}.`, {
      unharmed: 'nothing was sent',
      next: ['Name a rule as the workspace does.'],
    });
  const steps: ShipStep[] = [];
  const untouched: ShipPlan['untouched'][number][] = [];
  for (const difference of compareRules(folder, workspace, state)) {
    const { id, title } = difference;
    const leave = (reason: string, how: ShipPlan['untouched'][number]['state'] = difference.state): void => {
      untouched.push({ id, title, state: how, reason });
    };
    const file = files.get(id.toLowerCase());
    const deployed = there.get(id.toLowerCase());
    if (deployed && options.remove.some((name) => isNamed(deployed, name))) steps.push(removal(deployed));
    else if (!file) leave('it is in the workspace only');
    else if (difference.state === 'same') leave('nothing differs');
    else if (file.kind === 'Hunting') leave('hunting queries are not deployed', 'blocked');
    else if (deployed && deployed.kind !== file.kind)
      leave(`it is ${deployed.kind} there, and the service does not change a rule's kind`, 'blocked');
    else if (difference.state === 'drifted' && !options.overwriteDrift)
      leave(`it was changed in the workspace (${difference.theirs.join(', ')}): pull it, or overwrite it`);
    else steps.push(writing(file, deployed, difference, options.disabled));
  }
  return sealed({ format: 1, workspace: options.workspace, made: options.now, steps, untouched });
}

function writing(
  file: FolderRule,
  deployed: DeployedRule | undefined,
  { title, state }: RuleDifference,
  disabled: boolean,
): ShipStep {
  const enabled = file.saysEnabled || !deployed ? {} : { enabled: deployed.properties['enabled'] ?? true };
  const off = disabled && !deployed ? { enabled: false } : {};
  const properties = { ...file.properties, ...enabled, ...off };
  return {
    action: deployed ? 'update' : 'create',
    id: file.name,
    title,
    why: state,
    etag: deployed?.etag ?? null,
    before: deployed ? { kind: deployed.kind, properties: deployed.properties } : null,
    after: { kind: file.kind, properties },
    changes: changesBetween(normalProperties(deployed?.properties ?? {}), normalProperties(properties)),
  };
}

function removal({ id, kind, etag, properties }: DeployedRule): ShipStep {
  return {
    action: 'delete',
    id,
    title: titleOf(properties),
    why: 'onlyThere',
    etag,
    before: { kind, properties },
    after: null,
    changes: [],
  };
}

function isNamed(rule: DeployedRule, name: string): boolean {
  return rule.id.toLowerCase() === name.toLowerCase() || titleOf(rule.properties) === name;
}

export function sealed(plan: Omit<ShipPlan, 'digest'>): ShipPlan {
  return { ...plan, digest: digestOf(plan) };
}

/** The plan of a file. Rejects with `deploy.plan-invalid` for one that is none or was edited. */
export function readPlan(text: string): ShipPlan {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (isRecord(value) && value['format'] === 1 && Array.isArray(value['steps'])) {
    const { digest, ...rest } = value as unknown as ShipPlan;
    if (digestOf(rest) === digest) return { ...rest, digest };
  }
  throw new AzimuthError('deploy.plan-invalid', 'The file is no plan, or was edited after it was made.', {
    unharmed: 'nothing was sent',
    next: ['Make the plan again.'],
  });
}

function digestOf(plan: Omit<ShipPlan, 'digest'>): Sha256 {
  return sha256(canonicalJson(JSON.parse(JSON.stringify(plan)) as JsonValue));
}
