import * as vscode from 'vscode';
import type { Inventory, ResourcePage, TenantResource } from '../../azure/resources/inventory.ts';
import { AzimuthError } from '../../base/errors.ts';
import type { Azure } from '../azure/azure.ts';
import { priorityRules } from '../incidents/priorityRules.ts';
import { counted } from '../../base/counts.ts';
import { commandOf } from '../commands.ts';
import { treeItem } from '../views/nodeTree.ts';
import type { ResourceNode } from '../views/resourcesTree.ts';

/** Subscription → group → resource of the signed-in tenant; each level is read when it is opened, a page at a time. */
export async function tenantResourceRoots(
  azure: Azure,
  refresh: (node: ResourceNode) => void,
): Promise<readonly ResourceNode[]> {
  const { Inventory: Reader } = await import('../../azure/resources/inventory.ts');
  const settings = await azure.settings();
  const inventory = new Reader(await azure.client(), settings.tenant);
  const workspaces = settings.connections
    .filter(({ kind, workspaceId }) => kind === 'logAnalytics' && (workspaceId ?? '') !== '')
    .map(({ name }) => name);
  const tenant = { azure, inventory, workspaces, refresh };
  const { items, problem } = await inventory.subscriptions();
  void vscode.commands.executeCommand('setContext', 'azimuth.resourcesEmpty', items.length === 0);
  const nodes = items.map(
    ({ id, name, resources }): ResourceNode => ({
      id: `/subscriptions/${id}`,
      item: treeItem(name, {
        id: `tenant/${id}`,
        description: counted(resources, 'resource'),
        tooltip: `${name}: ${counted(resources, 'resource')}\nSubscription ${id}`,
        icon: 'key',
        expand: 'collapsed',
      }),
      children: async () => {
        const groups = await inventory.groups(id);
        const own = groups.items.map((group) => groupNode(tenant, id, group));
        return groups.problem ? [...own, unreadNode(`tenant/${id}/unread`, groups.problem.message)] : own;
      },
    }),
  );
  return problem ? [...nodes, unreadNode('tenant/unread', problem.message)] : nodes;
}

interface TenantView {
  readonly azure: Azure;
  readonly inventory: Inventory;
  /** Connections to the workspaces whose incidents are counted. */
  readonly workspaces: readonly string[];
  /** Reads anew what is under a node. */
  readonly refresh: (node: ResourceNode) => void;
}

function groupNode(
  tenant: TenantView,
  subscription: string,
  { name, resources }: { readonly name: string; readonly resources: number },
): ResourceNode {
  const { inventory, refresh } = tenant;
  const id = `/subscriptions/${subscription}/resourceGroups/${name}`;
  const pages: ResourcePage[] = [];
  const node: ResourceNode = {
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
      const [alerts, incidents] = await Promise.all([
        readable(inventory.alerts(all.map((each) => each.id))),
        readable(incidentsOf(tenant, id)),
      ]);
      const troubleOf = (resource: TenantResource): Trouble => ({
        alerts: alerts?.get(resource.id.toLowerCase()) ?? 0,
        incidents: incidents?.get(resource.id.toLowerCase()) ?? 0,
      });
      const last = pages.at(-1);
      const next: ResourceNode = {
        id: `${id}/more`,
        more: async () => {
          pages.push(await inventory.group(subscription, name, last?.next));
          refresh(node);
        },
        item: treeItem(''),
      };
      const more: ResourceNode = {
        ...next,
        item: treeItem('Load More...', {
          description: `${all.length} of ${last?.total ?? all.length}`,
          icon: 'ellipsis',
          context: 'moreResources',
          command: commandOf('azimuth.moreResources', 'Load More', next),
        }),
      };
      return [
        ...all.map((each) => tenantResourceNode(inventory, each, troubleOf(each))),
        ...(alerts ? [] : [unreadNode(`${id}/alerts`, "Defender for Cloud's alerts could not be read")]),
        ...(incidents ? [] : [unreadNode(`${id}/incidents`, 'Open incidents could not be read')]),
        ...(last?.next === undefined ? [] : [more]),
      ];
    },
  };
  return node;
}

/** What is wrong with a resource. */
interface Trouble {
  /** Active alerts of Defender for Cloud. */
  readonly alerts: number;
  /** Open incidents that name it. */
  readonly incidents: number;
}

/** Without the right to read it the resources are shown all the same; undefined then. */
async function readable<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof AzimuthError)) throw error;
    return undefined;
  }
}

function unreadNode(id: string, label: string): ResourceNode {
  return { id, item: treeItem(label, { id, tooltip: label, icon: 'question' }) };
}

async function incidentsOf(
  { azure, workspaces }: TenantView,
  scope: string,
): Promise<ReadonlyMap<string, number>> {
  const { openIncidentsBelow } = await import('../../azure/resources/openIncidents.ts');
  const counts = new Map<string, number>();
  for (const name of workspaces)
    for (const [id, count] of await openIncidentsBelow(await azure.get(name), scope))
      counts.set(id, (counts.get(id) ?? 0) + count);
  return counts;
}

/** The tag that says how critical a resource is, by the names that the company uses; `value` is undefined where it has none. */
export function criticalityOf({ tags }: TenantResource): {
  readonly tag: string;
  readonly value: string | undefined;
} {
  const names = priorityRules().criticality.tags;
  for (const [tag, value] of Object.entries(tags))
    if (names.some((name) => name.toLowerCase() === tag.toLowerCase())) return { tag, value };
  return { tag: names[0] ?? 'criticality', value: undefined };
}

const TROUBLE = { color: 'charts.red' } as const;

function tenantResourceNode(
  inventory: Inventory,
  resource: TenantResource,
  { alerts, incidents }: Trouble,
): ResourceNode {
  const { id, name, type, location, tags } = resource;
  const { tag: criticalityTag, value: criticality } = criticalityOf(resource);
  const counts = [
    ...(incidents > 0 ? [counted(incidents, 'open incident')] : []),
    ...(alerts > 0 ? [counted(alerts, 'alert')] : []),
  ];
  return {
    id,
    resource,
    item: treeItem(name, {
      id: `tenant${id}`,
      description: [
        type.split('/').at(-1) ?? type,
        ...(criticality === undefined ? [] : [`${criticalityTag} ${criticality}`]),
        ...counts,
      ].join(' · '),
      tooltip: [
        name,
        type,
        location,
        ...Object.entries(tags).map(([tag, value]) => `${tag}: ${value}`),
        ...(incidents > 0 ? [`Microsoft Sentinel: ${counted(incidents, 'open incident')}`] : []),
        ...(alerts > 0 ? [`Defender for Cloud: ${counted(alerts, 'active alert')}`] : []),
      ].join('\n'),
      icon:
        incidents > 0 ? 'flame' : alerts > 0 ? 'bell-dot' : criticality === undefined ? 'server' : 'shield',
      ...(counts.length > 0 ? TROUBLE : {}),
      context: 'tenantResource',
      expand: 'collapsed',
    }),
    children: async () => [{ id: `${id}/logging`, item: await loggingItem(inventory, id) }],
  };
}

async function loggingItem(inventory: Inventory, id: string): Promise<ReturnType<typeof treeItem>> {
  try {
    const settings = await inventory.logging(id);
    if (!settings)
      return treeItem('It has no logs of its own', {
        description: 'its changes are in the activity log',
        icon: 'circle-slash',
      });
    const collected = settings.filter(
      ({ workspace, categories }) => workspace !== undefined && categories.length > 0,
    );
    const where = collected.map(({ workspace, categories }) => `${categories.join(', ')} to ${workspace}`);
    if (collected.length > 0)
      return treeItem('Its logs are collected', { description: where.join('; '), icon: 'pass' });
    return treeItem('Its logs cannot be asked for', {
      description:
        settings.length === 0
          ? 'no diagnostic setting'
          : `${settings.map(({ name }) => name).join(', ')} sends no log to a workspace`,
      icon: 'warning',
      color: 'charts.orange',
    });
  } catch (error) {
    if (!(error instanceof AzimuthError)) throw error;
    return treeItem('Whether its logs are collected is not known', {
      description: error.message,
      icon: 'question',
    });
  }
}
