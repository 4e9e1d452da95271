import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type {
  Containers,
  Counted,
  CountedSubscription,
  EntraTenant,
} from '../../azure/resources/containers.ts';
import type { Inventory, ResourcePage, TenantResource } from '../../azure/resources/inventory.ts';
import { AzimuthError } from '../../base/errors.ts';
import type { Azure } from '../azure/azure.ts';
import { type Trouble, tenantResourceNode } from './resourceRow.ts';
import { counted } from '../../base/counts.ts';
import { commandOf } from '../commands.ts';
import { treeItem } from '../views/nodeTree.ts';
import type { ResourceNode } from '../views/resourcesTree.ts';

/** Tenant → subscription → group → resource; each level is read when it is opened, resources a page at a time. */
export async function tenantResourceRoots(
  azure: Azure,
  refresh: (node: ResourceNode) => void,
): Promise<readonly ResourceNode[]> {
  const [{ Inventory: Reader }, { Containers: Holders }] = await Promise.all([
    import('../../azure/resources/inventory.ts'),
    import('../../azure/resources/containers.ts'),
  ]);
  const [client, settings] = [await azure.client(), await azure.settings()];
  const workspaces = settings.connections
    .filter(({ kind, workspaceId }) => kind === 'logAnalytics' && (workspaceId ?? '') !== '')
    .map(({ name }) => name);
  const viewOf = (id: string | undefined): TenantView => ({
    azure,
    id,
    inventory: new Reader(client, id),
    containers: new Holders(client, id),
    workspaces,
    refresh,
  });
  const own = viewOf(settings.tenant);
  const [{ items, problem }, tenants] = await Promise.all([
    own.containers.subscriptions(),
    readable(own.containers.tenants()),
  ]);
  const isEmpty = items.length === 0 && (tenants?.items.length ?? 0) < 2;
  void vscode.commands.executeCommand('setContext', 'azimuth.resourcesEmpty', isEmpty);
  if (isEmpty) return problem ? [saidNode('tenant/unread', problem.message)] : [];
  const bySubscriptions = Map.groupBy(items, ({ tenant }) => tenant);
  const known = tenants?.items ?? [];
  const unnamed = [...bySubscriptions.keys()]
    .filter((id) => known.every((each) => each.id !== id))
    .map((id) => ({ id, name: id === '' ? 'Tenant that is not known' : id, domain: '' }));
  const shown = [...known, ...unnamed].map((tenant) => {
    const read = bySubscriptions.get(tenant.id);
    return read ? readTenantNode(own, tenant, read) : otherTenantNode(viewOf(tenant.id), tenant);
  });
  // Those of which something was read come first.
  const nodes = shown.toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a)));
  const unread = problem ?? tenants?.problem;
  return unread ? [...nodes, saidNode('tenant/unread', unread.message)] : nodes;
}

const isOpen = ({ item }: ResourceNode): boolean =>
  item.collapsibleState === vscode.TreeItemCollapsibleState.Expanded;

function tenantNode(
  { id, name, domain }: EntraTenant,
  description: string,
  expand: 'expanded' | 'collapsed',
  children: () => readonly ResourceNode[] | Promise<readonly ResourceNode[]>,
): ResourceNode {
  return {
    id: `/tenants/${id}`,
    item: treeItem(name, {
      id: `tenants/${id}`,
      description,
      tooltip: [`${name}: ${description}`, domain, `Tenant ${id}`].filter((line) => line !== '').join('\n'),
      icon: 'organization',
      expand,
    }),
    children,
  };
}

/** A tenant of which subscriptions were read with the others. */
function readTenantNode(
  view: TenantView,
  tenant: EntraTenant,
  subscriptions: readonly CountedSubscription[],
): ResourceNode {
  const resources = subscriptions.reduce((sum, each) => sum + each.resources, 0);
  const description = `${counted(subscriptions.length, 'subscription')}, ${counted(resources, 'resource')}`;
  return tenantNode(tenant, description, 'expanded', () =>
    subscriptions.map((each) => subscriptionNode(view, `tenants/${tenant.id}`, each)),
  );
}

/** A tenant that takes a token of its own: it is asked when it is opened, and may want a sign-in of its own. */
function otherTenantNode(view: TenantView, tenant: EntraTenant): ResourceNode {
  return tenantNode(tenant, tenant.domain, 'collapsed', async () => {
    try {
      const { items, problem } = await view.containers.subscriptions();
      const own = items.map((each) => subscriptionNode(view, `tenants/${tenant.id}`, each));
      const said = problem ? [saidNode(`tenants/${tenant.id}/unread`, problem.message)] : [];
      if (own.length + said.length > 0) return [...own, ...said];
      return [saidNode(`tenants/${tenant.id}/none`, 'No subscription that you can read', 'info')];
    } catch (error) {
      if (!(error instanceof AzimuthError)) throw error;
      const next = 'To see it, name it in the setting azimuth.azure.tenant and sign in.';
      return [saidNode(`tenants/${tenant.id}/refused`, error.message, 'question', next)];
    }
  });
}

/** @param within id of the row above: a subscription that is managed from another tenant is a row of both */
function subscriptionNode(view: TenantView, within: string, { id, name, resources }: Counted): ResourceNode {
  const row = `${within}/${id}`;
  return {
    id: `/subscriptions/${id}`,
    item: treeItem(name, {
      id: row,
      description: counted(resources, 'resource'),
      tooltip: `${name}: ${counted(resources, 'resource')}\nSubscription ${id}`,
      icon: 'key',
      expand: 'collapsed',
    }),
    children: async () => {
      const { items, problem } = await view.containers.groups(id);
      const own = items.map((group) => groupNode(view, row, id, group));
      if (problem) return [...own, saidNode(`${row}/unread`, problem.message)];
      if (own.length > 0) return own;
      return [saidNode(`${row}/none`, 'No resource group that you can read', 'info')];
    },
  };
}

interface TenantView {
  readonly azure: Azure;
  /** Entra tenant whose token is taken; the account's own where undefined. */
  readonly id: string | undefined;
  readonly inventory: Inventory;
  readonly containers: Containers;
  /** Connections to the workspaces whose incidents are counted. */
  readonly workspaces: readonly string[];
  /** Reads anew what is under a node. */
  readonly refresh: (node: ResourceNode) => void;
}

/** How long resources wait for what is wrong with them, so that a page is drawn once where all answer. Milliseconds. */
const PATIENCE = 500;

/** Of resources, by their ids in lower case; undefined where alerts may not be read. */
interface Troubles {
  readonly alerts: ReadonlyMap<string, number> | undefined;
  readonly incidents: ReadonlyMap<string, number>;
  /** Connections that did not tell their incidents. */
  readonly silent: readonly string[];
}

/** What is wrong with the resources of so many pages. */
interface Counting {
  readonly pages: number;
  readonly troubles: Promise<Troubles>;
}

function groupNode(
  tenant: TenantView,
  within: string,
  subscription: string,
  { name, resources }: Counted,
): ResourceNode {
  const row = `${within}/${name}`;
  const { inventory, refresh } = tenant;
  const id = `/subscriptions/${subscription}/resourceGroups/${name}`;
  const pages: ResourcePage[] = [];
  let counting: Counting | undefined;
  const count = (all: readonly TenantResource[]): Counting => {
    const started = Date.now();
    const reading = troublesOf(tenant, id, all);
    const show = (): void => {
      if (Date.now() - started >= PATIENCE) refresh(node);
    };
    void reading.then(show, show);
    return { pages: pages.length, troubles: reading };
  };
  const node: ResourceNode = {
    id,
    item: treeItem(name, {
      id: row,
      description: counted(resources, 'resource'),
      icon: 'folder-library',
      expand: 'collapsed',
    }),
    children: async () => {
      const { resourcesOf } = await import('../../azure/resources/inventory.ts');
      if (pages.length === 0) pages.push(await inventory.group(subscription, name));
      const all = resourcesOf(pages);
      if (all.length === 0) return [saidNode(`${row}/none`, 'No resource that you can read', 'info')];
      if (counting?.pages !== pages.length) counting = count(all);
      // The resources wait for a moment only; what is wrong with them follows.
      const known = await Promise.race([counting.troubles, delay(PATIENCE, undefined, { ref: false })]);
      const troubleOf = (resource: TenantResource): Trouble => ({
        alerts: known?.alerts?.get(resource.id.toLowerCase()) ?? 0,
        incidents: known?.incidents.get(resource.id.toLowerCase()) ?? 0,
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
        ...all.map((each) => tenantResourceNode(tenant, row, each, troubleOf(each))),
        ...(known && !known.alerts
          ? [saidNode(`${row}/alerts`, "Defender for Cloud's alerts could not be read")]
          : []),
        ...(known?.silent ?? []).map((name) =>
          saidNode(`${row}/incidents/${name}`, `Open incidents of ${name} could not be read`),
        ),
        ...(last?.problem ? [saidNode(`${row}/cut`, last.problem.message)] : []),
        ...(last?.next === undefined ? [] : [more]),
      ];
    },
  };
  return node;
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

function saidNode(
  id: string,
  label: string,
  icon: 'question' | 'info' = 'question',
  next = '',
): ResourceNode {
  const tooltip =
    next === ''
      ? label
      : `${label}
${next}`;
  return { id, item: treeItem(label, { id, tooltip, icon }) };
}

/** Alerts, and open incidents of each workspace that tells them. @param scope beginning of the resources' ids */
async function troublesOf(
  { azure, inventory, workspaces }: TenantView,
  scope: string,
  resources: readonly TenantResource[],
): Promise<Troubles> {
  const { openIncidentsBelow } = await import('../../azure/resources/openIncidents.ts');
  const told = async (name: string) => openIncidentsBelow(await azure.get(name), scope);
  const [alerts, ...each] = await Promise.all([
    readable(inventory.alerts(resources.map(({ id }) => id))),
    ...workspaces.map((name) => readable(told(name))),
  ]);
  // Workspaces count alike, and connections may read the same one.
  const found = new Map<string, Set<string>>();
  for (const [id, open] of each.flatMap((told) => [...(told ?? [])]))
    found.set(id, new Set([...(found.get(id) ?? []), ...open]));
  const incidents = new Map([...found].map(([id, open]) => [id, open.size]));
  return { alerts, incidents, silent: workspaces.filter((_, index) => !each[index]) };
}
