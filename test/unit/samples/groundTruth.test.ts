import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { JsonObject, JsonValue } from '../../../src/base/json.ts';
import { generate } from '../../../src/samples/generate.ts';
import { DEFAULT_OPTIONS, planSample, scenarioNames } from '../../../src/samples/plan.ts';
import type { Row, SampleEvent } from '../../../src/samples/table.ts';
import { textOf } from '../../../src/samples/table.ts';

const ATTACK = new URL('../../../../shared/attack/enterprise-19.0.json', import.meta.url);

describe('samples: ground truth', function () {
  this.timeout(20_000);
  const plan = planSample({ ...DEFAULT_OPTIONS, rows: 20_000, scenarios: scenarioNames() });
  let events: SampleEvent[];

  before(() => {
    events = [...generate(plan)].flat();
  });

  it('has the six attacks, each over several stages, techniques and tables', () => {
    assert.deepEqual([...scenarioNames()].sort(), [
      'aitm',
      'application',
      'insider',
      'phishing',
      'ransomware',
      'spray',
    ]);
    for (const name of scenarioNames()) {
      const planted = plan.truth.events.filter(({ scenario }) => scenario === name);
      const kinds = (key: 'stage' | 'technique' | 'table'): number =>
        new Set(planted.map((event) => event[key])).size;
      assert.ok(kinds('stage') >= 3, `${name} has ${kinds('stage')} stages`);
      assert.ok(kinds('technique') >= 3, `${name} has ${kinds('technique')} techniques`);
      assert.ok(kinds('table') >= 2, `${name} is seen in ${kinds('table')} tables`);
    }
  });

  it('names each planted event so that exactly its own rows match', () => {
    const rows = new Map<string, JsonObject[]>();
    for (const { table, row } of events) {
      const list = rows.get(table.name) ?? [];
      list.push(row);
      rows.set(table.name, list);
    }
    for (const planted of plan.truth.events) {
      const matching = (rows.get(planted.table) ?? []).filter((row) =>
        Object.entries(planted.match).every(([column, value]) => same(row[column] ?? null, value)),
      );
      assert.equal(
        matching.length,
        1,
        `${planted.scenario}, ${planted.stage}: ${JSON.stringify(planted.match)}`,
      );
    }
  });

  it('lies inside the time that each scenario says', () => {
    for (const scenario of plan.truth.scenarios)
      for (const event of plan.truth.events.filter((one) => one.scenario === scenario.name))
        assert.ok(
          event.time >= scenario.first && event.time <= scenario.last,
          `${scenario.name} ${event.time}`,
        );
  });

  it('has an incident for every scenario, whose alerts are there', () => {
    const alerts = new Set(
      events.filter(({ table }) => table.name === 'SecurityAlert').map(({ row }) => row['SystemAlertId']),
    );
    const incidents = events.filter(({ table }) => table.name === 'SecurityIncident').map(({ row }) => row);
    assert.equal(plan.incidents.length, scenarioNames().length);
    for (const number of plan.incidents) {
      const versions = incidents.filter((row) => row['IncidentNumber'] === number);
      assert.ok(versions.length >= 1, `incident ${number}`);
      for (const id of versions[0]?.['AlertIds'] as string[]) assert.ok(alerts.has(id), `alert ${id}`);
    }
    assert.ok(incidents.length > 2 * plan.incidents.length, 'there are everyday incidents too');
  });

  it('agrees with itself: tokens, sessions and resources named in one table are known in another', () => {
    const of = (name: string): Row[] =>
      events.filter(({ table }) => table.name === name).map(({ row }) => row);
    const tokens = new Set(
      ['SigninLogs', 'AADNonInteractiveUserSignInLogs', 'AADServicePrincipalSignInLogs']
        .flatMap(of)
        .map((row) => row['UniqueTokenIdentifier']),
    );
    const graph = of('MicrosoftGraphActivityLogs');
    const known = graph.filter((row) => tokens.has(row['SignInActivityId'] ?? ''));
    assert.ok(
      known.length / graph.length > 0.98,
      `${known.length} of ${graph.length} Graph calls have a sign-in`,
    );
    for (const row of of('SecurityIncident'))
      assert.ok(textOf(row, 'LastModifiedTime') >= textOf(row, 'CreatedTime'));
    for (const row of of('AADUserRiskEvents'))
      assert.ok(textOf(row, 'TimeGenerated') >= textOf(row, 'ActivityDateTime'));
    for (const row of of('AzureActivity'))
      assert.ok(textOf(row, 'EventSubmissionTimestamp') > textOf(row, 'TimeGenerated'));
  });

  it('uses techniques and tactics that ATT&CK v19 has', function () {
    if (!existsSync(ATTACK)) return this.skip();
    const known = techniques(JSON.parse(readFileSync(ATTACK, 'utf8')) as JsonObject);
    for (const { scenario, stage, technique, tactic } of plan.truth.events) {
      const tactics = known.get(technique ?? '');
      assert.ok(tactics, `${scenario}, ${stage}: no ${String(technique)}`);
      assert.ok(
        tactics.includes(tactic ?? ''),
        `${scenario}, ${stage}: ${String(technique)} is not ${String(tactic)} but ${tactics.join(', ')}`,
      );
    }
  });
});

function same(a: JsonValue, b: JsonValue): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function techniques(data: JsonObject): Map<string, readonly string[]> {
  const list = data['techniques'] as readonly { readonly id: string; readonly tactics: readonly string[] }[];
  return new Map(list.map(({ id, tactics }) => [id, tactics]));
}
