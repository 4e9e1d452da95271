import type { TenantResource } from '../../azure/resources/inventory.ts';
import type { CaseSession } from '../../session/api.ts';
import type { Clock } from '../clock.ts';
import { counted, formatCount } from '../../base/counts.ts';
import { type TreeNode, treeItem } from './nodeTree.ts';
import { readResources, type SeenResource } from './resources.ts';

export interface ResourceNode extends TreeNode<ResourceNode> {
  /** The resource id, or its beginning for a subscription or a group. */
  readonly id: string;
  /** Set on resources of the signed-in tenant. */
  readonly resource?: TenantResource;
  /** Entra tenant whose token the resource takes; the account's own where undefined. */
  readonly tenant?: string | undefined;
  /** Reads the next page. */
  readonly more?: () => Promise<void>;
}

/** Subscription → resource group → resource, as the case's own logs name them; empty where none does. */
export async function resourceRoots(session: CaseSession, clock: Clock): Promise<readonly ResourceNode[]> {
  const resources = await readResources(session);
  return [...groupBy(resources, (r) => r.path.subscription)].map(([subscription, own]) => {
    const id = `/subscriptions/${subscription}`;
    const groups = groupBy(own, (r) => r.path.group);
    return {
      id,
      item: treeItem(subscription, {
        id,
        description: summaryOf(own),
        tooltip: `Subscription ${subscription}\n${summaryOf(own)}`,
        icon: 'key',
        context: 'resource',
        expand: 'expanded',
      }),
      children: () => [
        ...[...groups]
          .filter(([group]) => group !== '')
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([group, members]) => groupNode(`${id}/resourcegroups/${group}`, group, members, clock)),
        ...named(groups.get('') ?? []).map((resource) => resourceNode(resource, clock)),
      ],
    };
  });
}

function groupNode(id: string, name: string, members: readonly SeenResource[], clock: Clock): ResourceNode {
  return {
    id,
    item: treeItem(name, {
      id,
      description: summaryOf(members),
      tooltip: `Resource group ${name}\n${summaryOf(members)}`,
      icon: 'folder-library',
      context: 'resource',
      expand: 'collapsed',
    }),
    children: () => named(members).map((resource) => resourceNode(resource, clock)),
  };
}

const ICONS: readonly (readonly [pattern: RegExp, icon: string])[] = [
  [/virtualmachines|virtualmachinescalesets/, 'vm'],
  [/disks|storage/, 'database'],
  [/keyvault/, 'key'],
  [/network/, 'type-hierarchy'],
  [/sql|documentdb/, 'table'],
  [/authorization|locks/, 'lock'],
  [/web|function/, 'zap'],
];

function resourceNode(resource: SeenResource, clock: Clock): ResourceNode {
  const { id, path, events, last, tables } = resource;
  return {
    id,
    item: treeItem(path.name, {
      id: `resource/${id.toLowerCase()}`,
      description: `${path.type.replace(/^microsoft\./, '')} · ${formatCount(events)}`,
      tooltip: `${id}\n${counted(events, 'event')}, the last at ${clock.format(last)}\nIn ${tables.join(', ')}`,
      icon: ICONS.find(([pattern]) => pattern.test(path.type))?.[1] ?? 'package',
      context: 'resource',
    }),
  };
}

function named(resources: readonly SeenResource[]): readonly SeenResource[] {
  return resources.filter((resource) => resource.path.name !== '');
}

function summaryOf(resources: readonly SeenResource[]): string {
  const events = resources.reduce((sum, resource) => sum + resource.events, 0);
  return `${counted(named(resources).length, 'resource')}, ${counted(events, 'event')}`;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  return Map.groupBy(items, key);
}
