import type { JsonObject } from '../../../../src/base/json.ts';
import { MINUTE } from '../../../../src/samples/instant.ts';
import type { Plant } from '../scene.ts';

/** One operation by an outsider's hand: found by its address. */
const one =
  (operation: string, request?: JsonObject, harmless?: JsonObject): Plant =>
  (scene) => ({
    attack: scene.arm(operation, request ? { request } : {}),
    ...(harmless ? { benign: scene.arm(operation, { request: harmless }) } : {}),
    finds: scene.evil.ip,
  });

const KINDS = [
  'Microsoft.Compute/virtualMachines',
  'Microsoft.Storage/storageAccounts',
  'Microsoft.Sql/servers',
];

/** Operations of the control plane that the tenant's attacks do not do. */
export const ACTIVITY: Readonly<Record<string, Plant>> = {
  'activity/flow-logs-removed': one('Microsoft.Network/networkWatchers/flowLogs/delete'),
  'activity/detections-removed': one('Microsoft.SecurityInsights/alertRules/delete'),
  'activity/policy-removed': one('Microsoft.Authorization/policyAssignments/delete'),
  'activity/network-protection-removed': one('Microsoft.Network/azureFirewalls/delete'),
  'activity/access-signature-made': one('Microsoft.Storage/storageAccounts/listAccountSas/action'),
  'activity/disk-exported': one('Microsoft.Compute/disks/beginGetAccess/action'),
  'activity/serial-console': one('Microsoft.SerialConsole/serialPorts/connect/action'),
  'activity/identity-trust-added': one(
    'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write',
  ),
  'activity/automation-planted': one('Microsoft.Automation/automationAccounts/webhooks/write'),
  'activity/secrets-of-applications-listed': one('Microsoft.Web/sites/publishxml/action'),
  'activity/delegation-to-another-tenant': one('Microsoft.ManagedServices/registrationAssignments/write'),
  'activity/cluster-credentials': one(
    'Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action',
  ),
  'activity/database-exported': one('Microsoft.Sql/servers/databases/export/action'),
  'activity/vault-emptied': one('Microsoft.KeyVault/locations/deletedVaults/purge/action'),
  'activity/vault-access-given': one('Microsoft.KeyVault/vaults/accessPolicies/write'),
  'activity/traffic-captured': one('Microsoft.Network/networkWatchers/packetCaptures/write'),
  'activity/shareable-link-to-machine': one('Microsoft.Network/bastionHosts/createShareableLinks/action'),
  'activity/alerts-suppressed': one(
    'Microsoft.Security/pricings/write',
    { properties: { pricingTier: 'Free' } },
    { properties: { pricingTier: 'Standard' } },
  ),
  'activity/custom-role-powerful': one(
    'Microsoft.Authorization/roleDefinitions/write',
    { Properties: { RoleName: 'Reader of things', Permissions: [{ Actions: ['*'], NotActions: [] }] } },
    {
      Properties: {
        RoleName: 'Restarter',
        Permissions: [{ Actions: ['Microsoft.Compute/virtualMachines/restart/action'] }],
      },
    },
  ),
  'activity/extension-that-runs-code': one(
    'Microsoft.Compute/virtualMachines/extensions/write',
    { properties: { publisher: 'Microsoft.Azure.Extensions', type: 'CustomScript' } },
    { properties: { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' } },
  ),
  'activity/network-opened-to-internet': one(
    'Microsoft.Network/networkSecurityGroups/securityRules/write',
    {
      properties: {
        protocol: 'Tcp',
        sourcePortRange: '*',
        destinationPortRange: '3380-3390',
        sourceAddressPrefix: '*',
        destinationAddressPrefix: '10.20.1.10',
        access: 'Allow',
        priority: 100,
        direction: 'Inbound',
      },
    },
    {
      properties: {
        protocol: 'Tcp',
        sourcePortRange: '*',
        destinationPortRange: '3389',
        sourceAddressPrefix: '10.20.5.0/24',
        destinationAddressPrefix: '*',
        access: 'Allow',
        priority: 100,
        direction: 'Inbound',
      },
    },
  ),
  'activity/database-opened': one(
    'Microsoft.Sql/servers/firewallRules/write',
    { properties: { startIpAddress: '0.0.0.0', endIpAddress: '255.255.255.255' } },
    { properties: { startIpAddress: '10.1.0.4', endIpAddress: '10.1.0.4' } },
  ),
  'activity/database-audit-off': one(
    'Microsoft.Sql/servers/auditingSettings/write',
    { properties: { state: 'Disabled' } },
    { properties: { state: 'Enabled' } },
  ),
  'activity/lifecycle-deletes': one(
    'Microsoft.Storage/storageAccounts/managementPolicies/write',
    {
      properties: {
        policy: {
          rules: [
            { definition: { actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 1 } } } } },
          ],
        },
      },
    },
    {
      properties: {
        policy: {
          rules: [
            { definition: { actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 365 } } } } },
          ],
        },
      },
    },
  ),
  'activity/machines-made-in-bulk': one(
    'Microsoft.Compute/virtualMachines/write',
    { location: 'southeastasia', properties: { hardwareProfile: { vmSize: 'Standard_NC24ads_A100_v4' } } },
    { location: 'westeurope', properties: { hardwareProfile: { vmSize: 'Standard_D2s_v5' } } },
  ),
  'activity/refused-many-times': (scene) => ({
    attack: [
      'listKeys/action',
      'delete',
      'write',
      'regenerateKey/action',
      'listAccountSas/action',
      'x/read',
    ].flatMap((verb, i) =>
      scene.arm(`Microsoft.Storage/storageAccounts/${verb}`, {
        time: scene.time - (scene.time % (60 * MINUTE)) + i * MINUTE,
        failure: 'AuthorizationFailed',
      }),
    ),
    benign: scene.arm('Microsoft.Storage/storageAccounts/write', { failure: 'AuthorizationFailed' }),
    finds: scene.evil.ip,
  }),
  'activity/mass-deletion': (scene) => ({
    attack: Array.from({ length: 10 }, (_, i) => i).flatMap((i) => {
      const kind = KINDS[i % KINDS.length] ?? '';
      const [machine] = scene.tenant.estate.machines;
      if (!machine) return [];
      return scene.arm(`${kind}/delete`, {
        time: scene.time - (scene.time % (60 * MINUTE)) + i * MINUTE,
        resource: { ...machine, id: `${machine.id}-copy${i}`, name: `${machine.name}-copy${i}`, type: kind },
      });
    }),
    finds: scene.evil.ip,
  }),
  'activity/disks-encrypted-with-new-key': (scene) => ({
    attack: [
      ...scene.arm('Microsoft.Compute/diskEncryptionSets/write'),
      ...scene.tenant.estate.disks
        .slice(0, 3)
        .flatMap((disk, i) =>
          scene.arm('Microsoft.Compute/disks/write', { time: scene.at(5 + i), resource: disk }),
        ),
    ],
    finds: scene.evil.ip,
  }),
};
