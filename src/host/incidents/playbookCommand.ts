import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import { abortSignalOf } from '../cancellation.ts';
import type { IncidentNode } from '../views/incidentsTree.ts';
import { confirmed, journaled } from './confirm.ts';
import { incidentOf, nameOf, type TriageTools } from './incidentCommands.ts';

/** Chooses a Logic App, starts it on the incident and follows its run. */
export async function runPlaybookOn(tools: TriageTools, node: IncidentNode | undefined): Promise<void> {
  const incident = await incidentOf(tools, node, 'Run Playbook on Incident');
  if (!incident) return;
  const { sentinel } = (await tools.incidents.sentinel(incident)) ?? {};
  if (!sentinel || !incident.sentinel)
    throw new AzimuthError(
      'triage.no-playbooks',
      'Playbooks are run by Microsoft Sentinel, and it does not show this incident.',
      {
        unharmed: 'nothing was sent',
      },
    );
  const client = await tools.azure.client();
  const { listPlaybooks, runPlaybook } = await import('../../azure/incidents/playbooks.ts');
  const playbooks = (await listPlaybooks(client, sentinel)).filter(({ enabled }) => enabled);
  const playbook = await vscode.window.showQuickPick(
    playbooks.map((each) => ({ label: each.name, description: each.id.split('/')[4] ?? '', each })),
    { title: `Run Playbook on ${nameOf(incident)}` },
  );
  if (!playbook) return;
  const title = `Run ${playbook.each.name} on ${nameOf(incident)}`;
  const after = { logicAppsResourceId: playbook.each.id };
  if (!(await confirmed({ title, request: `POST ${incident.sentinel.id}/runPlaybook`, before: {}, after })))
    return;
  const outcome = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) =>
      runPlaybook(
        client,
        sentinel,
        incident.key,
        playbook.each,
        (status) => progress.report({ message: status }),
        {
          signal: abortSignalOf(token),
        },
      ),
  );
  const run = outcome.kind === 'started' ? outcome.run : undefined;
  await journaled(tools.azure, {
    title,
    target: incident.sentinel.id,
    before: {},
    after: { ...after, run: run?.id ?? null, status: run?.status ?? null },
    outcome: outcome.kind === 'started' ? 'applied' : outcome.kind === 'refused' ? 'refused' : 'unknown',
  });
  if (outcome.kind === 'refused') throw outcome.error;
  if (run?.status === 'Succeeded')
    void vscode.window.showInformationMessage(`${playbook.each.name}: ${run.status} (run ${run.id}).`);
  else
    void vscode.window.showWarningMessage(
      run
        ? `${playbook.each.name}: ${run.status} when it was last looked at (run ${run.id}).`
        : `It is not known whether ${playbook.each.name} was started: no run of it was seen. Look at its runs before you start it again.`,
    );
  tools.incidents.refresh();
}
