import * as vscode from 'vscode';
import { alertIdOf, eventsOfAlerts } from '../alertEvents.ts';
import type { OpenCase } from '../case/openCase.ts';
import type { SelectedEvents, SelectionBus } from '../selection.ts';
import type { CaseNode } from './caseTree.ts';
import type { IncidentNode } from './incidentsTree.ts';
import { mayHold } from './mayHold.ts';
import type { NodeTree, TreeNode } from './nodeTree.ts';
import { TreeFollower } from './treeFollower.ts';

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
  const inCases = new TreeFollower(cases.tree, cases.view);
  const inIncidents = new TreeFollower(incidents.tree, incidents.view);
  const followInCases = once(selection, cases.view, async (selected) => {
    if (selected.from !== 'case') await inCases.show(isEvent(selected), ({ item }) => item.id === 'timeline');
  });
  const followInIncidents = once(selection, incidents.view, async (selected) => {
    const { from, alerts } = selected;
    if (from !== 'incidents' && alerts.length > 0)
      await inIncidents.show(
        ({ alertId }) => alertId !== undefined && alerts.includes(alertId),
        (node) => mayHold(node, selected),
      );
  });
  return vscode.Disposable.from(
    cases.view.onDidChangeSelection(({ selection: [node] }) => {
      if (!node || !inCases.isChoice(node)) return;
      const { event } = node;
      if (!event) return;
      const alert = alertIdOf(event.row);
      selection.announce('case', () => ({
        events: event.provenance.event === null ? [] : [event.provenance.event],
        pins: [event.id],
        alerts: alert === '' ? [] : [alert],
      }));
    }),
    incidents.view.onDidChangeSelection(({ selection: [node] }) => {
      if (!node || !inIncidents.isChoice(node)) return;
      selection.announce('incidents', async () => {
        const alerts = await alertsOf(node);
        const inCase = alerts.length > 0 && openCase.state.kind === 'open';
        const events = inCase ? await eventsOfAlerts(await openCase.session(), alerts) : [];
        return { events, pins: [], alerts };
      });
    }),
    ...[followInCases, followInIncidents].map((follow) =>
      selection.onDidSelect(() => void follow().catch(report)),
    ),
    cases.view.onDidChangeVisibility(() => followInCases().catch(report)),
    incidents.view.onDidChangeVisibility(() => followInIncidents().catch(report)),
  );
}

/** Follows each selection once, also one that was made while the view could not be seen. */
function once(
  selection: SelectionBus,
  view: { readonly visible: boolean },
  follow: (selected: SelectedEvents) => Promise<void>,
): () => Promise<void> {
  let followed: SelectedEvents | undefined;
  return async () => {
    const { latest } = selection;
    if (!latest || latest === followed || !view.visible) return;
    followed = latest;
    await follow(latest);
  };
}

async function alertsOf({ alertId, alertIds }: IncidentNode): Promise<readonly string[]> {
  return alertId === undefined ? ((await alertIds?.()) ?? []) : [alertId];
}

function isEvent({ events, pins }: SelectedEvents): (node: CaseNode) => boolean {
  return ({ event }) =>
    event !== undefined &&
    (pins.includes(event.id) || (event.provenance.event !== null && events.includes(event.provenance.event)));
}
