import type { Random } from './random.ts';
import type { Site } from './site.ts';

export interface Subscription {
  readonly id: string;
  readonly name: string;
}

export interface Resource {
  /** `/subscriptions/…/providers/Type/name` in the portal's case. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly group: string;
  readonly subscription: Subscription;
}

export interface Machine extends Resource {
  readonly ip: string;
  readonly mac: string;
  readonly role: 'web' | 'app' | 'data' | 'jump' | 'finance';
  readonly networkGroup: Resource;
}

/** What the company runs in Azure. */
export interface Estate {
  readonly subscriptions: readonly Subscription[];
  readonly location: string;
  readonly machines: readonly Machine[];
  readonly disks: readonly Resource[];
  readonly storage: readonly Resource[];
  readonly vaults: readonly Resource[];
  readonly sqlServer: Resource;
  readonly databases: readonly string[];
  readonly firewall: Resource;
  readonly firewallPolicy: string;
  readonly gateway: Resource;
  readonly flowLog: string;
  readonly networkGroups: readonly Resource[];
  readonly recoveryVault: Resource;
  readonly workspace: Resource;
  readonly locks: readonly Resource[];
  readonly webHost: string;
}

const REGIONS: Readonly<Record<string, string>> = {
  GB: 'uksouth',
  NL: 'westeurope',
  DE: 'germanywestcentral',
  CA: 'canadacentral',
};

export function makeEstate(random: Random, stem: string, sites: readonly Site[]): Estate {
  const production: Subscription = { id: random.guid(), name: `${stem}-production` };
  const development: Subscription = { id: random.guid(), name: `${stem}-development` };
  const make = (subscription: Subscription, group: string, type: string, name: string): Resource => ({
    id: `/subscriptions/${subscription.id}/resourceGroups/${group}/providers/${type}/${name}`,
    name,
    type,
    group,
    subscription,
  });
  const groups = {
    web: `rg-${stem}-web`,
    data: `rg-${stem}-data`,
    finance: `rg-${stem}-finance`,
    network: `rg-${stem}-network`,
    backup: `rg-${stem}-backup`,
    lab: `rg-${stem}-lab`,
  };
  const security = ['web', 'data', 'finance', 'lab'] as const;
  const networkGroups = security.map((area) =>
    make(
      area === 'lab' ? development : production,
      groups.network,
      'Microsoft.Network/networkSecurityGroups',
      `nsg-${area}`,
    ),
  );
  const plan = [
    ['web', 'web', 3],
    ['data', 'app', 3],
    ['data', 'data', 2],
    ['finance', 'finance', 2],
    ['lab', 'jump', 1],
  ] as const;
  const machines = plan.flatMap(([area, role, count], subnet) =>
    Array.from({ length: count }, (_, index): Machine => {
      const networkGroup = networkGroups[security.indexOf(area)];
      if (!networkGroup) throw new RangeError(`no network group for ${area}`);
      const subscription = area === 'lab' ? development : production;
      return {
        ...make(
          subscription,
          groups[area],
          'Microsoft.Compute/virtualMachines',
          `vm-${role}-${String(index + 1).padStart(2, '0')}`,
        ),
        ip: `10.20.${subnet + 1}.${10 + index}`,
        mac: `000D3A${random.hex(3).toUpperCase()}`,
        role,
        networkGroup,
      };
    }),
  );
  const account = (): string => `st${stem.slice(0, 8)}${random.hex(4)}`;
  return {
    subscriptions: [production, development],
    location: REGIONS[sites[0]?.place.country ?? ''] ?? 'northeurope',
    machines,
    disks: machines.map((machine) =>
      make(machine.subscription, machine.group, 'Microsoft.Compute/disks', `${machine.name}-os`),
    ),
    storage: (['web', 'data', 'finance', 'backup'] as const).map((area) =>
      make(production, groups[area], 'Microsoft.Storage/storageAccounts', account()),
    ),
    vaults: (['web', 'finance'] as const).map((area) =>
      make(production, groups[area], 'Microsoft.KeyVault/vaults', `kv-${stem.slice(0, 8)}-${random.hex(2)}`),
    ),
    sqlServer: make(production, groups.data, 'Microsoft.Sql/servers', `sql-${stem}-${random.hex(2)}`),
    databases: ['orders', 'catalogue', 'ledger'],
    firewall: make(production, groups.network, 'Microsoft.Network/azureFirewalls', `afw-${stem}`),
    firewallPolicy: `afwp-${stem}`,
    gateway: make(production, groups.network, 'Microsoft.Network/applicationGateways', `agw-${stem}`),
    flowLog: `vnet-${stem}-flowlog`,
    networkGroups,
    recoveryVault: make(production, groups.backup, 'Microsoft.RecoveryServices/vaults', `rsv-${stem}`),
    workspace: make(production, groups.network, 'Microsoft.OperationalInsights/workspaces', `log-${stem}`),
    locks: [
      make(production, groups.data, 'Microsoft.Authorization/locks', 'do-not-delete'),
      make(production, groups.backup, 'Microsoft.Authorization/locks', 'keep-backups'),
      make(production, groups.finance, 'Microsoft.Authorization/locks', 'do-not-delete'),
    ],
    webHost: `shop.${stem}.example`,
  };
}
