import type { JsonObject } from '../../base/json.ts';
import { APPS, AUDIENCES } from '../apps.ts';
import type { Resource } from '../estate.ts';
import { HOUR, MINUTE, SECOND } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Story } from '../story.ts';
import { armOperation } from '../streams/activity.ts';
import type { ArmCaller } from '../streams/activity.ts';
import { blobRequest } from '../streams/resource.ts';
import { interactiveSignIn } from '../streams/signIn.ts';
import type { Scenario } from './scenario.ts';

/** Over a resource group at night: logging, locks and backups go first, then disks, machines and blobs. */
export const RANSOMWARE: Scenario = {
  name: 'ransomware',
  title: 'Ransomware over a resource group: locks and backups removed, disks encrypted or deleted',
  tell,
};

function tell(story: Story): JsonObject {
  const { random } = story;
  const { tenant } = story.world;
  const { estate } = tenant;
  const administrator = random.pick(tenant.administrators);
  const lair = story.lair();
  const group = estate.machines.find(({ role }) => role === 'data')?.group ?? '';
  const start = story.workday(0.85, administrator, 1.6);
  const caller: ArmCaller = { user: administrator, ip: lair.ip, appId: APPS.azureCli.id };
  story.planted(
    'sign-in to the command line',
    'T1078.004',
    'initial-access',
    interactiveSignIn(tenant, random, {
      time: start,
      user: administrator,
      app: APPS.azureCli,
      resource: AUDIENCES.management,
      ip: lair.ip,
      asn: lair.asn,
      place: lair.place,
      device: lair.device,
      client: 'Mobile Apps and Desktop clients',
      protocol: 'deviceCode',
      session: random.guid(),
      correlation: random.guid(),
      result: 0,
      mfa: 'claim',
    }),
  );
  blind(story, caller, group, start + 7 * MINUTE);
  unprotect(story, caller, group, start + 12 * MINUTE);
  const destroyed = destroy(story, caller, group, start + 31 * MINUTE);
  const account = estate.storage.find((one) => one.group === group) ?? random.pick(estate.storage);
  encrypt(story, caller, account, start + 52 * MINUTE, lair.ip);
  story.incident(
    [
      {
        id: random.guid(),
        time: start + 80 * MINUTE,
        first: start + 12 * MINUTE,
        last: start + 75 * MINUTE,
        title: 'Mass deletion of recovery points and disks',
        description: 'Many resources that recovery depends on were deleted by one caller in a short time.',
        severity: 'High',
        product: 'Microsoft Defender for Cloud',
        type: 'ARM_MassResourceDeletion',
        tactic: 'Impact',
        techniques: ['T1485', 'T1490'],
        entities: [
          { kind: 'account', upn: administrator.upn, id: administrator.id, name: administrator.name },
          { kind: 'ip', address: lair.ip },
          { kind: 'azure-resource', id: estate.recoveryVault.id },
        ],
      },
    ],
    'Ransomware activity in a resource group',
    'Backups were removed and disks deleted by one account at night.',
    [{ time: start + 5 * HOUR, by: tenant.administrators[0] ?? administrator, status: 'Active' }],
  );
  return {
    caller: administrator.upn,
    attackerAddress: lair.ip,
    resourceGroup: group,
    destroyed,
    storageAccount: account.id,
  };
}

interface Step {
  readonly operation: string;
  readonly display: string;
  readonly resource: Resource;
  readonly seconds?: number;
  readonly failure?: string;
}

function act(
  story: Story,
  caller: ArmCaller,
  stage: string,
  technique: string,
  tactic: string,
  time: Instant,
  step: Step,
): void {
  story.planted(
    stage,
    technique,
    tactic,
    armOperation(story.world.tenant, story.random, {
      ...step,
      time,
      caller,
      takes: (step.seconds ?? 8) * SECOND,
      ...(step.failure === undefined ? {} : { failure: step.failure }),
    }),
  );
}

function under(parent: Resource, type: string, name: string): Resource {
  return { ...parent, id: `${parent.id}/providers/${type}/${name}`, name, type };
}

function blind(story: Story, caller: ArmCaller, group: string, time: Instant): void {
  const { estate } = story.world.tenant;
  const watched = [estate.sqlServer, ...estate.storage.filter((one) => one.group === group)];
  for (const [index, resource] of watched.entries())
    act(
      story,
      caller,
      'logging switched off',
      'T1685.002',
      'defense-impairment',
      time + index * 25 * SECOND,
      {
        operation: 'Microsoft.Insights/diagnosticSettings/delete',
        display: 'Delete diagnostic setting',
        resource: under(resource, 'Microsoft.Insights/diagnosticSettings', 'to-workspace'),
        seconds: 2,
      },
    );
}

function unprotect(story: Story, caller: ArmCaller, group: string, time: Instant): void {
  const { estate } = story.world.tenant;
  for (const [index, lock] of estate.locks
    .filter((one) => one.group === group || /backup/.test(one.group))
    .entries())
    act(story, caller, 'lock removed', 'T1490', 'impact', time + index * 20 * SECOND, {
      operation: 'Microsoft.Authorization/locks/delete',
      display: 'Delete management locks',
      resource: lock,
      seconds: 2,
    });
  const vault = estate.recoveryVault;
  act(story, caller, 'soft delete switched off', 'T1490', 'impact', time + 2 * MINUTE, {
    operation: 'Microsoft.RecoveryServices/vaults/backupconfig/write',
    display: 'Update backup configuration',
    resource: { ...vault, id: `${vault.id}/backupconfig/vaultconfig`, name: 'vaultconfig' },
  });
  for (const [index, machine] of estate.machines.filter((one) => one.group === group).entries()) {
    const item = `VM;iaasvmcontainerv2;${machine.group};${machine.name}`;
    act(story, caller, 'backup deleted', 'T1490', 'impact', time + (4 + index) * MINUTE, {
      operation: 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/delete',
      display: 'Delete backup protected item',
      resource: {
        ...vault,
        id: `${vault.id}/backupFabrics/Azure/protectionContainers/${item}/protectedItems/${item}`,
        name: item,
      },
      seconds: 40,
    });
    act(story, caller, 'snapshot deleted', 'T1490', 'impact', time + (4 + index) * MINUTE + 20 * SECOND, {
      operation: 'Microsoft.Compute/snapshots/delete',
      display: 'Delete Snapshot',
      resource: {
        ...machine,
        id: machine.id.replace('virtualMachines', 'snapshots').concat('-nightly'),
        type: 'Microsoft.Compute/snapshots',
        name: `${machine.name}-nightly`,
      },
    });
  }
  act(story, caller, 'backup vault deleted', 'T1490', 'impact', time + 12 * MINUTE, {
    operation: 'Microsoft.RecoveryServices/vaults/delete',
    display: 'Delete Vault',
    resource: vault,
    failure: 'VaultCannotBeDeleted',
  });
}

function destroy(story: Story, caller: ArmCaller, group: string, time: Instant): readonly string[] {
  const { random } = story;
  const { estate } = story.world.tenant;
  const machines = estate.machines.filter((one) => one.group === group);
  const destroyed: string[] = [];
  for (const [index, machine] of machines.entries()) {
    const at = time + index * 2 * MINUTE + random.between(0, 30) * SECOND;
    const disk = estate.disks.find(({ name }) => name.startsWith(machine.name)) ?? machine;
    const keyed = index % 2 === 0;
    act(story, caller, 'machine stopped', 'T1489', 'impact', at, {
      operation: 'Microsoft.Compute/virtualMachines/deallocate/action',
      display: 'Deallocate Virtual Machine',
      resource: machine,
      seconds: 30,
    });
    if (keyed) {
      act(story, caller, "disk encrypted with the attacker's key", 'T1486', 'impact', at + 50 * SECOND, {
        operation: 'Microsoft.Compute/disks/write',
        display: 'Create or Update Disk',
        resource: disk,
        seconds: 25,
      });
      continue;
    }
    act(story, caller, 'machine deleted', 'T1485', 'impact', at + 40 * SECOND, {
      operation: 'Microsoft.Compute/virtualMachines/delete',
      display: 'Delete Virtual Machine',
      resource: machine,
      seconds: 35,
    });
    act(story, caller, 'disk deleted', 'T1485', 'impact', at + 80 * SECOND, {
      operation: 'Microsoft.Compute/disks/delete',
      display: 'Delete Disk',
      resource: disk,
      seconds: 10,
    });
    destroyed.push(machine.id, disk.id);
  }
  return destroyed;
}

function encrypt(story: Story, caller: ArmCaller, account: Resource, time: Instant, ip: string): void {
  const { random } = story;
  const { tenant } = story.world;
  story.planted(
    'storage keys listed',
    'T1555.006',
    'credential-access',
    armOperation(tenant, random, {
      time: time - 3 * MINUTE,
      operation: 'Microsoft.Storage/storageAccounts/listKeys/action',
      display: 'List Storage Account Keys',
      resource: account,
      caller,
    }),
  );
  const request = {
    account,
    container: 'orders',
    ip,
    userAgent: 'rclone/v1.69.1',
    auth: { type: 'AccountKey' as const },
  };
  for (let i = 0; i < 80; i++) {
    const blob = `${random.hex(6)}.json`;
    const at = time + i * random.between(1.5, 3) * SECOND;
    const bytes = random.size(24_000);
    story.planted(
      'blobs overwritten and removed',
      'T1486',
      'impact',
      blobRequest(tenant, random, {
        ...request,
        time: at,
        operation: 'PutBlob',
        blob: `${blob}.locked`,
        bytes,
      }),
    );
    story.planted(
      'blobs overwritten and removed',
      'T1485',
      'impact',
      blobRequest(tenant, random, {
        ...request,
        time: at + 400,
        operation: 'DeleteBlob',
        blob,
        bytes: 0,
        status: { code: 202, text: 'Success' },
      }),
    );
  }
  story.planted(
    'note left',
    'T1486',
    'impact',
    blobRequest(tenant, random, {
      ...request,
      time: time + 5 * MINUTE,
      operation: 'PutBlob',
      blob: 'READ_ME_NOW.txt',
      bytes: 1900,
    }),
  );
}
