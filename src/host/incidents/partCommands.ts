import * as vscode from 'vscode';
import type { CommentPlan, TaskPlan } from '../../azure/incidents/parts.ts';
import type { ChangeOutcome } from '../../azure/outcome.ts';
import { AzimuthError } from '../../base/errors.ts';
import type { IncidentTask, TenantIncident } from '../../domain/incident.ts';
import type { IncidentNode } from '../views/incidentsTree.ts';
import { confirmed, sent, told } from './confirm.ts';
import { incidentOf, type TriageTools } from './incidentCommands.ts';
import { nameOf } from './incidentRows.ts';

const parts = () => import('../../azure/incidents/parts.ts');

/** Adds a comment, or edits one of those that there are. */
export async function commentIncident(tools: TriageTools, node: IncidentNode | undefined): Promise<void> {
  const incident = await incidentOf(tools, node, 'Comment on Incident');
  if (!incident) return;
  const title = `Comment on ${nameOf(incident, tools.incidents)}`;
  const target = await tools.incidents.target(incident);
  const { comments } =
    target.kind === 'sentinel' ? await tools.incidents.detailsOf(incident) : { comments: [] };
  // What has no id cannot be written anew.
  const own = comments.filter(({ id }) => id !== '');
  const choice =
    own.length === 0
      ? { comment: undefined }
      : await vscode.window.showQuickPick(
          [
            { label: '$(add) New Comment', comment: undefined },
            ...own.map((comment) => ({
              label: comment.text.slice(0, 80),
              description: comment.author,
              comment,
            })),
          ],
          { title, ignoreFocusOut: true },
        );
  if (!choice) return;
  const text = await vscode.window.showInputBox({
    title,
    prompt: 'Everyone who reads the incident sees it',
    value: choice.comment?.text ?? '',
    ignoreFocusOut: true,
  });
  if (text === undefined || text.trim() === '') return;
  const { planComment, runComment } = await parts();
  const plan = planComment(target, text, choice.comment);
  await sendPart(
    tools,
    incident,
    { ...plan, title: `${plan.title} on ${nameOf(incident, tools.incidents)}` },
    (signal) => runComment(plan, signal),
  );
}

/** Completes or reopens the task of a row or one that is chosen, or asks for a new one. */
export async function incidentTask(tools: TriageTools, node: IncidentNode | undefined): Promise<void> {
  const incident = await incidentOf(tools, node, 'Add Task');
  if (!incident) return;
  const target = await tools.incidents.target(incident);
  if (target.kind !== 'sentinel')
    throw new AzimuthError(
      'triage.no-tasks',
      'Tasks are kept by Microsoft Sentinel, and it does not show this incident.',
      {
        unharmed: 'nothing was sent',
        next: ['Write a comment instead.'],
      },
    );
  const { planTask, runTask } = await parts();
  const chosen = node?.tenant?.task ? { task: node.tenant.task } : await chooseTask(tools, incident);
  if (!chosen) return;
  const { task } = chosen;
  let plan: TaskPlan;
  if (task)
    plan = planTask(target, { title: task.title, description: task.description, done: !task.done }, task);
  else {
    const title = await vscode.window.showInputBox({
      title: `Add a Task to ${nameOf(incident, tools.incidents)}`,
      prompt: 'What is to be done',
      ignoreFocusOut: true,
    });
    if (title === undefined || title.trim() === '') return;
    plan = planTask(target, { title: title.trim(), description: '', done: false });
  }
  await sendPart(tools, incident, plan, (signal) => runTask(plan, signal));
}

/** `task` is undefined for a new one. */
async function chooseTask(
  { incidents }: TriageTools,
  incident: TenantIncident,
): Promise<{ readonly task: IncidentTask | undefined } | undefined> {
  const { tasks } = await incidents.detailsOf(incident);
  if (tasks.length === 0) return { task: undefined };
  return vscode.window.showQuickPick(
    [
      { label: '$(add) New Task', task: undefined },
      ...tasks.map((task) => ({
        label: `${task.done ? '$(pass)' : '$(circle-large-outline)'} ${task.title}`,
        description: task.done ? 'done; choose it to reopen it' : 'open; choose it to complete it',
        task,
      })),
    ],
    { title: `Add a Task to ${nameOf(incident, incidents)}, or Complete One`, ignoreFocusOut: true },
  );
}

async function sendPart(
  { azure, incidents, documents }: TriageTools,
  { title: subject }: TenantIncident,
  plan: CommentPlan | TaskPlan,
  run: (signal: AbortSignal) => Promise<ChangeOutcome>,
): Promise<void> {
  const { title, before, after, id } = plan;
  const target = plan.target.kind === 'sentinel' ? `${plan.target.id}/${partOf(plan)}/${id}` : plan.target.id;
  const request =
    plan.target.kind === 'sentinel'
      ? `PUT ${target}`
      : `POST ${plan.target.defender.address(plan.target.id)}/comments`;
  const shown = { title, subject, request, before, after };
  while (await confirmed(shown)) {
    const about = { title, target, before, after };
    const outcome = await sent({ azure, documents, plan: shown, run, about });
    if (!(await told(shown, outcome, documents))) break;
  }
  incidents.refresh();
}

const partOf = (plan: CommentPlan | TaskPlan): string => ('text' in plan ? 'comments' : 'tasks');
