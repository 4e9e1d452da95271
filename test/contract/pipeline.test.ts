import assert from 'node:assert/strict';
import { isAllowed } from '../../src/azure/clouds.ts';
import { cloudNamed, customCloud } from '../../src/azure/clouds.ts';
import { AzureFault } from '../../src/azure/faults/fault.ts';
import { mayHaveApplied } from '../../src/azure/outcome.ts';
import { AzureClient } from '../../src/azure/pipeline/client.ts';
import { runLongOperation } from '../../src/azure/pipeline/longRunning.ts';
import { Pages } from '../../src/azure/pipeline/paging.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { cloudOf, failureOf, sharedSimulator, signIn } from './support.ts';

const LIST = {
  plane: 'arm',
  url: '/subscriptions?api-version=2022-12-01',
  what: 'list subscriptions',
  need: { kind: 'role', role: 'Reader', scope: 'the subscription', action: '*/read' },
} as const;

describe('the pipeline to Azure', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  before(async () => (simulator = await sharedSimulator()));
  afterEach(() => simulator.faults.clear());

  it('reads a list with a token for the plane that it goes to', async () => {
    const { client, credential } = signIn(simulator);
    const { body } = await client.send({ ...LIST, tenant: 'a-tenant' });
    assert.equal((body as { value: unknown[] }).value.length, 3);
    await client.send({ plane: 'graph', url: '/v1.0/me', what: 'read me' });
    assert.deepEqual(
      credential.asked.map(({ scope, tenant }) => [scope, tenant]),
      [
        [`${simulator.endpoints.arm}/.default`, 'a-tenant'],
        [`${simulator.endpoints.graph}/.default`, undefined],
      ],
    );
  });

  it('waits as long as Retry-After says, and doubles its waits where nothing is said', async () => {
    const { client, waits } = signIn(simulator);
    simulator.faults.inject({ times: 1, fault: { kind: 'status', status: 429, retryAfter: '7' } });
    simulator.faults.inject({ times: 2, fault: { kind: 'status', status: 503 } });
    await client.send(LIST);
    assert.deepEqual(waits, [7_000, 1_600, 3_200]);
  });

  it('measures a Retry-After date by the service’s clock', async () => {
    const { client, waits } = signIn(simulator);
    simulator.faults.skewSeconds = 3_600;
    const until = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 3_600_000 + 10_000).toUTCString();
    simulator.faults.inject({ times: 1, fault: { kind: 'status', status: 429, retryAfter: until } });
    await client.send(LIST);
    assert.ok(waits[0] !== undefined && waits[0] >= 9_000 && waits[0] <= 12_000, String(waits[0]));
  });

  it('tells a wait that is too long instead of sitting through it', async () => {
    const { client, waits } = signIn(simulator);
    simulator.faults.inject({ fault: { kind: 'status', status: 429, retryAfter: '900' } });
    const error = await failureOf(client.send(LIST));
    assert.equal(error.code, 'azure.throttled');
    assert.match(error.message, /asks for a wait of \d+ minutes/);
    assert.ok(error instanceof AzureFault);
    assert.match(error.guidance.next?.[0] ?? '', /15 minutes/);
    assert.deepEqual(waits, []);
  });

  for (const kind of ['reset', 'half'] as const)
    it(`sends a read again after ${kind === 'half' ? 'half an answer' : 'a reset'}`, async () => {
      const { client } = signIn(simulator);
      simulator.faults.inject({ times: 1, fault: { kind } });
      assert.equal((await client.send(LIST)).status, 200);
    });

  it('takes an answer that does not come in time for a broken way, and for no cancellation', async () => {
    const { client } = signIn(simulator);
    const hurried = { ...LIST, timeout: 150 };
    simulator.faults.inject({ times: 1, fault: { kind: 'silent' } });
    assert.equal((await client.send({ ...LIST, timeout: 2_000 })).status, 200, 'a read is sent again');
    simulator.faults.inject({ fault: { kind: 'silent' } });
    const never = await failureOf(client.send(hurried));
    assert.ok(never instanceof AzureFault && never.code === 'azure.network', String(never));
    assert.match(never.message, /ETIMEDOUT/);
    const change = { ...hurried, method: 'PATCH', body: {}, what: 'change it' } as const;
    const unsure = await failureOf(client.send(change));
    assert.ok(unsure instanceof AzureFault && mayHaveApplied(unsure));
    assert.match(unsure.guidance.unharmed ?? '', /may or may not/);
    await assert.rejects(client.send({ ...LIST, signal: AbortSignal.timeout(100) }), /abort/i);
  });

  it('does not send twice what may not be done twice', async () => {
    const { client } = signIn(simulator);
    const from = simulator.requests.length;
    simulator.faults.inject({ times: 1, fault: { kind: 'resetAfter' } });
    const post = {
      plane: 'graph',
      method: 'POST',
      url: '/v1.0/security/incidents/5100/comments',
      what: 'add a comment',
    } as const;
    const error = await failureOf(client.send({ ...post, body: { comment: 'once' } }));
    assert.equal(error.code, 'azure.network');
    assert.ok(error instanceof AzureFault);
    assert.match(error.guidance.unharmed ?? '', /may or may not/);
    assert.equal(simulator.requests.length - from, 1);
  });

  it('answers a claims challenge once, with a token that carries the claims', async () => {
    const { client, credential } = signIn(simulator);
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
    simulator.faults.inject({ times: 1, fault: { kind: 'claims', claims } });
    await client.send(LIST);
    assert.deepEqual(
      credential.asked.map((each) => each.claims),
      [undefined, claims],
    );
    simulator.faults.inject({ times: 2, fault: { kind: 'claims', claims } });
    assert.equal((await failureOf(client.send(LIST))).code, 'azure.claims-challenge');
  });

  it('takes a new token for one that has expired, and says when the clock is to blame', async () => {
    const { client, credential } = signIn(simulator);
    simulator.faults.inject({ times: 1, fault: { kind: 'expired' } });
    await client.send(LIST);
    assert.equal(credential.asked.length, 2);
    simulator.faults.skewSeconds = 1_800;
    simulator.faults.inject({ fault: { kind: 'expired' } });
    const error = await failureOf(client.send(LIST));
    assert.equal(error.code, 'azure.token-refused');
    assert.match(error.message, /clock is 30 minutes behind/);
  });

  it('names the missing role and its scope', async () => {
    const { client } = signIn(simulator);
    simulator.faults.inject({ fault: { kind: 'status', status: 403, code: 'AuthorizationFailed' } });
    const error = await failureOf(client.send(LIST));
    assert.ok(error instanceof AzureFault);
    assert.equal(error.code, 'azure.missing-role');
    assert.match(error.guidance.next?.join(' ') ?? '', /"Reader" at the subscription/);
  });

  it('keeps whole numbers that a double cannot hold', async () => {
    const { client } = signIn(simulator);
    simulator.faults.inject({
      times: 1,
      fault: {
        kind: 'answer',
        change: () => ({ status: 200, body: '{"value":[{"n":9007199254740993,"m":12}]}' }),
      },
    });
    const page = await new Pages(client, LIST).read();
    assert.deepEqual(page.items, [{ n: '9007199254740993', m: 12 }]);
  });

  it('really aborts', async () => {
    const { client } = signIn(simulator);
    simulator.faults.inject({ times: 1, fault: { kind: 'slow', pieces: 400, everyMs: 50 } });
    const abort = new AbortController();
    const started = Date.now();
    const sent = failureOf(client.send({ ...LIST, signal: abort.signal }));
    setTimeout(() => abort.abort(), 100);
    assert.equal((await sent).name, 'AbortError');
    assert.ok(Date.now() - started < 5_000);
  });

  it('has no more requests in flight than the plane allows, and lets those that wait be cancelled', async () => {
    const { client } = signIn(simulator, { limits: { arm: 2 } });
    let most = 0;
    let now = 0;
    const sends = Array.from({ length: 8 }, async () => {
      await client.send(LIST);
    });
    simulator.faults.inject({
      times: 8,
      fault: {
        kind: 'answer',
        change: (reply) => {
          most = Math.max(most, ++now);
          setImmediate(() => now--);
          return reply;
        },
      },
    });
    const abort = new AbortController();
    const waiting = failureOf(client.send({ ...LIST, signal: abort.signal }));
    abort.abort();
    assert.equal((await waiting).name, 'AbortError');
    await Promise.all(sends);
    assert.ok(most >= 1 && most <= 2, String(most));
  });

  it('sends no token to a host that is not the plane’s, whoever names it', async () => {
    const { client, credential } = signIn(simulator);
    const thief = await failureOf(client.send({ ...LIST, url: 'https://evil.example/subscriptions' }));
    assert.equal(thief.code, 'azure.host-refused');
    const other = await failureOf(client.send({ ...LIST, url: `${simulator.endpoints.graph}/v1.0/me` }));
    assert.equal(other.code, 'azure.host-refused');
    simulator.faults.inject({
      times: 1,
      fault: {
        kind: 'answer',
        change: () => ({ status: 200, body: { value: [{}], nextLink: 'https://evil.example/next' } }),
      },
    });
    const pages = new Pages(client, LIST);
    assert.equal((await pages.read()).items.length, 1);
    assert.equal((await failureOf(pages.read())).code, 'azure.host-refused');
    const leaked = credential.asked.filter(({ scope }) => !scope.startsWith('https://127.0.0.1'));
    assert.deepEqual(leaked, []);
  });

  it('allows hosts by whole names only', () => {
    const { planes } = cloudNamed('public');
    const allowed = (plane: 'arm' | 'kusto', url: string) => isAllowed(planes[plane], new URL(url));
    assert.ok(allowed('arm', 'https://management.azure.com/x'));
    assert.ok(allowed('kusto', 'https://help.kusto.windows.net/v2/rest/query'));
    for (const url of [
      'http://management.azure.com/x',
      'https://management.azure.com.evil.example/x',
      'https://management.azure.com:8443/x',
      'https://user@management.azure.com/x',
    ])
      assert.ok(!allowed('arm', url), url);
    assert.ok(!allowed('kusto', 'https://evilkusto.windows.net/'));
    assert.ok(!allowed('kusto', 'https://help.kusto.windows.net:444/'));
  });

  it('refuses a custom cloud whose endpoint is no https origin', () => {
    const good = {
      authority: 'https://a.example',
      arm: 'https://b.example',
      graph: 'https://c.example',
      logAnalytics: 'https://d.example',
    };
    assert.throws(() => customCloud({ ...good, arm: 'http://b.example' }), /"arm" is no https origin/);
    assert.throws(() => customCloud({ ...good, graph: 'https://c.example/path' }), /"graph"/);
  });

  it('reads pages as far as it is asked, counts them, and ends where a page comes again', async () => {
    const { client } = signIn(simulator);
    const incidents = `${simulator.sentinel.workspace}/providers/Microsoft.SecurityInsights/incidents?api-version=2025-09-01&$top=20`;
    const pages = new Pages(client, { ...LIST, url: incidents });
    assert.equal((await pages.read()).items.length, 20);
    assert.equal((await pages.all()).length, simulator.sentinel.incidents.size - 20);
    const self = `${simulator.endpoints.arm}${incidents}`;
    simulator.faults.inject({
      times: 1,
      fault: { kind: 'answer', change: () => ({ status: 200, body: { value: [{ a: 1 }], nextLink: self } }) },
    });
    const looping = new Pages(client, { ...LIST, url: incidents });
    assert.equal((await looping.read()).items.length, 1);
    assert.equal((await failureOf(looping.read())).code, 'azure.paging-loop');
  });

  it('keeps the code of a long-running operation that fails', async () => {
    const { client } = signIn(simulator);
    const operation = `${simulator.endpoints.arm}/operations/1?api-version=1`;
    const answers = [
      { status: 202, headers: { 'azure-asyncoperation': operation, 'retry-after': '0' } },
      { status: 200, headers: { 'retry-after': '0' }, body: { status: 'InProgress', percentComplete: 50 } },
      {
        status: 200,
        body: { status: 'Failed', error: { code: 'DiskIsBusy', message: 'The disk is busy.' } },
      },
    ];
    simulator.faults.inject({ times: 3, fault: { kind: 'answer', change: () => answers.shift()! } });
    const seen: (number | undefined)[] = [];
    const error = await failureOf(
      runLongOperation(
        client,
        { ...LIST, method: 'PUT', what: 'snapshot the disk' },
        (percent) => seen.push(percent),
        1,
      ),
    );
    assert.ok(error instanceof AzureFault);
    assert.deepEqual(
      [error.code, error.reply?.code, seen],
      ['azure.operation-failed', 'DiskIsBusy', [50, undefined]],
    );
  });

  it('follows no poll address to another host', async () => {
    const { client } = signIn(simulator);
    const headers = { location: 'https://evil.example/poll', 'retry-after': '0' };
    simulator.faults.inject({
      times: 1,
      fault: { kind: 'answer', change: () => ({ status: 202, headers }) },
    });
    const error = await failureOf(runLongOperation(client, { ...LIST, method: 'PATCH' }));
    assert.equal(error.code, 'azure.host-refused');
  });

  it('leaves no token and no query value in a trace or a fault', async () => {
    const { client, credential, trace } = signIn(simulator);
    await client.send({ ...LIST, url: `${LIST.url}&$filter=secret-name` });
    simulator.faults.inject({ fault: { kind: 'status', status: 403 } });
    const error = await failureOf(client.send(LIST));
    const said = [
      ...trace,
      error.message,
      error.stack,
      JSON.stringify(error),
      JSON.stringify(Object.entries(error)),
    ].join('\n');
    for (const token of credential.tokens) assert.ok(!said.includes(token));
    assert.ok(!said.includes('secret-name'));
    assert.match(
      trace[0] ?? '',
      /^GET https:\/\/127\.0\.0\.1:\d+\/subscriptions\?api-version=2022-12-01&\$filter=… → 200, request [0-9a-f-]{36}, \d+ ms, client [0-9a-f-]{36}$/,
    );
  });

  it('says what broke when there is no network', async () => {
    const cloud = { ...cloudOf(simulator), planes: { ...cloudOf(simulator).planes } };
    cloud.planes.arm = {
      endpoint: 'https://127.0.0.1:1',
      scope: `${simulator.endpoints.arm}/.default`,
      allowed: ['https://127.0.0.1:1'],
    };
    const { credential } = signIn(simulator);
    const client = new AzureClient({ cloud, credential, retry: { attempts: 1 } });
    const error = await failureOf(client.send(LIST));
    assert.equal(error.code, 'azure.network');
    assert.match(error.message, /ECONNREFUSED/);
  });
});
