import * as vscode from 'vscode';
import type { RuleCalls } from '../../ruleServer/api.ts';
import type { Connection, Connections } from '../../domain/connection.ts';
import type { RuleServer } from '../../ruleServer/client.ts';
import { connectionSlice } from '../../ruleServer/connectionSlice.ts';
import { abortSignalOf } from '../cancellation.ts';
import type { OpenCase } from '../case/openCase.ts';
import { pickConnection } from '../library/pickConnection.ts';
import type { RecordDocuments } from '../record/recordDocuments.ts';
import { isRule } from './ruleDocuments.ts';

type Request = RuleCalls['replay']['args'][0];

export interface ReplayServices {
  readonly openCase: OpenCase;
  readonly rules: RuleServer;
  readonly connections: Connections;
  readonly documents: RecordDocuments;
}

/** Replays the rule of the active editor over the open case or a connection and shows what it would have raised. */
export async function replayActiveRule(services: ReplayServices): Promise<void> {
  const { openCase, rules, connections, documents } = services;
  const document = vscode.window.activeTextEditor?.document;
  const rule = document && isRule(document) ? document : undefined;
  if (!rule) {
    void vscode.window.showInformationMessage('Open the rule that is to be replayed first.');
    return;
  }
  if (rule.isDirty) await rule.save();
  const connection = await pickConnection(connections, 'Replay Rule');
  if (!connection) {
    tellNothingToReplay();
    return;
  }
  const { folder } = openCase;
  const remote = connection.info.kind !== 'case';
  const days = remote ? await askDays(connection.info.name) : undefined;
  if (remote ? days === undefined : !folder) return;
  const result = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Replaying the rule', cancellable: true },
    async (progress, token) => {
      const signal = abortSignalOf(token);
      let percent = 0;
      const say = (what: string, done: number, total: number): void => {
        const at = total > 0 ? (done / total) * 100 : 0;
        progress.report({ message: `${what} ${done} of ${total}`, increment: Math.max(0, at - percent) });
        percent = Math.max(percent, at);
      };
      const path = rule.uri.fsPath;
      const request =
        days === undefined
          ? { rule: path, over: { case: folder?.fsPath ?? '' } }
          : await remoteRequest(services, connection, path, days, signal, say);
      percent = 0;
      return rules.call('replay', [request], {
        signal,
        onEvent: (done, total) => say('run', done, total),
      });
    },
  );
  await documents.show(`Replay of ${result.name.replace(/[\\/:]/g, ' ')}.txt`, result.text);
}

function tellNothingToReplay(): void {
  void vscode.window.showInformationMessage(
    'There are no logs to replay over: open a case, or name a connection in the settings.',
  );
}

/** Days of history, each table of which is fetched once. */
async function askDays(name: string): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Replay Rule',
    prompt: `Days of history of ${name}; each table that the rule reads is fetched once`,
    value: '7',
    validateInput: (each) => (/^([1-9]|[1-8]\d|90)$/.test(each.trim()) ? undefined : 'A number from 1 to 90'),
  });
  return text === undefined ? undefined : Number(text);
}

async function remoteRequest(
  { rules }: ReplayServices,
  connection: Connection,
  rule: string,
  days: number,
  signal: AbortSignal,
  say: (what: string, done: number, total: number) => void,
): Promise<Request> {
  const { tables, period } = await rules.call('replayNeeds', [[rule]], { signal });
  const end = Date.now();
  const start = end - days * 86_400_000;
  const asked = {
    tables,
    start: new Date(start - period * 1000).toISOString(),
    end: new Date(end).toISOString(),
  };
  const slice = await connectionSlice(connection, asked, (done, total) => say('table', done, total), signal);
  return { rule, over: { slice }, start: new Date(start).toISOString(), end: asked.end };
}
