import type { JsonObject } from '../../base/json.ts';
import { APPS, AUDIENCES } from '../apps.ts';
import type { FirstPartyApp } from '../apps.ts';
import { HOUR, MINUTE, SECOND } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Person } from '../people.ts';
import { strangeDomain } from '../story.ts';
import type { Lair, Story } from '../story.ts';
import type { Alert } from '../streams/alert.ts';
import { auditRecord } from '../streams/audit.ts';
import { graphCall } from '../streams/graphActivity.ts';
import { riskDetection } from '../streams/risk.ts';
import { interactiveSignIn, nonInteractiveSignIn } from '../streams/signIn.ts';
import { elevate, exfiltrate, fromLair, readSecrets, runCommand } from './aitmCloud.ts';
import { lure } from './lure.ts';
import type { Scenario } from './scenario.ts';

/**
 * A proxied sign-in page takes an administrator's session; it is replayed from elsewhere, a device is
 * registered, the role raised, a virtual machine made to run a command, secrets read, and storage emptied.
 */
export const AITM: Scenario = {
  name: 'aitm',
  title: 'AiTM token theft, new device, role elevation, run command, vault secrets, storage exfiltration',
  tell,
};

function tell(story: Story): JsonObject {
  const { world, random } = story;
  const { tenant } = world;
  const victim = random.pick(tenant.administrators);
  const proxy = story.lair();
  const lair = story.lair();
  const domain = strangeDomain(random);
  const start = story.workday(0.72, victim, 10.4);
  const session = random.guid();
  const signInId = random.guid();

  const partner = random.pick(tenant.partners);
  const clicked = lure(story, {
    victim,
    others: 3,
    url: `https://${domain}/o/${random.token(12)}`,
    network: '198.51.100',
    start,
    delay: (index) => index * 1.5 * SECOND,
    from: { name: `${partner.name} Documents`, address: `no-reply@${domain}` },
    subject: `${partner.name} shared a contract with you`,
    verdict: () => 'phish-missed',
    authenticated: true,
    clickedAfter: [9, 24],
  });
  steal(story, victim, proxy, session, signInId, clicked + 70 * SECOND);
  const replayed = clicked + random.between(14, 22) * MINUTE;
  replay(story, victim, lair, session, replayed);
  const device = registerDevice(story, victim, lair, replayed + random.between(6, 11) * MINUTE);
  const elevated = replayed + random.between(45, 70) * MINUTE;
  elevate(story, victim, lair, session, elevated);
  const machine =
    tenant.estate.machines.find(({ role }) => role === 'finance') ?? random.pick(tenant.estate.machines);
  const ran = elevated + random.between(18, 30) * MINUTE;
  runCommand(story, victim, lair, machine, ran);
  const vault = tenant.estate.vaults[1] ?? random.pick(tenant.estate.vaults);
  readSecrets(story, victim, lair, vault, ran + random.between(9, 16) * MINUTE);
  const account = tenant.estate.storage[2] ?? random.pick(tenant.estate.storage);
  const emptied = ran + random.between(35, 55) * MINUTE;
  const taken = exfiltrate(story, victim, lair, account, emptied);
  raise(story, victim, proxy, lair, signInId, clicked, emptied);
  return {
    victim: victim.upn,
    phishingDomain: domain,
    proxyAddress: proxy.ip,
    attackerAddress: lair.ip,
    session,
    device,
    machine: machine.id,
    vault: vault.id,
    storageAccount: account.id,
    blobs: taken,
  };
}

/** The victim's sign-in as Entra sees it: through the proxy, password and second factor right. */
function steal(story: Story, victim: Person, proxy: Lair, session: string, id: string, time: Instant): void {
  const { random } = story;
  const { tenant } = story.world;
  const presence = story.world.presences.of(victim, time);
  const by = {
    user: victim,
    ip: proxy.ip,
    asn: proxy.asn,
    place: proxy.place,
    device: proxy.device,
    userAgent: presence.device.userAgent,
    session,
    correlation: random.guid(),
  };
  const app = APPS.officeHome;
  const resource = AUDIENCES.graph;
  story.planted('sign-in through the proxy', 'T1557', 'credential-access', [
    interactiveSignIn(tenant, random, { ...by, time, app, resource, result: 50074, mfa: 'required' }),
    interactiveSignIn(tenant, random, {
      ...by,
      time: time + 24 * SECOND,
      app,
      resource,
      result: 0,
      mfa: 'app',
      id,
      risk: { level: 'medium', events: ['unfamiliarFeatures', 'anomalousToken'] },
    }),
  ]);
  story.planted(
    'risk detected',
    'T1557',
    'credential-access',
    riskDetection(tenant, random, {
      activity: time + 24 * SECOND,
      delay: 12 * MINUTE,
      user: victim,
      event: 'anomalousToken',
      level: 'medium',
      state: 'atRisk',
      timing: 'offline',
      ip: proxy.ip,
      place: proxy.place,
      request: id,
      correlation: by.correlation,
      userAgent: by.userAgent,
    }),
  );
}

function replay(story: Story, victim: Person, lair: Lair, session: string, time: Instant): void {
  const { random } = story;
  const { tenant } = story.world;
  const token = random.token(22);
  const targets: readonly (readonly [FirstPartyApp, FirstPartyApp])[] = [
    [APPS.officeHome, AUDIENCES.graph],
    [APPS.outlookWeb, AUDIENCES.exchange],
    [APPS.azurePortal, AUDIENCES.management],
    [APPS.azurePortal, AUDIENCES.graph],
  ];
  for (const [index, [app, resource]] of targets.entries())
    story.planted(
      'session replayed elsewhere',
      'T1550.004',
      'lateral-movement',
      nonInteractiveSignIn(tenant, random, {
        ...fromLair(victim, lair),
        time: time + index * random.between(20, 200) * SECOND,
        app,
        resource,
        session,
        correlation: random.guid(),
        result: 0,
        mfa: 'claim',
        ...(index === 3 ? { token } : {}),
      }),
    );
  const looked = [
    '/me/memberOf',
    '/users?$top=999',
    '/groups?$top=999',
    '/directoryRoles',
    '/servicePrincipals?$top=999',
    '/applications',
  ];
  for (const [index, path] of looked.entries())
    story.planted(
      'directory read',
      'T1087.004',
      'discovery',
      graphCall(tenant, random, {
        time: time + 10 * MINUTE + index * random.between(3, 25) * SECOND,
        method: 'GET',
        path,
        status: 200,
        appId: APPS.azurePortal.id,
        ip: lair.ip,
        userAgent: lair.device.userAgent,
        token,
        issued: time,
        caller: { user: victim.id, scopes: 'Directory.AccessAsUser.All User.Read.All', session, device: '' },
        bytes: random.size(600_000, 0.4),
      }),
    );
}

function registerDevice(story: Story, victim: Person, lair: Lair, time: Instant): string {
  const { random } = story;
  const { tenant } = story.world;
  const name = `DESKTOP-${random.hex(4).toUpperCase().slice(0, 7)}`;
  const id = random.guid();
  const target = {
    type: 'Device' as const,
    id,
    name,
    changes: [['DeviceOSVersion', null, '10.0.19041.928'] as const],
  };
  const actor = { user: victim, ip: lair.ip };
  const correlation = random.guid();
  const common = { category: 'Device', service: 'Device Registration Service', actor, correlation };
  story.planted('device registered', 'T1098.005', 'persistence', [
    interactiveSignIn(tenant, random, {
      ...fromLair(victim, lair),
      time: time - 20 * SECOND,
      app: APPS.broker,
      resource: AUDIENCES.deviceRegistration,
      session: random.guid(),
      correlation,
      result: 0,
      mfa: 'claim',
      client: 'Mobile Apps and Desktop clients',
    }),
    auditRecord(tenant, random, {
      ...common,
      time,
      activity: 'Add device',
      operation: 'Add',
      targets: [target],
    }),
    auditRecord(tenant, random, {
      ...common,
      time: time + 2 * SECOND,
      activity: 'Register device',
      operation: 'Add',
      targets: [target],
    }),
  ]);
  return name;
}

function raise(
  story: Story,
  victim: Person,
  proxy: Lair,
  lair: Lair,
  signIn: string,
  stolen: Instant,
  emptied: Instant,
): void {
  const { random } = story;
  const account = { kind: 'account' as const, upn: victim.upn, id: victim.id, name: victim.name };
  const alerts: Alert[] = [
    {
      id: random.guid(),
      time: stolen + 16 * MINUTE,
      first: stolen,
      last: stolen + 2 * MINUTE,
      title: 'Anomalous Token',
      description: `Unusual characteristics of a token were seen in the sign-in ${signIn}.`,
      severity: 'Medium',
      product: 'Azure Active Directory Identity Protection',
      type: 'AnomalousToken',
      tactic: 'CredentialAccess',
      techniques: ['T1528'],
      entities: [account, { kind: 'ip', address: proxy.ip }],
    },
    {
      id: random.guid(),
      time: emptied + 2 * HOUR,
      first: stolen,
      last: emptied,
      title: 'Stolen session cookie was used',
      description:
        'A session cookie was used from an address that had not signed in, after a click on a suspicious link.',
      severity: 'High',
      product: 'Microsoft Defender XDR',
      type: 'StolenSessionCookieReplay',
      tactic: 'CredentialAccess',
      techniques: ['T1539', 'T1557'],
      entities: [account, { kind: 'ip', address: lair.ip }],
    },
  ];
  story.incident(
    alerts,
    `Possible AiTM phishing involving one user`,
    'Signals of an adversary-in-the-middle sign-in and of its session used elsewhere.',
  );
}
