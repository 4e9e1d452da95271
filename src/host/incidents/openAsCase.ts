import * as vscode from 'vscode';
import { markdownText } from '../../base/markdown.ts';
import { kindName, type TenantIncident } from '../../domain/incident.ts';
import type { CaseFolders } from '../case/newCase.ts';
import { folderName } from '../folderName.ts';
import type { MarkdownCell } from '../notebook/kqlMarkdown.ts';
import { createNotebook } from '../notebook/notebooks.ts';
import { stringLiteral } from '../../domain/kqlLiteral.ts';
import type { TenantIncidents } from './tenantIncidents.ts';
import { nameOf, placeAmong } from './incidentRows.ts';
import { cellInfo, incidentWindow } from './tenantQuestions.ts';
import { runCommand } from '../commands.ts';
import { treeItem } from '../views/nodeTree.ts';
import { titleCase } from '../views/severity.ts';

/** A case folder of its own with the incident's window and a first notebook of its entities. */
export async function openAsCase(
  incidents: TenantIncidents,
  folders: CaseFolders,
  incident: TenantIncident,
): Promise<void> {
  const details = await incidents.detailsOf(incident);
  const name = nameOf(incident, incidents);
  const title = incident.title.trim() || name;
  const [parent] =
    (await vscode.window.showOpenDialog({
      title: 'Open as Case: where to put its folder',
      openLabel: 'Make Case Here',
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (!parent) return;
  const place = placeAmong(incident, incidents);
  const number = incident.sentinel?.number ?? incident.defender?.id ?? '';
  const folder = vscode.Uri.joinPath(parent, folderName([number, ...place, title].join(' ')) || 'incident');
  await folders.gateway.create(folder.fsPath, title);
  await folders.recent.add(folder);
  await folders.openCase.open(folder);
  const session = await folders.openCase.session();
  const window = incidentWindow(incident);
  await session.updateInfo({
    severity: incident.severity,
    incidents: [[number, ...place].join(' of ')],
    ...(window ? { window } : {}),
  });
  const { openCase } = folders;
  await openCase.refresh();
  const connection = (await incidents.sentinel(incident))?.connection;
  const info = connection === undefined ? '' : cellInfo(connection, window);
  await createNotebook(openCase, `${name} ${title}`, cells(incident, name, details.entities, info));
  const next = await vscode.window.showInformationMessage(
    `The case of ${name} is open, with its window and entities.`,
    'Open Playbook...',
    'Collect Table...',
  );
  if (next === 'Open Playbook...')
    await runCommand('azimuth.openPlaybook', { item: treeItem(title), tenant: { incident } });
  if (next === 'Collect Table...') await runCommand('azimuth.collectTable');
}

function cells(
  incident: TenantIncident,
  name: string,
  entities: readonly { readonly kind: string; readonly value: string }[],
  info: string,
): readonly MarkdownCell[] {
  const kql = (text: string): MarkdownCell => ({ kind: 'kql', text, info });
  const created = incident.created === '' ? [] : [`created ${incident.created}`];
  const facts = [
    `# ${markdownText(incident.title)}`,
    '',
    `${[markdownText(titleCase(name)), incident.severity, ...created].join(', ')}.`,
    '',
    ...entities.map((entity) => `- ${markdownText(kindName(entity))}: ${markdownText(entity.value)}`),
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
