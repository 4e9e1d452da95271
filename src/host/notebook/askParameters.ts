import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import type { EntityKind } from '../../domain/entity.ts';
import type { CaseSession } from '../../session/api.ts';
import { withParameter } from './editText.ts';
import { literalOf, type NotebookParameter } from './parameters.ts';

/** Asks for the values that are missing and writes them into the front matter, where the next run finds them. */
export async function askParameters(
  session: CaseSession,
  notebook: vscode.NotebookDocument,
  missing: readonly NotebookParameter[],
): Promise<void> {
  for (const parameter of missing) {
    const value = await ask(parameter, await offered(session, parameter));
    if (value === undefined)
      throw new AzimuthError('notebook.no-value', `The parameter "${parameter.name}" has no value.`, {
        unharmed: 'nothing was run',
        next: ['Run the cell again and give one, or write it into the front matter.'],
      });
    await write(notebook, parameter, value);
  }
}

async function write(
  notebook: vscode.NotebookDocument,
  { name }: NotebookParameter,
  value: string,
): Promise<void> {
  const head: unknown = notebook.metadata['head'];
  const changed = typeof head === 'string' ? withParameter(head, name, value) : undefined;
  if (changed === undefined)
    throw new AzimuthError('notebook.bad-parameters', `The value of "${name}" could not be written.`, {
      unharmed: 'the notebook is as it was',
      next: [`Write it into the front matter yourself: ${name}: { type: string, value: … }`],
    });
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [
    vscode.NotebookEdit.updateNotebookMetadata({ ...notebook.metadata, head: changed }),
  ]);
  await vscode.workspace.applyEdit(edit);
}

/** A list to choose from that also takes what is typed; nothing that is no value of the type is accepted. */
function ask(parameter: NotebookParameter, values: readonly string[]): Promise<string | undefined> {
  const { name, type, description } = parameter;
  const pick = vscode.window.createQuickPick();
  pick.title = `${name}: ${type}`;
  pick.placeholder = description || `Type a ${type}`;
  pick.ignoreFocusOut = true;
  const list = (): void => {
    const typed = pick.value.trim();
    const wrong = typed === '' ? '' : faultOf(parameter, typed);
    const own =
      typed === '' || values.includes(typed)
        ? []
        : [{ label: typed, ...(wrong && { detail: wrong }), alwaysShow: true }];
    pick.items = [...own, ...values.map((label) => ({ label }))];
  };
  list();
  return new Promise((resolve) => {
    pick.onDidChangeValue(list);
    pick.onDidAccept(() => {
      const chosen = pick.selectedItems[0]?.label ?? pick.value.trim();
      if (chosen === '' || faultOf(parameter, chosen) !== '') return;
      resolve(chosen);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function faultOf({ name, type }: NotebookParameter, value: string): string {
  try {
    literalOf(name, type, value);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Kinds of entities that a parameter of such a name is likely to mean. */
const KINDS: readonly (readonly [RegExp, EntityKind])[] = [
  [/user|upn|account|mail/i, 'account'],
  [/ip|address/i, 'ip'],
  [/host|device|computer/i, 'host'],
  [/app|principal|client/i, 'cloud-application'],
  [/resource/i, 'azure-resource'],
  [/url|domain/i, 'url'],
];

/** The choices that the notebook gives, else the case's window for times and what is pinned for the rest. */
async function offered(
  session: CaseSession,
  { name, type, choices }: NotebookParameter,
): Promise<readonly string[]> {
  if (choices.length > 0) return choices;
  if (type === 'bool') return ['true', 'false'];
  if (type === 'datetime') {
    const { info } = await session.summary();
    return info.window ? [info.window.start, info.window.end] : [];
  }
  const kind = KINDS.find(([pattern]) => pattern.test(name))?.[1];
  if (type !== 'string' || kind === undefined) return [];
  const entities = (await session.timeline()).flatMap((event) => event.entities);
  return [...new Set(entities.filter((entity) => entity.kind === kind).map(({ value }) => value))].slice(
    0,
    200,
  );
}
