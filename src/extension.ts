import * as vscode from 'vscode';
import { createApp } from './app/app.ts';
import { caseGateway } from './app/caseGateway.ts';
import { commandHandlers } from './app/handlers.ts';
import { languageServer } from './app/languageServer.ts';
import { openByItself } from './app/openByItself.ts';
import { watchCase } from './host/case/watchCase.ts';
import { registerCommands } from './host/commands.ts';
import { readOnlyUntilTrusted } from './host/notebook/restricted.ts';
import { KqlMarkdownSerializer, NOTEBOOK_TYPE } from './host/notebook/serializer.ts';
import { KqlLanguage } from './host/language/kqlLanguage.ts';
import { createStatusBar } from './host/statusBar.ts';

/** Registers everything; what is behind it is loaded when it is first asked for. */
export function activate(context: vscode.ExtensionContext): void {
  const app = createApp(context, caseGateway);
  context.subscriptions.push(
    registerCommands(commandHandlers(app), app.report),
    vscode.workspace.registerNotebookSerializer(NOTEBOOK_TYPE, new KqlMarkdownSerializer(), {
      transientOutputs: true,
    }),
    new KqlLanguage({
      openCase: app.openCase,
      connections: app.connections,
      onDidChangeConnections: app.azure.onDidChange,
      files: app.fileConnections,
      log: app.log,
      program: languageServer,
    }),
    createStatusBar(app.openCase, app.range, app.clock, app.focus),
    watchCase(app.openCase, app.report),
    openByItself(app),
    readOnlyUntilTrusted(),
  );
}
