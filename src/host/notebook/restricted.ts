import * as vscode from 'vscode';
import { NOTEBOOK_TYPE } from './serializer.ts';

/**
 * Makes KQL notebooks read-only while the workspace is not trusted, and writable again once it is. VS Code marks one editor
 * at a time, the one in front; writing is refused by the serializer whatever is marked.
 */
export function readOnlyUntilTrusted(): vscode.Disposable {
  const marked = new Set<string>();
  const look = async (editor: vscode.NotebookEditor | undefined): Promise<void> => {
    if (editor?.notebook.notebookType !== NOTEBOOK_TYPE) return;
    const key = editor.notebook.uri.toString();
    if (!vscode.workspace.isTrusted) {
      marked.add(key);
      await vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
    } else if (marked.delete(key))
      await vscode.commands.executeCommand('workbench.action.files.resetActiveEditorReadonlyInSession');
  };
  const lookNow = (): void => void look(vscode.window.activeNotebookEditor);
  lookNow();
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveNotebookEditor((editor) => void look(editor)),
    vscode.workspace.onDidGrantWorkspaceTrust(lookNow),
  );
}
