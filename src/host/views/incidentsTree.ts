import type { CaseSession } from '../../session/api.ts';
import type { Clock } from '../clock.ts';
import { counted } from '../../base/counts.ts';
import {
  type Alert,
  type Incident,
  type IncidentEntity,
  numberOf,
  readAlerts,
  readIncidents,
} from './incidents.ts';
import type { TenantSubject } from '../incidents/tenantTree.ts';
import { type TreeNode, treeItem } from './nodeTree.ts';
import { SEVERITIES, SEVERITY_ICON, titleCase } from './severity.ts';
import { entityIcon } from './entityIcon.ts';

export interface IncidentNode extends TreeNode<IncidentNode> {
  /** Set on rows of the signed-in tenant. */
  readonly tenant?: TenantSubject;
  /** By what incidents name it, where the row is an alert. */
  readonly alertId?: string;
  /** The same of the alerts of the row's incident, as far as they were read. */
  readonly alertIds?: () => readonly string[] | Promise<readonly string[]>;
  /** What a query about this node asks for. */
  readonly subject?:
    | { readonly kind: 'incident'; readonly incident: Incident }
    | { readonly kind: 'alert'; readonly alert: Alert }
    | { readonly kind: 'entity'; readonly entity: IncidentEntity };
}

export interface IncidentsContent {
  readonly roots: readonly IncidentNode[];
  /** Incidents that nobody has taken up. */
  readonly fresh: number;
}

/** Severity → incidents, newest first → alerts → entities; `undefined` where the case has no incident table. */
export async function incidentsContent(
  session: CaseSession,
  clock: Clock,
): Promise<IncidentsContent | undefined> {
  const incidents = await readIncidents(session);
  if (!incidents || incidents.length === 0) return undefined;
  const alerts = await readAlerts(session);
  const severalOf = (some: readonly Incident[]): boolean => new Set(some.flatMap(placesOf)).size > 1;
  const isOfSeveral = [true, false].some((isDefenders) =>
    severalOf(incidents.filter(({ other }) => (other !== '') === isDefenders)),
  );
  const roots = SEVERITIES.flatMap((severity): IncidentNode[] => {
    const group = incidents.filter((incident) => incident.severity === severity);
    if (group.length === 0) return [];
    return [
      {
        item: treeItem(titleCase(severity), {
          id: `severity/${severity}`,
          description: counted(group.length, 'incident'),
          ...SEVERITY_ICON[severity],
          expand: severity === 'high' || severity === 'medium' ? 'expanded' : 'collapsed',
        }),
        children: () => group.map((incident) => incidentNode(incident, alerts, clock, isOfSeveral)),
      },
    ];
  });
  return { roots, fresh: incidents.filter((incident) => incident.status === 'New').length };
}

/** Where it is kept, for people. */
function placesOf({ places, other }: Incident): readonly string[] {
  return places.flatMap((id) => (id === '' ? [] : [`${other === '' ? 'workspace' : 'tenant'} ${id}`]));
}

function incidentNode(
  incident: Incident,
  alerts: ReadonlyMap<string, Alert>,
  clock: Clock,
  isOfSeveral: boolean,
): IncidentNode {
  const { key, title, severity, status, owner, created } = incident;
  const own = incident.alertIds.map((id) => alerts.get(id)).filter((alert) => alert !== undefined);
  const places = placesOf(incident);
  const missing = incident.alertIds.length - own.length;
  return {
    subject: { kind: 'incident', incident },
    alertIds: () => incident.alertIds,
    item: treeItem(title, {
      id: `incident/${key}`,
      description: [numberOf(incident), ...(isOfSeveral ? places : []), status].join(' · '),
      tooltip: [
        title,
        `Incident ${numberOf(incident)}, ${severity}, ${status}, ${owner === '' ? 'nobody owns it' : `owned by ${owner}`}`,
        ...places.map((place) => `In the ${place}`),
        `Created ${clock.format(created)}`,
        `${counted(incident.alertIds.length, 'alert')}${missing > 0 ? `, ${missing} of which the case does not hold` : ''}`,
      ].join('\n'),
      ...SEVERITY_ICON[severity],
      context: 'incident',
      ...(incident.alertIds.length > 0 ? { expand: 'collapsed' as const } : {}),
    }),
    children: () => [
      ...own.map((alert) => alertNode(key, alert, clock)),
      ...(missing > 0
        ? [
            {
              item: treeItem(`${counted(missing, 'alert')} not in the case`, {
                tooltip: 'The incident names alerts that no imported SecurityAlert row has',
                icon: 'question',
              }),
            },
          ]
        : []),
    ],
  };
}

function alertNode(incident: string, alert: Alert, clock: Clock): IncidentNode {
  const { id, title, severity, time, product, tactics, entities } = alert;
  return {
    subject: { kind: 'alert', alert },
    alertId: id,
    item: treeItem(title, {
      id: `incident/${incident}/${id}`,
      description: clock.format(time),
      tooltip: [title, `${product}, ${severity}`, tactics && `Tactics: ${tactics}`, clock.format(time)]
        .filter((line) => line)
        .join('\n'),
      icon: 'bell',
      color: SEVERITY_ICON[severity].color,
      context: 'alert',
      ...(entities.length > 0 ? { expand: 'collapsed' as const } : {}),
    }),
    children: () => entities.map((entity) => entityNode(`incident/${incident}/${id}`, entity)),
  };
}

function entityNode(parent: string, entity: IncidentEntity): IncidentNode {
  return {
    subject: { kind: 'entity', entity },
    item: treeItem(entity.value, {
      id: `${parent}/${entity.kind}/${entity.value}`,
      description: entity.kind,
      icon: entityIcon(entity.kind),
      context: 'entity',
    }),
  };
}
