import type { Inventory, TenantResource } from '../../azure/resources/inventory.ts';
import { AzimuthError } from '../../base/errors.ts';
import { counted } from '../../base/counts.ts';
import { priorityRules } from '../incidents/priorityRules.ts';
import { treeItem } from '../views/nodeTree.ts';
import type { ResourceNode } from '../views/resourcesTree.ts';

/** What is wrong with a resource. */
export interface Trouble {
  /** Active alerts of Defender for Cloud. */
  readonly alerts: number;
  /** Open incidents that name it. */
  readonly incidents: number;
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

/**
 * A row of a resource; what is under it says whether its logs are collected.
 * @param tenant whose token it takes
 * @param within id of the row above: no id may be in a tree twice
 */
export function tenantResourceNode(
  { inventory, id: tenant }: { readonly inventory: Inventory; readonly id: string | undefined },
  within: string,
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
    tenant,
    item: treeItem(name, {
      id: `${within}${id}`,
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
