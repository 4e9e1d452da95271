import { SECOND } from '../instant.ts';
import type { Instant } from '../instant.ts';
import { Weighted } from '../random.ts';
import type { Random } from '../random.ts';
import type { Service } from '../services.ts';
import { graphCall } from '../streams/graphActivity.ts';
import { blobRequest, sqlStatement, vaultRequest } from '../streams/resource.ts';
import { applicationSignIn, managedIdentitySignIn } from '../streams/serviceSignIn.ts';
import type { SampleEvent } from '../table.ts';
import type { World } from '../world.ts';
import { APPS, AUDIENCES } from '../apps.ts';
import { ATTACKER_CITIES } from '../names.ts';
import { interactiveSignIn } from '../streams/signIn.ts';
import type { Act } from './act.ts';

const GRAPH_PATHS: Readonly<Record<string, readonly string[]>> = {
  'User.ReadWrite.All': ['/users?$select=id,accountEnabled&$top=100', '/groups?$top=100'],
  'Mail.Read': ['/users/support@/mailFolders/inbox/messages?$top=25'],
  'Reports.Read.All': ["/reports/getOffice365ActiveUserDetail(period='D7')"],
  'AuditLog.Read.All': [
    '/auditLogs/signIns?$top=500',
    '/auditLogs/directoryAudits?$top=500',
    '/security/alerts_v2',
  ],
};

function applicationRuns(world: World, random: Random, time: Instant): SampleEvent[] {
  const { tenant } = world;
  const service = pickService(world, random, 'application');
  const token = random.token(22);
  const [site] = tenant.sites;
  if (!site) return [];
  const events = [
    applicationSignIn(tenant, random, {
      time,
      service,
      resource: service.audience,
      token,
      result: random.chance(0.995) ? 0 : 7000222,
      ip: service.ip,
      asn: '64510',
      place: site.place,
    }),
  ];
  if (service.audience === AUDIENCES.graph) {
    const paths = GRAPH_PATHS[service.roles[0] ?? ''] ?? ['/organization'];
    for (let i = random.int(1, 5); i > 0; i--)
      events.push(
        graphCall(tenant, random, {
          time: time + random.between(1, 120) * SECOND,
          method: 'GET',
          path: random.pick(paths).replace('support@', `support@${tenant.domain}`),
          status: random.chance(0.98) ? 200 : 429,
          appId: service.appId,
          ip: service.ip,
          userAgent: service.userAgent,
          token,
          issued: time,
          caller: { servicePrincipal: service.id, roles: service.roles },
        }),
      );
  }
  if (service.audience === AUDIENCES.storage) events.push(...backsUp(world, random, time, service));
  return events;
}

function backsUp(world: World, random: Random, time: Instant, service: Service): SampleEvent[] {
  const account = random.pick(world.tenant.estate.storage);
  return Array.from({ length: random.int(2, 6) }, (_, index) =>
    blobRequest(world.tenant, random, {
      time: time + (index + 1) * random.between(1, 9) * SECOND,
      account,
      operation: index === 0 ? 'ListBlobs' : random.pick(['GetBlob', 'GetBlobProperties'] as const),
      container: 'documents',
      ...(index === 0 ? {} : { blob: `${random.int(2022, 2026)}/${random.hex(4)}.pdf` }),
      ip: service.ip,
      bytes: random.size(180_000),
      userAgent: service.userAgent,
      auth: { type: 'OAuth', objectId: service.id, appId: service.appId, upn: '' },
    }),
  );
}

const STATEMENTS = [
  'SELECT o.Id, o.Total FROM dbo.Orders o WHERE o.CustomerId = @p0',
  'UPDATE dbo.Stock SET Quantity = Quantity - @p1 WHERE Sku = @p0',
  'SELECT TOP (50) * FROM dbo.Catalogue WHERE Name LIKE @p0',
  'INSERT INTO dbo.OrderLines (OrderId, Sku, Quantity) VALUES (@p0, @p1, @p2)',
];

function identityRuns(world: World, random: Random, time: Instant): SampleEvent[] {
  const { tenant } = world;
  const service = pickService(world, random, 'managedIdentity');
  const machine = random.pick(tenant.estate.machines);
  const events = [
    managedIdentitySignIn(tenant, random, {
      time,
      service,
      resource: service.audience,
      token: random.token(22),
      result: 0,
    }),
  ];
  const identity = { objectId: service.id, appId: service.appId };
  const after = (): Instant => time + random.between(1, 200) * SECOND;
  if (service.audience === AUDIENCES.keyVault)
    for (let i = random.int(1, 3); i > 0; i--)
      events.push(
        vaultRequest(tenant, random, {
          time: after(),
          vault: tenant.estate.vaults[0] ?? random.pick(tenant.estate.vaults),
          operation: random.chance(0.9) ? 'SecretGet' : 'KeySign',
          item: random.pick(['db-connection', 'payment-api-key', 'smtp-password', 'session-key']),
          ip: machine.ip,
          client: 'azsdk-net-Security.KeyVault.Secrets/4.7.0 (.NET 9.0.3; Linux)',
          identity,
        }),
      );
  else if (service.audience === AUDIENCES.sql)
    for (let i = random.int(2, 5); i > 0; i--)
      events.push(
        sqlStatement(tenant, random, {
          time: after(),
          database: random.pick(['orders', 'catalogue']),
          principal: service.name,
          ip: machine.ip,
          application: 'Shop.Web',
          host: machine.name,
          statement: random.pick(STATEMENTS),
          rows: random.size(12, 1),
        }),
      );
  else
    for (let i = random.int(2, 6); i > 0; i--)
      events.push(
        blobRequest(tenant, random, {
          time: after(),
          account: tenant.estate.storage[1] ?? random.pick(tenant.estate.storage),
          operation: random.pick(['PutBlob', 'GetBlob', 'GetBlob', 'GetBlobProperties'] as const),
          container: random.pick(['orders', 'images', 'labels']),
          blob: `${random.hex(6)}.json`,
          ip: machine.ip,
          bytes: random.size(24_000),
          userAgent: 'azsdk-net-Storage.Blobs/12.24.0 (.NET 9.0.3; Linux)',
          auth: { type: 'OAuth', ...identity, upn: '' },
        }),
      );
  return events;
}

/** The internet's constant knocking: a guess at an account, from anywhere. */
function strangerGuesses(world: World, random: Random, time: Instant): SampleEvent[] {
  const { tenant } = world;
  const person = random.pick(tenant.people);
  const known = random.chance(0.6);
  const name = known
    ? person.upn
    : `${random.pick(['admin', 'info', 'test', 'scanner', 'sales'])}@${tenant.domain}`;
  return [
    interactiveSignIn(tenant, random, {
      time,
      user: known ? person : { id: '00000000-0000-0000-0000-000000000000', name, upn: name },
      app: APPS.azureCli,
      resource: AUDIENCES.management,
      ip: `${random.pick(['198.51.100', '203.0.113'])}.${random.int(1, 254)}`,
      asn: String(random.int(64_520, 64_540)),
      place: random.pick(ATTACKER_CITIES),
      device: null,
      userAgent: random.pick(['python-requests/2.31.0', 'Go-http-client/1.1', 'Mozilla/5.0']),
      client: random.pick(['Other clients', 'Mobile Apps and Desktop clients', 'IMAP4']),
      session: '',
      correlation: random.guid(),
      result: known ? (random.chance(0.8) ? 50126 : 50053) : 50034,
      mfa: 'none',
    }),
  ];
}

function pickService(world: World, random: Random, kind: Service['kind']): Service {
  const services = world.tenant.services.filter((service) => service.kind === kind);
  return new Weighted(services.map((service) => [service, service.share] as const)).pick(random);
}

export const SERVICE_ACTS: readonly Act[] = [
  {
    name: 'an application runs',
    weight: 9,
    by: 'machines',
    tables: ['AADServicePrincipalSignInLogs', 'MicrosoftGraphActivityLogs', 'StorageBlobLogs'],
    make: applicationRuns,
  },
  {
    name: 'a managed identity runs',
    weight: 10,
    by: 'machines',
    tables: ['AADManagedIdentitySignInLogs', 'AZKVAuditLogs', 'SQLSecurityAuditEvents', 'StorageBlobLogs'],
    make: identityRuns,
  },
  { name: 'a stranger guesses', weight: 0.8, by: 'machines', tables: ['SigninLogs'], make: strangerGuesses },
];
