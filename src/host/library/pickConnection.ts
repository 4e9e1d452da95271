import * as vscode from 'vscode';
import type { Connection, Connections } from '../../domain/connection.ts';

/** The connection to sweep; asked for where there is a choice. */
export async function pickConnection(
  connections: Connections,
  title: string,
): Promise<Connection | undefined> {
  const [first, ...more] = await connections.list();
  if (!first || more.length === 0) return first && connections.get(first.name);
  const items = [first, ...more].map(({ name, label }) => ({ label: name, description: label }));
  const choice = await vscode.window.showQuickPick(items, { title, placeHolder: 'Which connection?' });
  return choice && connections.get(choice.label);
}
