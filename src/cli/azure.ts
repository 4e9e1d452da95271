import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { identityCredential, type IdentityMethod } from '../azure/auth/identity.ts';
import { openConnection } from '../azure/connections/settings.ts';
import type { RemoteConnection } from '../azure/connections/remoteConnection.ts';
import { AzureClient } from '../azure/pipeline/client.ts';
import { type AzureSettings, type GivenSettings, readSettings } from '../azure/settings.ts';
import { AzimuthError } from '../base/errors.ts';
import { isRecord } from '../base/guards.ts';
import { tableNames, tableSchema } from '../logs/schemas/tableSchemas.ts';
import { type Terminal, usageError } from './command.ts';

export const AZURE_FLAGS = { azure: { type: 'string' } } as const;

export const AZURE_FLAGS_HELP = `  --azure FILE           how to sign in and what to ask, as JSON: {signIn, tenant, clientId, certificateFile, cloud,
                         customCloud, connections: [{name, kind, workspaces | cluster, database}]}; the environment
                         variable AZIMUTH_AZURE names it otherwise. signIn is azureCli unless given.`;

interface SignedIn {
  readonly client: AzureClient;
  readonly settings: AzureSettings;
}

/** Signs in as the file says; nothing is asked of Azure yet. */
export async function openAzure(file: string | undefined, terminal: Terminal): Promise<SignedIn> {
  const path = file ?? process.env['AZIMUTH_AZURE'];
  if (path === undefined) throw usageError('--azure FILE is missing');
  const settings = await readSettings(await givenIn(resolve(terminal.cwd, path)), 'azureCli');
  const { cloud, signIn, tenant, clientId, certificateFile } = settings;
  const credential = await identityCredential({
    method: methodOf(signIn),
    cloud,
    ...(tenant === undefined ? {} : { tenant }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(certificateFile === undefined ? {} : { certificateFile }),
    onDeviceCode: (message) => terminal.note(message),
  });
  const trace =
    process.env['AZIMUTH_TRACE'] === '1' ? (line: string) => terminal.note(line) : () => undefined;
  return { settings, client: new AzureClient({ cloud, credential, trace }) };
}

export function connectionNamed({ client, settings }: SignedIn, name: string): RemoteConnection {
  const setting = settings.connections.find((each) => each.name === name);
  if (!setting)
    throw new AzimuthError('connection.unknown', `There is no connection "${name}".`, {
      unharmed: 'nothing was run',
      next: [`Choose one of: ${settings.connections.map((each) => each.name).join(', ')}.`],
    });
  return openConnection(client, setting, () =>
    Promise.resolve(tableNames().flatMap((table) => tableSchema(table) ?? [])),
  );
}

function methodOf(signIn: AzureSettings['signIn']): IdentityMethod {
  if (signIn !== 'vscode') return signIn;
  throw usageError('signIn "vscode" is the editor’s; choose another for the command line');
}

async function givenIn(path: string): Promise<GivenSettings> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw usageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw usageError(`${path} is no JSON`);
  }
  if (isRecord(value)) return value;
  throw usageError(`${path} is no JSON object`);
}
