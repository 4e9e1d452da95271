import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/base/json.ts';
import { armRule } from '../../../src/detections/rule/armProperties.ts';
import type { RuleData } from '../../../src/detections/rule/rule.ts';
import { RuleSource } from '../../../src/detections/rule/source.ts';
import { carryOut, planRollback } from '../../../src/detections/ship/apply.ts';
import { compareRules, type FolderRule } from '../../../src/detections/ship/compare.ts';
import { normalProperties } from '../../../src/detections/ship/normal.ts';
import { planShipping, readPlan, type ShipPlan } from '../../../src/detections/ship/plan.ts';
import type { DeployedRule, RuleWorkspace } from '../../../src/detections/ship/workspace.ts';
import { ruleWith } from './ruleText.ts';

const NOW = '2026-03-02T12:00:00Z';
const ID = '0f7c2f0e-6c0b-4f0c-9d8e-3a0b5f2a7c11';
const OTHER = '1f7c2f0e-6c0b-4f0c-9d8e-3a0b5f2a7c11';

function folderRule(...changes: readonly (readonly [string, string])[]): FolderRule {
  const data = new RuleSource(ruleWith(...changes)).data as RuleData;
  return { ...armRule(data), path: 'rule.yaml', saysEnabled: data['enabled'] !== undefined };
}

/** Rules with etags, as the service keeps them. */
class Workspace implements RuleWorkspace {
  readonly id = '/subscriptions/s/workspaces/w';
  readonly rules = new Map<string, DeployedRule>();
  writes = 0;
  list(): Promise<readonly DeployedRule[]> {
    return Promise.resolve([...this.rules.values()]);
  }
  read(id: string): Promise<DeployedRule | undefined> {
    return Promise.resolve(this.rules.get(id));
  }
  put(rule: {
    id: string;
    kind: string;
    properties: JsonObject;
    etag: string | null;
  }): Promise<DeployedRule> {
    if ((this.rules.get(rule.id)?.etag ?? null) !== rule.etag) return Promise.reject(new Error('stale'));
    const written = {
      ...rule,
      etag: `"${++this.writes}"`,
      properties: { ...rule.properties, lastModifiedUtc: NOW, startTimeUtc: null },
    };
    this.rules.set(rule.id, written);
    return Promise.resolve(written);
  }
  remove(id: string, etag: string): Promise<void> {
    if (this.rules.get(id)?.etag !== etag) return Promise.reject(new Error('stale'));
    this.rules.delete(id);
    return Promise.resolve();
  }
}

async function plan(
  workspace: Workspace,
  folder: readonly FolderRule[],
  more: {
    remove?: string[];
    disabled?: boolean;
    overwriteDrift?: boolean;
    state?: Record<string, JsonObject>;
  } = {},
): Promise<ShipPlan> {
  const { state = {}, ...options } = more;
  return planShipping(folder, await workspace.list(), state, {
    workspace: workspace.id,
    now: NOW,
    disabled: false,
    remove: [],
    overwriteDrift: false,
    ...options,
  });
}

describe('detections: shipping rules', () => {
  it('tells new, changed, drifted, equal and foreign rules apart', async () => {
    const workspace = new Workspace();
    const file = folderRule();
    assert.deepEqual(
      compareRules([file], await workspace.list(), {}).map(({ state }) => state),
      ['new'],
    );
    await carryOut(await plan(workspace, [file]), workspace, []);
    const state = { [ID]: normalProperties(file.properties) };
    const there = await workspace.list();
    assert.deepEqual(
      compareRules([file], there, state).map((each) => each.state),
      ['same'],
    );
    const edited = folderRule(['severity: Medium', 'severity: High']);
    const [changed] = compareRules([edited], there, state);
    assert.deepEqual(
      [changed?.state, changed?.changes],
      ['changed', [{ field: 'severity', before: 'Medium', after: 'High' }]],
    );
    workspace.rules.set(ID, { ...there[0]!, properties: { ...there[0]!.properties, triggerThreshold: 7 } });
    const [drifted] = compareRules([file], await workspace.list(), state);
    assert.deepEqual([drifted?.state, drifted?.theirs], ['drifted', ['triggerThreshold']]);
    assert.deepEqual(
      compareRules([], there, state).map((each) => each.state),
      ['onlyThere'],
    );
  });

  it('deploys new rules switched off where asked, and leaves the switch of others alone', async () => {
    const workspace = new Workspace();
    await carryOut(await plan(workspace, [folderRule()], { disabled: true }), workspace, []);
    assert.equal(workspace.rules.get(ID)?.properties['enabled'], false);
    await carryOut(await plan(workspace, [folderRule(['severity: Medium', 'severity: Low'])]), workspace, []);
    assert.deepEqual(
      [workspace.rules.get(ID)?.properties['enabled'], workspace.rules.get(ID)?.properties['severity']],
      [false, 'Low'],
    );
  });

  it('sends nothing where something was changed meanwhile, and tries nothing after a failure', async () => {
    const workspace = new Workspace();
    await carryOut(await plan(workspace, [folderRule()]), workspace, []);
    const stale = await plan(workspace, [
      folderRule(['severity: Medium', 'severity: Low']),
      folderRule([ID, OTHER]),
    ]);
    const there = workspace.rules.get(ID)!;
    workspace.rules.set(ID, { ...there, etag: '"changed"' });
    const { steps } = await carryOut(stale, workspace, []);
    assert.deepEqual(
      steps.map(({ outcome }) => outcome),
      ['failed', 'notTried'],
    );
    assert.equal(workspace.rules.get(ID)?.properties['severity'], 'Medium');
  });

  it('does not overwrite what was changed in the workspace unless asked', async () => {
    const workspace = new Workspace();
    const state = { [ID]: normalProperties(folderRule().properties) };
    await carryOut(await plan(workspace, [folderRule()]), workspace, []);
    const there = workspace.rules.get(ID)!;
    workspace.rules.set(ID, { ...there, properties: { ...there.properties, triggerThreshold: 7 } });
    const careful = await plan(workspace, [folderRule()], { state });
    assert.deepEqual([careful.steps.length, careful.untouched[0]?.state], [0, 'drifted']);
    assert.equal((await plan(workspace, [folderRule()], { state, overwriteDrift: true })).steps.length, 1);
  });

  it('deletes nothing whose name was not typed', async () => {
    const workspace = new Workspace();
    await carryOut(await plan(workspace, [folderRule()]), workspace, []);
    const removal = await plan(workspace, [], { remove: [ID] });
    await assert.rejects(carryOut(removal, workspace, []), { code: 'deploy.not-named' });
    assert.equal(workspace.rules.size, 1);
    const result = await carryOut(removal, workspace, ['Many refused sign-ins']);
    assert.equal(workspace.rules.size, 0);
    await carryOut(planRollback(result, NOW), workspace, []);
    assert.equal(workspace.rules.get(ID)?.properties['displayName'], 'Many refused sign-ins');
    await assert.rejects(plan(workspace, [], { remove: ['nothing'] }), { code: 'deploy.no-such-rule' });
  });

  it('rolls back to what was there, and switches off what was not', async () => {
    const workspace = new Workspace();
    await carryOut(await plan(workspace, [folderRule()]), workspace, []);
    const before = normalProperties(workspace.rules.get(ID)!.properties);
    const result = await carryOut(
      await plan(workspace, [folderRule(['severity: Medium', 'severity: Low']), folderRule([ID, OTHER])]),
      workspace,
      [],
    );
    const back = await carryOut(planRollback(result, NOW), workspace, []);
    assert.deepEqual(
      back.steps.map(({ outcome, differs }) => [outcome, differs]),
      [
        ['done', []],
        ['done', []],
      ],
    );
    assert.deepEqual(normalProperties(workspace.rules.get(ID)!.properties), before);
    assert.equal(workspace.rules.get(OTHER)?.properties['enabled'], false);
  });

  it('does not carry out a plan that was edited, or that is for another workspace', async () => {
    const workspace = new Workspace();
    const made = await plan(workspace, [folderRule()]);
    const text = JSON.stringify(made);
    assert.deepEqual(JSON.parse(JSON.stringify(readPlan(text))), JSON.parse(text));
    assert.throws(() => readPlan(text.replace('Medium', 'High')), { code: 'deploy.plan-invalid' });
    await assert.rejects(carryOut({ ...made, workspace: '/other' }, workspace, []), {
      code: 'deploy.other-workspace',
    });
  });
});
