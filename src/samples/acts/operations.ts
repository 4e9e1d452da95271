import { APPS, ROLES } from '../apps.ts';
import { SECOND } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Random } from '../random.ts';
import { armOperation } from '../streams/activity.ts';
import { auditRecord } from '../streams/audit.ts';
import { riskDetection } from '../streams/risk.ts';
import { interactiveSignIn } from '../streams/signIn.ts';
import { AUDIENCES } from '../apps.ts';
import type { SampleEvent } from '../table.ts';
import type { World } from '../world.ts';
import { someone } from './act.ts';
import type { Act } from './act.ts';
import { signInBy } from './people.ts';

const ROUTINE = [
  ['Microsoft.Compute/virtualMachines/restart/action', 'Restart Virtual Machine', 'machines'],
  ['Microsoft.Compute/virtualMachines/write', 'Create or Update Virtual Machine', 'machines'],
  ['Microsoft.Compute/disks/write', 'Create or Update Disk', 'disks'],
  ['Microsoft.Storage/storageAccounts/write', 'Create/Update Storage Account', 'storage'],
  ['Microsoft.Storage/storageAccounts/listKeys/action', 'List Storage Account Keys', 'storage'],
  [
    'Microsoft.Network/networkSecurityGroups/securityRules/write',
    'Create or Update Security Rule',
    'networkGroups',
  ],
  ['Microsoft.KeyVault/vaults/write', 'Update Key Vault', 'vaults'],
  ['Microsoft.Resources/tags/write', 'Write tags', 'storage'],
] as const;

/** An administrator signs in to the portal and changes something. */
function administratorChanges(world: World, random: Random, time: Instant): SampleEvent[] {
  const { tenant } = world;
  const administrator = random.pick(tenant.administrators);
  const presence = world.presences.of(administrator, time);
  const events: SampleEvent[] = [];
  if (random.chance(0.35))
    events.push(
      interactiveSignIn(tenant, random, {
        ...signInBy(presence, time - 40 * SECOND),
        app: APPS.azurePortal,
        resource: AUDIENCES.management,
        result: 0,
        mfa: 'app',
      }),
    );
  const [operation, display, kind] = random.pick(ROUTINE);
  events.push(
    ...armOperation(tenant, random, {
      time,
      operation,
      display,
      resource: random.pick(tenant.estate[kind]),
      caller: { user: administrator, ip: presence.ip, appId: APPS.azurePortal.id },
      ...(operation.endsWith('listKeys/action') ? {} : { takes: random.between(2, 40) * SECOND }),
      ...(random.chance(0.03) ? { failure: 'Conflict' } : {}),
    }),
  );
  return events;
}

/** The pipeline deploys: a deployment and what it changes, by a service principal. */
function pipelineDeploys(world: World, random: Random, time: Instant): SampleEvent[] {
  const { tenant } = world;
  const pipeline = tenant.services.find(
    ({ audience, kind }) => kind === 'application' && audience === AUDIENCES.management,
  );
  if (!pipeline) return [];
  const caller = { servicePrincipal: pipeline, ip: pipeline.ip };
  const machine = random.pick(tenant.estate.machines);
  const correlation = random.guid();
  return [
    ...armOperation(tenant, random, {
      time,
      operation: 'Microsoft.Resources/deployments/write',
      display: 'Create Deployment',
      resource: {
        ...machine,
        id: machine.id.replace(
          /Microsoft\.Compute.*$/,
          `Microsoft.Resources/deployments/deploy-${random.hex(3)}`,
        ),
      },
      caller,
      takes: 55 * SECOND,
      correlation,
    }),
    ...armOperation(tenant, random, {
      time: time + 6 * SECOND,
      operation: 'Microsoft.Compute/virtualMachines/write',
      display: 'Create or Update Virtual Machine',
      resource: machine,
      caller,
      takes: 30 * SECOND,
      correlation,
    }),
  ];
}

function directoryChanges(world: World, random: Random, time: Instant): SampleEvent[] {
  const { tenant } = world;
  const administrator = random.pick(tenant.administrators);
  const person = someone(world, random, time);
  const presence = world.presences.of(administrator, time);
  const actor = { user: administrator, ip: presence.ip };
  const target = { type: 'User' as const, id: person.id, name: person.name, upn: person.upn };
  const dice = random.unit();
  const common = { time, service: 'Core Directory', actor };
  if (dice < 0.3)
    return [
      auditRecord(tenant, random, {
        ...common,
        activity: 'Add member to group',
        category: 'GroupManagement',
        operation: 'Assign',
        targets: [{ ...target, changes: [['Group.DisplayName', null, `${person.department} team`]] }],
      }),
    ];
  if (dice < 0.55)
    return [
      auditRecord(tenant, random, {
        ...common,
        activity: 'Update user',
        category: 'UserManagement',
        operation: 'Update',
        targets: [{ ...target, changes: [['JobTitle', person.title, `Senior ${person.title}`]] }],
      }),
    ];
  if (dice < 0.75)
    return [
      auditRecord(tenant, random, {
        ...common,
        activity: 'Reset password (self-service)',
        category: 'UserManagement',
        operation: 'Update',
        service: 'Self-service Password Management',
        actor: { user: person, ip: world.presences.of(person, time).ip },
        targets: [target],
        reason: 'Successfully completed reset.',
      }),
    ];
  if (dice < 0.9)
    return [
      auditRecord(tenant, random, {
        ...common,
        activity: 'Add member to role completed (PIM activation)',
        category: 'RoleManagement',
        operation: 'Assign',
        service: 'PIM',
        targets: [
          { type: 'Role', id: ROLES.userAdministrator.id, name: ROLES.userAdministrator.name },
          { type: 'User', id: administrator.id, name: administrator.name, upn: administrator.upn },
        ],
        reason: 'Joiners and movers of the week',
      }),
    ];
  return [
    auditRecord(tenant, random, {
      ...common,
      activity: 'User registered security info',
      category: 'UserManagement',
      operation: 'Add',
      service: 'Authentication Methods',
      actor: { user: person, ip: world.presences.of(person, time).ip },
      targets: [target],
      reason: 'User registered Authenticator App with Notification and Code',
    }),
  ];
}

/** Identity Protection finds something small about someone's own sign-in. */
function smallRisk(world: World, random: Random, time: Instant): SampleEvent[] {
  const presence = world.presences.of(someone(world, random, time), time);
  const id = random.guid();
  const signIn = interactiveSignIn(world.tenant, random, {
    ...signInBy(presence, time),
    app: APPS.officeHome,
    resource: AUDIENCES.graph,
    result: 0,
    mfa: 'app',
    id,
    risk: { level: 'low', events: ['unfamiliarFeatures'] },
  });
  const risk = {
    activity: time,
    user: presence.person,
    event: 'unfamiliarFeatures',
    level: 'low' as const,
    timing: 'realtime' as const,
    ip: presence.ip,
    place: presence.place,
    request: id,
    correlation: presence.correlation,
    userAgent: presence.device.userAgent,
    id: random.hex(32),
  };
  return [
    signIn,
    riskDetection(world.tenant, random, { ...risk, delay: 25 * SECOND, state: 'atRisk' }),
    riskDetection(world.tenant, random, { ...risk, delay: 140 * SECOND, state: 'remediated' }),
  ];
}

export const OPERATIONS_ACTS: readonly Act[] = [
  {
    name: 'an administrator changes something',
    weight: 1.6,
    by: 'people',
    tables: ['AzureActivity', 'SigninLogs'],
    make: administratorChanges,
  },
  { name: 'the directory changes', weight: 2.4, by: 'people', tables: ['AuditLogs'], make: directoryChanges },
  {
    name: 'a small risk',
    weight: 0.12,
    by: 'people',
    tables: ['SigninLogs', 'AADUserRiskEvents'],
    make: smallRisk,
  },
  {
    name: 'the pipeline deploys',
    weight: 0.35,
    by: 'machines',
    tables: ['AzureActivity'],
    make: pipelineDeploys,
  },
];
