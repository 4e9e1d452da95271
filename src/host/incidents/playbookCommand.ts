import * as vscode from 'vscode';
import { sentence } from '../../azure/faults/fault.ts';
import { goesOn, type PlaybookOutcome, runPlaybook } from '../../azure/incidents/playbookRun.ts';
import type { Playbook } from '../../azure/incidents/playbooks.ts';
import { AzimuthError } from '../../base/errors.ts';
import { abortSignalOf } from '../cancellation.ts';
import type { IncidentNode } from '../views/incidentsTree.ts';
import { announced, confirmed, journaled } from './confirm.ts';
import { incidentOf, type TriageTools } from './incidentCommands.ts';
import { nameOf } from './incidentRows.ts';

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
  const { listPlaybooks } = await import('../../azure/incidents/playbooks.ts');
  const { items, problem } = await listPlaybooks(client, sentinel);
  const choices: (vscode.QuickPickItem & { readonly each?: Playbook })[] = items
    .filter(({ enabled }) => enabled)
    .map((each) => ({ label: each.name, description: each.id.split('/')[4] ?? '', each }));
  if (problem) choices.push({ label: problem.message, kind: vscode.QuickPickItemKind.Separator });
  const chosen = await vscode.window.showQuickPick(choices, {
    title: `Run Playbook on ${nameOf(incident, tools.incidents)}`,
    placeHolder: choices.length === 0 ? 'No playbook is enabled in the subscription of the workspace' : '',
  });
  const playbook = chosen?.each;
  if (!playbook) return;
  const title = `Run ${playbook.name} on ${nameOf(incident, tools.incidents)}`;
  const after = { logicAppsResourceId: playbook.id };
  const { id, name } = incident.sentinel;
  if (
    !(await confirmed({
      title,
      subject: incident.title,
      request: `POST ${id}/runPlaybook`,
      before: {},
      after,
    }))
  )
    return;
  const about = { title, target: id, before: {}, after };
  await announced(tools.azure, about);
  const outcome = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) =>
      runPlaybook(client, sentinel, name, playbook, (status) => progress.report({ message: status }), {
        signal: abortSignalOf(token),
      }),
  );
  const run = outcome.kind === 'started' ? outcome.run : undefined;
  await journaled(tools.azure, {
    ...about,
    after: { ...after, run: run?.id ?? null, status: run?.status ?? null },
    outcome: OUTCOMES[outcome.kind],
  });
  if (outcome.kind === 'refused') throw outcome.error;
  const said = saidOf(playbook.name, outcome);
  if (run?.status === 'Succeeded' && outcome.kind === 'started' && outcome.certain)
    void vscode.window.showInformationMessage(said);
  else void vscode.window.showWarningMessage(said);
  tools.incidents.refresh();
}

const OUTCOMES = { started: 'applied', accepted: 'applied', unseen: 'unknown', refused: 'refused' } as const;

function saidOf(name: string, outcome: Exclude<PlaybookOutcome, { readonly kind: 'refused' }>): string {
  if (outcome.kind === 'started') {
    const { status, id, why } = outcome.run;
    const when = goesOn(outcome.run) ? ' when it was last looked at' : '';
    const which = outcome.certain
      ? ''
      : ' Other runs began at the same time: whether this one is of the incident is not certain.';
    return `${name}: ${status || 'started'}${when} (run ${id}).${why === '' ? '' : ` ${sentence(why)}`}${which}`;
  }
  if (outcome.kind === 'unseen')
    return `It is not known whether ${name} was started: no run of it was seen. Look at its runs before you start it again.`;
  const why = outcome.error instanceof AzimuthError ? ` ${outcome.error.message}` : '';
  return `Sentinel took the start of ${name}, and its run was not followed.${why} Look at its runs for how it ended.`;
}
