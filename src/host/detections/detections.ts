import * as vscode from 'vscode';
import { RuleServer } from '../../ruleServer/client.ts';
import { isRule } from './ruleDocuments.ts';
import { RuleLint } from './ruleLint.ts';
import { RuleTestExplorer } from './ruleTestExplorer.ts';

/** What the editor does with rule files; the process behind it is started by the first rule that is looked at. */
export class Detections implements vscode.Disposable {
  readonly rules = new RuleServer();
  readonly #parts: vscode.Disposable;

  constructor(report: (error: unknown) => void) {
    const tell = (editor: vscode.TextEditor | undefined): void =>
      void vscode.commands.executeCommand(
        'setContext',
        'azimuth.activeRule',
        editor !== undefined && isRule(editor.document),
      );
    tell(vscode.window.activeTextEditor);
    this.#parts = vscode.Disposable.from(
      new RuleLint(this.rules, report),
      new RuleTestExplorer(this.rules, report),
      vscode.window.onDidChangeActiveTextEditor(tell),
      this.rules,
    );
  }

  dispose(): void {
    this.#parts.dispose();
  }
}
