import * as vscode from 'vscode';
import type { IncidentChange } from '../../azure/incidents/triage.ts';
import type { JsonObject } from '../../base/json.ts';
import type { IncidentEntity, TenantIncident } from '../../domain/incident.ts';
import type { Azure } from '../azure/azure.ts';
import type { OpenCase } from '../case/openCase.ts';
import type { RecordDocuments } from '../record/recordDocuments.ts';
import type { IncidentNode } from '../views/incidentsTree.ts';
import { SEVERITIES, titleCase } from '../views/severity.ts';
import { again, confirmed, sent, told } from './confirm.ts';
import { nameOf, numberAmong } from './incidentRows.ts';
import type { TenantIncidents } from './tenantIncidents.ts';

export interface TriageTools {
  readonly azure: Azure;
  readonly incidents: TenantIncidents;
  readonly openCase: OpenCase;
  readonly documents: RecordDocuments;
}

const triage = () => import('../../azure/incidents/triage.ts');

/** The incident of a tree row, or one that the person chooses: that of the page in sight comes first. */
export async function incidentOf(
  { incidents }: Pick<TriageTools, 'incidents'>,
  node: IncidentNode | undefined,
  title: string,
): Promise<TenantIncident | undefined> {
  if (node?.tenant) return node.tenant.incident;
  await incidents.load();
  const { items, inSight } = incidents;
  const seen = items.filter(({ key }) => key === inSight);
  const others = items.filter(({ key }) => key !== inSight);
  const choice = await vscode.window.showQuickPick(
    [...seen, ...others].map((incident) => ({
      label: incident.title,
      description: `${incidents.priority(incident).score} · ${numberAmong(incident, incidents)} · ${incident.severity} · ${incident.status}${incident.key === inSight ? ' · its page is in sight' : ''}`,
      incident,
    })),
    { title, matchOnDescription: true },
  );
  return choice?.incident;
}

export async function assignToMe(tools: TriageTools, node: IncidentNode | undefined): Promise<void> {
  const incident = await incidentOf(tools, node, 'Assign Incident to Me');
  if (!incident) return;
  const me = (await tools.incidents.me(incident)) || (await askWho());
  if (me === undefined || me === '') return;
  await change(
    tools,
    incident,
    { owner: me, ...(incident.status === 'new' ? { status: 'active' } : {}) },
    `Assign ${nameOf(incident, tools.incidents)} to ${me}`,
  );
}

function askWho(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Assign Incident to Me',
    prompt: 'Your user principal name; the sign-in does not tell it',
    placeHolder: 'ana@example.com',
  });
}

type Field = 'owner' | 'status' | 'severity' | 'labels';

/** Asks what to change and to what. */
export async function changeIncident(tools: TriageTools, node: IncidentNode | undefined): Promise<void> {
  const incident = await incidentOf(tools, node, 'Change Incident');
  if (!incident) return;
  const fields: readonly (vscode.QuickPickItem & { readonly field: Field })[] = [
    { field: 'status', label: 'Status', description: incident.status },
    { field: 'severity', label: 'Severity', description: incident.severity },
    { field: 'owner', label: 'Owner', description: incident.owner || 'nobody' },
    { field: 'labels', label: 'Labels', description: incident.labels.join(', ') || 'none' },
  ];
  const chosen = await vscode.window.showQuickPick(fields, {
    title: `Change ${nameOf(incident, tools.incidents)}`,
    ignoreFocusOut: true,
  });
  const wanted = chosen && (await valueOf(tools, incident, chosen.field));
  if (!wanted) return;
  const title =
    wanted.status === 'closed'
      ? `Close ${nameOf(incident, tools.incidents)}`
      : `Change the ${chosen.field} of ${nameOf(incident, tools.incidents)}`;
  await change(tools, incident, wanted, title);
}

async function valueOf(
  tools: TriageTools,
  incident: TenantIncident,
  field: Field,
): Promise<IncidentChange | undefined> {
  const title = `Change ${nameOf(incident, tools.incidents)}`;
  if (field === 'status') {
    const statuses = (['new', 'active', 'closed'] as const).filter((status) => status !== incident.status);
    const choice = await vscode.window.showQuickPick(
      statuses.map((status) => ({ label: titleCase(status), status })),
      { title, ignoreFocusOut: true },
    );
    if (!choice) return undefined;
    return choice.status === 'closed' ? closing(tools, incident) : { status: choice.status };
  }
  if (field === 'severity') {
    const choice = await vscode.window.showQuickPick(
      SEVERITIES.filter((each) => each !== incident.severity).map((severity) => ({
        label: titleCase(severity),
        severity,
      })),
      { title, ignoreFocusOut: true },
    );
    return choice && { severity: choice.severity };
  }
  const text = await vscode.window.showInputBox(
    field === 'owner'
      ? {
          title,
          prompt: 'User principal name; empty for nobody',
          value: incident.owner,
          ignoreFocusOut: true,
        }
      : {
          title,
          prompt: 'Labels, separated by commas',
          value: incident.labels.join(', '),
          ignoreFocusOut: true,
        },
  );
  if (text === undefined) return undefined;
  if (field === 'owner') return { owner: text.trim() };
  return {
    labels: text
      .split(',')
      .map((label) => label.trim())
      .filter((label) => label !== ''),
  };
}

/** A closed incident says what it was; one whose tasks are open is asked about first. */
async function closing(
  { incidents }: TriageTools,
  incident: TenantIncident,
): Promise<IncidentChange | undefined> {
  const target = await incidents.target(incident);
  const { openTasks } = await import('../../azure/incidents/details.ts');
  const { items: open, problem } =
    target.kind === 'sentinel'
      ? await openTasks(target.sentinel, target.name)
      : { items: [], problem: undefined };
  if (open.length > 0 || problem) {
    const detail = [...open.map((title) => `• ${title}`), ...(problem ? [problem.message] : [])].join('\n');
    const message =
      open.length === 0
        ? `Whether tasks of ${nameOf(incident, incidents)} are still open could not be read`
        : `${open.length === 1 ? 'A task' : `${open.length} tasks`} of ${nameOf(incident, incidents)} ${open.length === 1 ? 'is' : 'are'} still open`;
    if (
      (await vscode.window.showWarningMessage(message, { modal: true, detail }, 'Close Anyway')) === undefined
    )
      return undefined;
  }
  const { CLASSIFICATIONS } = await triage();
  const title = `Close ${nameOf(incident, incidents)}`;
  const names = Object.keys(CLASSIFICATIONS) as (keyof typeof CLASSIFICATIONS)[];
  const choice = await vscode.window.showQuickPick(
    names.map((name) => ({ label: name, name })),
    { title, placeHolder: 'What it was', ignoreFocusOut: true },
  );
  if (!choice) return undefined;
  const comment = await vscode.window.showInputBox({
    title,
    prompt: 'Why (may be empty)',
    ignoreFocusOut: true,
  });
  if (comment === undefined) return undefined;
  return {
    status: 'closed',
    classification: choice.name,
    ...(comment === '' ? {} : { classificationComment: comment }),
  };
}

/** Plan, confirmation, sending, reading back, journal; again on the other's version where someone was quicker. */
async function change(
  tools: TriageTools,
  incident: TenantIncident,
  wanted: IncidentChange,
  title: string,
): Promise<void> {
  const { changesNothing, planOn, planTriage, runTriage } = await triage();
  const { azure, incidents, documents } = tools;
  const target = await incidents.target(incident);
  const planned = () => readable(() => planTriage(target, wanted, title), title, { ...wanted }, documents);
  let plan = await planned();
  if (plan && changesNothing(plan)) {
    void vscode.window.showInformationMessage(`${nameOf(incident, incidents)} is so already.`);
    return;
  }
  while (plan && (await confirmed({ ...plan, subject: incident.title }))) {
    const current = plan;
    const about = { ...current, target: target.id };
    const outcome = await sent({
      azure,
      documents,
      plan: current,
      run: (signal) => runTriage(current, signal),
      about,
    });
    if (!(await told(plan, outcome, documents))) break;
    plan = outcome.kind === 'conflict' ? planOn(target, wanted, title, outcome.read) : await planned();
  }
  incidents.refresh();
}

/** Reads, again where it failed and the person wants it; undefined when they gave up. */
async function readable<T>(
  read: () => Promise<T>,
  title: string,
  wanted: JsonObject,
  documents: RecordDocuments,
): Promise<T | undefined> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(await again(error, title, wanted, documents))) return undefined;
    }
  }
}

/** An entity of an incident, from the palette. */
export async function pickEntity(
  tools: TriageTools,
): Promise<{ readonly incident: TenantIncident; readonly entity: IncidentEntity } | undefined> {
  const incident = await incidentOf(tools, undefined, 'Query Entity (1/2)');
  if (!incident) return undefined;
  const { entities } = await tools.incidents.detailsOf(incident);
  const choice = await vscode.window.showQuickPick(
    entities.map((entity) => ({ label: entity.value, description: entity.kind, entity })),
    { title: 'Query Entity (2/2)' },
  );
  return choice && { incident, entity: choice.entity };
}
