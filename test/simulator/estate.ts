import type { JsonObject } from '../../src/base/json.ts';
import type { Tenant } from '../../src/samples/tenant.ts';
import { columnsOf } from './tables.ts';
import { guidOf, type IncidentSeed } from './seed.ts';

export interface ArmResource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  readonly location: string;
  tags: Record<string, string>;
  readonly properties: JsonObject;
}

export interface Subscription {
  readonly id: string;
  readonly name: string;
  tags: Record<string, string>;
}

export const RESOURCES = {
  name: 'resources',
  columns: columnsOf(
    'id name type tenantId kind location resourceGroup subscriptionId managedBy sku:dynamic plan:dynamic properties:dynamic tags:dynamic identity:dynamic zones:dynamic extendedLocation:dynamic',
  ),
};
export const CONTAINERS = {
  name: 'resourcecontainers',
  columns: columnsOf(
    'id name type tenantId location resourceGroup subscriptionId properties:dynamic tags:dynamic',
  ),
};
export const SECURITY = {
  name: 'securityresources',
  columns: columnsOf(
    'id name type tenantId location resourceGroup subscriptionId properties:dynamic tags:dynamic',
  ),
};

const TYPES = [
  'Microsoft.Compute/virtualMachines',
  'Microsoft.Network/networkInterfaces',
  'Microsoft.Storage/storageAccounts',
  'Microsoft.Web/sites',
  'Microsoft.KeyVault/vaults',
  'Microsoft.Sql/servers/databases',
];

/** The sample company's resources, and as many more as are asked for. */
export function resourcesOf({ estate }: Tenant, more: number): ArmResource[] {
  const known = [
    ...estate.machines,
    ...estate.disks,
    ...estate.storage,
    ...estate.vaults,
    ...estate.networkGroups,
    estate.sqlServer,
    estate.firewall,
    estate.gateway,
    estate.recoveryVault,
    estate.workspace,
  ].map(
    (resource, index): ArmResource => ({
      id: resource.id,
      name: resource.name,
      type: resource.type,
      resourceGroup: resource.group,
      subscriptionId: resource.subscription.id,
      location: estate.location,
      tags:
        index % 6 === 0
          ? { criticality: 'high', data: 'confidential' }
          : index % 6 === 1
            ? { criticality: 'low' }
            : {},
      properties: { provisioningState: 'Succeeded' },
    }),
  );
  const added = Array.from({ length: more }, (_, index): ArmResource => {
    const subscription = estate.subscriptions[index % estate.subscriptions.length]!;
    const group = `fleet-${String(index % 200).padStart(3, '0')}`;
    const type = TYPES[index % TYPES.length]!;
    const name = `node-${String(index).padStart(6, '0')}`;
    return {
      id: `/subscriptions/${subscription.id}/resourceGroups/${group}/providers/${type}/${name}`,
      name,
      type,
      resourceGroup: group,
      subscriptionId: subscription.id,
      location: estate.location,
      tags: index % 50 === 0 ? { criticality: 'high' } : {},
      properties: { provisioningState: 'Succeeded' },
    };
  });
  return [...known, ...added];
}

export function resourceRows(tenantId: string, resources: readonly ArmResource[]): readonly JsonObject[] {
  return resources.map(({ id, name, type, resourceGroup, subscriptionId, location, tags, properties }) => ({
    id,
    name,
    type: type.toLowerCase(),
    tenantId,
    kind: '',
    location,
    resourceGroup: resourceGroup.toLowerCase(),
    subscriptionId,
    managedBy: '',
    properties,
    tags,
  }));
}

/** Subscriptions and groups: those of the resources, and one of each that holds none. */
export function containerRows(
  tenantId: string,
  subscriptions: readonly Subscription[],
  resources: readonly ArmResource[],
): readonly JsonObject[] {
  const all = [
    ...resources,
    ...resources.slice(0, 1).map((each) => ({ ...each, resourceGroup: 'RG-Decommissioned' })),
  ];
  const groups = new Map(
    all.map(({ subscriptionId, resourceGroup, location }) => [
      `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`,
      { subscriptionId, resourceGroup, location },
    ]),
  );
  return [
    ...subscriptions.map(({ id, name, tags }) => ({
      id: `/subscriptions/${id}`,
      name,
      type: 'microsoft.resources/subscriptions',
      tenantId,
      location: '',
      resourceGroup: '',
      subscriptionId: id,
      properties: { state: 'Enabled' },
      tags,
    })),
    ...[...groups].map(([id, { subscriptionId, resourceGroup, location }]) => ({
      id,
      name: resourceGroup,
      type: 'microsoft.resources/subscriptions/resourcegroups',
      tenantId,
      location,
      resourceGroup: resourceGroup.toLowerCase(),
      subscriptionId,
      properties: { provisioningState: 'Succeeded' },
      tags: {},
    })),
  ];
}

/** Defender for Cloud's alerts on resources, with members in both cases that are seen of them. */
export function securityRows(tenantId: string, incidents: readonly IncidentSeed[]): readonly JsonObject[] {
  return incidents.flatMap(({ alerts }) =>
    alerts.flatMap((alert) =>
      alert.entities
        .map((entity) => String(entity['ResourceId'] ?? ''))
        .filter((id) => id !== '')
        .map((resource, index) => {
          const subscriptionId = resource.split('/')[2] ?? '';
          const name = guidOf('cloud-alert', alert.id, resource);
          return {
            id: `/subscriptions/${subscriptionId}/providers/Microsoft.Security/locations/uksouth/alerts/${name}`,
            name,
            type: 'microsoft.security/locations/alerts',
            tenantId,
            location: 'uksouth',
            resourceGroup: '',
            subscriptionId,
            properties:
              (alert.id.charCodeAt(0) + index) % 2 === 0
                ? {
                    AlertDisplayName: alert.title,
                    Severity: alert.severity,
                    Status: 'Active',
                    TimeGeneratedUtc: alert.end,
                    ResourceIdentifiers: [{ Type: 'AzureResource', AzureResourceId: resource }],
                  }
                : {
                    alertDisplayName: alert.title,
                    severity: alert.severity,
                    status: 'InProgress',
                    timeGeneratedUtc: alert.end,
                    resourceIdentifiers: [{ type: 'AzureResource', azureResourceId: resource }],
                  },
            tags: {},
          };
        }),
    ),
  );
}
