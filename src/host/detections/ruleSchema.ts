import * as vscode from 'vscode';
import type { Connections } from '../../domain/connection.ts';
import { abortSignalOf } from '../cancellation.ts';
import type { Detections } from './detections.ts';

/** Asks what the queries of rules may name, the published tables or those of a connection, and lints by it. */
export async function chooseRuleSchema(connections: Connections, detections: Detections): Promise<void> {
  const published = { label: 'Published schemas', description: 'Tables as they are documented' };
  const named = (await connections.list()).map(({ name, label }) => ({
    label: name,
    description: label,
    name,
  }));
  const choice: (typeof published & { name?: string }) | undefined = await vscode.window.showQuickPick(
    [published, ...named],
    { title: 'Choose Schema for Rules', placeHolder: 'Whose tables and columns may rules name?' },
  );
  if (!choice) return;
  const { name } = choice;
  if (name === undefined) {
    await detections.lintBy(undefined);
    return;
  }
  const schema = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Reading the schema of ${name}`,
      cancellable: true,
    },
    async (_progress, token) => {
      const connection = await connections.get(name);
      return connection.schema({ refresh: true }, abortSignalOf(token));
    },
  );
  await detections.lintBy({ label: name, schema });
}
