import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { SecurityInsights } from '@azure/arm-securityinsight';
import { LogsQueryClient, LogsQueryResultStatus } from '@azure/monitor-query-logs';
import { identityCredential } from '../../src/azure/auth/identity.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { cloudOf, failureOf, sharedSimulator, signIn, TestCredential } from './support.ts';

/** Microsoft's own clients judge the simulator: they read its answers by the published specification. */
describe("the simulator, by Azure's own SDKs", function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let tls: { readonly tlsOptions: { readonly ca: string } };
  before(async () => {
    simulator = await sharedSimulator();
    tls = { tlsOptions: { ca: simulator.authority } };
  });
  afterEach(() => simulator.faults.clear());

  const place = () => {
    const [, , subscription = '', , group = '', , , , workspace = ''] =
      simulator.sentinel.workspace.split('/');
    return { subscription, at: [group, workspace] as const };
  };

  it('is a Sentinel workspace whose incidents are listed, changed with their etag and commented', async () => {
    const { subscription, at } = place();
    const client = new SecurityInsights(new TestCredential(simulator), subscription, {
      endpoint: simulator.endpoints.arm,
      ...tls,
    });
    const listed = [];
    for await (const incident of client.incidents.list(...at, { top: 25 })) listed.push(incident);
    assert.equal(listed.length, simulator.sentinel.incidents.size);
    const [first] = listed;
    assert.ok(first?.name && first.title && first.severity && first.createdTimeUtc instanceof Date);
    const change = { ...first, status: 'Active' as const };
    const changed = await client.incidents.createOrUpdate(...at, first.name, change);
    assert.equal(changed.status, 'Active');
    const stale = await failureOf(client.incidents.createOrUpdate(...at, first.name, change));
    assert.equal((stale as { statusCode?: number }).statusCode, 412);
    await client.incidentComments.createOrUpdate(...at, first.name, 'c1', { message: 'seen' });
    const comments = [];
    for await (const comment of client.incidentComments.list(...at, first.name))
      comments.push(comment.message);
    assert.deepEqual(comments, ['seen']);
    const { entities = [] } = await client.incidents.listEntities(...at, first.name);
    assert.ok(entities.some(({ kind }) => kind === 'Account'));
    const { value: alerts } = await client.incidents.listAlerts(...at, first.name);
    assert.equal(alerts.length, 1);
  });

  it('is a Resource Graph that answers through the shared pipeline too', async () => {
    const { client, credential, trace } = signIn(simulator);
    const graph = new ResourceGraphClient(credential, {
      endpoint: simulator.endpoints.arm,
      credentials: { scopes: [`${simulator.endpoints.arm}/.default`] },
      retryOptions: { maxRetries: 0 },
      httpClient: client.httpClient('arm', { what: 'search resources', reads: true }),
    });
    simulator.faults.inject({ times: 1, fault: { kind: 'status', status: 429, retryAfter: '1' } });
    const answer = await graph.resources({
      query: 'resources | project id, name, type | order by id asc',
      options: { top: 3 },
    });
    assert.equal(answer.count, 3);
    assert.ok(answer.totalRecords > 3 && answer.skipToken);
    assert.equal(trace.length, 2);
  });

  it('is a Log Analytics workspace', async () => {
    const client = new LogsQueryClient(new TestCredential(simulator), {
      endpoint: `${simulator.endpoints.logAnalytics}/v1`,
      credentials: { scopes: [`${simulator.endpoints.logAnalytics}/.default`] },
      ...tls,
    });
    const [workspace] = simulator.workspaces;
    assert.ok(workspace);
    const answer = await client.queryWorkspace(workspace.customerId, 'SigninLogs | summarize n = count()', {
      startTime: new Date('2026-03-01T00:00:00Z'),
      endTime: new Date('2026-04-01T00:00:00Z'),
    });
    assert.equal(answer.status, LogsQueryResultStatus.Success);
    assert.ok('tables' in answer && Number(answer.tables[0]?.rows[0]?.[0]) > 0);
    const wrong = await failureOf(
      client.queryWorkspace(workspace.customerId, 'SigninLogs | wher x', { duration: 'P1D' }),
    );
    assert.equal((wrong as { statusCode?: number }).statusCode, 400);
  });

  it('is a token service that knows a client by its certificate', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'azimuth-identity-'));
    try {
      const certificateFile = join(folder, 'client.pem');
      writeFileSync(certificateFile, simulator.clientCertificate);
      const { tenantId: tenant, clientId } = simulator;
      const cloud = cloudOf(simulator);
      const credential = await identityCredential({
        method: 'certificate',
        cloud,
        tenant,
        clientId,
        certificateFile,
      });
      const { client } = signIn(simulator, { credential });
      const { status } = await client.send({ plane: 'graph', url: '/v1.0/me', what: 'read me' });
      assert.equal(status, 200);
      const stranger = await identityCredential({
        method: 'certificate',
        cloud,
        tenant,
        clientId: '00000000-0000-0000-0000-000000000001',
        certificateFile,
      });
      const refused = await failureOf(
        signIn(simulator, { credential: stranger }).client.send({
          plane: 'graph',
          url: '/v1.0/me',
          what: 'read me',
        }),
      );
      assert.equal(refused.code, 'azure.sign-in');
      assert.match(refused.message, /certificate is not registered/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
