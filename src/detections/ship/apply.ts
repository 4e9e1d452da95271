import { AzimuthError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import { changesBetween } from './compare.ts';
import { normalProperties } from './normal.ts';
import { type RuleBody, sealed, type ShipPlan, type ShipStep } from './plan.ts';
import type { DeployedRule, RuleWorkspace } from './workspace.ts';

export interface StepResult {
  readonly action: ShipStep['action'];
  readonly id: string;
  readonly title: string;
  readonly outcome: 'done' | 'failed' | 'notTried';
  /** After it; null where nothing is there now. */
  readonly etag: string | null;
  readonly before: RuleBody | null;
  readonly after: RuleBody | null;
  /** Fields that the workspace has otherwise than they were sent, read back. */
  readonly differs: readonly string[];
  readonly problem: string | undefined;
}

export interface ShipResult {
  readonly format: 1;
  readonly workspace: string;
  readonly plan: string;
  readonly steps: readonly StepResult[];
}

/**
 * Carries out a plan, a request a step, and reads each back. The first that fails ends it: what follows is not tried. Rejects,
 * before anything is sent, with `deploy.not-named` where a deletion's title or id is not among `typed`.
 */
export async function carryOut(
  plan: ShipPlan,
  workspace: RuleWorkspace,
  typed: readonly string[],
  onStep: (result: StepResult) => void = () => undefined,
  signal?: AbortSignal,
): Promise<ShipResult> {
  if (plan.workspace.toLowerCase() !== workspace.id.toLowerCase())
    throw new AzimuthError('deploy.other-workspace', `The plan is for ${plan.workspace}.`, {
      unharmed: 'nothing was sent',
      next: ['Make a plan for this workspace.'],
    });
  const unnamed = plan.steps.find(
    (step) => step.action === 'delete' && !typed.includes(step.title) && !typed.includes(step.id),
  );
  if (unnamed)
    throw new AzimuthError(
      'deploy.not-named',
      `The plan deletes "${unnamed.title}": its name must be typed.`,
      {
        unharmed: 'nothing was sent',
        next: ['Type the name of the rule to be deleted.'],
      },
    );
  const steps: StepResult[] = [];
  let broken = false;
  for (const step of plan.steps) {
    const result: StepResult = broken
      ? unmade(step, 'notTried', undefined)
      : await carryOutStep(step, workspace, signal);
    broken ||= result.outcome === 'failed';
    steps.push(result);
    onStep(result);
  }
  return { format: 1, workspace: plan.workspace, plan: plan.digest, steps };
}

async function carryOutStep(
  step: ShipStep,
  workspace: RuleWorkspace,
  signal: AbortSignal | undefined,
): Promise<StepResult> {
  const { action, id, title, etag, before, after } = step;
  const made = { action, id, title, before, after, outcome: 'done' as const, problem: undefined };
  try {
    signal?.throwIfAborted();
    if (!after) {
      await workspace.remove(id, etag ?? '', signal);
      const [left, unread] = await readBack(workspace, id, signal);
      const differs = unread ?? (left ? ['it is still there'] : []);
      return { ...made, etag: left?.etag ?? null, differs };
    }
    const put = await workspace.put({ id, ...after, etag }, signal);
    const [there, unread] = await readBack(workspace, id, signal);
    return { ...made, etag: (there ?? put).etag, differs: unread ?? differing(after.properties, there) };
  } catch (error) {
    return unmade(step, 'failed', error instanceof Error ? error.message : String(error));
  }
}

/** The rule as it is now; what was done stays done where it cannot be read, and says so. */
async function readBack(
  workspace: RuleWorkspace,
  id: string,
  signal: AbortSignal | undefined,
): Promise<readonly [rule: DeployedRule | undefined, unread: readonly string[] | undefined]> {
  try {
    return [await workspace.read(id, signal), undefined];
  } catch (error) {
    return [
      undefined,
      [`it could not be read back: ${error instanceof Error ? error.message : String(error)}`],
    ];
  }
}

function unmade(
  { action, id, title, etag, before, after }: ShipStep,
  outcome: 'failed' | 'notTried',
  problem: string | undefined,
): StepResult {
  return { action, id, title, outcome, etag, before, after, differs: [], problem };
}

function differing(sent: JsonObject, there: DeployedRule | undefined): readonly string[] {
  if (!there) return ['it is not there'];
  return changesBetween(normalProperties(sent), normalProperties(there.properties)).map(({ field }) => field);
}

/**
 * The plan that takes back what was done, newest first: changed rules get what they had, deleted ones come back. A rule
 * that was created is switched off, or deleted where its title or id is among `remove`.
 */
export function planRollback(result: ShipResult, now: string, remove: readonly string[] = []): ShipPlan {
  const done = result.steps.filter(({ outcome }) => outcome === 'done').reverse();
  const steps = done.map(({ id, title, etag, before, after }): ShipStep => {
    const off = after && { kind: after.kind, properties: { ...after.properties, enabled: false } };
    const gone = !before && (remove.includes(title) || remove.includes(id));
    const target = before ?? (gone ? null : off);
    return {
      action: target === null ? 'delete' : after === null ? 'create' : 'update',
      id,
      title,
      why: 'rollback',
      etag,
      before: after,
      after: target,
      changes: changesBetween(
        normalProperties(after?.properties ?? {}),
        normalProperties(target?.properties ?? {}),
      ),
    };
  });
  return sealed({ format: 1, workspace: result.workspace, made: now, steps, untouched: [] });
}
