import * as vscode from 'vscode';
import type { RuleCalls } from '../../ruleServer/api.ts';
import type { RuleServer } from '../../ruleServer/client.ts';
import { abortSignalOf } from '../cancellation.ts';
import type { OpenCase } from '../case/openCase.ts';
import type { RecordDocuments } from '../record/recordDocuments.ts';
import { isRule } from './ruleDocuments.ts';

type Result = RuleCalls['replay']['result'];

/** Replays the rule of the active editor over the open case and shows what it would have raised. */
export async function replayActiveRule(
  openCase: OpenCase,
  rules: RuleServer,
  documents: RecordDocuments,
): Promise<void> {
  await openCase.session();
  const document = vscode.window.activeTextEditor?.document;
  const rule = document && isRule(document) ? document : undefined;
  if (!rule || !openCase.folder) {
    void vscode.window.showInformationMessage('Open the rule that is to be replayed first.');
    return;
  }
  if (rule.isDirty) await rule.save();
  const request = { rule: rule.uri.fsPath, case: openCase.folder.fsPath };
  const result = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Replaying the rule', cancellable: true },
    (progress, token) => {
      let percent = 0;
      return rules.call('replay', [request], {
        signal: abortSignalOf(token),
        onEvent: (done, total) => {
          const at = total > 0 ? (done / total) * 100 : 0;
          progress.report({ message: `run ${done} of ${total}`, increment: Math.max(0, at - percent) });
          percent = Math.max(percent, at);
        },
      });
    },
  );
  await documents.show(`Replay of ${result.name.replace(/[\\/:]/g, ' ')}.txt`, replayText(result));
}

function replayText({
  name,
  start,
  end,
  runs,
  empty,
  suppressed,
  alerts,
  incidents,
  days,
  lost,
  load,
  cut,
}: Result): string {
  const count = days.length === 0 ? 0 : alerts.length / days.length;
  return [
    name,
    `${start} to ${end}`,
    '',
    `${alerts.length} alerts in ${incidents.length} incidents, ${count.toFixed(1)} alerts a day`,
    `${runs} runs: ${empty} over nothing, ${suppressed} suppressed; ${load.queries} queries over ${load.events} events in ${(load.elapsedMs / 1000).toFixed(1)} s`,
    ...(cut === undefined ? [] : [cut]),
    '',
    ...alerts.map(({ time, severity, title, incident, entities }) => {
      const about = entities
        .map(({ type, identifiers }) => `${type} ${Object.values(identifiers).join(' ')}`)
        .join(', ');
      return `${time}  ${severity.padEnd(13)}  ${incident === null ? '' : `#${incident} `}${title}  ${about}`;
    }),
    '',
    'Per day',
    ...days.map(
      (day) =>
        `${day.day}  ${String(day.alerts).padStart(5)} alerts  ${String(day.incidents).padStart(5)} incidents`,
    ),
    ...(lost.count === 0 ? [] : ['', `${lost.count} events came too late for every run`]),
    ...lost.examples.map(
      ({ table, time, arrived, window }) =>
        `${table} ${time} arrived ${arrived}, after the run of the window to ${window}`,
    ),
    '',
  ].join('\n');
}
