import assert from 'node:assert/strict';
import { collect } from '../../../src/azure/collect/collect.ts';
import { directorySource } from '../../../src/azure/collect/listSources.ts';
import { tableSource } from '../../../src/azure/collect/tableSource.ts';
import { AlertRules } from '../../../src/azure/alertRules.ts';
import type { RemoteConnection } from '../../../src/azure/connections/remoteConnection.ts';
import { openConnection } from '../../../src/azure/connections/settings.ts';
import { Defender } from '../../../src/azure/incidents/defender.ts';
import { defenderDetails, sentinelDetails } from '../../../src/azure/incidents/details.ts';
import { IncidentList } from '../../../src/azure/incidents/incidentList.ts';
import { planComment, planTask, runComment, runTask } from '../../../src/azure/incidents/parts.ts';
import { runPlaybook } from '../../../src/azure/incidents/playbookRun.ts';
import { listPlaybooks } from '../../../src/azure/incidents/playbooks.ts';
import { Sentinel } from '../../../src/azure/incidents/sentinel.ts';
import { planTriage, runTriage, type TriageTarget } from '../../../src/azure/incidents/triage.ts';
import type { ChangeOutcome } from '../../../src/azure/outcome.ts';
import type { AzureClient } from '../../../src/azure/pipeline/client.ts';
import { Inventory } from '../../../src/azure/resources/inventory.ts';
import { ResourceTags } from '../../../src/azure/resources/tags.ts';
import { carryOut } from '../../../src/detections/ship/apply.ts';
import { planShipping } from '../../../src/detections/ship/plan.ts';
import { OPEN_INCIDENTS } from '../../../src/domain/incident.ts';
import { normalProperties } from '../../../src/detections/ship/normal.ts';
import { KeptSlices } from '../../support/keptSlices.ts';
import type { Simulator } from '../../simulator/simulator.ts';

/** What an action said at its end. */
export type Said =
  | { readonly kind: 'whole' }
  /** It said that something is missing or not known, and why. */
  | { readonly kind: 'told'; readonly errors: readonly unknown[] };

export interface Action {
  readonly name: string;
  /** Does it and checks that the tenant is as it says. Rejects with what a person is then told. */
  run(client: AzureClient): Promise<Said>;
  /** After a rejection: the tenant is as it was before. */
  unchanged?(): void;
  /** Reads that end with what they have, whatever a service left out. */
  readonly lists?: boolean;
}

const WHOLE: Said = { kind: 'whole' };
const told = (...errors: readonly unknown[]): Said => ({ kind: 'told', errors });
const WINDOW = { start: '2026-03-16T00:00:00.000Z', end: '2026-03-18T00:00:00.000Z' };

/** Everything that is done to a tenant, by the code that the editor and the command line use. */
export async function actions(simulator: Simulator, calm: AzureClient): Promise<readonly Action[]> {
  const sentinel = (client: AzureClient) =>
    new Sentinel(client, { workspace: simulator.sentinel.workspace, tenant: undefined });
  const [incident = ''] =
    [...simulator.sentinel.incidents].find(([, { properties }]) => properties['status'] === 'New') ?? [];
  const [xdr = ''] = simulator.graph.incidents.keys();
  const connection = (client: AzureClient, kind: 'logAnalytics' | 'defender' | 'kusto'): RemoteConnection =>
    openConnection(
      client,
      {
        name: kind,
        kind,
        workspaces: [simulator.workspaces[0]!.customerId],
        cluster: simulator.endpoints.kusto,
        database: simulator.database,
      },
      () => Promise.resolve([]),
    );
  const target = (client: AzureClient, side: 'sentinel' | 'defender'): TriageTarget =>
    side === 'sentinel'
      ? { kind: 'sentinel', sentinel: sentinel(client), name: incident, id: `/${incident}` }
      : { kind: 'defender', defender: new Defender(client, undefined), id: xdr };
  const stored = (side: 'sentinel' | 'defender'): Record<string, unknown> =>
    side === 'sentinel'
      ? simulator.sentinel.incidents.get(incident)!.properties
      : simulator.graph.incidents.get(xdr)!;

  /** `state` is what the change is about; after it, it is as the outcome says. */
  const checked = (outcome: ChangeOutcome, before: string, state: () => string, wanted: string): Said => {
    if (outcome.kind === 'applied') {
      assert.equal(state(), wanted, 'applied, and the tenant has it');
      return WHOLE;
    }
    if (outcome.kind === 'failed' && outcome.applied === 'unknown')
      assert.ok([before, wanted].includes(state()));
    else assert.equal(state(), before, 'refused, and the tenant is as it was');
    return told(outcome.kind === 'conflict' ? new Error('conflict.') : outcome.error);
  };

  let turn = 0;
  const change = (side: 'sentinel' | 'defender'): Action => {
    const state = () => JSON.stringify([stored(side)['severity'], stored(side)['status']]).toLowerCase();
    let before = '';
    return {
      name: `triage in ${side}`,
      async run(client) {
        before = state();
        const severity = ++turn % 2 === 0 ? 'low' : 'medium';
        const plan = await planTriage(target(client, side), { severity, status: 'active' }, 'Change it');
        assert.equal(state(), before, 'planning changes nothing');
        const wanted = JSON.stringify([severity, String(plan.after['status'])]).toLowerCase();
        return checked(await runTriage(plan), before, state, wanted);
      },
      unchanged: () => assert.equal(state(), before),
    };
  };
  const comments = (side: 'sentinel' | 'defender'): readonly string[] =>
    side === 'sentinel'
      ? [...simulator.sentinel.parts.get(incident)!.comments.values()].map(
          ({ properties }) => (properties as { message: string }).message,
        )
      : (stored('defender')['comments'] as { comment: string }[]).map(({ comment }) => comment);
  const comment = (side: 'sentinel' | 'defender'): Action => {
    let before = '';
    return {
      name: `comment in ${side}`,
      async run(client) {
        before = JSON.stringify(comments(side));
        const text = `Comment ${++turn}`;
        const wanted = JSON.stringify([...comments(side), text]);
        const outcome = await runComment(planComment(target(client, side), text));
        return checked(outcome, before, () => JSON.stringify(comments(side)), wanted);
      },
      unchanged: () => assert.equal(JSON.stringify(comments(side)), before),
    };
  };
  const tasks = (): string =>
    JSON.stringify([...simulator.sentinel.parts.get(incident)!.tasks.keys()].length);

  const count = async (kind: 'logAnalytics' | 'defender' | 'kusto', table: string): Promise<number> => {
    let rows = 0;
    await connection(calm, kind).query({ text: table }, (chunk) => void (rows += chunk.length));
    return rows;
  };
  const query = async (kind: 'logAnalytics' | 'defender' | 'kusto'): Promise<Action> => {
    const all = await count(kind, 'SecurityAlert');
    return {
      name: `query ${kind}`,
      async run(client) {
        let rows = 0;
        const { completeness } = await connection(client, kind).query(
          { text: 'SecurityAlert' },
          (chunk) => void (rows += chunk.length),
        );
        if (completeness.state !== 'complete') return told(new Error(completeness.reason));
        assert.equal(rows, all, 'called complete, and all of it');
        return WHOLE;
      },
    };
  };

  const collecting = async (
    name: string,
    open: (client: AzureClient) => Promise<Parameters<typeof collect>[0]>,
  ): Promise<Action> => {
    const all = new KeptSlices();
    await collect(await open(calm), all, WINDOW, () => undefined, undefined, 40);
    let kept = new KeptSlices();
    return {
      name: `collect ${name}`,
      lists: true,
      async run(client) {
        kept = new KeptSlices();
        const source = await open(client);
        const { differences } = await collect(source, kept, WINDOW, () => undefined, undefined, 40);
        if (differences.length > 0) return told(...differences.map((each) => new Error(each)));
        assert.equal(kept.rows, all.rows, 'ended, and all rows are there');
        return WHOLE;
      },
      unchanged: () => assert.ok(kept.rows <= all.rows, 'nothing twice'),
    };
  };
  const soc = (client: AzureClient) =>
    tableSource(connection(client, 'logAnalytics'), 'SigninLogs', () => Promise.resolve());
  const [, , subscription = ''] = simulator.sentinel.workspace.split('/');
  const directory = (table: string) => (client: AzureClient) => {
    const source = directorySource(client, table, { subscription });
    assert.ok(source);
    return Promise.resolve(source);
  };

  const [resource] = (await new Inventory(calm, undefined).search('storageAccounts')).resources;
  const { items: groups } = await new Inventory(calm, undefined).groups(subscription);
  const [playbook] = (await listPlaybooks(calm, sentinel(calm))).items;
  const union = new Set(
    [...simulator.sentinel.incidents.values()].map(({ properties }) => Number(properties['incidentNumber'])),
  );
  for (const id of simulator.graph.incidents.keys()) union.add(Number(id) - 5_000);

  return [
    {
      name: 'list incidents',
      lists: true,
      async run(client) {
        const list = new IncidentList(
          { sentinels: [{ sentinel: sentinel(client) }], defender: new Defender(client, undefined) },
          { ...OPEN_INCIDENTS, statuses: [] },
          '',
        );
        while (!list.done) await list.more();
        if (list.problems.length > 0) return told(...list.problems.map(({ error }) => error));
        assert.equal(list.items.length, union.size);
        return WHOLE;
      },
    },
    {
      name: 'what hangs on an incident',
      lists: true,
      async run(client) {
        const details = await sentinelDetails(sentinel(client), incident);
        const shown = defenderDetails(await new Defender(client, undefined).read(xdr));
        if (details.problems.length > 0) return told(...details.problems.map((each) => new Error(each)));
        assert.ok(details.alerts.length > 0 && details.entities.length > 0);
        assert.ok(shown.entities.length > 0);
        return WHOLE;
      },
    },
    change('sentinel'),
    change('defender'),
    comment('sentinel'),
    comment('defender'),
    {
      name: 'task',
      async run(client) {
        const before = tasks();
        const at = target(client, 'sentinel');
        assert.ok(at.kind === 'sentinel');
        const plan = planTask(at, { title: `Task ${++turn}`, description: '', done: false });
        return checked(await runTask(plan), before, tasks, String(Number(before) + 1));
      },
    },
    {
      name: 'playbook',
      async run(client) {
        const { runs } = simulator.sentinel;
        const before = runs.length;
        const outcome = await runPlaybook(client, sentinel(client), incident, playbook!, () => undefined, {
          interval: 0,
          polls: 4,
        });
        if (outcome.kind === 'started') {
          assert.equal(runs.length, before + 1, 'started once');
          return outcome.run.status === 'Succeeded' ? WHOLE : told(new Error('not followed to its end.'));
        }
        if (outcome.kind === 'refused') assert.equal(runs.length, before, 'refused, and not started');
        if (outcome.kind === 'accepted') assert.equal(runs.length, before + 1, 'accepted, and started once');
        return told(outcome.error ?? new Error('no run was seen.'));
      },
    },
    await query('logAnalytics'),
    await query('defender'),
    await query('kusto'),
    await collecting('SigninLogs of a workspace', soc),
    await collecting('AuditLogs of Graph', directory('AuditLogs')),
    await collecting('the activity log', directory('AzureActivity')),
    {
      name: 'resources',
      async run(client) {
        const inventory = new Inventory(client, undefined);
        const found = await inventory.subscriptions();
        if (found.problem) return told(found.problem);
        assert.equal(found.items.length, 2);
        const shown = await inventory.groups(subscription);
        if (shown.problem) return told(shown.problem);
        assert.deepEqual(shown.items, groups);
        assert.ok((await inventory.search('storageAccounts')).resources.length > 0);
        return WHOLE;
      },
    },
    {
      name: 'tag',
      async run(client) {
        const before = simulator.tagsOf(resource!.id)['criticality'] ?? '';
        const wanted = ++turn % 2 === 0 ? 'high' : 'low';
        const outcome = await new ResourceTags(client, resource!.id, undefined).set('criticality', wanted);
        return checked(outcome, before, () => simulator.tagsOf(resource!.id)['criticality'] ?? '', wanted);
      },
    },
    {
      name: 'deploy',
      async run(client) {
        const { rules } = simulator.sentinel.alertRules;
        rules.clear();
        const workspace = new AlertRules(client, simulator.sentinel.workspace);
        const files = ['one', 'two'].map((name) => ({
          name,
          path: `${name}.yaml`,
          kind: 'Scheduled',
          saysEnabled: true,
          properties: { ...RULE, displayName: name },
        }));
        const options = {
          workspace: workspace.id,
          now: '2026-03-01T00:00:00Z',
          disabled: true,
          remove: [],
          overwriteDrift: false,
        };
        const plan = planShipping(files, await workspace.list(), {}, options);
        assert.equal(rules.size, 0, 'planning changes nothing');
        const { steps } = await carryOut(plan, workspace, []);
        for (const { id, outcome, after, problem } of steps) {
          const there = rules.get(id);
          if (outcome === 'done') assert.ok(there && after, `${id} is done and there`);
          else if (!/not known/.test(problem ?? ''))
            assert.equal(there, undefined, `${id} ${outcome}, and not there`);
          if (outcome === 'done' && there)
            assert.equal(normalProperties(there.properties)['displayName'], id);
        }
        const short = steps.filter(({ outcome, differs }) => outcome !== 'done' || differs.length > 0);
        return short.length === 0
          ? WHOLE
          : told(
              ...short.map(
                ({ problem, differs }) => new Error(problem ?? `${differs.join(', ') || 'not tried'}.`),
              ),
            );
      },
    },
  ];
}

const RULE = {
  enabled: true,
  severity: 'Low',
  query: 'SigninLogs',
  queryFrequency: 'PT1H',
  queryPeriod: 'PT1H',
  triggerOperator: 'GreaterThan',
  triggerThreshold: 0,
  suppressionEnabled: false,
  suppressionDuration: 'PT5H',
};
