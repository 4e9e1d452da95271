import * as vscode from 'vscode';
import type { RuleCalls } from '../../ruleServer/api.ts';
import type { Connection, Connections } from '../../domain/connection.ts';
import type { RuleServer } from '../../ruleServer/client.ts';
import { connectionSlice } from '../../ruleServer/connectionSlice.ts';
import { abortSignalOf } from '../cancellation.ts';
import type { OpenCase } from '../case/openCase.ts';
import { pickConnection } from '../library/pickConnection.ts';
import type { RecordDocuments } from '../record/recordDocuments.ts';
import { isRule, ruleFiles } from './ruleDocuments.ts';

type Request = RuleCalls['replay']['args'][0];

export interface ReplayServices {
  readonly openCase: OpenCase;
  readonly rules: RuleServer;
  readonly connections: Connections;
  readonly documents: RecordDocuments;
}

/**
 * Replays the rule of the active editor over the open case or a connection and shows what it would have raised.
 * @param compare asks for another rule, and shows what only one of the two raises
 */
export async function replayActiveRule(services: ReplayServices, compare = false): Promise<void> {
  const { openCase, rules, connections, documents } = services;
  const document = vscode.window.activeTextEditor?.document;
  const rule = document && isRule(document) ? document : undefined;
  if (!rule) {
    void vscode.window.showInformationMessage('Open the rule that is to be replayed first.');
    return;
  }
  if (rule.isDirty) await rule.save();
  const title = compare ? 'Compare Replays' : 'Replay Rule';
  const against = compare ? await pickOther(rule.uri, title) : undefined;
  if (compare && against === undefined) return;
  const connection = await pickConnection(connections, title);
  if (!connection) {
    tellNothingToReplay();
    return;
  }
  const { folder } = openCase;
  const remote = connection.info.kind !== 'case';
  const days = remote ? await askDays(connection.info.name, title) : undefined;
  if (remote ? days === undefined : !folder) return;
  const result = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: against === undefined ? 'Replaying the rule' : 'Replaying both rules',
      cancellable: true,
    },
    async (progress, token) => {
      const signal = abortSignalOf(token);
      let percent = 0;
      const say = (what: string, done: number, total: number): void => {
        const at = total > 0 ? (done / total) * 100 : 0;
        progress.report({ message: `${what} ${done} of ${total}`, increment: Math.max(0, at - percent) });
        percent = Math.max(percent, at);
      };
      const path = rule.uri.fsPath;
      const other = against === undefined ? {} : { against };
      const request: Request =
        days === undefined
          ? { rule: path, ...other, over: { case: folder?.fsPath ?? '' } }
          : await remoteRequest(services, connection, { rule: path, ...other }, days, signal, say);
      percent = 0;
      return rules.call('replay', [request], {
        signal,
        onEvent: (done, total) => say('run', done, total),
      });
    },
  );
  await documents.show(`Replay of ${result.name.replace(/[\\/:]/g, ' ')}.txt`, result.text);
}

/** Another version of the rule: one with the same file name elsewhere comes first. Undefined: none was chosen. */
async function pickOther(rule: vscode.Uri, title: string): Promise<string | undefined> {
  const others = (await ruleFiles()).filter((uri) => uri.toString() !== rule.toString());
  if (others.length === 0) {
    void vscode.window.showInformationMessage(
      'There is no other rule in this folder: save the other version of the rule beside it first.',
    );
    return undefined;
  }
  const name = (uri: vscode.Uri): string => uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const items = others
    .map((uri) => ({ label: name(uri), description: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => Number(b.label === name(rule)) - Number(a.label === name(rule)));
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: `The version that ${name(rule)} is compared with`,
    matchOnDescription: true,
  });
  return chosen?.uri.fsPath;
}

function tellNothingToReplay(): void {
  void vscode.window.showInformationMessage(
    'There are no logs to replay over: open a case, or name a connection in the settings.',
  );
}

/** Days of history, each table of which is fetched once. */
async function askDays(name: string, title: string): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt: `Days of history of ${name}; each table that the rule reads is fetched once`,
    value: '7',
    validateInput: (each) => (/^([1-9]|[1-8]\d|90)$/.test(each.trim()) ? undefined : 'A number from 1 to 90'),
  });
  return text === undefined ? undefined : Number(text);
}

async function remoteRequest(
  { rules }: ReplayServices,
  connection: Connection,
  asked: Pick<Request, 'rule' | 'against'>,
  days: number,
  signal: AbortSignal,
  say: (what: string, done: number, total: number) => void,
): Promise<Request> {
  const { tables, period } = await rules.call(
    'replayNeeds',
    [[asked.rule, ...(asked.against === undefined ? [] : [asked.against])]],
    { signal },
  );
  const end = Date.now();
  const start = end - days * 86_400_000;
  const wanted = {
    tables,
    start: new Date(start - period * 1000).toISOString(),
    end: new Date(end).toISOString(),
  };
  const slice = await connectionSlice(connection, wanted, (done, total) => say('table', done, total), signal);
  return { ...asked, over: { slice }, start: new Date(start).toISOString(), end: wanted.end };
}
