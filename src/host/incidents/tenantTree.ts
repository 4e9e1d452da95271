import {
  groupsOf,
  type IncidentFilter,
  type IncidentEntity,
  type IncidentTask,
  type TenantIncident,
} from '../../domain/incident.ts';
import { explained } from '../../domain/priority.ts';
import { AzimuthError } from '../../base/errors.ts';
import type { Clock } from '../clock.ts';
import { commandOf } from '../commands.ts';
import { counted, formatCount } from '../../base/counts.ts';
import type { IncidentNode } from '../views/incidentsTree.ts';
import { treeItem } from '../views/nodeTree.ts';
import { SEVERITY_ICON, titleCase } from '../views/severity.ts';
import { detailNodes, numberAmong, numberOf, placeNameAmong, placeOf, relatedNodes } from './incidentRows.ts';
import type { TenantIncidents } from './tenantIncidents.ts';

/** What a row of the tenant's tree is about. */
export interface TenantSubject {
  readonly incident: TenantIncident;
  readonly entity?: IncidentEntity;
  readonly task?: IncidentTask;
}

/** Problems, what to look at first, groups of incidents, and what there is more of; none before the list is read. */
export function tenantRoots(
  tenant: TenantIncidents,
  row: (incident: TenantIncident) => IncidentNode,
): readonly IncidentNode[] {
  const { read, items, arrangement } = tenant;
  if (!read) return [];
  const problems = [
    ...read.problems.map(({ source, error, partly }) =>
      problemNode(
        `problem/${source}`,
        partly ? `${source} is not shown in full` : `${source} is not shown`,
        error,
      ),
    ),
    ...tenant.unrefreshed.map(({ source, error }) =>
      problemNode(
        `unrefreshed/${source}`,
        `${source} could not be read again; what it said before is shown`,
        error,
      ),
    ),
  ];
  const first = lookFirst(tenant);
  const groups =
    arrangement.grouping === 'none'
      ? items.map(row)
      : [...tenantGroups(tenant)].map(
          ([name, group]): IncidentNode => ({
            item: treeItem(titleCase(name), {
              id: `group/${arrangement.grouping}/${name}`,
              description: counted(group.length, 'incident'),
              ...(arrangement.grouping === 'severity'
                ? SEVERITY_ICON[group[0]?.severity ?? 'informational']
                : { icon: 'folder' }),
              expand: 'expanded',
            }),
            children: () => group.map(row),
          }),
        );
  const more: IncidentNode = {
    item: treeItem('Load More...', {
      id: 'more',
      description: items.length === 0 ? 'none of those that were read fits the filter' : shownOf(tenant),
      icon: 'ellipsis',
      command: commandOf('azimuth.moreIncidents', 'Load More'),
    }),
  };
  return [...problems, ...(first ? [firstNode(tenant, first)] : []), ...groups, ...(read.done ? [] : [more])];
}

/** The incidents by the group under which they are shown; one without a name where they are in none. */
export function tenantGroups({
  items,
  arrangement,
}: TenantIncidents): Iterable<readonly [string, readonly TenantIncident[]]> {
  return arrangement.grouping === 'none' ? [['', items]] : groupsOf(items, arrangement.grouping);
}

function problemNode(id: string, label: string, error: unknown): IncidentNode {
  const told = error instanceof AzimuthError;
  return {
    item: treeItem(label, {
      id,
      description: told ? error.message : String(error),
      tooltip: [label, ...(told ? [error.message, ...(error.guidance.next ?? [])] : [String(error)])].join(
        '\n',
      ),
      icon: 'warning',
      color: 'charts.orange',
      command: commandOf('azimuth.refreshIncidents', 'Refresh'),
    }),
  };
}

/** "100 of 3,721", or what is known of it. */
export function shownOf({ read, items }: TenantIncidents): string {
  if (!read) return '';
  const shown = formatCount(items.length);
  if (read.total === undefined) return read.done ? shown : `${shown}, more to load`;
  return `${shown} of ${formatCount(read.total)}`;
}

/** What the list is narrowed to, in a few words. */
export function filterWords({
  severities,
  statuses,
  owner,
  since,
  tactic,
  product,
  text,
}: IncidentFilter): string {
  const words = [
    severities.join(' or '),
    statuses.join(' or '),
    owner === '' ? '' : `of ${owner}`,
    since === '' ? '' : `since ${since.slice(0, 16)}Z`,
    tactic,
    product,
    text.trim() === '' ? '' : `"${text.trim()}"`,
  ];
  return words.filter((word) => word !== '').join(', ');
}

/** The most urgent of what nobody has taken. */
function lookFirst(tenant: TenantIncidents): TenantIncident | undefined {
  const free = tenant.items.filter(({ status, owner }) => status !== 'closed' && owner === '');
  return free.reduce<TenantIncident | undefined>(
    (best, each) => (best && tenant.priority(best).score >= tenant.priority(each).score ? best : each),
    undefined,
  );
}

function firstNode(tenant: TenantIncidents, incident: TenantIncident): IncidentNode {
  return {
    tenant: { incident },
    item: treeItem(`Look at this first: ${incident.title}`, {
      // Another incident that comes first is another row: what is done on this one is meant for it.
      id: `first/${incident.key}`,
      description: numberAmong(incident, tenant),
      // A tooltip is what a screen reader says of a row, instead of its label.
      tooltip: [
        `Look at this first: ${incident.title}`,
        'Nobody has taken it',
        ...explained(tenant.priority(incident)),
      ].join('\n'),
      icon: 'star-full',
      color: 'charts.yellow',
      context: 'tenantIncident',
      command: commandOf('azimuth.openIncident', 'Open Incident', {
        item: treeItem(''),
        tenant: { incident },
      }),
    }),
  };
}

const MISSING = {
  sentinel: 'Sentinel does not list it',
  defender: 'Defender does not list it',
} as const;

/** An incident, and under it what hangs on it. */
export function incidentNode(tenant: TenantIncidents, incident: TenantIncident, clock: Clock): IncidentNode {
  const { key, title, severity, status, owner, created, missingIn, alerts, tactics, products } = incident;
  const priority = tenant.priority(incident);
  return {
    tenant: { incident },
    alertIds: () => tenant.alertsRead(incident),
    item: treeItem(title, {
      id: `tenant/${key}`,
      description: [
        `${priority.score}`,
        incident.sentinel ? `#${incident.sentinel.number}` : numberOf(incident),
        // The tooltip says what kind of place it is.
        ...placeNameAmong(incident, tenant),
        status,
        owner === '' ? 'nobody' : (owner.split('@')[0] ?? owner),
        ...(missingIn ? [MISSING[missingIn]] : []),
      ].join(' · '),
      tooltip: [
        title,
        ...[placeOf(incident, tenant)].filter((place) => place !== '').map((place) => `In the ${place}`),
        `${numberOf(incident)}, ${severity}, ${status}, ${owner === '' ? 'nobody owns it' : `owned by ${owner}`}`,
        ...(created === '' ? [] : [`Created ${clock.format(created)}`]),
        `${counted(alerts, 'alert')}${products.length > 0 ? ` of ${products.join(', ')}` : ''}`,
        ...(tactics.length > 0 ? [`Tactics: ${tactics.join(', ')}`] : []),
        ...(missingIn ? [MISSING[missingIn]] : []),
        ...explained(priority),
      ].join('\n'),
      ...SEVERITY_ICON[severity],
      context: 'tenantIncident',
      expand: 'collapsed',
    }),
    children: async () => [
      ...detailNodes(incident, await tenant.detailsShown(incident), clock),
      ...relatedNodes(tenant, incident, await tenant.related(incident)),
    ],
  };
}
