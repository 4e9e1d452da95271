import assert from 'node:assert/strict';
import { AlertRules } from '../../../src/azure/alertRules.ts';
import { collect } from '../../../src/azure/collect/collect.ts';
import { directorySource } from '../../../src/azure/collect/listSources.ts';
import { tableSource } from '../../../src/azure/collect/tableSource.ts';
import type { RemoteConnection } from '../../../src/azure/connections/remoteConnection.ts';
import { openConnection } from '../../../src/azure/connections/settings.ts';
import { same } from '../../../src/azure/incidents/compare.ts';
import { Defender } from '../../../src/azure/incidents/defender.ts';
import { defenderDetails, sentinelDetails } from '../../../src/azure/incidents/details.ts';
import { IncidentList } from '../../../src/azure/incidents/incidentList.ts';
import { runPlaybook } from '../../../src/azure/incidents/playbookRun.ts';
import { listPlaybooks } from '../../../src/azure/incidents/playbooks.ts';
import { Sentinel } from '../../../src/azure/incidents/sentinel.ts';
import type { AzureClient } from '../../../src/azure/pipeline/client.ts';
import { Containers } from '../../../src/azure/resources/containers.ts';
import { Inventory } from '../../../src/azure/resources/inventory.ts';
import { carryOut, planRollback, type StepResult } from '../../../src/detections/ship/apply.ts';
import { planShipping } from '../../../src/detections/ship/plan.ts';
import { OPEN_INCIDENTS } from '../../../src/domain/incident.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { KeptSlices } from '../../support/keptSlices.ts';
import { type Action, type Said, told, WHOLE } from './action.ts';
import { changes } from './changes.ts';

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
  const { items: groups } = await new Containers(calm, undefined).groups(subscription);
  const [playbook] = (await listPlaybooks(calm, sentinel(calm))).items;
  const union = new Set(
    [...simulator.sentinel.incidents.values()].map(({ properties }) => Number(properties['incidentNumber'])),
  );
  for (const id of simulator.graph.incidents.keys()) union.add(Number(id) - 5_000);

  const { workspace } = simulator.sentinel;
  const deployment = async (client: AzureClient) => {
    const files = ['one', 'two'].map((name) => ({
      name,
      path: `${name}.yaml`,
      kind: 'Scheduled',
      saysEnabled: true,
      properties: { ...RULE, displayName: name },
    }));
    const options = {
      workspace,
      now: '2026-03-01T00:00:00Z',
      disabled: true,
      remove: [],
      overwriteDrift: false,
    };
    return planShipping(files, await new AlertRules(client, workspace).list(), {}, options);
  };
  /** What each step says is so in the workspace. */
  const shipped = (steps: readonly StepResult[]): Said => {
    for (const { id, outcome, before, after, problem } of steps) {
      const there = simulator.sentinel.alertRules.rules.get(id);
      const isAs = (body: StepResult['after']): boolean =>
        body === null ? !there : !!there && same(there.properties, body.properties);
      if (outcome === 'done') assert.ok(isAs(after), `${id} is done and there`);
      else if (/not known/.test(problem ?? ''))
        assert.ok(isAs(before) || isAs(after), `${id} is one or the other`);
      else assert.ok(isAs(before), `${id} ${outcome}, and as it was`);
    }
    const short = steps.filter(({ outcome, differs }) => outcome !== 'done' || differs.length > 0);
    const problems = short.map(
      ({ problem, differs }) => new Error(problem ?? `${differs.join(', ') || 'not tried'}.`),
    );
    return short.length === 0 ? WHOLE : told(...problems);
  };

  return [
    {
      name: 'list incidents',
      lists: true,
      async run(client) {
        const list = new IncidentList(
          {
            sentinels: [{ sentinel: sentinel(client) }],
            defenders: [{ defender: new Defender(client, undefined) }],
          },
          { ...OPEN_INCIDENTS, statuses: [] },
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
        const containers = new Containers(client, undefined);
        const found = await containers.subscriptions();
        if (found.problem) return told(found.problem);
        assert.equal(found.items.length, 3);
        const shown = await containers.groups(subscription);
        if (shown.problem) return told(shown.problem);
        assert.deepEqual(shown.items, groups);
        assert.ok((await inventory.search('storageAccounts')).resources.length > 0);
        return WHOLE;
      },
    },
    ...(await changes(simulator, calm, { incident, xdr, resource: resource?.id ?? '' })),
    {
      name: 'deploy',
      async run(client) {
        simulator.sentinel.alertRules.rules.clear();
        const { steps } = await carryOut(await deployment(calm), new AlertRules(client, workspace), []);
        return shipped(steps);
      },
    },
    {
      name: 'roll back',
      async run(client) {
        simulator.sentinel.alertRules.rules.clear();
        const made = await carryOut(await deployment(calm), new AlertRules(calm, workspace), []);
        const plan = planRollback(made, '2026-03-01T00:00:00Z', ['one']);
        const { steps } = await carryOut(plan, new AlertRules(client, workspace), ['one']);
        return shipped(steps);
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
