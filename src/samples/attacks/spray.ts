import type { JsonObject } from '../../base/json.ts';
import { APPS, AUDIENCES } from '../apps.ts';
import { HOUR, MINUTE, SECOND } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Person } from '../people.ts';
import type { Lair, Story } from '../story.ts';
import { auditRecord } from '../streams/audit.ts';
import { graphCall } from '../streams/graphActivity.ts';
import { mailRead } from '../streams/office.ts';
import { riskDetection } from '../streams/risk.ts';
import { interactiveSignIn, nonInteractiveSignIn } from '../streams/signIn.ts';
import type { Scenario } from './scenario.ts';

/** A few passwords tried on everyone; the account that yields consents to an application, which reads its mail. */
export const SPRAY: Scenario = {
  name: 'spray',
  title: 'Password spray, valid account, consent to a malicious application, mailbox access',
  tell,
};

interface MaliciousApp {
  readonly name: string;
  readonly appId: string;
  readonly id: string;
}

function tell(story: Story): JsonObject {
  const { random } = story;
  const { tenant } = story.world;
  const staff = tenant.people.filter(({ administrator }) => !administrator);
  const victim = random.pick(staff);
  const start = story.workday(0.15, victim, 5.2);
  const sprayers = Array.from({ length: 5 }, () => story.lair());
  const guesses = spray(story, victim, sprayers, start);
  const lair = story.lair();
  const app: MaliciousApp = {
    name: random.pick(['Mail Migration Helper', 'Secure Docs Viewer', 'Calendar Sync Pro', 'PDF Companion']),
    appId: random.guid(),
    id: random.guid(),
  };
  const entered = start + random.between(3, 4) * HOUR;
  const session = random.guid();
  consent(story, victim, lair, app, session, entered);
  readMail(story, victim, app, entered + 25 * MINUTE);
  return {
    victim: victim.upn,
    sprayAddresses: sprayers.map(({ ip }) => ip),
    guesses,
    attackerAddress: lair.ip,
    application: app.appId,
    applicationName: `${app.name} (${app.appId.slice(0, 4)})`,
  };
}

/** One guess a person and round, slow enough for the lockout not to notice much. */
function spray(story: Story, victim: Person, sprayers: readonly Lair[], start: Instant): number {
  const { random } = story;
  const { tenant } = story.world;
  const targets = random.several(tenant.people, 90);
  if (!targets.includes(victim)) targets.push(victim);
  let guesses = 0;
  for (const [index, person] of targets.entries()) {
    const from = random.pick(sprayers);
    const right = person === victim;
    const id = random.guid();
    const time = start + index * random.between(40, 75) * SECOND;
    const result = right ? 0 : random.chance(0.9) ? 50126 : 50053;
    const correlation = random.guid();
    guesses += 1;
    story.planted(
      right ? 'password found' : 'password guessed',
      'T1110.003',
      'credential-access',
      interactiveSignIn(tenant, random, {
        time,
        user: person,
        app: APPS.azurePowerShell,
        resource: AUDIENCES.graph,
        ip: from.ip,
        asn: from.asn,
        place: from.place,
        device: null,
        userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36',
        client: 'Mobile Apps and Desktop clients',
        protocol: 'ropc',
        session: random.guid(),
        correlation,
        id,
        result,
        mfa: 'none',
      }),
    );
    if (right)
      story.planted(
        'risk detected',
        'T1110.003',
        'credential-access',
        riskDetection(tenant, random, {
          activity: time,
          delay: 5 * HOUR,
          user: victim,
          event: 'passwordSpray',
          level: 'high',
          state: 'atRisk',
          timing: 'offline',
          ip: from.ip,
          place: from.place,
          request: id,
          correlation,
          userAgent: '',
        }),
      );
  }
  return guesses;
}

const SCOPES = 'Mail.ReadWrite Mail.Send MailboxSettings.ReadWrite offline_access User.Read';

function consent(
  story: Story,
  victim: Person,
  lair: Lair,
  app: MaliciousApp,
  session: string,
  time: Instant,
): void {
  const { random } = story;
  const { tenant } = story.world;
  const correlation = random.guid();
  const signIn = {
    user: victim,
    resource: AUDIENCES.graph,
    ip: lair.ip,
    asn: lair.asn,
    place: lair.place,
    device: lair.device,
    session,
    correlation,
    mfa: 'none' as const,
  };
  story.planted('sign-in with the found password', 'T1078.004', 'initial-access', [
    interactiveSignIn(tenant, random, { ...signIn, time, app: APPS.officeHome, result: 0 }),
  ]);
  story.planted('asked to consent', 'T1528', 'credential-access', [
    interactiveSignIn(tenant, random, {
      ...signIn,
      time: time + 5 * MINUTE,
      app: { name: app.name, id: app.appId },
      result: 65001,
    }),
  ]);
  const actor = { user: victim, ip: lair.ip };
  const target = { type: 'ServicePrincipal' as const, id: app.id, name: app.name };
  const common = { category: 'ApplicationManagement', service: 'Core Directory', actor, correlation };
  story.planted('application added to the tenant', 'T1671', 'persistence', [
    auditRecord(tenant, random, {
      ...common,
      time: time + 6 * MINUTE,
      activity: 'Add service principal',
      operation: 'Add',
      targets: [{ ...target, changes: [['AppPrincipalId', null, app.appId]] }],
    }),
  ]);
  story.planted('consent to the application', 'T1528', 'credential-access', [
    auditRecord(tenant, random, {
      ...common,
      time: time + 6 * MINUTE + SECOND,
      activity: 'Add delegated permission grant',
      operation: 'Assign',
      targets: [{ ...target, changes: [['DelegatedPermissionGrant.Scope', null, SCOPES]] }],
    }),
    auditRecord(tenant, random, {
      ...common,
      time: time + 6 * MINUTE + 2 * SECOND,
      activity: 'Consent to application',
      operation: 'Assign',
      targets: [
        {
          ...target,
          changes: [
            ['ConsentContext.IsAdminConsent', null, 'False'],
            [
              'ConsentAction.Permissions',
              null,
              `[] => [[Id: ${random.token(20)}, ConsentType: Principal, Scope: ${SCOPES}]]`,
            ],
          ],
        },
      ],
    }),
  ]);
}

/** The application works from its own server, with the refresh token that the consent gave it, for days. */
function readMail(story: Story, victim: Person, app: MaliciousApp, first: Instant): void {
  const { random, world } = story;
  const { tenant } = world;
  const server = story.lair();
  const agent = 'python-requests/2.32.3';
  for (let visit = 0; visit < 4; visit++) {
    const time = first + visit * random.between(9, 14) * HOUR;
    const session = random.guid();
    const token = random.token(22);
    story.planted(
      'token refreshed by the application',
      'T1550.001',
      'lateral-movement',
      nonInteractiveSignIn(tenant, random, {
        time,
        user: victim,
        app: { name: app.name, id: app.appId },
        resource: AUDIENCES.graph,
        ip: server.ip,
        asn: server.asn,
        place: server.place,
        device: null,
        userAgent: agent,
        session,
        correlation: random.guid(),
        token,
        result: 0,
        mfa: 'none',
      }),
    );
    for (let page = 0; page < 8; page++) {
      const at = time + (2 + page * random.between(2, 5)) * SECOND;
      story.planted('mail read by the application', 'T1114.002', 'collection', [
        graphCall(tenant, random, {
          time: at,
          method: 'GET',
          path: `/me/messages?$top=50&$skip=${page * 50}`,
          status: 200,
          appId: app.appId,
          ip: server.ip,
          userAgent: agent,
          token,
          issued: time,
          caller: { user: victim.id, scopes: SCOPES, session, device: '' },
          bytes: random.size(320_000, 0.3),
        }),
        mailRead(tenant, random, {
          time: at + SECOND,
          person: victim,
          ip: server.ip,
          session,
          userAgent: agent,
          appId: app.appId,
          messages: 10,
          kind: 'Bind',
          clientAppId: app.appId,
        }),
      ]);
    }
  }
  story.incident(
    [
      {
        id: random.guid(),
        time: first + 7 * HOUR,
        first: first - HOUR,
        last: first,
        title: 'Suspicious OAuth app consent after a password spray',
        description: 'A user whose password was guessed consented to an application that asks for mail.',
        severity: 'High',
        product: 'Microsoft Defender XDR',
        type: 'SuspiciousOAuthConsent',
        tactic: 'CredentialAccess',
        techniques: ['T1110.003', 'T1528'],
        entities: [
          { kind: 'account', upn: victim.upn, id: victim.id, name: victim.name },
          { kind: 'cloud-application', appId: app.appId, name: app.name },
          { kind: 'ip', address: server.ip },
        ],
      },
    ],
    'Password spray followed by consent to an application',
    'An account that a spray had opened gave an unknown application access to its mailbox.',
  );
}
