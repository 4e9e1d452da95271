import * as vscode from 'vscode';
import { eventsOfAlerts } from '../alertEvents.ts';
import type { OpenCase } from '../case/openCase.ts';
import type { SelectedEvents, SelectionBus } from '../selection.ts';
import type { CaseNode } from './caseTree.ts';
import type { IncidentNode } from './incidentsTree.ts';
import type { NodeTree, TreeNode } from './nodeTree.ts';

interface Shown<Node extends TreeNode<Node>> {
  readonly tree: NodeTree<Node>;
  readonly view: vscode.TreeView<Node>;
}

/** Keeps the selection of the Case and Incidents views in step with that of the other views, where they are visible. */
export function followInTrees(
  selection: SelectionBus,
  openCase: OpenCase,
  cases: Shown<CaseNode>,
  incidents: Shown<IncidentNode>,
  report: (error: unknown) => void,
): vscode.Disposable {
  return vscode.Disposable.from(
    cases.view.onDidChangeSelection(({ selection: [node] }) => {
      const event = node?.event;
      if (!event) return;
      const alert = event.row['SystemAlertId'];
      selection.announce(() => ({
        from: 'case',
        events: event.provenance.event === null ? [] : [event.provenance.event],
        pins: [event.id],
        alerts: typeof alert === 'string' ? [alert] : [],
      }));
    }),
    incidents.view.onDidChangeSelection(({ selection: [node] }) => {
      if (!node) return;
      selection.announce(async () => {
        const alerts = await alertsOf(node);
        const inCase = alerts.length > 0 && openCase.state.kind === 'open';
        const events = inCase ? await eventsOfAlerts(await openCase.session(), alerts) : [];
        return { from: 'incidents', events, pins: [], alerts };
      });
    }),
    selection.onDidSelect((selected) => {
      if (selected.from !== 'case' && cases.view.visible)
        void reveal(cases, isEvent(selected), ({ item }) => item.id === 'timeline').catch(report);
      if (selected.from !== 'incidents' && incidents.view.visible && selected.alerts.length > 0)
        void reveal(
          incidents,
          ({ alertId }) => alertId !== undefined && selected.alerts.includes(alertId),
          (node) => mayHold(node, selected.alerts),
        ).catch(report);
    }),
  );
}

async function alertsOf({ alertId, alertIds }: IncidentNode): Promise<readonly string[]> {
  return alertId === undefined ? ((await alertIds?.()) ?? []) : [alertId];
}

/** Groups, and incidents with one of the alerts: what would ask the tenant to be opened is left closed. */
async function mayHold(
  { tenant, alertId, alertIds }: IncidentNode,
  wanted: readonly string[],
): Promise<boolean> {
  if (alertIds) return (await alertIds()).some((id) => wanted.includes(id));
  return tenant === undefined && alertId === undefined;
}

function isEvent({ events, pins }: SelectedEvents): (node: CaseNode) => boolean {
  return ({ event }) =>
    event !== undefined &&
    (pins.includes(event.id) || (event.provenance.event !== null && events.includes(event.provenance.event)));
}

async function reveal<Node extends TreeNode<Node>>(
  { tree, view }: Shown<Node>,
  is: (node: Node) => boolean,
  mayHold: (node: Node) => boolean | Promise<boolean>,
): Promise<void> {
  const node = await tree.find(is, mayHold);
  if (node) await view.reveal(node, { select: true, focus: false });
}
