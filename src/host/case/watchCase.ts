import * as vscode from 'vscode';
import type { OpenCase } from './openCase.ts';

/** Several files that change at once (a checkout, a merge) are one change. */
const QUIET_MS = 400;

/** Reads the open case again when its notebooks or curated events change on disk, by whoever it was. */
export function watchCase(openCase: OpenCase, report: (error: unknown) => void): vscode.Disposable {
  let watched: string | undefined;
  let watchers: vscode.Disposable | undefined;
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      openCase.refresh().catch(report);
    }, QUIET_MS);
  };
  const stop = () => {
    watchers?.dispose();
    clearTimeout(timer);
    watched = watchers = undefined;
  };
  const subscription = openCase.onDidChange((state) => {
    const folder = state.kind === 'open' ? state.folder : undefined;
    if (watched === folder?.fsPath) return;
    stop();
    if (!folder) return;
    watched = folder.fsPath;
    watchers = vscode.Disposable.from(
      ...['notebooks/*.kql.md', 'timeline/*.json'].flatMap((pattern) => {
        const watcher = vscode.workspace.createFileSystemWatcher(
          new vscode.RelativePattern(folder, pattern),
          false,
          true,
        );
        return [watcher, watcher.onDidCreate(later), watcher.onDidDelete(later)];
      }),
    );
  });
  return vscode.Disposable.from(subscription, { dispose: stop });
}
