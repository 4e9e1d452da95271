import assert from 'node:assert/strict';
import { openConnection } from '../../src/azure/connections/settings.ts';
import { AzureFault } from '../../src/azure/faults/fault.ts';
import { Defender, readDefender } from '../../src/azure/incidents/defender.ts';
import { defenderDetails, sentinelDetails } from '../../src/azure/incidents/details.ts';
import { IncidentList } from '../../src/azure/incidents/incidentList.ts';
import { readSentinel, Sentinel } from '../../src/azure/incidents/sentinel.ts';
import { changesNothing, planTriage, runTriage } from '../../src/azure/incidents/triage.ts';
import { runLongOperation } from '../../src/azure/pipeline/longRunning.ts';
import { Pages } from '../../src/azure/pipeline/paging.ts';
import { askResourceGraph } from '../../src/azure/resources/resourceGraph.ts';
import { OPEN_INCIDENTS } from '../../src/domain/incident.ts';
import type { Reply } from '../simulator/http.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { failureOf, sharedSimulator, signIn } from './support.ts';

const LIST = {
  plane: 'arm',
  url: '/subscriptions?api-version=2022-12-01',
  what: 'list subscriptions',
} as const;

/** What the services' descriptions allow, and what stands between them and us does, that our simulator does not do by itself. */
describe('answers as the services may give them', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  before(async () => (simulator = await sharedSimulator()));
  afterEach(() => simulator.faults.clear());

  const answer = (...replies: readonly Reply[]): void => {
    for (const reply of replies)
      simulator.faults.inject({ times: 1, fault: { kind: 'answer', change: () => reply } });
  };
  const ok = (body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
    status: 200,
    headers,
    body,
  });
  const pages = (): Pages => new Pages(signIn(simulator).client, LIST);
  const html = (status: number): Reply => ({
    status,
    headers: { 'content-type': 'text/html' },
    body: '<!DOCTYPE html><html><body>Who are you?</body></html>',
  });

  it('lists without value, with null, as a bare list, or with nothing at all', async () => {
    for (const reply of [
      ok({}),
      ok({ value: null }),
      ok({ '@odata.context': 'x' }),
      { status: 204 },
      ok([]),
    ]) {
      answer(reply);
      assert.deepEqual((await pages().read()).items, [], JSON.stringify(reply.body));
    }
    answer(ok([{ a: 1 }]), ok({ value: 3 }));
    assert.equal((await pages().read()).items.length, 1);
    assert.equal((await failureOf(pages().read())).code, 'azure.bad-answer');
  });

  it('pages without items, links in full and relative ones, with the version left out', async () => {
    const { arm } = simulator.endpoints;
    const from = simulator.requests.length;
    answer(
      ok({ value: [], nextLink: `${arm}/subscriptions?$skiptoken=1&api-version=2022-12-01` }),
      ok({ value: [{ n: 1 }], nextLink: '/subscriptions?$skiptoken=2' }),
      ok({ value: [{ n: 2 }], nextLink: 'subscriptions?$skiptoken=3' }),
      ok({ value: [{ n: 3 }], nextLink: '?$skiptoken=4' }),
      ok({ value: [{ n: 4 }], nextLink: '' }),
    );
    assert.deepEqual(await pages().all(), [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
    const asked = simulator.requests.slice(from).map(({ path, query }) => `${path}?${query}`);
    assert.ok(
      asked.every((each) => each.startsWith('/subscriptions?') && each.includes('api-version=2022-12-01')),
    );
  });

  it('lists that never end in pages without items, and lists that are too long', async () => {
    let page = 0;
    const next = () => `${simulator.endpoints.arm}/subscriptions?$skiptoken=${++page}`;
    simulator.faults.inject({ fault: { kind: 'answer', change: () => ok({ value: [], nextLink: next() }) } });
    assert.equal((await failureOf(pages().all())).code, 'azure.paging-loop');
    simulator.faults.clear();
    answer(ok({ value: [{}, {}, {}] }));
    assert.equal((await failureOf(pages().all(undefined, 2))).code, 'azure.list-too-long');
  });

  it('counts as texts, and numbers that a double cannot hold', async () => {
    answer(ok('{"@odata.count":"12","value":[{"id":90071992547409931}]}'));
    const page = await pages().read();
    assert.deepEqual([page.total, page.items], [12, [{ id: '90071992547409931' }]]);
  });

  const errors: readonly (readonly [form: string, body: unknown, code: string, message: RegExp])[] = [
    [
      'ARM',
      { error: { code: 'A', message: 'one', details: [{ code: 'B', message: 'two' }] } },
      'A',
      /one two/,
    ],
    [
      'Graph',
      { error: { code: 'A', message: 'one', innerError: { 'request-id': 'r', date: 'd' } } },
      'A',
      /one/,
    ],
    [
      'Log Analytics',
      {
        error: {
          message: 'one',
          code: 'A',
          innererror: { code: 'B', message: 'two', innererror: { message: 'three' } },
        },
      },
      'A',
      /one three/,
    ],
    ['OData', { 'odata.error': { code: 'A', message: { lang: 'en', value: 'one' } } }, 'A', /one/],
    ['Kusto', { error: { code: 'A', message: 'short', '@message': 'one' } }, 'A', /one/],
    ['OAuth', { error: 'A', error_description: 'one' }, 'A', /one/],
    ['bare', { Code: 'A', Message: 'one' }, 'A', /one/],
    ['numbers', { error: { code: 17, message: 'one' } }, '17', /one/],
    ['a list', [{ error: { code: 'A', message: 'one' } }], 'A', /one/],
  ];
  for (const [form, body, code, message] of errors)
    it(`errors in the form of ${form}`, async () => {
      answer({ status: 400, body });
      const error = await failureOf(signIn(simulator).client.send(LIST));
      assert.ok(error instanceof AzureFault);
      assert.equal(error.reply?.code, code);
      assert.match(error.message, message);
    });

  it('pages of a proxy: an error is none of Azure’s, a success is no answer', async () => {
    const { client } = signIn(simulator);
    for (const status of [302, 403, 404, 407]) {
      answer(html(status));
      assert.equal((await failureOf(client.send(LIST))).code, 'azure.not-azure', String(status));
    }
    answer(html(503), html(200));
    assert.equal((await client.send(LIST)).status, 200, 'what may pass is tried again');
    simulator.faults.inject({ fault: { kind: 'answer', change: () => html(200) } });
    const error = await failureOf(client.send(LIST));
    assert.equal(error.code, 'azure.bad-answer');
    assert.match(error.message, /proxy/);
    const workspaces = [simulator.workspaces[0]!.customerId];
    const soc = openConnection(client, { name: 'soc', kind: 'logAnalytics', workspaces }, () =>
      Promise.resolve([]),
    );
    assert.match((await failureOf(soc.query({ text: 'print 1' }, () => undefined))).message, /proxy/);
  });

  it('a lock is told as one, and no conflict', async () => {
    answer({ status: 409, body: { error: { code: 'ScopeLocked', message: 'The scope is locked.' } } });
    const error = await failureOf(signIn(simulator).client.send({ ...LIST, method: 'PATCH' }));
    assert.equal(error.code, 'azure.locked');
  });

  const run = (method: 'PUT' | 'PATCH' | 'POST') =>
    runLongOperation(signIn(simulator).client, { ...LIST, method }, () => undefined, 1);

  it('long operations by Location, relative too, by Azure-AsyncOperation, and by the resource’s own state', async () => {
    const soon = { 'retry-after': '0' };
    answer(
      { status: 202, headers: { ...soon, location: '/operations/1' } },
      { status: 202, headers: soon },
      ok({ done: 1 }),
    );
    assert.deepEqual(await run('POST'), { done: 1 });
    answer({ status: 202, headers: { ...soon, location: '/operations/1' } }, { status: 204 });
    assert.equal(await run('PATCH'), undefined);
    answer(
      { status: 201, headers: { ...soon, 'azure-asyncoperation': '/operations/2' }, body: {} },
      ok({ status: 'Running' }, soon),
      ok({ status: 'Succeeded' }),
      ok({ it: 'is' }),
    );
    assert.deepEqual(await run('PUT'), { it: 'is' });
    answer(
      { status: 201, headers: soon, body: { properties: { provisioningState: 'Creating' } } },
      ok({ properties: { provisioningState: 'Succeeded' } }),
    );
    assert.deepEqual(await run('PUT'), { properties: { provisioningState: 'Succeeded' } });
    answer(
      {
        status: 202,
        headers: { ...soon, 'azure-asyncoperation': '/operations/3', location: '/operations/3/result' },
      },
      ok({ status: 'Succeeded' }),
      ok({ result: true }),
    );
    assert.deepEqual(await run('POST'), { result: true });
  });

  it('incidents of which everything optional is absent, null or a word of tomorrow', async () => {
    const { client } = signIn(simulator);
    const bare = readSentinel(
      { name: 'x', properties: { title: 't', severity: 'Apocalyptic', status: 'Paused' } },
      'w',
    );
    assert.deepEqual(
      [bare?.incident.severity, bare?.incident.status, bare?.incident.owner],
      ['informational', 'new', ''],
    );
    const nulls = readSentinel(
      { name: 'x', properties: { owner: null, labels: null, additionalData: null } },
      'w',
    );
    assert.deepEqual([nulls?.incident.labels, nulls?.incident.alerts], [[], 0]);
    const graph = readDefender(
      {
        id: '1',
        alerts: null,
        severity: 'unknownFutureValue',
        status: 'awaitingAction',
      },
      undefined,
    );
    assert.deepEqual([graph?.status, graph?.alerts], ['active', 0]);
    assert.deepEqual(
      defenderDetails({ alerts: [{ evidence: [{ '@odata.type': '#x.new' }, null] }, null] }).entities,
      [],
    );
    const sentinel = new Sentinel(client, { workspace: simulator.sentinel.workspace, tenant: undefined });
    simulator.faults.inject({ path: /incidents\/x\//, fault: { kind: 'answer', change: () => ok({}) } });
    const details = await sentinelDetails(sentinel, 'x');
    assert.deepEqual([details.alerts, details.entities, details.problems], [[], [], []]);
    const list = new IncidentList(
      { sentinels: [{ sentinel }], defenders: [{ defender: new Defender(client, undefined) }] },
      OPEN_INCIDENTS,
    );
    answer(ok({ value: [{}, { name: 'y', properties: null }] }), ok({ value: [{}, { id: '2' }] }));
    await list.more();
    assert.deepEqual(list.problems, []);
  });

  it('evidence of every type that has a name', () => {
    const evidence = [
      { '@odata.type': '#microsoft.graph.security.userEvidence', userAccount: { accountName: 'ana' } },
      { '@odata.type': '#microsoft.graph.security.userEvidence', userAccount: null },
      { '@odata.type': '#microsoft.graph.security.fileEvidence', fileDetails: { fileName: 'a.exe' } },
      { '@odata.type': '#microsoft.graph.security.processEvidence', processCommandLine: 'a.exe -x' },
      { '@odata.type': '#microsoft.graph.security.analyzedMessageEvidence', subject: 'Hello' },
      { '@odata.type': '#microsoft.graph.security.cloudApplicationEvidence', displayName: 'App' },
      { '@odata.type': '#microsoft.graph.security.deviceEvidence', hostName: 'pc-1' },
    ];
    assert.deepEqual(
      defenderDetails({ alerts: [{ evidence }] }).entities.map(({ kind }) => kind),
      ['account', 'file', 'process', 'mailmessage', 'cloudapplication', 'host'],
    );
  });

  it('nothing said as null, as an empty text, or by leaving it out is the same nothing', async () => {
    const { client } = signIn(simulator);
    const sentinel = new Sentinel(client, { workspace: simulator.sentinel.workspace, tenant: undefined });
    const [name] = simulator.sentinel.incidents.keys();
    const target = { kind: 'sentinel', sentinel, name: name!, id: '/x' } as const;
    for (const owner of [null, {}, { userPrincipalName: '', email: '' }, undefined]) {
      answer(ok({ name, properties: { title: 't', severity: 'Low', status: 'New', owner } }));
      assert.ok(changesNothing(await planTriage(target, { owner: '' }, 'Take it')), JSON.stringify(owner));
    }
  });

  for (const etag of ['plain', '"quoted"', 'W/"weak"'])
    it(`an etag such as ${etag}, in the body or in the header alone, guards the change as it came`, async () => {
      const { client } = signIn(simulator);
      const sentinel = new Sentinel(client, { workspace: simulator.sentinel.workspace, tenant: undefined });
      const [name = ''] = simulator.sentinel.incidents.keys();
      const stored = simulator.sentinel.incidents.get(name);
      assert.ok(stored);
      const target = { kind: 'sentinel', sentinel, name, id: '/x' } as const;
      stored.etag = etag;
      simulator.faults.inject({
        times: 1,
        method: 'GET',
        fault: {
          kind: 'answer',
          change: ({ body, status }) => {
            const { etag: _left, ...rest } = body as { etag: string };
            return { status, headers: { etag }, body: rest };
          },
        },
      });
      const plan = await planTriage(target, { labels: [etag] }, 'Label it');
      assert.deepEqual(await runTriage(plan), { kind: 'applied' });
      assert.equal(
        (await runTriage({ ...plan, after: { labels: [{ labelName: 'late' }] } })).kind,
        'conflict',
      );
    });

  it('Resource Graph’s rows as a table, and its token under either name', async () => {
    const { client } = signIn(simulator);
    const question = { query: 'resources', top: 10, what: 'list resources' };
    answer(
      ok({
        totalRecords: '2',
        data: { columns: [{ name: 'id', type: 'string' }], rows: [['a'], ['b']] },
        skipToken: 's',
      }),
    );
    assert.deepEqual(await askResourceGraph(client, question), {
      rows: [{ id: 'a' }, { id: 'b' }],
      total: 2,
      next: 's',
      isCut: false,
    });
    answer(ok({ totalRecords: 0, count: 0, resultTruncated: 'false' }));
    assert.deepEqual((await askResourceGraph(client, question)).rows, []);
  });

  it('a query’s answer without types, statistics or rows, and one that is an error', async () => {
    const { client } = signIn(simulator);
    const workspaces = [simulator.workspaces[0]!.customerId];
    const soc = openConnection(client, { name: 'soc', kind: 'logAnalytics', workspaces }, () =>
      Promise.resolve([]),
    );
    const rows: unknown[] = [];
    answer(
      ok({
        tables: [
          {
            name: 'Table_0',
            columns: [{ name: 'a' }, { name: 'n', type: 'Long' }],
            rows: [['x', '9007199254740993']],
          },
        ],
      }),
    );
    await soc.query({ text: 'x' }, (chunk) => void rows.push(...chunk));
    assert.deepEqual(rows, [['x', '9007199254740993']]);
    answer(ok({ tables: [{ columns: [], rows: null }] }));
    assert.equal((await soc.query({ text: 'x' }, () => undefined)).statistics.rows, 0);
    const refused = async (body: object): Promise<string> => {
      answer(ok(body));
      return (await failureOf(soc.query({ text: 'x' }, () => undefined))).message;
    };
    assert.match(
      await refused({ error: { code: 'X', message: 'the cluster is asleep' } }),
      /^Azure could not query soc: the cluster is asleep\.$/,
    );
    const [columns, values] = [[{ name: 'a' }, { name: 'b' }], [['x', 'y']]];
    assert.match(await refused({ tables: [{ columns, rows: '' }] }), /rows are no list/);
    assert.match(await refused({ tables: [{ columns: ['a', ...columns], rows: values }] }), /columns has no/);
  });
});
