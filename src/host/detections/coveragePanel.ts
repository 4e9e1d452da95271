import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import type { Connections } from '../../domain/connection.ts';
import { type FromCoverage, parseFromCoverage, type ToCoverage } from '../../protocol/coverage.ts';
import type { RuleCalls } from '../../ruleServer/api.ts';
import type { RuleServer } from '../../ruleServer/client.ts';
import { connectionFills } from '../../ruleServer/connection.ts';
import type { OpenCase } from '../case/openCase.ts';
import { runCommand } from '../commands.ts';
import { pickConnection } from '../library/pickConnection.ts';
import type { AttackVersions } from '../timeline/attackVersions.ts';
import { webviewPage } from '../webviewPage.ts';
import { coverageView } from './coverageView.ts';
import { ruleFiles } from './ruleDocuments.ts';

type Request = RuleCalls['coverage']['args'][0];
type Result = RuleCalls['coverage']['result'];

export interface CoverageServices {
  readonly attack: AttackVersions;
  readonly openCase: OpenCase;
  readonly rules: RuleServer;
  readonly connections: Connections;
  /** Folder of the built webviews. */
  readonly bundles: vscode.Uri;
  readonly report: (error: unknown) => void;
}

const STAGES = {
  rules: 'Reading rules',
  tests: 'Running the tests of rules',
  logs: 'Looking at what still fills',
  events: 'Trying rules on the events of the timeline',
} as const;

/** The coverage of the workspace's rules in an editor tab; there is one at most. */
export class CoveragePanel {
  private static shown: CoveragePanel | undefined;
  private readonly services: CoverageServices;
  private readonly panel: vscode.WebviewPanel;
  private result: Result | undefined;
  private loading: AbortController | undefined;

  static show(services: CoverageServices): void {
    CoveragePanel.shown ??= new CoveragePanel(services);
    CoveragePanel.shown.panel.reveal();
  }

  private constructor(services: CoverageServices) {
    this.services = services;
    const { bundles, report } = services;
    this.panel = vscode.window.createWebviewPanel('azimuth.coverage', 'Coverage', vscode.ViewColumn.Active, {
      enableScripts: true,
      enableForms: false,
      localResourceRoots: [bundles],
      retainContextWhenHidden: true,
    });
    this.panel.iconPath = new vscode.ThemeIcon('layout');
    const subscription = this.panel.webview.onDidReceiveMessage((message: unknown) => {
      const parsed = parseFromCoverage(message);
      if (parsed) this.receive(parsed).catch(report);
    });
    this.panel.onDidDispose(() => {
      CoveragePanel.shown = undefined;
      this.loading?.abort();
      subscription.dispose();
    });
    this.panel.webview.html = webviewPage(this.panel.webview, bundles, 'coverage', 'Coverage');
  }

  private send(message: ToCoverage): void {
    void this.panel.webview.postMessage(message);
  }

  private async receive(message: FromCoverage): Promise<void> {
    switch (message.type) {
      case 'ready':
      case 'refresh':
        return this.load();
      case 'checkConnection': {
        const connection = await pickConnection(this.services.connections, 'Coverage');
        if (connection) await this.load(connection.info.kind === 'case' ? undefined : connection.info.name);
        return;
      }
      case 'newRule':
        await runCommand('azimuth.newRule');
        return;
      case 'scaffold':
        await runCommand('azimuth.newRule', message.event);
        return;
      case 'reveal':
        await runCommand('azimuth.openTimeline', message.event);
        return;
      case 'openRule':
        // Only what was shown: the page cannot name other files.
        if (this.result?.rules.some(({ path }) => path === message.path))
          await vscode.window.showTextDocument(vscode.Uri.file(message.path), {
            viewColumn: vscode.ViewColumn.Beside,
          });
        return;
      case 'export':
        return this.export(message.rules);
    }
  }

  /** `connection`: whose data is looked at instead of the case's. */
  private async load(connection?: string): Promise<void> {
    this.loading?.abort();
    const loading = (this.loading = new AbortController());
    try {
      const { view, result } = await this.look(connection, loading.signal);
      if (loading.signal.aborted) return;
      this.result = result;
      this.send({ type: 'coverage', view });
    } catch (error) {
      if (loading.signal.aborted) return;
      this.send({
        type: 'failed',
        message: error instanceof Error ? error.message : String(error),
        next: error instanceof AzimuthError ? (error.guidance.next ?? []) : [],
      });
    }
  }

  private async look(
    name: string | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly view: ReturnType<typeof coverageView>; readonly result: Result }> {
    const { rules, openCase, connections } = this.services;
    const say = (what: string, done = 0, total = 0): void =>
      this.send({ type: 'loading', what: total > 0 ? `${what}: ${done} of ${total}…` : `${what}…` });
    say(STAGES.rules);
    const paths = (await ruleFiles()).map(({ fsPath }) => fsPath);
    const folder = openCase.folder?.fsPath;
    let fills: Request['fills'];
    if (name !== undefined) {
      const connection = await connections.get(name);
      const questions = await rules.call('fillQuestions', [paths], { signal });
      fills = await connectionFills(
        connection,
        questions,
        new Date(),
        (done, total) => say(`Asking ${name}`, done, total),
        signal,
      );
    }
    const attackVersion = await this.services.attack.shown();
    const request: Request = {
      rules: paths,
      attackVersion,
      events: true,
      ...(folder !== undefined && { case: folder }),
      ...(fills && { fills }),
    };
    const result = await rules.call('coverage', [request], {
      signal,
      onEvent: (stage, done, total) => say(STAGES[stage], done, total),
    });
    const { attackLabels } = await import('../../attack/data/attackData.ts');
    const where = name ?? (folder === undefined ? '' : 'the case');
    return {
      result,
      view: coverageView(result, where, folder !== undefined, attackLabels(attackVersion, []).notice),
    };
  }

  private async export(paths: readonly string[]): Promise<void> {
    const { result } = this;
    if (!result) return;
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    const target = await vscode.window.showSaveDialog({
      title: 'Export Navigator Layer',
      filters: { 'ATT&CK Navigator layer': ['json'] },
      ...(workspace && { defaultUri: vscode.Uri.joinPath(workspace.uri, 'coverage-layer.json') }),
    });
    if (!target) return;
    const text = await this.services.rules.call('navigatorLayer', [
      {
        name: 'Detection rules',
        attackVersion: result.attackVersion,
        rules: result.rules.filter(({ path }) => paths.includes(path)),
        seen: result.techniques.flatMap(({ id, seen }) => (seen ? [id] : [])),
      },
    ]);
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    const open = await vscode.window.showInformationMessage(
      'The layer was written. ATT&CK Navigator opens it with "Open Existing Layer".',
      'Open File',
    );
    if (open !== undefined) await vscode.window.showTextDocument(target);
  }
}
