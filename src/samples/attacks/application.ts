import type { JsonObject } from '../../base/json.ts';
import { APPS, AUDIENCES, ROLES } from '../apps.ts';
import { HOUR, MINUTE, SECOND } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Person } from '../people.ts';
import type { Service } from '../services.ts';
import type { Lair, Story } from '../story.ts';
import { auditRecord } from '../streams/audit.ts';
import type { AuditTarget } from '../streams/audit.ts';
import { graphCall } from '../streams/graphActivity.ts';
import { applicationSignIn } from '../streams/serviceSignIn.ts';
import { interactiveSignIn } from '../streams/signIn.ts';
import type { Scenario } from './scenario.ts';

/** An application gets a secret that its owners did not make, more rights, and reads the directory and its mail. */
export const APPLICATION: Scenario = {
  name: 'application',
  title: 'Compromised application: new secret, new role, mass Graph reads',
  tell,
};

const NEW_ROLES = ['Mail.Read', 'Directory.Read.All', 'RoleManagement.ReadWrite.Directory'];

function tell(story: Story): JsonObject {
  const { random } = story;
  const { tenant } = story.world;
  const administrator = tenant.administrators.at(-1) ?? random.pick(tenant.people);
  const candidates = tenant.services.filter(
    ({ kind, audience }) => kind === 'application' && audience === AUDIENCES.graph,
  );
  const service = random.pick(candidates);
  const lair = story.lair();
  const server = story.lair();
  const start = story.workday(0.55, administrator, 18.8);
  const secret = random.guid();
  addSecret(story, administrator, service, lair, secret, start);
  addRights(story, administrator, service, lair, start + 9 * MINUTE);
  const reads = use(story, service, server, secret, start + random.between(60, 110) * MINUTE);
  return {
    administrator: administrator.upn,
    application: service.appId,
    secret,
    attackerAddress: lair.ip,
    serverAddress: server.ip,
    reads,
  };
}

function addSecret(
  story: Story,
  by: Person,
  service: Service,
  lair: Lair,
  secret: string,
  time: Instant,
): void {
  const { random } = story;
  const { tenant } = story.world;
  const actor = { user: by, ip: lair.ip };
  const key = `[KeyIdentifier=${secret},KeyType=Password,KeyUsage=Verify,DisplayName=sync]`;
  const changes: AuditTarget['changes'] = [
    [
      'KeyDescription',
      `[KeyIdentifier=${service.credential},KeyType=Password,KeyUsage=Verify,DisplayName=prod]`,
      key,
    ],
  ];
  const correlation = random.guid();
  const common = { category: 'ApplicationManagement', service: 'Core Directory', actor, correlation };
  story.planted(
    "sign-in as the application's administrator",
    'T1078.004',
    'initial-access',
    interactiveSignIn(tenant, random, {
      time: time - 6 * MINUTE,
      user: by,
      app: APPS.azurePortal,
      resource: AUDIENCES.management,
      ip: lair.ip,
      asn: lair.asn,
      place: lair.place,
      device: lair.device,
      session: random.guid(),
      correlation: random.guid(),
      result: 0,
      mfa: 'claim',
    }),
  );
  story.planted('new secret', 'T1098.001', 'persistence', [
    auditRecord(tenant, random, {
      ...common,
      time,
      activity: 'Update application \u2013 Certificates and secrets management ',
      operation: 'Update',
      targets: [{ type: 'Application', id: service.registration, name: service.name, changes }],
    }),
    auditRecord(tenant, random, {
      ...common,
      time: time + 2 * SECOND,
      activity: 'Add service principal credentials',
      operation: 'Add',
      targets: [{ type: 'ServicePrincipal', id: service.id, name: service.name, changes }],
    }),
  ]);
}

function addRights(story: Story, by: Person, service: Service, lair: Lair, time: Instant): void {
  const { random } = story;
  const { tenant } = story.world;
  const actor = { user: by, ip: lair.ip };
  const target = { type: 'ServicePrincipal' as const, id: service.id, name: service.name };
  for (const [index, role] of NEW_ROLES.entries())
    story.planted(
      'new application role',
      'T1098.003',
      'privilege-escalation',
      auditRecord(tenant, random, {
        time: time + index * 6 * SECOND,
        activity: 'Add app role assignment to service principal',
        category: 'ApplicationManagement',
        operation: 'Assign',
        service: 'Core Directory',
        actor,
        targets: [
          {
            type: 'ServicePrincipal',
            id: random.guid(),
            name: 'Microsoft Graph',
            changes: [['AppRole.Value', null, role]],
          },
          target,
        ],
      }),
    );
  story.planted(
    'directory role given to the application',
    'T1098.003',
    'privilege-escalation',
    auditRecord(tenant, random, {
      time: time + 3 * MINUTE,
      activity: 'Add member to role',
      category: 'RoleManagement',
      operation: 'Assign',
      service: 'Core Directory',
      actor,
      targets: [
        { ...target, changes: [['Role.DisplayName', null, ROLES.applicationAdministrator.name]] },
        { type: 'Role', id: ROLES.applicationAdministrator.id, name: ROLES.applicationAdministrator.name },
      ],
    }),
  );
}

function use(story: Story, service: Service, server: Lair, secret: string, time: Instant): number {
  const { random } = story;
  const { tenant } = story.world;
  const token = random.token(22);
  const agent = 'python-httpx/0.28.1';
  const signIn = {
    service: { ...service, credential: secret, userAgent: agent },
    resource: AUDIENCES.graph,
    ip: server.ip,
    asn: server.asn,
    place: server.place,
  };
  story.planted('application signs in from a new place', 'T1078.004', 'initial-access', [
    applicationSignIn(tenant, random, {
      ...signIn,
      time: time - MINUTE,
      token: random.token(22),
      result: 7000215,
    }),
    applicationSignIn(tenant, random, { ...signIn, time, token, result: 0 }),
  ]);
  const common = {
    method: 'GET' as const,
    appId: service.appId,
    ip: server.ip,
    userAgent: agent,
    token,
    issued: time,
    caller: { servicePrincipal: service.id, roles: [...service.roles, ...NEW_ROLES] },
  };
  const listings = [
    '/users?$top=999',
    '/groups?$top=999',
    '/servicePrincipals?$top=999',
    '/directoryRoles?$expand=members',
  ];
  for (const [index, path] of listings.entries())
    story.planted(
      'directory read',
      'T1087.004',
      'discovery',
      graphCall(tenant, random, {
        ...common,
        time: time + (10 + index * 4) * SECOND,
        path,
        status: 200,
        bytes: random.size(700_000, 0.3),
      }),
    );
  const people = random.several(tenant.people, 60);
  let reads = 0;
  for (const [index, person] of people.entries())
    for (let page = 0; page < 3; page++) {
      reads += 1;
      story.planted(
        'mailboxes read',
        'T1114.002',
        'collection',
        graphCall(tenant, random, {
          ...common,
          time: time + MINUTE + (index * 9 + page * random.between(1, 3)) * SECOND,
          path: `/users/${person.id}/messages?$top=100&$skip=${page * 100}`,
          status: random.chance(0.97) ? 200 : 429,
          bytes: random.size(400_000, 0.4),
        }),
      );
    }
  story.incident(
    [
      {
        id: random.guid(),
        time: time + 3 * HOUR,
        first: time,
        last: time + 15 * MINUTE,
        title: 'Unusual volume of mail read by an application',
        description: 'An application with a new credential read many mailboxes.',
        severity: 'High',
        product: 'Microsoft Defender XDR',
        type: 'AppMailReadAnomaly',
        tactic: 'Collection',
        techniques: ['T1114.002'],
        entities: [
          { kind: 'cloud-application', appId: service.appId, name: service.name },
          { kind: 'ip', address: server.ip },
        ],
      },
    ],
    'Application with a new credential reads mailboxes',
    'An application that had never read mail was given a secret and roles and read many mailboxes from a new address.',
  );
  return reads;
}
