import assert from 'node:assert/strict';
import { AzureFault } from '../../src/azure/faults/fault.ts';
import { Defender } from '../../src/azure/incidents/defender.ts';
import { defenderDetails, sentinelDetails } from '../../src/azure/incidents/details.ts';
import { IncidentList } from '../../src/azure/incidents/incidentList.ts';
import { listPlaybooks } from '../../src/azure/incidents/playbooks.ts';
import { Sentinel } from '../../src/azure/incidents/sentinel.ts';
import { Containers } from '../../src/azure/resources/containers.ts';
import { Inventory, resourcesOf } from '../../src/azure/resources/inventory.ts';
import { listSubscriptions } from '../../src/azure/resources/subscriptions.ts';
import { OPEN_INCIDENTS } from '../../src/domain/incident.ts';
import type { Reply } from '../simulator/http.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { failureOf, sharedSimulator, signIn } from './support.ts';

const ELSEWHERE = 'https://management.example.org/next?api-version=1';

/** Lists in the form of the public specification's examples, with one thing in them that is odd: the rest of them is kept. */
describe('answers of another simulator', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  before(async () => (simulator = await sharedSimulator()));
  afterEach(() => simulator.faults.clear());

  const answer = (path: RegExp, body: unknown, times = Number.POSITIVE_INFINITY): void => {
    const change = (): Reply => ({ status: 200, body });
    simulator.faults.inject({ path, times, fault: { kind: 'answer', change } });
  };
  const sentinel = (): Sentinel =>
    new Sentinel(signIn(simulator).client, {
      workspace: simulator.sentinel.workspace,
      tenant: undefined,
    });
  const id = (...parts: readonly string[]): string =>
    `/subscriptions/s/resourceGroups/G/providers/Microsoft.OperationalInsights/workspaces/w/providers/Microsoft.SecurityInsights/${parts.join('/')}`;

  const incident = {
    id: id('Incidents', 'a1'),
    name: 'a1',
    type: 'Microsoft.SecurityInsights/Incidents',
    etag: '"0300bf09"',
    systemData: { createdBy: 'x' },
    properties: {
      title: 'Mail rules of a stolen session',
      severity: 'High',
      status: 'Active',
      createdTimeUtc: '2026-03-17T08:00:00Z',
      incidentNumber: '3177',
      owner: { objectId: null, email: null, assignedTo: 'Ana Ruiz', userPrincipalName: null },
      labels: [null, { labelName: 'mail', labelType: 'User' }, 'odd'],
      additionalData: {
        alertsCount: '2',
        commentsCount: 3,
        tactics: ['Persistence', null, 7],
        techniques: null,
      },
      relatedAnalyticRuleIds: [],
      incidentUrl: 'https://portal.azure.com/#asset/x',
    },
  };

  it('incidents among odd things, without a name, and with a next page elsewhere', async () => {
    const list = [
      null,
      'x',
      {},
      { properties: {} },
      incident,
      { ...incident, name: undefined, id: id('incidents', 'B2') },
    ];
    answer(/\/incidents$/i, { value: list, nextLink: ELSEWHERE }, 1);
    const read = new IncidentList({ sentinels: [{ sentinel: sentinel() }], defenders: [] }, OPEN_INCIDENTS);
    await read.more();
    assert.deepEqual(
      read.items.map((each) => each.sentinel?.name),
      ['a1', 'B2'],
    );
    const { owner, labels, tactics, alerts, sentinel: own } = read.items[0]!;
    assert.deepEqual(
      [owner, labels, tactics, alerts, own?.number],
      ['Ana Ruiz', ['mail'], ['Persistence'], 2, 3177],
    );
    await read.more();
    assert.equal(read.items.length, 2, 'what was read stays');
    const [problem] = read.problems;
    assert.ok(problem?.error instanceof AzureFault && problem.error.code === 'azure.host-refused');
  });

  it('incidents of Graph with properties that are new, null or missing', async () => {
    const shown = {
      '@odata.type': '#microsoft.graph.security.incident',
      id: '2972395',
      incidentWebUrl: 'https://security.microsoft.com/incidents/2972395',
      tenantId: 't',
      redirectIncidentId: null,
      displayName: 'Several stages at one endpoint',
      createdDateTime: '2026-03-17T08:00:00.1234567Z',
      lastUpdateDateTime: null,
      assignedTo: null,
      classification: 'unknownFutureValue',
      severity: 'unknownFutureValue',
      status: 'inProgress',
      customTags: null,
      comments: [{ comment: 'Looked at', createdBy: 'DavidS', createdTime: '2026-03-17T09:00:00Z' }, null],
      priorityScore: 71,
      'alerts@odata.nextLink': `${simulator.endpoints.graph}/v1.0/security/incidents/2972395/alerts?$skip=1`,
      alerts: [
        null,
        {
          id: 'da1',
          title: 'Suspicious process',
          severity: 'high',
          category: 'Execution',
          mitreTechniques: ['T1059', null],
          evidence: [
            { '@odata.type': '#microsoft.graph.security.brandNewEvidence', name: 'x' },
            {
              '@odata.type': '#microsoft.graph.security.ipEvidence',
              ipAddress: '203.0.113.7',
              countryLetterCode: null,
            },
            { '@odata.type': '#microsoft.graph.security.deviceEvidence', deviceDnsName: 'pc-7.example.com' },
          ],
        },
      ],
    };
    answer(
      /\/security\/incidents$/,
      { '@odata.count': '2', value: [{}, { status: 'redirected' }, shown] },
      1,
    );
    const defender = new Defender(signIn(simulator).client, undefined);
    const read = new IncidentList({ sentinels: [], defenders: [{ defender }] }, OPEN_INCIDENTS);
    await read.more();
    assert.deepEqual(
      read.items.map(({ key, status, severity, modified }) => [key, status, severity, modified]),
      [['xdr/2972395', 'active', 'informational', '2026-03-17T08:00:00.1234567Z']],
    );
    const details = defenderDetails(shown);
    assert.deepEqual(
      details.entities.map(({ value }) => value),
      ['x', '203.0.113.7', 'pc-7.example.com'],
    );
    assert.deepEqual([details.comments.length, details.alerts[0]?.techniques], [1, ['T1059']]);
    assert.match(details.problems[0] ?? '', /first 1 alerts/);
  });

  it('incidents of Graph that knows no order', async () => {
    const error = { code: 'BadRequest', message: "The query specified in the URI is not valid: '$orderby'." };
    const change = (): Reply => ({ status: 400, body: { error } });
    simulator.faults.inject({ path: /\/security\/incidents$/, times: 1, fault: { kind: 'answer', change } });
    const list = [{ id: '7', createdDateTime: '2026-03-17T08:00:00Z', status: 'active' }];
    answer(/\/security\/incidents$/, { value: list }, 1);
    const before = simulator.requests.length;
    const defender = new Defender(signIn(simulator).client, undefined);
    const read = new IncidentList({ sentinels: [], defenders: [{ defender }] }, OPEN_INCIDENTS);
    await read.more();
    assert.deepEqual([read.items.length, read.problems], [1, []]);
    assert.deepEqual(
      simulator.requests.slice(before).map(({ query }) => query.includes('orderby')),
      [true, false],
    );
    simulator.faults.inject({ path: /\/security\/incidents$/, fault: { kind: 'answer', change } });
    const refused = new IncidentList({ sentinels: [], defenders: [{ defender }] }, OPEN_INCIDENTS);
    await refused.more();
    assert.match(String(refused.problems[0]?.error), /not valid/);
  });

  it('what hangs on an incident: what was read of a list stays, and the rest is told', async () => {
    const comment = {
      id: id('incidents', 'a1', 'comments', 'c1'),
      name: 'c1',
      properties: { message: 'Some words', createdTimeUtc: '2026-03-17T09:00:00Z', author: { name: 'ana' } },
    };
    answer(/\/a1\/comments$/, { value: [null, comment], nextLink: ELSEWHERE });
    answer(/\/a1\/tasks$/, { value: [{ name: 't1', properties: { title: 'Ask', status: 'completed' } }] });
    answer(/\/a1\/alerts$/, {
      value: [
        {
          name: 'e1',
          kind: 'SecurityAlert',
          properties: { alertDisplayName: 'Alert', severity: 'Low', tactics: null },
        },
      ],
    });
    answer(/\/a1\/bookmarks$/, {
      value: [
        {
          name: 'b1',
          kind: 'Bookmark',
          properties: { displayName: 'Mark', created: '2026-03-17T09:00:00Z' },
        },
      ],
    });
    answer(/\/a1\/entities$/, {
      entities: [
        null,
        {
          kind: 'Account',
          properties: { friendlyName: 'administrator', accountName: 'administrator', ntDomain: 'domain' },
        },
        { kind: 'NewKind', properties: { friendlyName: 'something' } },
        { kind: 'Ip', properties: null },
      ],
      metaData: [{ entityKind: 'Account', count: 1 }],
    });
    const details = await sentinelDetails(sentinel(), 'a1');
    assert.deepEqual(
      [details.comments.map(({ text, author }) => [text, author]), details.tasks.map(({ done }) => done)],
      [[['Some words', 'ana']], [true]],
    );
    assert.deepEqual(
      details.alerts.map(({ id: own, title }) => [own, title]),
      [['e1', 'Alert']],
    );
    assert.deepEqual(
      details.bookmarks.map(({ title, time }) => [title, time]),
      [['Mark', '2026-03-17T09:00:00Z']],
    );
    assert.deepEqual(
      details.entities.map(({ kind, value }) => [kind, value]),
      [
        ['account', 'domain\\administrator'],
        ['newkind', 'something'],
      ],
    );
    assert.equal(details.problems.length, 1);
  });

  it('parts of an incident that come twice, have numbers for ids, or none', async () => {
    const task = (name: unknown, title: string) => ({ name, properties: { title, status: 'New' } });
    answer(/\/a1\/tasks$/, {
      value: [task('t', 'One'), task('t', 'One'), task(7, 'Two'), task(null, 'Three')],
    });
    answer(/\/a1\/(?!tasks)\w+$/, { value: [], entities: [] });
    const { tasks } = await sentinelDetails(sentinel(), 'a1');
    assert.deepEqual(
      tasks.map(({ id: own, title }) => [own, title]),
      [
        ['t', 'One'],
        ['7', 'Two'],
        ['', 'Three'],
      ],
    );
    const alert = (own: string | number | null) => ({ id: own, title: 'Alert' });
    const { alerts } = defenderDetails({ alerts: [alert(12), alert(12), alert('12'), alert(null)] });
    assert.deepEqual(
      alerts.map(({ id: own }) => own),
      ['12', ''],
    );
  });

  it('subscriptions and playbooks with a next page elsewhere', async () => {
    const { client } = signIn(simulator);
    const subscription = { subscriptionId: 's1', displayName: null, tenantId: 't', state: 'Warned' };
    answer(/^\/subscriptions$/, { value: [subscription, {}], nextLink: ELSEWHERE }, 1);
    const subscriptions = await listSubscriptions(client, undefined);
    assert.deepEqual(
      [subscriptions.items.map(({ name }) => name), subscriptions.problem?.code],
      [['s1'], 'azure.host-refused'],
    );
    const workflow = {
      id: '/subscriptions/s/w',
      name: 'test-workflow',
      properties: { state: 'Enabled' },
      tags: {},
    };
    answer(/Microsoft\.Logic\/workflows$/, { value: [workflow], nextLink: 'http://tempuri.org' });
    const playbooks = await listPlaybooks(client, sentinel());
    assert.ok(playbooks.items.some(({ name }) => name === 'test-workflow'));
    assert.equal(playbooks.problem?.code, 'azure.host-refused');
  });

  it('resources of which the service left some out and names no next page', async () => {
    const rows = [{ id: 's1', name: 'One' }];
    for (const resultTruncated of ['true', true]) {
      answer(/ResourceGraph/, { totalRecords: 5_000, count: 1, resultTruncated, data: rows, facets: [] });
      const { client } = signIn(simulator);
      const found = await new Containers(client, undefined).subscriptions();
      assert.deepEqual([found.items.length, found.problem?.code], [1, 'azure.list-cut']);
      const page = await new Inventory(client, undefined).search('vm');
      assert.deepEqual([page.resources.length, page.problem?.code], [1, 'azure.list-cut']);
      simulator.faults.clear();
    }
  });

  it('resources that come on two pages, and ids in either case', async () => {
    const one = { id: '/subscriptions/S/resourceGroups/G/providers/P/t/one', name: 'one', tags: { a: 'b' } };
    const two = { ...one, id: one.id.replace('one', 'two'), name: 'two' };
    const rows = (...data: readonly object[]) => ({ data, totalRecords: 9, $skipToken: 'more' });
    answer(/Microsoft\.ResourceGraph/, rows(one, two), 1);
    answer(
      /Microsoft\.ResourceGraph/,
      rows({ ...two, id: two.id.toUpperCase() }, { ...one, id: `${one.id}s` }),
      1,
    );
    const inventory = new Inventory(signIn(simulator).client, undefined);
    const pages = [await inventory.group('s', 'g'), await inventory.group('s', 'g', 'other')];
    assert.deepEqual(
      resourcesOf(pages).map(({ id }) => id),
      [one.id, two.id, `${one.id}s`],
    );
    simulator.faults.clear();
    answer(/Microsoft\.ResourceGraph/, {
      data: [
        { id: 'ABC', name: 'Production', tenantId: 'T', resources: 7 },
        { id: 'abc', name: '', resources: 7 },
      ],
      totalRecords: 2,
    });
    const { items } = await new Containers(signIn(simulator).client, undefined).subscriptions();
    assert.deepEqual(
      items.map(({ id, resources }) => [id, resources]),
      [['abc', 7]],
    );
  });

  it('resources whose token is always the same, and rows without an id', async () => {
    const inventory = new Inventory(signIn(simulator).client, undefined);
    const rows = [
      { id: '/subscriptions/s/resourceGroups/G/providers/P/t/Vm', tags: null },
      { name: 'x' },
      null,
    ];
    answer(/ResourceGraph/, {
      totalRecords: 47,
      count: 3,
      resultTruncated: 'false',
      $skipToken: 'same',
      data: rows,
    });
    const found = await new Containers(signIn(simulator).client, undefined).subscriptions();
    assert.ok(found.items.length > 0);
    assert.equal(found.problem?.code, 'azure.paging-loop');
    const page = await inventory.search('vm');
    assert.deepEqual(
      page.resources.map(({ name, tags }) => [name, tags]),
      [['Vm', {}]],
    );
    assert.equal((await failureOf(inventory.search('vm', page.next))).code, 'azure.paging-loop');
  });
});
