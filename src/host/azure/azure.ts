import * as vscode from 'vscode';
import type { TokenCredential } from '../../azure/auth/credential.ts';
import type { RemoteConnection } from '../../azure/connections/remoteConnection.ts';
import type { ConnectionSetting } from '../../azure/connections/settings.ts';
import type { AzureClient } from '../../azure/pipeline/client.ts';
import type { AzureSettings } from '../../azure/settings.ts';
import { AzimuthError } from '../../base/errors.ts';
import type { Connection, ConnectionInfo, Connections } from '../../domain/connection.ts';
import type { TableSchema } from '../../domain/kustoType.ts';
import type { AskedQuestion, TenantChange } from '../../domain/tenant.ts';
import { type OpenCase, requireTrust } from '../case/openCase.ts';
import { abortSignalOf } from '../cancellation.ts';
import { Accounts, askForTokens } from './accounts.ts';
import { PrivateLedger } from './privateLedger.ts';
import { providerOf, requireEnvironment, VsCodeCredential } from './vscodeCredential.ts';

interface Ready {
  readonly settings: AzureSettings;
  readonly client: AzureClient;
  readonly credential: TokenCredential;
}

/** Signed out, nothing fills by itself; `signed` after a sign-in that the person asked for, or a setting that needs none. */
export type SignInState = 'out' | 'signed';

const SIGNED_IN = 'azimuth.signedIn';
/** Ways to sign in that ask nobody. */
const SILENT: ReadonlySet<string> = new Set([
  'azureCli',
  'workloadIdentity',
  'certificate',
  'managedIdentity',
]);

/**
 * The window's way to Azure: made from the settings when it is first needed, anew when they change. Refused in an
 * untrusted workspace. Code that speaks to Azure is loaded by then and not before.
 */
export class Azure implements Connections, vscode.Disposable {
  private readonly openCase: OpenCase;
  private readonly memory: vscode.Memento;
  private readonly storage: vscode.Uri;
  readonly ledger: PrivateLedger;
  private readonly trace: vscode.LogOutputChannel;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;
  private ready: Promise<Ready> | undefined;
  private readonly opened = new Map<string, RemoteConnection>();
  private readonly accounts = new Accounts();

  private readonly resourcesChanged = new vscode.EventEmitter<void>();

  /** Settings changed, or somebody signed in or out. */
  readonly onDidChange = this.changed.event;
  /** A resource's tag was changed here. */
  readonly onDidChangeResources = this.resourcesChanged.event;

  /** @param storage the extension's own folder */
  constructor(openCase: OpenCase, memory: vscode.Memento, storage: vscode.Uri) {
    this.openCase = openCase;
    this.memory = memory;
    this.storage = storage;
    this.ledger = new PrivateLedger(storage);
    this.trace = vscode.window.createOutputChannel('Azimuth: Azure', { log: true });
    this.subscriptions = vscode.Disposable.from(
      this.trace,
      this.changed,
      this.resourcesChanged,
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('azimuth.azure') || event.affectsConfiguration('azimuth.connections'))
          this.forget();
      }),
      vscode.authentication.onDidChangeSessions(({ provider }) => {
        if (provider.id.startsWith('microsoft')) this.forget();
      }),
    );
    this.tellContext();
  }

  get state(): SignInState {
    const method = vscode.workspace.getConfiguration('azimuth').get('azure.signIn', 'vscode');
    const signed = this.memory.get<boolean>(SIGNED_IN) ?? SILENT.has(method);
    return signed ? 'signed' : 'out';
  }

  async client(): Promise<AzureClient> {
    return (await this.use()).client;
  }

  async settings(): Promise<AzureSettings> {
    return (await this.use()).settings;
  }

  /** Asks whoever has to be asked, proves the sign-in with one request, and asks for what the connections need beside it. */
  async signIn(): Promise<void> {
    const { client, settings, credential } = await this.use();
    const { neededTokens } = await import('../../azure/auth/needed.ts');
    const needed = neededTokens(settings.cloud, settings.connections, settings.tenant);
    const asks = settings.signIn === 'vscode';
    if (asks)
      await this.accounts.choose(
        providerOf(settings.cloud),
        needed.map(({ tenant }) => tenant),
      );
    this.accounts.mayAsk = true;
    try {
      const { without, why } = await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: `Signing in to ${settings.cloud.label}`,
          cancellable: true,
        },
        async (_progress, token) => {
          const signal = abortSignalOf(token);
          const url = '/tenants?api-version=2022-12-01';
          await client.send({ plane: 'arm', url, what: 'list your tenants', signal });
          return asks ? askForTokens(credential, needed.slice(1), signal) : { without: [], why: '' };
        },
      );
      this.trace.info('signed in');
      if (without.length > 0)
        void vscode.window.showWarningMessage(
          `You are signed in, but not for ${without.join(', ')}: ${why}. Sign in again to be asked once more.`,
        );
    } finally {
      this.accounts.mayAsk = false;
    }
    await this.memory.update(SIGNED_IN, true);
    this.tellContext();
    this.changed.fire();
  }

  /** Forgets that the person signed in here; the account stays VS Code's. */
  async signOut(): Promise<void> {
    await this.memory.update(SIGNED_IN, false);
    this.forget();
  }

  async list(): Promise<readonly ConnectionInfo[]> {
    const { infoOf } = await import('../../azure/connections/settings.ts');
    return (await this.settings()).connections.map(infoOf);
  }

  /** Its questions go into the open case's ledger. */
  async get(name: string): Promise<Connection> {
    const { recorded } = await import('../../azure/connections/recorded.ts');
    const connection = recorded(await this.connection(name), (question) => this.record(question));
    return {
      ...connection,
      // now() means the case's clock on every connection.
      query: (request, onRows, signal) => {
        const now = request.now ?? this.openCase.summary?.info.clock ?? undefined;
        return connection.query({ ...request, ...(now === undefined ? {} : { now }) }, onRows, signal);
      },
    };
  }

  async connection(name: string): Promise<RemoteConnection> {
    const { client, settings } = await this.use();
    const setting = settings.connections.find((each) => each.name === name);
    if (!setting) throw unknownConnection(name, settings.connections);
    const { openConnection } = await import('../../azure/connections/settings.ts');
    const { SchemaFiles } = await import('../../azure/connections/schemaCache.ts');
    const schemas = new SchemaFiles(vscode.Uri.joinPath(this.storage, 'schemas').fsPath);
    const connection = this.opened.get(name) ?? openConnection(client, setting, publishedTables, schemas);
    this.opened.set(name, connection);
    return connection;
  }

  /** Into the open case's ledger, or into the private one where none is open. */
  async record(question: AskedQuestion): Promise<void> {
    if (this.openCase.state.kind === 'open') await (await this.openCase.session()).recordQuestion(question);
    else await this.ledger.question(question);
  }

  /** Into the open case's journal, or into the private ledger where none is open. */
  async recordChange(change: TenantChange): Promise<void> {
    if (this.openCase.state.kind === 'open') await (await this.openCase.session()).recordChange(change);
    else await this.ledger.change(change);
  }

  tellResourcesChanged(): void {
    this.resourcesChanged.fire();
  }

  showTrace(): void {
    this.trace.show();
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private use(): Promise<Ready> {
    requireTrust();
    this.ready ??= this.make();
    this.ready.catch(() => (this.ready = undefined));
    return this.ready;
  }

  private async make(): Promise<Ready> {
    const { readSettings } = await import('../../azure/settings.ts');
    const { AzureClient: Client } = await import('../../azure/pipeline/client.ts');
    const given = vscode.workspace.getConfiguration('azimuth');
    const settings = await readSettings(
      {
        cloud: given.get('azure.cloud'),
        customCloud: given.get('azure.customCloud'),
        signIn: given.get('azure.signIn'),
        tenant: given.get('azure.tenant'),
        clientId: given.get('azure.clientId'),
        certificateFile: given.get('azure.certificateFile'),
        connections: given.get('connections'),
      },
      'vscode',
    );
    const trace = (line: string): void => this.trace.debug(line);
    const credential = await this.credential(settings);
    return { settings, credential, client: new Client({ cloud: settings.cloud, credential, trace }) };
  }

  private async credential(settings: AzureSettings): Promise<TokenCredential> {
    const { cloud, signIn, tenant, clientId, certificateFile } = settings;
    if (signIn === 'vscode') {
      requireEnvironment(cloud);
      return new VsCodeCredential(cloud, {
        accounts: this.accounts,
        tenant,
        clientId,
      });
    }
    const { identityCredential } = await import('../../azure/auth/identity.ts');
    return identityCredential({
      method: signIn,
      cloud,
      ...(tenant === undefined ? {} : { tenant }),
      ...(clientId === undefined ? {} : { clientId }),
      ...(certificateFile === undefined ? {} : { certificateFile }),
      onDeviceCode: (message) => void vscode.window.showInformationMessage(message),
    });
  }

  private forget(): void {
    this.ready = undefined;
    this.opened.clear();
    this.tellContext();
    this.changed.fire();
  }

  private tellContext(): void {
    void vscode.commands.executeCommand('setContext', 'azimuth.azure', this.state);
  }
}

/** Advanced hunting's tables, as published with the other schemas. */
async function publishedTables(): Promise<readonly TableSchema[]> {
  const { tableNames, tableSchema } = await import('../../logs/schemas/tableSchemas.ts');
  return tableNames().flatMap((name) => tableSchema(name) ?? []);
}

function unknownConnection(name: string, all: readonly ConnectionSetting[]): AzimuthError {
  return new AzimuthError('connection.unknown', `There is no connection "${name}".`, {
    unharmed: 'nothing was run',
    next: [
      all.length === 0
        ? 'Add one to the setting azimuth.connections.'
        : `Choose one of: case, ${all.map((each) => each.name).join(', ')}.`,
    ],
  });
}
