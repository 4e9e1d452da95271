import type { LogOutputChannel } from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';

/**
 * Starts the language server's process and connects the editor to it. `onRestart` is called when the process had ended
 * and was started again, knowing nothing.
 */
export async function startClient(
  program: string,
  log: LogOutputChannel,
  onRestart: () => void,
): Promise<LanguageClient> {
  const client = new LanguageClient(
    'azimuth-kql',
    'Azimuth KQL',
    { module: program, transport: TransportKind.ipc },
    {
      documentSelector: [{ language: 'kql' }, { language: 'yaml' }],
      outputChannel: log,
      // What a name is called may come from a log: it is text, and its links are not followed.
      markdown: { isTrusted: false, supportHtml: false },
    },
  );
  await client.start();
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) onRestart();
  });
  return client;
}
