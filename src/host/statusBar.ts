import * as vscode from 'vscode';
import type { OpenCase } from './case/openCase.ts';
import type { Clock } from './clock.ts';
import { commandOf } from './commands.ts';
import { CASE_CONNECTION } from './connections.ts';
import type { NotebookFocus } from './notebook/focus.ts';
import type { TimeRangeChoice } from './timeRange.ts';

/** Connection, time range and clock at the left of the status bar, while a case is open. */
export function createStatusBar(
  openCase: OpenCase,
  range: TimeRangeChoice,
  clock: Clock,
  focus: NotebookFocus,
): vscode.Disposable {
  const item = (name: string, priority: number) => {
    const created = vscode.window.createStatusBarItem(
      `azimuth.${name.toLowerCase().replaceAll(' ', '-')}`,
      vscode.StatusBarAlignment.Left,
      priority,
    );
    created.name = `Azimuth ${name}`;
    return created;
  };
  const connection = item('Connection', 30);
  const time = item('Time Range', 29);
  const zone = item('Clock', 28);

  const update = () => {
    const { state } = openCase;
    const all = [connection, time, zone];
    if (state.kind === 'none') {
      for (const each of all) each.hide();
      return;
    }
    const title =
      state.kind === 'open' ? state.summary.info.title : (state.folder.path.split('/').at(-1) ?? '');
    const icon = { open: 'database', opening: 'loading~spin', failed: 'error' }[state.kind];
    const { settings } = focus;
    const isRemote = settings !== undefined && settings.connection !== CASE_CONNECTION;
    connection.text = isRemote ? `$(plug) ${plain(settings.connection)}` : `$(${icon}) ${plain(title)}`;
    connection.tooltip = isRemote
      ? 'The connection that is asked from here. Select to change it.'
      : `Queries run on the logs of this case\n${state.folder.fsPath}`;
    connection.command = settings
      ? commandOf('azimuth.setConnection', 'Set Connection...')
      : 'azimuth.case.focus';
    time.text = `$(calendar) ${plain(range.labelOf(settings?.timespan ?? range.range))}`;
    time.tooltip =
      settings?.timespan === undefined
        ? 'Time range of queries without a timespan of their own. Select to change it.'
        : 'Time range of the cell in front. Select to change it.';
    time.command = commandOf('azimuth.setTimeRange', 'Set Time Range...');
    zone.text = clock.zone === 'utc' ? '$(globe) UTC' : '$(home) Local time';
    zone.tooltip = 'The zone in which times are shown. Select to change it.';
    zone.command = commandOf('azimuth.toggleClock', 'Toggle UTC/Local Time');
    for (const each of all) each.show();
  };
  update();
  return vscode.Disposable.from(
    connection,
    time,
    zone,
    openCase.onDidChange(update),
    range.onDidChange(update),
    clock.onDidChange(update),
    focus.onDidChange(update),
  );
}

/** Text of a case as status bar text, where `$(name)` would be an icon. */
function plain(text: string): string {
  const clean = text.replaceAll('$(', '$ (');
  return clean.length > 40 ? `${clean.slice(0, 39)}…` : clean;
}
