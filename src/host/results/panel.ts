import * as vscode from 'vscode';
import {
  type AnswerPayload,
  type FailurePayload,
  parseFromResults,
  type ToResults,
} from '../../protocol/results.ts';
import type { Clock } from '../clock.ts';
import type { SelectionBus } from '../selection.ts';
import { webviewPage } from '../webviewPage.ts';
import type { ResultsDesk } from './desk.ts';

/** What a panel shows; the page asks for it once it is there. */
export type PanelContent =
  | { readonly type: 'answer'; readonly answer: AnswerPayload }
  | { readonly type: 'failure'; readonly failure: FailurePayload }
  | { readonly type: 'running' };

export interface PanelServices {
  readonly desk: ResultsDesk;
  readonly clock: Clock;
  readonly selection: SelectionBus;
  /** Folder of the built webviews. */
  readonly bundles: vscode.Uri;
  readonly report: (error: unknown) => void;
}

/** An answer in a panel of its own: that of a query in the text editor, or a comparison. */
export class ResultsPanel {
  private readonly panel: vscode.WebviewPanel;
  private content: PanelContent = { type: 'running' };

  constructor(
    { desk, clock, selection, bundles, report }: PanelServices,
    title: string,
    onClosed: () => void,
  ) {
    this.panel = vscode.window.createWebviewPanel(
      'azimuth.results',
      title,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      {
        enableScripts: true,
        enableForms: false,
        localResourceRoots: [bundles],
        retainContextWhenHidden: true,
      },
    );
    this.panel.iconPath = new vscode.ThemeIcon('table');
    const { webview } = this.panel;
    const post = (message: ToResults | PanelContent): Thenable<boolean> => webview.postMessage(message);
    const subscriptions = vscode.Disposable.from(
      webview.onDidReceiveMessage((message: unknown) => {
        if (message === 'ready') void post(this.content);
        const parsed = parseFromResults(message);
        if (parsed) desk.receive(parsed, post).catch(report);
      }),
      clock.onDidChange((zone) => void post({ type: 'zone', zone })),
      selection.onDidSelect(({ from, events }) => {
        if (from !== 'grid' && events.length > 0 && this.panel.visible)
          void post({ type: 'follow', keys: events });
      }),
    );
    this.panel.onDidDispose(() => {
      if (this.content.type === 'answer') desk.forget([this.content.answer.head.id]);
      subscriptions.dispose();
      onClosed();
    });
    webview.html = webviewPage(webview, bundles, 'resultsPanel', title);
  }

  show(content: PanelContent, title?: string): void {
    this.content = content;
    if (title !== undefined) this.panel.title = title;
    void this.panel.webview.postMessage(content);
    this.panel.reveal(undefined, true);
  }
}
