import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import { type IncidentDetails, kindName, shortName, type TenantIncident } from '../../domain/incident.ts';
import { explained } from '../../domain/priority.ts';
import {
  type FromIncident,
  type IncidentAction,
  type IncidentPage,
  parseFromIncident,
  type ToIncident,
} from '../../protocol/incident.ts';
import { eventsOfAlerts } from '../alertEvents.ts';
import type { OpenCase } from '../case/openCase.ts';
import type { Clock } from '../clock.ts';
import { type CommandId, runCommand } from '../commands.ts';
import type { SelectedEvents, SelectionBus } from '../selection.ts';
import { treeItem } from '../views/nodeTree.ts';
import { webviewPage } from '../webviewPage.ts';
import { nameOf, placeOf } from './incidentRows.ts';
import type { TenantIncidents } from './tenantIncidents.ts';

export interface IncidentPanelServices {
  readonly incidents: TenantIncidents;
  readonly clock: Clock;
  readonly openCase: OpenCase;
  readonly selection: SelectionBus;
  /** Folder of the built webviews. */
  readonly bundles: vscode.Uri;
  readonly report: (error: unknown) => void;
}

const COMMANDS: Readonly<
  Record<Exclude<IncidentAction, 'portal' | 'refresh'>, CommandId & `azimuth.${string}`>
> = {
  assign: 'azimuth.assignIncident',
  change: 'azimuth.changeIncident',
  comment: 'azimuth.commentIncident',
  task: 'azimuth.incidentTask',
  playbook: 'azimuth.runPlaybook',
  case: 'azimuth.openAsCase',
};

/** The page of one incident; each incident has one at most. */
export class IncidentPanel {
  private static readonly open = new Map<string, IncidentPanel>();
  private readonly services: IncidentPanelServices;
  private readonly panel: vscode.WebviewPanel;
  private incident: TenantIncident;

  static show(services: IncidentPanelServices, incident: TenantIncident): void {
    const panel = IncidentPanel.open.get(incident.key) ?? new IncidentPanel(services, incident);
    IncidentPanel.open.set(incident.key, panel);
    panel.panel.reveal();
  }

  private constructor(services: IncidentPanelServices, incident: TenantIncident) {
    this.services = services;
    this.incident = incident;
    const { bundles, incidents, selection, report } = services;
    const title = nameOf(incident, incidents);
    this.panel = vscode.window.createWebviewPanel(
      'azimuth.incident',
      title.charAt(0).toUpperCase() + title.slice(1),
      vscode.ViewColumn.Active,
      {
        enableScripts: true,
        enableForms: false,
        localResourceRoots: [bundles],
      },
    );
    this.panel.iconPath = new vscode.ThemeIcon('shield');
    const subscriptions = vscode.Disposable.from(
      this.panel.webview.onDidReceiveMessage((message: unknown) => {
        const parsed = parseFromIncident(message);
        if (parsed) this.receive(parsed).catch(report);
      }),
      this.panel.onDidChangeViewState(() => this.tellSight()),
      incidents.onDidChange(() => void this.load().catch(report)),
      incidents.onDidChangeDetails((key) => {
        if (key === this.incident.key) this.load().catch(report);
      }),
      selection.onDidSelect((selected) => {
        if (selected.from !== 'incident' && this.panel.visible) this.follow(selected);
      }),
    );
    this.tellSight();
    this.panel.onDidDispose(() => {
      if (incidents.inSight === incident.key) incidents.inSight = undefined;
      IncidentPanel.open.delete(incident.key);
      subscriptions.dispose();
    });
    this.panel.webview.html = webviewPage(this.panel.webview, bundles, 'incident', 'Incident');
  }

  private tellSight(): void {
    const { incidents } = this.services;
    const { key } = this.incident;
    if (this.panel.active) incidents.inSight = key;
    else if (incidents.inSight === key) incidents.inSight = undefined;
  }

  private send(message: ToIncident): Thenable<boolean> {
    return this.panel.webview.postMessage(message);
  }

  private follow(selected: SelectedEvents | undefined): void {
    const { alerts = [] } = selected ?? {};
    if (alerts.length > 0) void this.send({ type: 'follow', alerts });
  }

  private async receive(message: FromIncident): Promise<void> {
    const { incidents } = this.services;
    const { incident } = this;
    const node = { item: treeItem(incident.title), tenant: { incident } };
    switch (message.type) {
      case 'ready':
        await this.send({ type: 'loading' });
        this.follow(this.services.selection.latest);
        return this.load();
      case 'query':
        await runCommand('azimuth.queryEntity', {
          ...node,
          tenant: { incident, entity: { kind: message.kind, value: message.value } },
        });
        return;
      case 'open': {
        const other = incidents.items.find(({ key }) => key === message.key);
        if (other) IncidentPanel.show(this.services, other);
        return;
      }
      case 'select': {
        const { openCase, selection } = this.services;
        selection.announce('incident', async () => ({
          events:
            openCase.state.kind === 'open'
              ? await eventsOfAlerts(await openCase.session(), [message.alert])
              : [],
          pins: [],
          alerts: [message.alert],
          incident: incident.key,
        }));
        return;
      }
      case 'act':
        if (message.action === 'portal') return openPortal(incident);
        if (message.action === 'refresh') incidents.refresh();
        else await runCommand(COMMANDS[message.action], node);
    }
  }

  private async load(): Promise<void> {
    const { incidents, clock } = this.services;
    try {
      this.incident = await incidents.current(this.incident);
      const details = await incidents.detailsOf(this.incident);
      await this.send({
        type: 'incident',
        page: pageOf(incidents, this.incident, details, clock, await incidents.related(this.incident)),
      });
    } catch (error) {
      await this.send({
        type: 'failed',
        message: error instanceof Error ? error.message : String(error),
        next: error instanceof AzimuthError ? (error.guidance.next ?? []) : [],
      });
    }
  }
}

/** Only to Microsoft's own portals: the address came from the tenant. */
async function openPortal({ sentinel, defender }: TenantIncident): Promise<void> {
  const url = URL.parse(defender?.url ?? sentinel?.url ?? '');
  const portals = /^(portal\.azure\.(com|us|cn)|security\.microsoft\.(com|us))$/;
  if (url?.protocol === 'https:' && portals.test(url.hostname))
    await vscode.env.openExternal(vscode.Uri.parse(url.href, true));
  else throw new AzimuthError('incidents.no-portal', 'The incident has no address in a portal of Microsoft.');
}

function pageOf(
  incidents: TenantIncidents,
  incident: TenantIncident,
  details: IncidentDetails,
  clock: Clock,
  related: IncidentPage['related'],
): IncidentPage {
  const { title, severity, status, owner, description, tactics, products, labels } = incident;
  const told = [incident.techniques, ...details.alerts.map((alert) => alert.techniques)];
  return {
    title,
    severity,
    status,
    owner,
    description,
    ids: [
      incident.sentinel ? `Sentinel #${incident.sentinel.number}` : '',
      incident.defender ? `Defender ${incident.defender.id}` : '',
    ]
      .filter((part) => part !== '')
      .join(' · '),
    facts: [
      { name: 'Created', value: clock.format(incident.created) },
      { name: 'Changed', value: clock.format(incident.modified) },
      { name: 'First activity', value: clock.format(incident.firstActivity) },
      { name: 'Last activity', value: clock.format(incident.lastActivity) },
      { name: 'Tactics', value: tactics.join(', ') },
      { name: 'Products', value: products.join(', ') },
      { name: 'Kept in', value: placeOf(incident, incidents) },
      { name: 'Labels', value: labels.join(', ') },
      { name: 'Classification', value: incident.classification },
    ].filter(({ value }) => value !== ''),
    priority: explained(incidents.priority(incident)),
    techniques: [...new Set(told.flat())].sort(),
    alerts: details.alerts.map((alert) => ({
      id: alert.id,
      title: alert.title,
      about: [clock.format(alert.time), alert.product, alert.severity, ...alert.tactics].join(' · '),
    })),
    entities: details.entities.map((entity) => ({
      ...entity,
      label: shortName(entity),
      about: kindName(entity),
    })),
    bookmarks: details.bookmarks.map(({ title: mark, time }) => ({
      title: mark,
      time: time === '' ? '' : clock.format(time),
    })),
    tasks: details.tasks.map((task) => ({ title: task.title, done: task.done })),
    comments: details.comments.map(({ author, time, text }) => ({
      by: `${author}, ${clock.format(time)}`,
      text,
    })),
    related,
    problems: details.problems,
    next: nextSteps(incident, details),
  };
}

function nextSteps(incident: TenantIncident, { tasks }: IncidentDetails): IncidentPage['next'] {
  const { status, owner, sentinel } = incident;
  const open = status !== 'closed';
  return [
    ...(open && owner === '' ? [{ action: 'assign', label: 'Assign to Me' } as const] : []),
    ...(open ? [{ action: 'case', label: 'Open as Case...' } as const] : []),
    { action: 'change', label: open ? 'Change or Close...' : 'Change...' },
    { action: 'comment', label: 'Comment...' },
    ...(sentinel
      ? [{ action: 'task', label: tasks.length === 0 ? 'Add Task...' : 'Add or Complete Task...' } as const]
      : []),
    ...(sentinel ? [{ action: 'playbook', label: 'Run Playbook...' } as const] : []),
    { action: 'portal', label: 'Open in Portal' },
  ];
}
