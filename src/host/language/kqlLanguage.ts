import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  CONTEXTS,
  type ContextNotice,
  type ContextNotices,
  DEFAULT_CONNECTION,
  SCHEMA,
  type SchemaNotice,
} from '../../language-server/protocol.ts';
import type { Connections } from '../../domain/connection.ts';
import type { OpenCase } from '../case/openCase.ts';
import { NOTEBOOK_TYPE } from '../notebook/serializer.ts';
import { type FileConnections, isQueryFile } from '../results/fileConnections.ts';
import { contextsOf } from './cellContext.ts';

/** How long a notebook rests before its cells are told anew what is put before them, in milliseconds. */
const REST = 150;

export interface LanguageServices {
  readonly openCase: OpenCase;
  readonly connections: Connections;
  /** Connections may answer now that did not before. */
  readonly onDidChangeConnections: vscode.Event<unknown>;
  readonly files: FileConnections;
  readonly log: vscode.LogOutputChannel;
  /** The language server's script. */
  readonly program: string;
}

/**
 * The language server's client: started with the first KQL or YAML text of a trusted workspace, and told the schema
 * of each connection that is asked, which one a file or a cell asks, and what is put before each cell.
 */
export class KqlLanguage implements vscode.Disposable {
  private readonly services: LanguageServices;
  private readonly subscriptions: vscode.Disposable[];
  private client: Promise<LanguageClient> | undefined;
  private readonly resting = new Map<vscode.NotebookDocument, NodeJS.Timeout>();
  private readonly told = new Map<string, string>();
  /** Connections other than the case whose schema the server has. */
  private readonly remote = new Set<string>();

  constructor(services: LanguageServices) {
    this.services = services;
    const { window, workspace } = vscode;
    this.subscriptions = [
      workspace.onDidOpenTextDocument((document) => this.opened(document)),
      workspace.onDidGrantWorkspaceTrust(() => this.startForOpen()),
      workspace.onDidOpenNotebookDocument((notebook) => this.changed(notebook)),
      workspace.onDidChangeNotebookDocument(({ notebook }) => this.changed(notebook)),
      workspace.onDidChangeTextDocument(({ document }) => {
        const notebook = notebookOf(document);
        if (notebook) this.changed(notebook);
      }),
      window.onDidChangeActiveTextEditor((editor) => {
        const notebook = editor && notebookOf(editor.document);
        if (notebook) this.changed(notebook);
      }),
      services.files.onDidChange((document) => this.inBackground(this.tellFile(document))),
      services.onDidChangeConnections(() => this.inBackground(this.tellAll())),
      workspace.onDidCloseTextDocument(({ uri }) => this.told.delete(uri.toString())),
      services.openCase.onDidChange(() => this.inBackground(this.tellSchema(DEFAULT_CONNECTION))),
    ];
    this.startForOpen();
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
    for (const timer of this.resting.values()) clearTimeout(timer);
    void this.client?.then((client) => client.dispose());
  }

  private startForOpen(): void {
    for (const document of vscode.workspace.textDocuments) this.opened(document);
  }

  private opened(document: vscode.TextDocument): void {
    this.startFor(document);
    this.inBackground(this.tellFile(document));
  }

  private startFor({ languageId }: vscode.TextDocument): void {
    if (this.client || !vscode.workspace.isTrusted || (languageId !== 'kql' && languageId !== 'yaml')) return;
    this.client = this.start();
    this.inBackground(this.client.then(() => this.tellAll()));
  }

  private async start(): Promise<LanguageClient> {
    const { startClient } = await import('./client.ts');
    return startClient(this.services.program, this.services.log, () => this.inBackground(this.tellAll()));
  }

  private async tellAll(): Promise<void> {
    this.told.clear();
    this.remote.clear();
    // The session answers for the schema when the questions before are answered; cells need not wait for that.
    await Promise.all([
      this.tellSchema(DEFAULT_CONNECTION),
      ...vscode.workspace.notebookDocuments.map((notebook) => this.tellContexts(notebook)),
      ...vscode.workspace.textDocuments.map((document) => this.tellFile(document)),
    ]);
  }

  private async tellSchema(connection: string): Promise<void> {
    const { openCase, connections } = this.services;
    if (!this.client || (connection === DEFAULT_CONNECTION && openCase.state.kind === 'opening')) return;
    const isThere = connection !== DEFAULT_CONNECTION || openCase.state.kind === 'open';
    const schema = isThere ? await (await connections.get(connection)).schema({}) : null;
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
    await this.tell(await contextsOf(notebook));
  }

  private async tellFile(document: vscode.TextDocument): Promise<void> {
    if (!this.client || document.isClosed || !isQueryFile(document)) return;
    const connection = this.services.files.of(document);
    await this.tell([{ uri: document.uri.toString(), connection, prelude: null }]);
  }

  /** Those that say something new, in one message. */
  private async tell(notices: readonly ContextNotice[]): Promise<void> {
    const client = await this.client;
    if (!client) return;
    const news = notices.filter((notice) => {
      const said = `${notice.connection}\n${notice.prelude ?? 'file'}`;
      if (this.told.get(notice.uri) === said) return false;
      this.told.set(notice.uri, said);
      return true;
    });
    if (news.length === 0) return;
    await client.sendNotification(CONTEXTS, { contexts: news } satisfies ContextNotices);
    for (const connection of new Set(news.map((notice) => notice.connection))) {
      if (connection === DEFAULT_CONNECTION || this.remote.has(connection)) continue;
      this.remote.add(connection);
      this.inBackground(this.tellSchema(connection));
    }
  }

  /** Help with writing must not get in the way: what fails of it is logged. */
  private inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.services.log.warn(`KQL language server: ${String(error)}`));
  }
}

function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  return vscode.workspace.notebookDocuments.find((each) =>
    each.getCells().some((cell) => cell.document === document),
  );
}
