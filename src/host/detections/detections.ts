import * as vscode from 'vscode';
import { RuleServer } from '../../ruleServer/client.ts';
import { isRule } from './ruleDocuments.ts';
import type { RuleSchema } from '../../ruleServer/api.ts';
import { RuleLint } from './ruleLint.ts';
import { RuleTestExplorer } from './ruleTestExplorer.ts';

/** What the editor does with rule files; the process behind it is started by the first rule that is looked at. */
export class Detections implements vscode.Disposable {
  readonly rules = new RuleServer();
  readonly #lint: RuleLint;
  readonly #parts: vscode.Disposable;

  constructor(report: (error: unknown) => void) {
    const tell = (editor: vscode.TextEditor | undefined): void =>
      void vscode.commands.executeCommand(
        'setContext',
        'azimuth.activeRule',
        editor !== undefined && isRule(editor.document),
      );
    tell(vscode.window.activeTextEditor);
    this.#lint = new RuleLint(this.rules, report);
    this.#parts = vscode.Disposable.from(
      this.#lint,
      new RuleTestExplorer(this.rules, report),
      vscode.window.onDidChangeActiveTextEditor(tell),
      this.rules,
    );
  }

  /** What the queries of rules may name from now on; undefined: the published tables. */
  lintBy(schema: RuleSchema | undefined): Promise<void> {
    return this.#lint.by(schema);
  }

  dispose(): void {
    this.#parts.dispose();
  }
}
