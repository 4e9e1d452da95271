import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import type { KustoType } from '../../domain/kustoType.ts';
import type { CaseSession } from '../../session/api.ts';
import { withParameter } from './editText.ts';
import { offeredValues } from './offeredValues.ts';
import { literalOf, type NotebookParameter } from './parameters.ts';

/** Asks for the values that are missing and writes them into the front matter, where the next run finds them. */
export async function askParameters(
  session: CaseSession,
  notebook: vscode.NotebookDocument,
  missing: readonly NotebookParameter[],
): Promise<void> {
  for (const parameter of missing) {
    const value = await ask(parameter, offeredValues(session, parameter));
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

const EXAMPLES: Readonly<Partial<Record<KustoType, string>>> = {
  bool: 'true or false',
  datetime: 'such as 2026-03-01T08:00Z',
  timespan: 'such as 7d, 90m or 1.12:00:00',
  guid: 'such as 00000000-0000-0000-0000-000000000000',
  dynamic: 'JSON, such as ["a", "b"]',
};

/** A list to choose from that also takes what is typed; nothing that is no value of the type is accepted. */
function ask(parameter: NotebookParameter, offered: Promise<readonly string[]>): Promise<string | undefined> {
  const { name, type, description } = parameter;
  const example = EXAMPLES[type];
  let values: readonly string[] = [];
  const pick = vscode.window.createQuickPick();
  pick.title = `${name}: ${type}`;
  pick.placeholder = [description || `A value for ${name}`, ...(example === undefined ? [] : [example])].join(
    ', ',
  );
  pick.ignoreFocusOut = true;
  pick.busy = true;
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
  void offered
    // What is offered is a help; a value can be typed without it.
    .catch(() => [])
    .then((found) => {
      values = found;
      pick.busy = false;
      list();
    });
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
