import { APPS, AUDIENCES, ROLES } from '../apps.ts';
import type { Machine, Resource } from '../estate.ts';
import { MINUTE, SECOND } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Person } from '../people.ts';
import type { Lair, Story } from '../story.ts';
import { armOperation } from '../streams/activity.ts';
import { auditRecord } from '../streams/audit.ts';
import { flow } from '../streams/network.ts';
import { blobRequest, vaultRequest } from '../streams/resource.ts';
import { interactiveSignIn } from '../streams/signIn.ts';

/*
 * The second half of the token theft: what an administrator's session is worth once it is in the cloud's control plane.
 */

/** What every sign-in of the thief has in common. */
export function fromLair(
  victim: Person,
  lair: Lair,
): Pick<Parameters<typeof interactiveSignIn>[2], 'user' | 'ip' | 'asn' | 'place' | 'device'> {
  return {
    user: { id: victim.id, name: victim.name, upn: victim.upn },
    ip: lair.ip,
    asn: lair.asn,
    place: lair.place,
    device: lair.device,
  };
}

export function elevate(story: Story, victim: Person, lair: Lair, session: string, time: Instant): void {
  const { random } = story;
  const { tenant } = story.world;
  const actor = { user: victim, ip: lair.ip };
  const [production] = tenant.estate.subscriptions;
  if (!production) throw new RangeError('the estate has no subscription');
  story.planted('sign-in to the portal', 'T1538', 'discovery', [
    interactiveSignIn(tenant, random, {
      ...fromLair(victim, lair),
      time: time - 3 * MINUTE,
      app: APPS.azurePortal,
      resource: AUDIENCES.management,
      session,
      correlation: random.guid(),
      result: 0,
      mfa: 'claim',
    }),
  ]);
  story.planted('role raised', 'T1098.003', 'privilege-escalation', [
    auditRecord(tenant, random, {
      time,
      activity: 'Add member to role completed (PIM activation)',
      category: 'RoleManagement',
      operation: 'Assign',
      service: 'PIM',
      actor,
      targets: [
        { type: 'Role', id: ROLES.globalAdministrator.id, name: ROLES.globalAdministrator.name },
        { type: 'User', id: victim.id, name: victim.name, upn: victim.upn },
      ],
      reason: 'urgent',
    }),
  ]);
  story.planted(
    'access to all subscriptions taken',
    'T1548.005',
    'privilege-escalation',
    auditRecord(tenant, random, {
      time: time + 4 * MINUTE,
      activity: 'User has elevated their access to User Access Administrator for their Azure Resources',
      category: 'AzureRBACRoleManagementElevateAccess',
      operation: 'Assign',
      service: 'Azure RBAC (Elevated Access)',
      actor,
      targets: [{ type: 'User', id: victim.id, name: victim.name, upn: victim.upn }],
    }),
  );
  story.planted(
    'owner of the subscription',
    'T1098.003',
    'persistence',
    armOperation(tenant, random, {
      time: time + 7 * MINUTE,
      operation: 'Microsoft.Authorization/roleAssignments/write',
      display: 'Create role assignment',
      resource: {
        id: `/subscriptions/${production.id}/providers/Microsoft.Authorization/roleAssignments/${random.guid()}`,
        name: random.guid(),
        type: 'Microsoft.Authorization/roleAssignments',
        group: '',
        subscription: production,
      },
      caller: { user: victim, ip: lair.ip, appId: APPS.azurePortal.id },
      takes: 3 * SECOND,
      request: {
        Properties: {
          PrincipalId: victim.id,
          RoleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${ROLES.owner.id}`,
          Scope: `/subscriptions/${production.id}`,
        },
      },
    }),
  );
}

export function runCommand(story: Story, victim: Person, lair: Lair, machine: Machine, time: Instant): void {
  const { random } = story;
  const { tenant } = story.world;
  story.planted(
    'command run on a virtual machine',
    'T1651',
    'execution',
    armOperation(tenant, random, {
      time,
      operation: 'Microsoft.Compute/virtualMachines/runCommand/action',
      display: 'Run Command on Virtual Machine',
      resource: machine,
      caller: { user: victim, ip: lair.ip, appId: APPS.azurePortal.id },
      takes: 38 * SECOND,
    }),
  );
  for (let i = 0; i < 6; i++)
    story.planted(
      'beacon from the virtual machine',
      'T1071.001',
      'command-and-control',
      flow(
        tenant,
        {
          time: time + 2 * MINUTE + i * (10 * MINUTE + random.between(-20, 20) * SECOND),
          machine,
          direction: 'Outbound',
          peer: lair.ip,
          from: random.int(49_152, 65_535),
          port: 443,
          protocol: 'TCP',
          decision: 'Allowed',
          rule: 'DefaultRule_AllowInternetOutBound',
          sent: random.size(2200, 0.1),
          received: random.size(900, 0.1),
          lasts: 4 * SECOND,
        },
        'vnet',
      ),
    );
}

export function readSecrets(story: Story, victim: Person, lair: Lair, vault: Resource, time: Instant): void {
  const { random } = story;
  const { tenant } = story.world;
  const items = [
    '',
    'sql-admin',
    'payment-api-key',
    'storage-finance-key',
    'erp-service-account',
    'vpn-shared-secret',
    'backup-passphrase',
  ];
  for (const [index, item] of items.entries())
    story.planted(
      item === '' ? 'secrets listed' : 'secret read',
      'T1555.006',
      'credential-access',
      vaultRequest(tenant, random, {
        time: time + index * random.between(4, 15) * SECOND,
        vault,
        operation: item === '' ? 'SecretList' : 'SecretGet',
        item,
        ip: lair.ip,
        client: lair.device.userAgent,
        identity: { objectId: victim.id, appId: APPS.azurePortal.id, upn: victim.upn },
      }),
    );
}

export function exfiltrate(
  story: Story,
  victim: Person,
  lair: Lair,
  account: Resource,
  time: Instant,
): number {
  const { random } = story;
  const { tenant } = story.world;
  const caller = { user: victim, ip: lair.ip, appId: APPS.azurePortal.id };
  story.planted(
    'storage keys listed',
    'T1555.006',
    'credential-access',
    armOperation(tenant, random, {
      time,
      operation: 'Microsoft.Storage/storageAccounts/listKeys/action',
      display: 'List Storage Account Keys',
      resource: account,
      caller,
    }),
  );
  const request = {
    account,
    ip: lair.ip,
    userAgent: 'AzCopy/10.28.0 Azure-Storage/1.6 (go1.23.4; Windows_NT)',
    auth: { type: 'AccountKey' as const },
  };
  const began = time + 6 * MINUTE;
  story.planted('containers listed', 'T1619', 'discovery', [
    blobRequest(tenant, random, {
      ...request,
      time: began,
      operation: 'ListContainers',
      container: '',
      bytes: 2400,
    }),
    blobRequest(tenant, random, {
      ...request,
      time: began + 3 * SECOND,
      operation: 'ListBlobs',
      container: 'statements',
      bytes: 88_000,
    }),
  ]);
  const blobs = random.int(90, 140);
  for (let i = 0; i < blobs; i++)
    story.planted(
      'blobs copied out',
      'T1530',
      'collection',
      blobRequest(tenant, random, {
        ...request,
        time: began + 8 * SECOND + i * random.between(0.6, 2.2) * SECOND,
        operation: 'GetBlob',
        container: 'statements',
        blob: `${random.int(2021, 2026)}/${random.hex(5)}.pdf`,
        bytes: random.size(2_600_000, 0.7),
      }),
    );
  return blobs;
}
