import { APPS, AUDIENCES, ROLES } from './apps.ts';
import type { LookAlike } from './groundTruth.ts';
import { DAY, HOUR, MINUTE, SECOND } from './instant.ts';
import { TRAVEL_CITIES } from './names.ts';
import type { Journey } from './presence.ts';
import { Random } from './random.ts';
import { Story } from './story.ts';
import { armOperation } from './streams/activity.ts';
import { auditRecord } from './streams/audit.ts';
import { graphCall } from './streams/graphActivity.ts';
import { blobRequest } from './streams/resource.ts';
import { riskDetection } from './streams/risk.ts';
import { applicationSignIn } from './streams/serviceSignIn.ts';
import { interactiveSignIn } from './streams/signIn.ts';
import type { World } from './world.ts';
import type { Tenant } from './tenant.ts';
import type { Instant } from './instant.ts';

/** The salesman's trip; made before the presences, which need it. */
export function journeys(tenant: Tenant, start: Instant, end: Instant): readonly Journey[] {
  const random = new Random(tenant.seed, 'journey');
  const person = tenant.people.find(({ department }) => department === 'Sales');
  if (!person) return [];
  const days = Math.max(1, (end - start) / DAY);
  const from = start + Math.floor(days * 0.3) * DAY + 5 * HOUR;
  return [
    {
      person,
      from,
      to: Math.min(end, from + 4 * DAY),
      place: random.pick(TRAVEL_CITIES),
      ip: `203.0.113.${random.int(2, 254)}`,
      asn: String(random.int(64_520, 64_540)),
    },
  ];
}

/** Benign stories that a careless query takes for attacks. */
export function tellLookAlikes(
  world: World,
  trips: readonly Journey[],
): readonly { story: Story; about: LookAlike }[] {
  return [nightWork(world), travel(world, trips), backupTool(world), consent(world)].flatMap(
    (one) => one ?? [],
  );
}

function nightWork(world: World): { story: Story; about: LookAlike } {
  const story = new Story(world, 'night-work');
  const { random } = story;
  const { tenant } = world;
  const administrator = tenant.administrators[0] ?? random.pick(tenant.people);
  const began = story.workday(0.45, administrator, 23.2);
  const { home } = administrator;
  const caller = { user: administrator, ip: home.ip, appId: APPS.azurePowerShell.id };
  story.aside([
    interactiveSignIn(tenant, random, {
      time: began,
      user: administrator,
      app: APPS.azurePowerShell,
      resource: AUDIENCES.management,
      ip: home.ip,
      asn: home.asn,
      place: home.place,
      device: administrator.laptop,
      session: random.guid(),
      correlation: random.guid(),
      result: 0,
      mfa: 'app',
    }),
    auditRecord(tenant, random, {
      time: began + 2 * MINUTE,
      activity: 'Add member to role completed (PIM activation)',
      category: 'RoleManagement',
      operation: 'Assign',
      service: 'PIM',
      actor: { user: administrator, ip: home.ip },
      targets: [
        { type: 'Role', id: ROLES.globalAdministrator.id, name: ROLES.globalAdministrator.name },
        { type: 'User', id: administrator.id, name: administrator.name, upn: administrator.upn },
      ],
      reason: `CHG${random.int(10_000, 99_999)} monthly patching`,
    }),
  ]);
  for (const [index, machine] of tenant.estate.machines.entries())
    for (const [operation, display, after] of [
      ['Microsoft.Compute/snapshots/write', 'Create or Update Snapshot', 0],
      ['Microsoft.Compute/virtualMachines/runCommand/action', 'Run Command on Virtual Machine', 4],
      ['Microsoft.Compute/virtualMachines/restart/action', 'Restart Virtual Machine', 9],
    ] as const)
      story.aside(
        armOperation(tenant, random, {
          time: began + (8 + index * 11 + after) * MINUTE + random.between(0, 50) * SECOND,
          operation,
          display,
          resource: machine,
          caller,
          takes: random.between(15, 80) * SECOND,
        }),
      );
  return {
    story,
    about: story.lookAlike(
      'An administrator patches the virtual machines at night from home: role activation, snapshots, run commands, restarts.',
    ),
  };
}

function travel(world: World, trips: readonly Journey[]): { story: Story; about: LookAlike } | null {
  const [trip] = trips;
  if (!trip) return null;
  const story = new Story(world, 'travelling-salesman');
  const { random } = story;
  const { tenant } = world;
  const { person } = trip;
  const arrived = trip.from + 9 * HOUR + random.between(0, 60) * MINUTE;
  if (arrived >= world.end) return null;
  const id = random.guid();
  const correlation = random.guid();
  const by = {
    user: person,
    app: APPS.officeHome,
    resource: AUDIENCES.graph,
    ip: trip.ip,
    asn: trip.asn,
    place: trip.place,
    device: person.laptop,
    session: random.guid(),
    correlation,
  };
  const risk = {
    activity: arrived,
    user: person,
    event: 'unlikelyTravel',
    level: 'medium' as const,
    timing: 'offline' as const,
    ip: trip.ip,
    place: trip.place,
    request: id,
    correlation,
    userAgent: person.laptop.userAgent,
    id: random.hex(32),
  };
  story.aside([
    interactiveSignIn(tenant, random, { ...by, time: arrived - 40 * SECOND, result: 50126, mfa: 'none' }),
    interactiveSignIn(tenant, random, {
      ...by,
      time: arrived,
      result: 0,
      mfa: 'app',
      id,
      risk: { level: 'medium', events: ['unlikelyTravel'] },
    }),
    riskDetection(tenant, random, { ...risk, delay: 3 * HOUR, state: 'atRisk' }),
    riskDetection(tenant, random, { ...risk, delay: 9 * HOUR, state: 'dismissed' }),
  ]);
  return {
    story,
    about: story.lookAlike(
      'A salesman signs in from another continent, from his own compliant laptop and with the second factor, and works there for days.',
    ),
  };
}

function backupTool(world: World): { story: Story; about: LookAlike } {
  const story = new Story(world, 'new-backup-tool');
  const { random } = story;
  const { tenant } = world;
  const administrator = tenant.administrators[1] ?? tenant.administrators[0] ?? random.pick(tenant.people);
  const began = story.workday(0.5, administrator, 14.2);
  const presence = world.presences.of(administrator, began);
  const actor = { user: administrator, ip: presence.ip };
  const tool = {
    name: `${random.pick(['Veritide', 'Coldvault', 'Snapkeep'])} Cloud Backup`,
    appId: random.guid(),
    id: random.guid(),
    credential: random.guid(),
    userAgent: 'azsdk-go-azblob/v1.6.0 (go1.24; linux)',
  };
  const target = { type: 'ServicePrincipal' as const, id: tool.id, name: tool.name };
  const account = tenant.estate.storage[1] ?? random.pick(tenant.estate.storage);
  story.aside([
    ...(['Add application', 'Add service principal', 'Add service principal credentials'] as const).map(
      (activity, index) =>
        auditRecord(tenant, random, {
          time: began + index * 40 * SECOND,
          activity,
          category: 'ApplicationManagement',
          operation: 'Add',
          service: 'Core Directory',
          actor,
          targets: [target],
        }),
    ),
    ...armOperation(tenant, random, {
      time: began + 6 * MINUTE,
      operation: 'Microsoft.Authorization/roleAssignments/write',
      display: 'Create role assignment',
      resource: account,
      caller: { user: administrator, ip: presence.ip, appId: APPS.azurePortal.id },
      takes: 2 * SECOND,
    }),
  ]);
  const ip = `198.18.${random.int(0, 255)}.${random.int(1, 254)}`;
  for (let night = began + 9 * HOUR; night < world.end - HOUR; night += DAY) {
    story.aside(
      applicationSignIn(tenant, random, {
        time: night,
        service: tool,
        resource: AUDIENCES.storage,
        token: random.token(22),
        result: 0,
        ip,
        asn: '64511',
        place: administrator.site.place,
      }),
    );
    for (let i = 0; i < 25; i++)
      story.aside(
        blobRequest(tenant, random, {
          time: night + MINUTE + i * random.between(1, 5) * SECOND,
          account,
          operation: i === 0 ? 'ListBlobs' : 'GetBlob',
          container: 'orders',
          ...(i === 0 ? {} : { blob: `${random.hex(6)}.json` }),
          ip,
          bytes: random.size(900_000, 0.8),
          userAgent: tool.userAgent,
          auth: { type: 'OAuth', objectId: tool.id, appId: tool.appId, upn: '' },
        }),
      );
  }
  return {
    story,
    about: story.lookAlike(
      'A new backup product is set up by an administrator and reads a storage account every night with its own identity.',
    ),
  };
}

function consent(world: World): { story: Story; about: LookAlike } {
  const story = new Story(world, 'legitimate-consent');
  const { random } = story;
  const { tenant } = world;
  const administrator = tenant.administrators[0] ?? random.pick(tenant.people);
  const person =
    tenant.people.find(({ department }) => department === 'Finance') ?? random.pick(tenant.people);
  const time = story.workday(0.3, administrator, 11.3);
  const presence = world.presences.of(administrator, time);
  const app = {
    name: `${random.pick(['Inkwell', 'Parchment', 'Countersign'])} eSignature`,
    appId: random.guid(),
    id: random.guid(),
  };
  const scopes = 'User.Read Files.ReadWrite offline_access';
  const actor = { user: administrator, ip: presence.ip };
  const target = { type: 'ServicePrincipal' as const, id: app.id, name: app.name };
  const common = { category: 'ApplicationManagement', service: 'Core Directory', actor };
  story.aside([
    auditRecord(tenant, random, {
      ...common,
      time,
      activity: 'Add service principal',
      operation: 'Add',
      targets: [target],
    }),
    auditRecord(tenant, random, {
      ...common,
      time: time + 3 * SECOND,
      activity: 'Consent to application',
      operation: 'Assign',
      targets: [
        {
          ...target,
          changes: [
            ['ConsentContext.IsAdminConsent', null, 'True'],
            [
              'ConsentAction.Permissions',
              null,
              `[] => [[Id: ${random.token(20)}, ConsentType: AllPrincipals, Scope: ${scopes}]]`,
            ],
          ],
        },
      ],
    }),
  ]);
  const used = world.presences.of(person, time + 2 * HOUR);
  const token = random.token(22);
  for (let i = 0; i < 8; i++)
    story.aside(
      graphCall(tenant, random, {
        time: time + 2 * HOUR + i * random.between(10, 90) * SECOND,
        method: i % 3 === 2 ? 'POST' : 'GET',
        path: i % 3 === 2 ? '/me/drive/root/children' : '/me/drive/root/search',
        status: 200,
        appId: app.appId,
        ip: used.ip,
        userAgent: used.device.userAgent,
        token,
        issued: time + 2 * HOUR,
        caller: { user: person.id, scopes, session: used.session, device: used.device.id },
      }),
    );
  return {
    story,
    about: story.lookAlike(
      'An administrator consents to an e-signature product for everyone; finance uses it.',
    ),
  };
}
