import assert from 'node:assert/strict';
import { readDefender } from '../../src/azure/incidents/defender.ts';
import { defenderDetails } from '../../src/azure/incidents/details.ts';
import { entitiesOf, tableEntities } from '../../src/azure/incidents/entities.ts';
import { readSentinel, Sentinel } from '../../src/azure/incidents/sentinel.ts';
import type { JsonObject } from '../../src/base/json.ts';
import { timeOf } from '../../src/azure/incidents/times.ts';
import { planTriage, runTriage } from '../../src/azure/incidents/triage.ts';
import { sharedSimulator, signIn } from './support.ts';

const evidence = (type: string, more: object) => ({
  '@odata.type': `#microsoft.graph.security.${type}`,
  verdict: 'unknown',
  remediationStatus: 'none',
  ...more,
});

/** Forms that the services' own documentation shows beside the usual ones. */
describe('forms of incidents', () => {
  it('of Graph with words in capitals, older names, and services without a product', () => {
    const item = {
      id: '7',
      status: 'Resolved',
      severity: 'Medium',
      tags: ['Demo'],
      comments: [{ comment: 'Seen', createdBy: 'David', createdTime: '2021-09-30T12:07:37Z' }],
      alerts: [
        { id: 'a', serviceSource: 'microsoftDefenderForEndpoint', mitreTechniques: ['T1564.001'] },
        { id: 'b', serviceSource: 'unknownFutureValue' },
      ],
    };
    const read = readDefender(item, undefined);
    assert.deepEqual(
      [read?.status, read?.severity, read?.labels, read?.products, read?.techniques],
      ['closed', 'medium', ['Demo'], ['Microsoft Defender for Endpoint'], ['T1564.001']],
    );
    const { comments, alerts } = defenderDetails(item);
    assert.deepEqual([comments[0]?.author, comments[0]?.time], ['David', '2021-09-30T12:07:37Z']);
    assert.deepEqual(
      alerts.map(({ product }) => product),
      ['Microsoft Defender for Endpoint', ''],
    );
    const status = (word: string) => readDefender({ id: '7', status: word }, undefined)?.status;
    assert.deepEqual(['Active', 'InProgress', 'AwaitingAction', 'Redirected'].map(status), [
      'new',
      'active',
      'active',
      undefined,
    ]);
  });

  it('with times that are none, without a zone, with an offset and with seven digits', () => {
    assert.deepEqual(
      [
        ...['2026-03-17T08:00:00.1234567Z', '2026-03-17T08:00:00.1234567+02:00', '2026-03-17T08:00:00.12'],
        ...['2026-03-17', '2026-03-17T08:00:00-05:00', '0001-01-01T00:00:00', '0001-01-01T00:00:00Z'],
        ...['1601-01-01T00:00:00Z', 'soon', '', null, 17],
      ].map(timeOf),
      [
        ...['2026-03-17T08:00:00.1234567Z', '2026-03-17T08:00:00.1234567+02:00', '2026-03-17T08:00:00.12Z'],
        ...['2026-03-17', '2026-03-17T08:00:00-05:00', '', '', '', '', '', '', ''],
      ],
    );
    const never = '0001-01-01T00:00:00Z';
    const [created, later] = ['2026-03-17T08:00:00Z', '2026-03-17T08:00:00.5Z'];
    const sentinel = readSentinel(
      { name: 'x', properties: { createdTimeUtc: created, firstActivityTimeUtc: never } },
      'w',
    );
    assert.equal(sentinel?.incident.firstActivity, created);
    const alerts = [later, never, created].map((time) => ({
      firstActivityDateTime: time,
      lastActivityDateTime: time,
    }));
    const graph = readDefender({ id: '7', createdDateTime: never, alerts }, undefined);
    assert.deepEqual(
      [graph?.created, graph?.modified, graph?.firstActivity, graph?.lastActivity],
      ['', '', created, later],
    );
  });

  it('with ids that are numbers', () => {
    const properties = { providerName: 'Microsoft XDR', providerIncidentId: 4711 };
    assert.equal(readSentinel({ name: 'x', properties }, 'w')?.defender, '4711');
    assert.equal(readDefender({ id: 4711 }, undefined)?.defender?.id, '4711');
  });

  it('of Sentinel with techniques of their own', () => {
    const { incident } =
      readSentinel({ name: 'x', properties: { additionalData: { techniques: ['T1091', null] } } }, 'w') ?? {};
    assert.deepEqual(incident?.techniques, ['T1091']);
  });

  it('with entities and evidence of types that are new, and machines that are resources', () => {
    const machine = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm1';
    const shown = (list: readonly { readonly kind: string; readonly value: string }[]) =>
      list.map(({ kind, value }) => `${kind} ${value}`);
    const details = defenderDetails({
      alerts: [
        {
          evidence: [
            evidence('deviceEvidence', { deviceDnsName: 'vm1', vmMetadata: { resourceId: machine } }),
            evidence('blobEvidence', { name: 'secrets.zip', url: 'https://x' }),
            evidence('cloudLogonSessionEvidence', { account: {}, browser: 'Edge', sessionId: 's-1' }),
            evidence('userEvidence', { userAccount: { accountName: 'SYSTEM', domainName: 'NT AUTHORITY' } }),
            evidence('emptyEvidence', {}),
          ],
        },
      ],
    });
    assert.deepEqual(shown(details.entities), [
      'host vm1',
      `azureresource ${machine}`,
      'blob secrets.zip',
      'cloudlogonsession s-1',
      'account NT AUTHORITY\\SYSTEM',
    ]);
    assert.deepEqual(
      shown(entitiesOf({ kind: 'Host', properties: { hostName: 'vm1', azureID: machine } })),
      shown(details.entities.slice(0, 2)),
    );
    assert.deepEqual(shown(entitiesOf({ name: 'guid', kind: 'Tomorrow', properties: { shade: 'blue' } })), [
      'tomorrow guid',
    ]);
    const column = JSON.stringify([
      { Type: 'account', Name: 'ana', NTDomain: 'A' },
      { Type: 'account', Name: 'ana', NTDomain: 'B' },
      { Type: 'account', Name: 'ana', UPNSuffix: 'example.com', NTDomain: 'A' },
      { Type: 'host', HostName: 'vm1', AzureID: machine },
    ]);
    assert.deepEqual(shown(tableEntities(column)), [
      'account A\\ana',
      'account B\\ana',
      'account ana@example.com',
      'host vm1',
      `azureresource ${machine}`,
    ]);
  });

  it('with evidence that is a part of other evidence, whether it says its type or not', () => {
    const storage = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/st1';
    const entities = (...list: readonly object[]) =>
      defenderDetails({ alerts: [{ evidence: [...list] }] } as JsonObject).entities.map(
        ({ kind, value }) => `${kind} ${value}`,
      );
    assert.deepEqual(
      entities(
        evidence('networkConnectionEvidence', {
          destinationAddress: evidence('ipEvidence', { ipAddress: '203.0.113.9' }),
          sourceAddress: { ipAddress: '10.0.0.4' },
          destinationPort: 443,
        }),
        evidence('blobEvidence', {
          name: 'plans.zip',
          blobContainer: { name: 'board', storageResource: { resourceId: storage } },
        }),
        evidence('hostLogonSessionEvidence', {
          sessionId: '0x3e7',
          account: { userAccount: { userPrincipalName: 'ana@example.com' } },
          host: { deviceDnsName: 'pc-7.example.com' },
        }),
      ),
      [
        'ip 203.0.113.9',
        'ip 10.0.0.4',
        'blob plans.zip',
        'blobcontainer board',
        `azureresource ${storage}`,
        'host pc-7.example.com',
        'account ana@example.com',
      ],
    );
    assert.deepEqual(
      entities(
        { '@odata.type': 'microsoft.graph.security.urlEvidence', url: 'https://example.org/x' },
        evidence('fileHashEvidence', { algorithm: 'sha256', value: 'ab12' }),
        evidence('mailClusterEvidence', { emailCount: 4, query: 'Subject: invoice' }),
        evidence('sasTokenEvidence', { permissions: ['read'], signatureHash: 'c0de' }),
        evidence('containerRegistryEvidence', { registry: 'acr.example.com' }),
        evidence('processEvidence', {
          processCommandLine: 'whoami',
          userAccount: { accountName: 'ana', domainName: 'EXAMPLE', userSid: 'S-1-5-21-1' },
        }),
        evidence('processEvidence', {
          processCommandLine: 'svchost',
          userAccount: { accountName: 'SYSTEM', domainName: 'NT AUTHORITY', userSid: 'S-1-5-18' },
        }),
        evidence('tomorrowEvidence', { verdict: 'malicious', createdDateTime: 'x', shade: 'blue' }),
      ),
      [
        'url https://example.org/x',
        'filehash ab12',
        'mailcluster Subject: invoice',
        'sastoken c0de',
        'containerregistry acr.example.com',
        'process whoami',
        'account EXAMPLE\\ana',
        'process svchost',
        'tomorrow blue',
      ],
    );
    let deep: object = { ipAddress: '203.0.113.1' };
    for (let i = 0; i < 5_000; i++) deep = evidence('podEvidence', { pod: deep });
    assert.deepEqual(entities(deep), []);
    const hash = JSON.stringify([{ Type: 'filehash', Algorithm: 'SHA256', Value: 'AB12' }]);
    assert.deepEqual(tableEntities(hash), [{ kind: 'filehash', value: 'AB12' }]);
  });

  it('of Sentinel closed as one thing, then as another that has no reason', async function () {
    this.timeout(60_000);
    const simulator = await sharedSimulator();
    const { workspace, incidents } = simulator.sentinel;
    const [[name, stored] = ['', undefined]] = incidents;
    assert.ok(stored);
    Object.assign(stored.properties, { description: null });
    const sentinel = new Sentinel(signIn(simulator).client, { workspace, tenant: undefined });
    const target = { kind: 'sentinel', sentinel, name, id: '/x' } as const;
    for (const classification of ['True positive: suspicious activity', 'Undetermined'] as const) {
      const plan = await planTriage(target, { status: 'closed', classification }, 'Close it');
      assert.deepEqual(await runTriage(plan), { kind: 'applied' });
    }
    const { properties } = incidents.get(name) ?? {};
    assert.deepEqual(
      [properties?.['classification'], properties?.['classificationReason']],
      ['Undetermined', undefined],
    );
  });
});
