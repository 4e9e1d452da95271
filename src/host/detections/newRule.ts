import * as vscode from 'vscode';
import type { TimelineEvent } from '../../domain/timelineEvent.ts';
import type { RuleServer } from '../../ruleServer/client.ts';
import type { RuleCalls } from '../../ruleServer/api.ts';
import type { OpenCase } from '../case/openCase.ts';

type Request = RuleCalls['scaffold']['args'][0];

/** Asks what the rule begins with unless it is an event of the timeline, by its id; writes it with a first test, and opens both. */
export async function newRule(openCase: OpenCase, rules: RuleServer, event?: string): Promise<void> {
  const from = event === undefined ? await chooseBeginning(openCase) : await beginWith(openCase, event);
  if (!from) return;
  const name = await vscode.window.showInputBox({
    title: 'New Rule',
    prompt: 'Title of the rule and of its alerts',
    value: from.title,
    validateInput: (text) => (text.trim() === '' ? 'A rule has a title' : undefined),
  });
  if (name === undefined) return;
  const folder = openCase.folder ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!folder) {
    void vscode.window.showInformationMessage(
      'Open a folder or a case first: the rule is written to its folder "detections".',
    );
    return;
  }
  const { rule, test } = await rules.call('scaffold', [{ name, ...from.request }]);
  const place = vscode.Uri.joinPath(folder, 'detections');
  const stem = await freeName(place, slug(name));
  const file = vscode.Uri.joinPath(place, `${stem}.yaml`);
  const testFile = vscode.Uri.joinPath(place, `${stem}.test.yaml`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(rule));
  await vscode.workspace.fs.writeFile(testFile, new TextEncoder().encode(test));
  await vscode.window.showTextDocument(file, { preview: false });
  await vscode.window.showTextDocument(testFile, {
    preview: false,
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
  });
}

interface Beginning {
  readonly title: string;
  readonly request: Omit<Request, 'name'>;
}

/** A pinned event that was chosen elsewhere. */
async function beginWith(openCase: OpenCase, id: string): Promise<Beginning | undefined> {
  const event = (await (await openCase.session()).timeline()).find((each) => each.id === id);
  return event && beginningOf(event);
}

function beginningOf({ id, table, row, techniques, title }: TimelineEvent): Beginning {
  return { title, request: { event: { id, table, row, techniques } } };
}

async function chooseBeginning(openCase: OpenCase): Promise<Beginning | undefined> {
  const query = activeQuery();
  const items: (vscode.QuickPickItem & { readonly from: 'template' | 'query' | 'event' })[] = [
    { label: '$(file) A template', description: 'a threshold over sign-ins', from: 'template' },
    ...(query === undefined
      ? []
      : [
          {
            label: '$(code) The active query',
            description: query.split('\n')[0] ?? '',
            from: 'query' as const,
          },
        ]),
    ...(openCase.folder
      ? [
          {
            label: '$(pinned) An event of the timeline',
            description: 'with a test of that event',
            from: 'event' as const,
          },
        ]
      : []),
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: 'New Rule', placeHolder: 'Begin with' });
  if (chosen?.from === 'template') return { title: '', request: {} };
  if (chosen?.from === 'query' && query !== undefined) return { title: '', request: { query } };
  if (chosen?.from !== 'event') return undefined;
  const events = await (await openCase.session()).timeline();
  if (events.length === 0) {
    void vscode.window.showInformationMessage(
      'The timeline has no pinned events yet: pin rows of an answer first.',
    );
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    events.map((event) => ({
      label: event.title,
      description: event.table,
      detail: event.time ?? '',
      event,
    })),
    {
      title: 'New Rule',
      placeHolder: 'The event that the rule is to find',
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  return picked && beginningOf(picked.event);
}

/** Of the KQL file or the notebook cell that has the focus. */
function activeQuery(): string | undefined {
  const document = vscode.window.activeTextEditor?.document;
  const cell = vscode.window.activeNotebookEditor;
  if (document?.languageId === 'kql' && document.getText().trim() !== '') return document.getText();
  const selected = cell?.notebook.cellAt(cell.selection.start);
  return selected?.document.languageId === 'kql' ? selected.document.getText() : undefined;
}

function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'rule'
  );
}

async function freeName(folder: vscode.Uri, stem: string): Promise<string> {
  const taken = new Set(
    await vscode.workspace.fs.readDirectory(folder).then(
      (entries) => entries.map(([name]) => name),
      () => [],
    ),
  );
  for (let n = 1; ; n++) {
    const name = n === 1 ? stem : `${stem}-${n}`;
    if (!taken.has(`${name}.yaml`) && !taken.has(`${name}.test.yaml`)) return name;
  }
}
