import { APPS, AUDIENCES } from '../apps.ts';
import type { FirstPartyApp } from '../apps.ts';
import { DEPARTMENTS } from '../names.ts';
import { MINUTE, SECOND } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Person } from '../people.ts';
import type { Presence } from '../presence.ts';
import { Weighted } from '../random.ts';
import type { Random } from '../random.ts';
import { click, mail } from '../streams/email.ts';
import { graphCall } from '../streams/graphActivity.ts';
import { fileOperation, mailItem, mailRead, sharing, teamsActivity } from '../streams/office.ts';
import { interactiveSignIn, nonInteractiveSignIn } from '../streams/signIn.ts';
import type { UserSignIn } from '../streams/signIn.ts';
import type { SampleEvent } from '../table.ts';
import type { World } from '../world.ts';
import { someone } from './act.ts';
import type { Act } from './act.ts';

const browserApps = new Weighted<readonly [FirstPartyApp, FirstPartyApp]>([
  [[APPS.officeHome, AUDIENCES.graph], 5],
  [[APPS.outlookWeb, AUDIENCES.exchange], 4],
  [[APPS.sharePoint, AUDIENCES.sharePoint], 4],
  [[APPS.teams, AUDIENCES.graph], 3],
  [[APPS.myApps, AUDIENCES.graph], 0.7],
]);

const backgroundApps = new Weighted<readonly [FirstPartyApp, FirstPartyApp]>([
  [[APPS.office, AUDIENCES.exchange], 6],
  [[APPS.teams, AUDIENCES.graph], 6],
  [[APPS.oneDriveSync, AUDIENCES.sharePoint], 4],
  [[APPS.outlookMobile, AUDIENCES.exchange], 3],
  [[APPS.windows, AUDIENCES.directory], 2],
]);

const fileOperations = new Weighted([
  ['FileAccessed' as const, 12],
  ['FileModified' as const, 6],
  ['FileDownloaded' as const, 2],
  ['FileSyncDownloadedFull' as const, 2],
  ['FileUploaded' as const, 2],
]);

const EXTENSIONS = ['docx', 'xlsx', 'pptx', 'pdf', 'csv'];

/** What every sign-in of a person's session has in common. */
export function signInBy(
  presence: Presence,
  time: Instant,
): Omit<UserSignIn, 'app' | 'resource' | 'result' | 'mfa'> {
  const { person } = presence;
  return {
    time,
    user: { id: person.id, name: person.name, upn: person.upn },
    ip: presence.ip,
    asn: presence.asn,
    place: presence.place,
    device: presence.device,
    session: presence.session,
    correlation: presence.correlation,
  };
}

export function documentName(random: Random, person: Person): string {
  const words = DEPARTMENTS.find(({ name }) => name === person.department)?.words ?? ['Notes'];
  return `${random.pick(words)} ${random.int(2024, 2026)}-${String(random.int(1, 12)).padStart(2, '0')} v${random.int(1, 6)}.${random.pick(EXTENSIONS)}`;
}

function opensSession(world: World, random: Random, time: Instant): SampleEvent[] {
  const presence = world.presences.of(someone(world, random, time), time);
  const [app, resource] = browserApps.pick(random);
  const outside = presence.where !== 'office';
  const events: SampleEvent[] = [];
  const by = signInBy(presence, time);
  if (random.chance(0.05))
    events.push(
      interactiveSignIn(world.tenant, random, {
        ...by,
        time: time - 25 * SECOND,
        app,
        resource,
        result: 50126,
        mfa: 'none',
      }),
    );
  if (outside && random.chance(0.25))
    events.push(
      interactiveSignIn(world.tenant, random, {
        ...by,
        time: time - 12 * SECOND,
        app,
        resource,
        result: 50074,
        mfa: 'required',
      }),
    );
  if (random.chance(0.04))
    events.push(
      interactiveSignIn(world.tenant, random, {
        ...by,
        time: time - 4 * SECOND,
        app,
        resource,
        result: 50140,
        mfa: 'none',
      }),
    );
  const mfa = outside ? (random.chance(0.4) ? 'app' : 'claim') : random.chance(0.5) ? 'claim' : 'none';
  events.push(interactiveSignIn(world.tenant, random, { ...by, app, resource, result: 0, mfa }));
  for (let i = random.int(1, 3); i > 0; i--) {
    const [, other] = browserApps.pick(random);
    events.push(
      nonInteractiveSignIn(world.tenant, random, {
        ...by,
        time: time + random.between(1, 40) * SECOND,
        app,
        resource: other,
        result: 0,
        mfa: 'claim',
      }),
    );
  }
  return events;
}

function refreshesToken(world: World, random: Random, time: Instant): SampleEvent[] {
  const presence = world.presences.of(someone(world, random, time), time);
  const [app, resource] = backgroundApps.pick(random);
  const result = random.chance(0.985) ? 0 : random.chance(0.5) ? 70043 : 700082;
  return [
    nonInteractiveSignIn(world.tenant, random, {
      ...signInBy(presence, time),
      app,
      resource,
      result,
      mfa: result === 0 ? 'claim' : 'none',
      client: 'Mobile Apps and Desktop clients',
      incoming: presence.device.os === 'Windows10' ? 'primaryRefreshToken' : 'refreshToken',
    }),
  ];
}

const USER_PATHS = [
  '/me',
  '/me/calendarView',
  '/me/joinedTeams',
  '/me/drive/root/children',
  '/me/photo/$value',
  '/me/messages',
];

function usesGraph(world: World, random: Random, time: Instant): SampleEvent[] {
  const presence = world.presences.of(someone(world, random, time), time);
  const token = random.token(22);
  const events: SampleEvent[] = [
    nonInteractiveSignIn(world.tenant, random, {
      ...signInBy(presence, time),
      app: APPS.teams,
      resource: AUDIENCES.graph,
      result: 0,
      mfa: 'claim',
      token,
    }),
  ];
  for (let i = random.int(2, 6); i > 0; i--)
    events.push(
      graphCall(world.tenant, random, {
        time: time + random.between(2, 300) * SECOND,
        method: 'GET',
        path: random.pick(USER_PATHS),
        status: random.chance(0.97) ? 200 : 404,
        appId: APPS.teams.id,
        ip: presence.ip,
        userAgent: presence.device.userAgent,
        token,
        issued: time,
        caller: {
          user: presence.person.id,
          scopes: 'Calendars.Read Files.ReadWrite.All User.Read Team.ReadBasic.All',
          session: presence.session,
          device: presence.device.id,
        },
      }),
    );
  return events;
}

function worksOnFiles(world: World, random: Random, time: Instant): SampleEvent[] {
  const presence = world.presences.of(someone(world, random, time), time);
  const { person } = presence;
  const about = { person, ip: presence.ip, session: presence.session, userAgent: presence.device.userAgent };
  const file = documentName(random, person);
  const folder = random.pick(['Shared Documents/General', 'Shared Documents/Archive', 'Documents']);
  const place = folder === 'Documents' ? {} : { site: person.department.replace(' ', '') };
  const events = Array.from({ length: random.int(1, 3) }, (_, index) =>
    fileOperation(world.tenant, random, {
      ...about,
      ...place,
      time: time + index * random.between(5, 90) * SECOND,
      operation: fileOperations.pick(random),
      file: index === 0 ? file : documentName(random, person),
      folder,
    }),
  );
  if (random.chance(0.03)) {
    const guest = random.pick(random.pick(world.tenant.partners).contacts);
    events.push(
      sharing(world.tenant, random, { ...about, time: time + MINUTE, file, folder, withWhom: guest.address }),
    );
  }
  return events;
}

function readsMail(world: World, random: Random, time: Instant): SampleEvent[] {
  const presence = world.presences.of(someone(world, random, time), time);
  const about = {
    person: presence.person,
    ip: presence.ip,
    session: presence.session,
    userAgent: presence.device.userAgent,
  };
  const events = [
    mailRead(world.tenant, random, { ...about, time, messages: random.int(1, 5), kind: 'Bind' }),
  ];
  if (random.chance(0.3))
    events.push(
      mailItem(world.tenant, random, {
        ...about,
        time: time + 30 * SECOND,
        operation: random.pick(['MoveToDeletedItems', 'SoftDelete'] as const),
        subject: documentName(random, presence.person),
        folder: 'Inbox',
      }),
    );
  if (random.chance(0.25))
    events.push(
      teamsActivity(world.tenant, random, { ...about, time: time + MINUTE, operation: 'MessageSent' }),
    );
  return events;
}

function getsMail(world: World, random: Random, time: Instant): SampleEvent[] {
  const person = someone(world, random, time);
  const partner = random.pick(world.tenant.partners);
  const contact = random.pick(partner.contacts);
  const [mailHost = ''] = world.tenant.sites[0]?.egress ?? [];
  const dice = random.unit();
  if (dice < 0.25)
    return mail(world.tenant, random, {
      time,
      from: { name: person.name, address: person.upn, ip: mailHost },
      to: { address: contact.address },
      subject: `RE: ${documentName(random, person)}`,
      direction: 'Outbound',
      attachments: random.chance(0.3) ? 1 : 0,
    });
  if (dice < 0.55) {
    const colleague = someone(world, random, time);
    return mail(world.tenant, random, {
      time,
      from: { name: person.name, address: person.upn, ip: mailHost },
      to: { address: colleague.upn, person: colleague },
      subject: documentName(random, person),
      direction: 'Intra-org',
    });
  }
  const junk = dice > 0.9;
  const url = junk
    ? `https://${random.pick(['offers', 'track', 'parcel'])}.${random.hex(4)}.example/${random.token(8)}`
    : `https://portal.${partner.domain}/view/${random.token(10)}`;
  const id = random.guid();
  const events = mail(world.tenant, random, {
    time,
    from: junk
      ? {
          name: 'Delivery desk',
          address: `info@${random.hex(5)}.example`,
          ip: `198.51.100.${random.int(1, 254)}`,
        }
      : { name: contact.name, address: contact.address, ip: partner.mailServer },
    to: { address: person.upn, person },
    subject: junk ? 'Your parcel is waiting' : documentName(random, person),
    direction: 'Inbound',
    urls: random.chance(0.35) || junk ? [url] : [],
    verdict: junk ? (random.chance(0.3) ? 'phish' : 'spam') : 'clean',
    authenticated: !junk,
    id,
  });
  if (!junk && events.length > 1 && random.chance(0.5)) {
    const presence = world.presences.of(person, time);
    events.push(
      click(world.tenant, random, {
        time: time + random.between(1, 60) * MINUTE,
        person,
        url,
        message: id,
        ip: presence.ip,
        action: 'ClickAllowed',
      }),
    );
  }
  return events;
}

export const PEOPLE_ACTS: readonly Act[] = [
  {
    name: 'opens a session',
    weight: 9,
    by: 'people',
    tables: ['SigninLogs', 'AADNonInteractiveUserSignInLogs'],
    make: opensSession,
  },
  {
    name: 'refreshes a token',
    weight: 22,
    by: 'people',
    tables: ['AADNonInteractiveUserSignInLogs'],
    make: refreshesToken,
  },
  {
    name: 'uses Graph',
    weight: 8,
    by: 'people',
    tables: ['AADNonInteractiveUserSignInLogs', 'MicrosoftGraphActivityLogs'],
    make: usesGraph,
  },
  { name: 'works on files', weight: 10, by: 'people', tables: ['OfficeActivity'], make: worksOnFiles },
  { name: 'reads mail', weight: 9, by: 'people', tables: ['OfficeActivity'], make: readsMail },
  {
    name: 'gets mail',
    weight: 8,
    by: 'people',
    tables: ['EmailEvents', 'EmailUrlInfo', 'UrlClickEvents'],
    make: getsMail,
  },
];
