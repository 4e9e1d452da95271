import assert from 'node:assert/strict';
import { type Cloud, cloudNamed, customCloud, isAllowed, type Plane } from '../../src/azure/clouds.ts';
import { AzimuthError } from '../../src/base/errors.ts';
import { readSettings } from '../../src/azure/settings.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { failureOf, sharedSimulator, signIn } from './support.ts';

/** Authority, and for each plane a host, as Microsoft's lists of endpoints have them; a cluster has its own host. */
const CLOUDS: Readonly<Record<string, readonly [authority: string, ...hosts: string[]]>> = {
  public: [
    'login.microsoftonline.com',
    'management.azure.com',
    'graph.microsoft.com',
    'api.loganalytics.io',
    'help.kusto.windows.net',
  ],
  usGovernment: [
    'login.microsoftonline.us',
    'management.usgovcloudapi.net',
    'graph.microsoft.us',
    'api.loganalytics.us',
    'help.kusto.usgovcloudapi.net',
  ],
  china: [
    'login.chinacloudapi.cn',
    'management.chinacloudapi.cn',
    'microsoftgraph.chinacloudapi.cn',
    'api.loganalytics.azure.cn',
    'help.kusto.chinacloudapi.cn',
  ],
};
const PLANES = ['arm', 'graph', 'logAnalytics', 'kusto'] as const;
const WITHIN: Readonly<Record<Plane, string>> = {
  arm: '/tenants?api-version=2022-12-01',
  graph: '/v1.0/me',
  logAnalytics: '/v1/workspaces/x/metadata',
  kusto: '/v1/rest/mgmt',
};

describe('clouds', () => {
  for (const [name, [authority, ...hosts]] of Object.entries(CLOUDS))
    it(`${name}: each plane has its host, a token for it alone, and goes to no other`, () => {
      const cloud = cloudNamed(name);
      assert.equal(cloud.authority, `https://${authority}`);
      for (const [index, plane] of PLANES.entries()) {
        const { endpoint, scope } = cloud.planes[plane];
        if (plane === 'kusto')
          assert.deepEqual([endpoint, scope], ['', ''], 'a token for the cluster itself');
        else {
          assert.equal(endpoint, `https://${hosts[index]}`);
          assert.equal(scope, `https://${hosts[index]}/.default`);
        }
        for (const [other, all] of Object.entries(CLOUDS))
          for (const [at, host] of all.entries())
            assert.equal(
              isAllowed(cloud.planes[plane], new URL(`https://${host}/x`)),
              other === name && at === index + 1,
              `${name} ${plane} to ${host}`,
            );
      }
    });

  it('of one’s own have audiences where those are not the endpoints', async () => {
    const customCloudSetting = {
      authority: 'https://login.example.net',
      arm: 'https://arm.example.net',
      graph: 'https://graph.example.net',
      logAnalytics: 'https://logs.example.net',
      audiences: { arm: 'https://management.example.net', graph: '' },
      clusters: ['https://adx.example.net'],
    };
    const read = async (custom: object): Promise<Cloud> =>
      (await readSettings({ cloud: 'custom', customCloud: custom }, 'azureCli')).cloud;
    const { planes } = await read(customCloudSetting);
    assert.deepEqual(
      [planes.arm.scope, planes.graph.scope],
      ['https://management.example.net/.default', 'https://graph.example.net/.default'],
    );
    assert.ok(!isAllowed(planes.arm, new URL('https://management.example.net/x')), 'an audience is no host');
    const wrong = { ...customCloudSetting, audiences: { arm: 'http://management.example.net' } };
    assert.match((await failureOf(read(wrong))).message, /"audiences.arm" is no https origin/);
  });

  describe('on every plane', () => {
    let simulator: Simulator;
    before(async function () {
      this.timeout(60_000);
      simulator = await sharedSimulator();
    });
    afterEach(() => simulator.faults.clear());

    for (const plane of PLANES)
      it(`${plane}: requests at once ask for one token, and answer a challenge with one more for the same host`, async () => {
        const { client, credential } = signIn(simulator);
        const origin = simulator.endpoints[plane];
        const url = plane === 'kusto' ? `${origin}${WITHIN[plane]}` : WITHIN[plane];
        const ask = () => client.send({ plane, url, what: 'ask' }).catch((error: unknown) => error);
        const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
        simulator.faults.inject({ plane, times: 3, fault: { kind: 'claims', claims } });
        await Promise.all([ask(), ask(), ask()]);
        await ask();
        assert.deepEqual(credential.asked, [
          { scope: `${origin}/.default`, claims: undefined, tenant: undefined },
          { scope: `${origin}/.default`, claims, tenant: undefined },
        ]);
      });

    it('a token for another service is no missing role, and a missing consent names the setting', async () => {
      const { client } = signIn(simulator);
      const ask = (asking = client) =>
        failureOf(asking.send({ plane: 'logAnalytics', url: WITHIN.logAnalytics, what: 'ask' }));
      const code = 'InvalidAuthenticationTokenAudience';
      simulator.faults.inject({ fault: { kind: 'status', status: 403, code } });
      assert.equal((await ask()).code, 'azure.token-refused');
      const refused = new Error('AADSTS65002: Consent between the applications must be configured.');
      const { client: other } = signIn(simulator, {
        credential: { getToken: () => Promise.reject(refused) },
      });
      const error = await ask(other);
      assert.ok(error instanceof AzimuthError && error.code === 'azure.sign-in');
      assert.match(error.guidance.next?.[0] ?? '', /azimuth\.azure\.clientId/);
    });

    it('one who gives up leaves the token to those who wait, and the last one ends the sign-in', async () => {
      const { entra, endpoints } = simulator;
      const { promise: going, resolve: go } = Promise.withResolvers<undefined>();
      const signals: (AbortSignal | undefined)[] = [];
      const credential = {
        getToken: async (_scopes: unknown, options?: { abortSignal?: unknown }) => {
          const { abortSignal } = options ?? {};
          signals.push(abortSignal instanceof AbortSignal ? abortSignal : undefined);
          await going;
          return { token: entra.issue(endpoints.arm), expiresOnTimestamp: Date.now() + 3_600_000 };
        },
      };
      const { client } = signIn(simulator, { credential });
      const send = (signal?: AbortSignal) =>
        client.send({ plane: 'arm', url: WITHIN.arm, what: 'ask', signal });
      const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
      const [left, stays] = [failureOf(send(first.signal)), send(second.signal)];
      first.abort();
      assert.equal((await left).name, 'AbortError');
      assert.equal(signals[0]?.aborted, false);
      go(undefined);
      assert.equal((await stays).status, 200);
      assert.equal(signals.length, 1);
      const other = signIn(simulator, {
        credential: {
          getToken: (_, options) => {
            signals.push(options?.abortSignal instanceof AbortSignal ? options.abortSignal : undefined);
            return new Promise(() => undefined);
          },
        },
      });
      const alone = failureOf(
        other.client.send({ plane: 'arm', url: WITHIN.arm, what: 'ask', signal: third.signal }),
      );
      await new Promise((done) => setImmediate(done));
      third.abort();
      assert.equal((await alone).name, 'AbortError');
      assert.equal(signals.at(-1)?.aborted, true);
    });
  });

  it('of a custom cloud trust no cluster that was not named', () => {
    const cloud = customCloud({
      authority: 'https://a.example',
      arm: 'https://b.example',
      graph: 'https://c.example',
      logAnalytics: 'https://d.example',
    });
    assert.ok(!isAllowed(cloud.planes.kusto, new URL('https://help.kusto.windows.net/')));
  });
});
