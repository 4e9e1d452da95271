import * as vscode from 'vscode';
import type { Inventory, ResourcePage, TenantResource } from '../../azure/resources/inventory.ts';
import { AzimuthError } from '../../base/errors.ts';
import type { Azure } from '../azure/azure.ts';
import { counted } from '../time.ts';
import { treeItem } from '../views/nodeTree.ts';
import type { ResourceNode } from '../views/resourcesTree.ts';

/** Subscription → group → resource of the signed-in tenant; each level is read when it is opened, a page at a time. */
export async function tenantResourceRoots(
  azure: Azure,
  refresh: () => void,
): Promise<readonly ResourceNode[]> {
  const { Inventory: Reader } = await import('../../azure/resources/inventory.ts');
  const inventory = new Reader(await azure.client(), (await azure.settings()).tenant);
  const subscriptions = await inventory.subscriptions();
  void vscode.commands.executeCommand('setContext', 'azimuth.resourcesEmpty', subscriptions.length === 0);
  return subscriptions.map(({ id, name, resources }) => ({
    id: `/subscriptions/${id}`,
    item: treeItem(name, {
      id: `tenant/${id}`,
      description: counted(resources, 'resource'),
      tooltip: `Subscription ${id}`,
      icon: 'key',
      expand: 'collapsed',
    }),
    children: async () =>
      (await inventory.groups(id)).map((group) => groupNode(inventory, id, group, refresh)),
  }));
}

function groupNode(
  inventory: Inventory,
  subscription: string,
  { name, resources }: { readonly name: string; readonly resources: number },
  refresh: () => void,
): ResourceNode {
  const id = `/subscriptions/${subscription}/resourceGroups/${name}`;
  const pages: ResourcePage[] = [];
  return {
    id,
    item: treeItem(name, {
      id: `tenant${id}`,
      description: counted(resources, 'resource'),
      icon: 'folder-library',
      expand: 'collapsed',
    }),
    children: async () => {
      if (pages.length === 0) pages.push(await inventory.group(subscription, name));
      const all = pages.flatMap((page) => page.resources);
      const alerts = await alertsOf(inventory, all);
      const last = pages.at(-1);
      const more: ResourceNode = {
        id: `${id}/more`,
        more: async () => {
          pages.push(await inventory.group(subscription, name, last?.next));
          refresh();
        },
        item: treeItem('Load More...', {
          description: `${all.length} of ${last?.total ?? all.length}`,
          icon: 'ellipsis',
          context: 'moreResources',
        }),
      };
      return [
        ...all.map((each) => tenantResourceNode(inventory, each, alerts.get(each.id.toLowerCase()) ?? 0)),
        ...(last?.next === undefined ? [] : [more]),
      ];
    },
  };
}

/** Without the right to read alerts the resources are shown all the same. */
async function alertsOf(
  inventory: Inventory,
  resources: readonly TenantResource[],
): Promise<ReadonlyMap<string, number>> {
  try {
    return await inventory.alerts(resources.map(({ id }) => id));
  } catch (error) {
    if (!(error instanceof AzimuthError)) throw error;
    return new Map();
  }
}

export function criticalityOf({ tags }: TenantResource): string | undefined {
  return Object.entries(tags).find(([name]) => name.toLowerCase() === 'criticality')?.[1];
}

function tenantResourceNode(inventory: Inventory, resource: TenantResource, alerts: number): ResourceNode {
  const { id, name, type, location, tags } = resource;
  const criticality = criticalityOf(resource);
  return {
    id,
    resource,
    item: treeItem(name, {
      id: `tenant${id}`,
      description: [
        type.split('/').at(-1) ?? type,
        ...(criticality === undefined ? [] : [`criticality ${criticality}`]),
        ...(alerts > 0 ? [counted(alerts, 'alert')] : []),
      ].join(' · '),
      tooltip: [
        name,
        type,
        location,
        ...Object.entries(tags).map(([tag, value]) => `${tag}: ${value}`),
        ...(alerts > 0 ? [`Defender for Cloud: ${counted(alerts, 'active alert')}`] : []),
      ].join('\n'),
      icon: alerts > 0 ? 'bell-dot' : criticality === undefined ? 'server' : 'shield',
      ...(alerts > 0 ? { color: 'charts.red' } : {}),
      context: 'tenantResource',
      expand: 'collapsed',
    }),
    children: async () => [{ id: `${id}/logging`, item: await loggingItem(inventory, id) }],
  };
}

async function loggingItem(inventory: Inventory, id: string): Promise<ReturnType<typeof treeItem>> {
  try {
    const settings = await inventory.logging(id);
    return settings.length === 0
      ? treeItem('Its logs are not collected', {
          description: 'no diagnostic setting',
          icon: 'warning',
          color: 'charts.orange',
        })
      : treeItem('Its logs are collected', { description: settings.join(', '), icon: 'pass' });
  } catch (error) {
    if (!(error instanceof AzimuthError)) throw error;
    return treeItem('Whether its logs are collected is not known', {
      description: error.message,
      icon: 'question',
    });
  }
}
