import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { CONTEXT, DEFAULT_CONNECTION, SCHEMA, type SchemaNotice } from '../../language-server/protocol.ts';
import type { Connections } from '../../domain/connection.ts';
import type { OpenCase } from '../case/openCase.ts';
import { NOTEBOOK_TYPE } from '../notebook/serializer.ts';
import { contextOf } from './cellContext.ts';

/** How long a notebook rests before its cells are told anew what is put before them, in milliseconds. */
const REST = 150;

/**
 * The language server's client: started with the first KQL or YAML text of a trusted workspace, and told the schema
 * of the open case and what is put before each cell.
 */
export class KqlLanguage implements vscode.Disposable {
  private readonly openCase: OpenCase;
  private readonly connections: Connections;
  private readonly log: vscode.LogOutputChannel;
  private readonly program: string;
  private readonly subscriptions: vscode.Disposable[];
  private client: Promise<LanguageClient> | undefined;
  private readonly resting = new Map<vscode.NotebookDocument, NodeJS.Timeout>();
  private readonly told = new Map<string, string>();
  /** Connections other than the case whose schema the server has. */
  private readonly remote = new Set<string>();

  /** `program` is the language server's script. */
  constructor(openCase: OpenCase, connections: Connections, log: vscode.LogOutputChannel, program: string) {
    this.openCase = openCase;
    this.connections = connections;
    this.log = log;
    this.program = program;
    const { workspace } = vscode;
    this.subscriptions = [
      workspace.onDidOpenTextDocument((document) => this.startFor(document)),
      workspace.onDidGrantWorkspaceTrust(() => this.startForOpen()),
      workspace.onDidOpenNotebookDocument((notebook) => this.changed(notebook)),
      workspace.onDidChangeNotebookDocument(({ notebook }) => this.changed(notebook)),
      workspace.onDidChangeTextDocument(({ document }) => {
        const notebook = workspace.notebookDocuments.find((each) =>
          each.getCells().some((cell) => cell.document === document),
        );
        if (notebook) this.changed(notebook);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.told.delete(uri.toString())),
      openCase.onDidChange(({ kind }) => {
        if (kind === 'open') this.inBackground(this.tellSchema(DEFAULT_CONNECTION));
      }),
    ];
    this.startForOpen();
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
    for (const timer of this.resting.values()) clearTimeout(timer);
    void this.client?.then((client) => client.dispose());
  }

  private startForOpen(): void {
    for (const document of vscode.workspace.textDocuments) this.startFor(document);
  }

  private startFor({ languageId }: vscode.TextDocument): void {
    if (this.client || !vscode.workspace.isTrusted || (languageId !== 'kql' && languageId !== 'yaml')) return;
    this.client = this.start();
    this.inBackground(this.client.then(() => this.tellAll()));
  }

  private async start(): Promise<LanguageClient> {
    const { startClient } = await import('./client.ts');
    return startClient(this.program, this.log, () => this.inBackground(this.tellAll()));
  }

  private async tellAll(): Promise<void> {
    this.told.clear();
    this.remote.clear();
    // The session answers for the schema when the questions before are answered; cells need not wait for that.
    await Promise.all([
      this.tellSchema(DEFAULT_CONNECTION),
      ...vscode.workspace.notebookDocuments.map((notebook) => this.tellContexts(notebook)),
    ]);
  }

  private async tellSchema(connection: string): Promise<void> {
    if (!this.client || (connection === DEFAULT_CONNECTION && this.openCase.state.kind !== 'open')) return;
    const schema = await (await this.connections.get(connection)).schema({});
    const notice: SchemaNotice = { connection, schema };
    await (await this.client).sendNotification(SCHEMA, notice);
  }

  private changed(notebook: vscode.NotebookDocument): void {
    if (notebook.notebookType !== NOTEBOOK_TYPE) return;
    clearTimeout(this.resting.get(notebook));
    this.resting.set(
      notebook,
      setTimeout(() => {
        this.resting.delete(notebook);
        this.inBackground(this.tellContexts(notebook));
      }, REST),
    );
  }

  private async tellContexts(notebook: vscode.NotebookDocument): Promise<void> {
    if (!this.client || notebook.notebookType !== NOTEBOOK_TYPE || notebook.isClosed) return;
    const client = await this.client;
    for (const cell of notebook.getCells()) {
      if (cell.kind !== vscode.NotebookCellKind.Code) continue;
      const notice = await contextOf(cell);
      const said = JSON.stringify(notice);
      if (this.told.get(notice.uri) === said) continue;
      this.told.set(notice.uri, said);
      await client.sendNotification(CONTEXT, notice);
      if (notice.connection === DEFAULT_CONNECTION || this.remote.has(notice.connection)) continue;
      this.remote.add(notice.connection);
      this.inBackground(this.tellSchema(notice.connection));
    }
  }

  /** Help with writing must not get in the way: what fails of it is logged. */
  private inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.log.warn(`KQL language server: ${String(error)}`));
  }
}
