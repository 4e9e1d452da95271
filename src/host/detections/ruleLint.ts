import * as vscode from 'vscode';
import type { RuleCalls, RuleSchema } from '../../ruleServer/api.ts';
import type { RuleServer } from '../../ruleServer/client.ts';
import { isRule, isRuleTest, RULE_LANGUAGE } from './ruleDocuments.ts';

const QUIET_MS = 400;
type RuleCompletion = RuleCalls['complete']['result'][number];
type Shown = RuleCalls['lint']['result']['findings'][number];

const SEVERITY = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
} as const;

/** Findings of the lint at their places in open rule files and tests, with quick fixes, completion and hover for fields. */
export class RuleLint implements vscode.Disposable {
  readonly #rules: RuleServer;
  readonly #report: (error: unknown) => void;
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('azimuth-rules');
  readonly #shown = new Map<string, { readonly version: number; readonly findings: readonly Shown[] }>();
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  readonly #status = vscode.languages.createLanguageStatusItem('azimuth.ruleSchema', RULE_LANGUAGE);
  readonly #subscriptions: vscode.Disposable;

  constructor(rules: RuleServer, report: (error: unknown) => void) {
    this.#rules = rules;
    this.#report = report;
    const beside = vscode.workspace.createFileSystemWatcher(
      '**/{functions/*.kql,watchlists/*.csv,derived/committed.json}',
    );
    const again = (): void => void rules.call('forget', []).then(() => this.#all(), report);
    this.#subscriptions = vscode.Disposable.from(
      this.#diagnostics,
      this.#status,
      beside,
      beside.onDidCreate(again),
      beside.onDidChange(again),
      beside.onDidDelete(again),
      vscode.workspace.onDidOpenTextDocument((document) => this.#soon(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#soon(document, QUIET_MS)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#all()),
      vscode.languages.registerCodeActionsProvider(RULE_LANGUAGE, {
        provideCodeActions: (document, range) => this.#actions(document, range),
      }),
      vscode.languages.registerCompletionItemProvider(
        RULE_LANGUAGE,
        { provideCompletionItems: (document, position) => this.#completions(document, position) },
        ' ',
        '-',
      ),
      vscode.languages.registerHoverProvider(RULE_LANGUAGE, {
        provideHover: (document, position) => this.#hover(document, position),
      }),
    );
    this.#tellSchema(undefined);
    this.#all();
  }

  async by(schema: RuleSchema | undefined): Promise<void> {
    await this.#rules.useSchema(schema ?? null);
    this.#tellSchema(schema);
    this.#all();
  }

  #tellSchema(schema: RuleSchema | undefined): void {
    this.#status.name = 'Azimuth: schema for rules';
    this.#status.text = schema ? `Schema: ${schema.label}` : 'Published schemas';
    this.#status.command = { command: 'azimuth.chooseRuleSchema', title: 'Choose...' };
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#subscriptions.dispose();
  }

  #all(): void {
    for (const document of vscode.workspace.textDocuments) this.#soon(document, 0);
  }

  #soon(document: vscode.TextDocument, after: number): void {
    if (!vscode.workspace.isTrusted || !isLinted(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    this.#waiting.set(
      key,
      setTimeout(() => {
        this.#waiting.delete(key);
        this.#lint(document).catch(this.#report);
      }, after),
    );
  }

  async #lint(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const { findings } = await this.#rules.call('lint', [document.uri.fsPath, document.getText()]);
    if (document.isClosed || document.version !== version) return;
    this.#shown.set(document.uri.toString(), { version, findings });
    this.#diagnostics.set(
      document.uri,
      findings.map((finding) => {
        const diagnostic = new vscode.Diagnostic(
          rangeOf(document, finding),
          finding.message,
          SEVERITY[finding.severity],
        );
        diagnostic.source = 'azimuth';
        diagnostic.code = finding.code;
        if (finding.code === 'let-unused') diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
        return diagnostic;
      }),
    );
  }

  #forget(uri: vscode.Uri): void {
    if (this.#shown.delete(uri.toString())) this.#diagnostics.delete(uri);
  }

  #actions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const shown = this.#shown.get(document.uri.toString());
    if (shown?.version !== document.version) return [];
    return shown.findings
      .filter((finding) => rangeOf(document, finding).intersection(range))
      .flatMap((finding) => [
        ...finding.fixes.map(({ title, edits }) =>
          action(
            document,
            title,
            edits.map((edit) => vscode.TextEdit.replace(rangeOf(document, edit), edit.text)),
          ),
        ),
        action(document, `Silence ${finding.code} here...`, [silence(document, finding)]),
      ]);
  }

  async #completions(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    if (!vscode.workspace.isTrusted || !isLinted(document)) return [];
    const found = await this.#rules.call('complete', [
      document.uri.fsPath,
      document.getText(),
      document.offsetAt(position),
    ]);
    // The schema that we contribute makes the YAML extension complete the names of fields.
    const others = vscode.extensions.getExtension('redhat.vscode-yaml')?.isActive === true;
    return found.filter(({ kind }) => !others || kind === 'value').map(completionItem);
  }

  async #hover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    if (!vscode.workspace.isTrusted || !isLinted(document)) return undefined;
    const about = await this.#rules.call('describe', [
      document.uri.fsPath,
      document.getText(),
      document.offsetAt(position),
    ]);
    return about === null ? undefined : new vscode.Hover(about);
  }
}

function isLinted(document: vscode.TextDocument): boolean {
  return isRule(document) || isRuleTest(document);
}

function completionItem({ kind, label, detail, insert }: RuleCompletion): vscode.CompletionItem {
  const item =
    kind === 'field'
      ? new vscode.CompletionItem(label, vscode.CompletionItemKind.Property)
      : new vscode.CompletionItem({ label, description: detail }, vscode.CompletionItemKind.Value);
  item.insertText = insert;
  if (kind === 'field') {
    item.documentation = detail;
    if (insert.endsWith(' '))
      item.command = { command: 'editor.action.triggerSuggest', title: 'Suggest a value' };
  }
  return item;
}

function rangeOf(
  document: vscode.TextDocument,
  { start, length }: { readonly start: number; readonly length: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(start + length));
}

function action(
  document: vscode.TextDocument,
  title: string,
  edits: readonly vscode.TextEdit[],
): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  made.edit = new vscode.WorkspaceEdit();
  made.edit.set(document.uri, [...edits]);
  return made;
}

/** A comment before the line; the reason is for the person to write. */
function silence(document: vscode.TextDocument, { start, code }: Shown): vscode.TextEdit {
  const line = document.lineAt(document.positionAt(start).line);
  const indent = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
  const query = document.getText().search(/^query:/m);
  const next = document
    .getText()
    .slice(query + 1)
    .search(/^[A-Za-z]/m);
  const inQuery = start > query && (next < 0 || start < query + 1 + next) && indent !== '';
  return vscode.TextEdit.insert(
    line.range.start,
    `${indent}${inQuery ? '//' : '#'} azimuth-ignore ${code}: \n`,
  );
}
