import * as vscode from 'vscode';
import { markdownText } from '../../base/markdown.ts';
import type { TenantIncident } from '../../domain/incident.ts';
import type { CaseFolders } from '../case/newCase.ts';
import { folderName } from '../folderName.ts';
import type { MarkdownCell } from '../notebook/kqlMarkdown.ts';
import { createNotebook } from '../notebook/notebooks.ts';
import { stringLiteral } from '../../domain/kqlLiteral.ts';
import type { TenantIncidents } from './tenantIncidents.ts';
import { nameOf } from './incidentCommands.ts';

/** Around what happened: what led to it and what came of it. Milliseconds. */
const BEFORE = 86_400_000;
const AFTER = 3_600_000;

/** A case folder of its own with the incident's window and a first notebook of its entities. */
export async function openAsCase(
  incidents: TenantIncidents,
  folders: CaseFolders,
  incident: TenantIncident,
): Promise<void> {
  const details = await incidents.detailsOf(incident);
  const title = incident.title.trim() || nameOf(incident);
  const [parent] =
    (await vscode.window.showOpenDialog({
      title: 'Open as Case: where to put its folder',
      openLabel: 'Make Case Here',
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (!parent) return;
  const number = incident.sentinel?.number ?? incident.defender?.id ?? '';
  const folder = vscode.Uri.joinPath(parent, folderName(`${number} ${title}`) || 'incident');
  await folders.gateway.create(folder.fsPath, title);
  await folders.recent.add(folder);
  await folders.openCase.open(folder);
  const session = await folders.openCase.session();
  const window = windowOf(incident);
  await session.updateInfo({
    severity: incident.severity,
    incidents: [String(number)],
    ...(window ? { window } : {}),
  });
  const { openCase } = folders;
  await openCase.refresh();
  await createNotebook(openCase, `${nameOf(incident)} ${title}`, cells(incident, details.entities));
}

function windowOf({
  firstActivity,
  lastActivity,
}: TenantIncident): { readonly start: string; readonly end: string } | undefined {
  const [first, last] = [Date.parse(firstActivity), Date.parse(lastActivity)];
  if (!Number.isFinite(first) || !Number.isFinite(last)) return undefined;
  return { start: new Date(first - BEFORE).toISOString(), end: new Date(last + AFTER).toISOString() };
}

function cells(
  incident: TenantIncident,
  entities: readonly { readonly kind: string; readonly value: string }[],
): readonly MarkdownCell[] {
  const facts = [
    `# ${markdownText(incident.title)}`,
    '',
    `${markdownText(nameOf(incident))}, ${incident.severity}, created ${incident.created}.`,
    '',
    ...entities.map(({ kind, value }) => `- ${markdownText(kind)}: ${markdownText(value)}`),
  ];
  const of = (kind: string) =>
    entities.filter((entity) => entity.kind === kind).map(({ value }) => stringLiteral(value));
  const [accounts, addresses] = [of('account'), of('ip')];
  return [
    { kind: 'markdown', text: facts.join('\n'), info: '' },
    ...(accounts.length > 0
      ? [
          kql(
            `SigninLogs\n| where UserPrincipalName in~ (${accounts.join(', ')})\n| sort by TimeGenerated asc`,
          ),
        ]
      : []),
    ...(addresses.length > 0
      ? [
          kql(
            `SigninLogs\n| where IPAddress in (${addresses.join(', ')})\n| summarize count() by UserPrincipalName, IPAddress, ResultType`,
          ),
        ]
      : []),
  ];
}

function kql(text: string): MarkdownCell {
  return { kind: 'kql', text, info: '' };
}
