import {
  type IncidentAlert,
  type IncidentDetails,
  type IncidentEntity,
  type IncidentTask,
  shortName,
  type TenantIncident,
} from '../../domain/incident.ts';
import type { Clock } from '../clock.ts';
import { commandOf } from '../commands.ts';
import type { IncidentNode } from '../views/incidentsTree.ts';
import { treeItem } from '../views/nodeTree.ts';
import { SEVERITY_ICON } from '../views/severity.ts';
import type { RelatedIncident } from './related.ts';
import type { TenantIncidents } from './tenantIncidents.ts';
import { entityIcon } from '../views/entityIcon.ts';

/** Under which numbers the services show it. */
export function numberOf({ sentinel, defender }: TenantIncident): string {
  return [sentinel ? `#${sentinel.number}` : '', defender ? `XDR ${defender.id}` : '']
    .filter((part) => part)
    .join(' · ');
}

type Listed = Pick<TenantIncidents, 'read'>;

interface Place {
  readonly kind: 'workspace' | 'tenant';
  readonly name: string;
}

/** Where it is kept: the workspace, or else the tenant where one is named. */
function keptIn({ sentinel, defender }: TenantIncident, { read }: Listed): Place | undefined {
  if (sentinel) {
    const { workspace } = sentinel;
    const name = read?.workspaceNames.get(workspace) ?? workspace.split('/').at(-1) ?? '';
    return { kind: 'workspace', name };
  }
  return defender?.tenant === undefined ? undefined : { kind: 'tenant', name: defender.tenant };
}

/** Where it is kept, for people; '' where that is not named. */
export function placeOf(incident: TenantIncident, listed: Listed): string {
  const place = keptIn(incident, listed);
  return place ? `${place.kind} ${place.name}` : '';
}

/** What an incident is called in a sentence; its place too, where several count alike. */
export function nameOf(incident: TenantIncident, listed: Listed): string {
  const { sentinel, defender, title } = incident;
  const name = sentinel ? `incident #${sentinel.number}` : defender ? `incident XDR ${defender.id}` : title;
  return [name, ...placeAmong(incident, listed)].join(' of ');
}

/** Under which numbers the services show it, and where, where several count alike. */
export function numberAmong(incident: TenantIncident, listed: Listed): string {
  return [numberOf(incident), ...placeAmong(incident, listed)].join(' · ');
}

/** Its place, where incidents come from several. */
export function placeAmong(incident: TenantIncident, listed: Listed): readonly string[] {
  return keptAmong(incident, listed).map(({ kind, name }) => `${kind} ${name}`);
}

/** The name of its place alone, for where there is little room. */
export function placeNameAmong(incident: TenantIncident, listed: Listed): readonly string[] {
  return keptAmong(incident, listed).map(({ name }) => name);
}

function keptAmong(incident: TenantIncident, listed: Listed): readonly Place[] {
  const place = listed.read?.isOfSeveral === true ? keptIn(incident, listed) : undefined;
  return place ? [place] : [];
}

/** Alerts, entities, tasks, bookmarks and comments, each kind in a group; problems before them. */
export function detailNodes(
  incident: TenantIncident,
  details: IncidentDetails,
  clock: Clock,
): readonly IncidentNode[] {
  const at = `tenant/${incident.key}`;
  const group = (name: string, icon: string, nodes: readonly IncidentNode[]): readonly IncidentNode[] =>
    nodes.length === 0
      ? []
      : [
          {
            item: treeItem(name, {
              id: `${at}/${name}`,
              description: String(nodes.length),
              icon,
              expand: 'collapsed',
            }),
            children: () => nodes,
          },
        ];
  return [
    ...details.problems.map(
      (problem): IncidentNode => ({ item: treeItem(problem, { icon: 'warning', color: 'charts.orange' }) }),
    ),
    ...group(
      'Alerts',
      'bell',
      details.alerts.map((alert, index) => alertNode(at, alert, index, clock)),
    ),
    ...group(
      'Entities',
      'symbol-field',
      details.entities.map((entity) => entityNode(at, incident, entity)),
    ),
    ...group(
      'Tasks',
      'checklist',
      details.tasks.map((task, index) => taskNode(at, incident, task, index)),
    ),
    ...group(
      'Bookmarks',
      'bookmark',
      details.bookmarks.map(({ id, title, time }, index) => ({
        item: treeItem(title, {
          id: `${at}/bookmark/${id || index}`,
          description: clock.format(time),
          icon: 'bookmark',
        }),
      })),
    ),
    ...group(
      'Comments',
      'comment-discussion',
      details.comments.map(({ id, author, time, text }, index) => ({
        item: treeItem(text.replace(/\s+/g, ' ').slice(0, 120), {
          id: `${at}/comment/${id || index}`,
          description: `${author}, ${clock.format(time)}`,
          tooltip: text.slice(0, 2_000),
          icon: 'comment',
        }),
      })),
    ),
  ];
}

/** A related incident is under the one that it is related to, so its row has an id of its own. */
export function relatedNodes(
  tenant: TenantIncidents,
  { key: own }: TenantIncident,
  related: readonly RelatedIncident[],
): readonly IncidentNode[] {
  const nodes = related.flatMap(({ key, why }): readonly IncidentNode[] => {
    const incident = tenant.items.find((each) => each.key === key);
    if (!incident) return [];
    const node: IncidentNode = { item: treeItem(''), tenant: { incident } };
    const item = treeItem(incident.title, {
      id: `tenant/${own}/related/${key}`,
      description: `${numberAmong(incident, tenant)} · ${why}`,
      ...SEVERITY_ICON[incident.severity],
      context: 'tenantIncident',
      command: commandOf('azimuth.openIncident', 'Open Incident', node),
    });
    return [{ ...node, item }];
  });
  if (nodes.length === 0) return [];
  return [
    {
      item: treeItem('Related incidents', {
        id: `tenant/${own}/related`,
        description: String(nodes.length),
        icon: 'references',
        expand: 'collapsed',
      }),
      children: () => nodes,
    },
  ];
}

/** What has no id has its place. */
function alertNode(
  at: string,
  { id, title, severity, time, product, tactics, techniques }: IncidentAlert,
  index: number,
  clock: Clock,
): IncidentNode {
  return {
    alertId: id,
    item: treeItem(title, {
      id: `${at}/alert/${id || index}`,
      description: clock.format(time),
      tooltip: [title, `${product}, ${severity}`, [...tactics, ...techniques].join(', ')]
        .filter((line) => line)
        .join('\n'),
      icon: 'bell',
      color: SEVERITY_ICON[severity].color,
    }),
  };
}

function entityNode(at: string, incident: TenantIncident, entity: IncidentEntity): IncidentNode {
  return {
    tenant: { incident, entity },
    item: treeItem(shortName(entity), {
      id: `${at}/entity/${entity.kind}/${entity.value}`,
      description: entity.kind,
      tooltip: `${entity.value} — ${entity.kind}`,
      icon: entityIcon(entity.kind),
      context: 'tenantEntity',
    }),
  };
}

function taskNode(at: string, incident: TenantIncident, task: IncidentTask, index: number): IncidentNode {
  return {
    tenant: { incident, task },
    item: treeItem(task.title, {
      id: `${at}/task/${task.id || index}`,
      description: task.done ? 'done' : 'open',
      tooltip: task.description === '' ? task.title : `${task.title}\n${task.description}`,
      icon: task.done ? 'pass' : 'circle-large-outline',
      context: task.done ? 'tenantTask.done' : 'tenantTask',
    }),
  };
}
