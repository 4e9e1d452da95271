import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AlertRules } from '../azure/alertRules.ts';
import { identityCredential, IDENTITY_METHODS } from '../azure/auth/identity.ts';
import { type Cloud, cloudNamed, customCloud } from '../azure/clouds.ts';
import { AzureClient } from '../azure/pipeline/client.ts';
import { isOneOf, isRecord, textOf } from '../base/guards.ts';
import { type Terminal, usageError } from './command.ts';

export const WORKSPACE_FLAGS = { azure: { type: 'string' }, workspace: { type: 'string' } } as const;

export const WORKSPACE_FLAGS_HELP = `  --workspace ID     ARM id of the Log Analytics workspace
  --azure FILE       how to sign in, as JSON: {signIn, tenant, clientId, certificateFile, cloud, customCloud}; the
                     environment variable AZIMUTH_AZURE names it otherwise. signIn is azureCli unless given.`;

const WORKSPACE =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.OperationalInsights\/workspaces\/[^/?#]+$/i;
const isMethod = isOneOf(...IDENTITY_METHODS);

/** The analytics rules of a workspace, signed in as the file says; nothing is asked of Azure yet. */
export async function openWorkspace(
  { azure, workspace }: { readonly azure?: string | undefined; readonly workspace?: string | undefined },
  terminal: Terminal,
): Promise<AlertRules> {
  if (workspace === undefined || !WORKSPACE.test(workspace))
    throw usageError('--workspace takes the ARM id of a Log Analytics workspace');
  const path = azure ?? process.env['AZIMUTH_AZURE'];
  const given = path === undefined ? {} : await settingsIn(resolve(terminal.cwd, path));
  const method = given['signIn'] ?? 'azureCli';
  if (!isMethod(method)) throw usageError(`signIn is one of ${IDENTITY_METHODS.join(', ')}`);
  const [tenant, clientId, certificateFile] = [
    textOf(given['tenant']),
    textOf(given['clientId']),
    textOf(given['certificateFile']),
  ];
  const cloud = await cloudOf(given, terminal);
  const credential = await identityCredential({
    method,
    cloud,
    ...(tenant !== '' && { tenant }),
    ...(clientId !== '' && { clientId }),
    ...(certificateFile !== '' && { certificateFile: resolve(terminal.cwd, certificateFile) }),
    onDeviceCode: (message) => terminal.note(message),
  });
  return new AlertRules(
    new AzureClient({ cloud, credential }),
    workspace,
    tenant === '' ? undefined : tenant,
  );
}

async function cloudOf(given: Readonly<Record<string, unknown>>, terminal: Terminal): Promise<Cloud> {
  const custom = given['customCloud'];
  if (given['cloud'] !== 'custom') return cloudNamed(textOf(given['cloud']) || 'public');
  if (!isRecord(custom)) throw usageError('a custom cloud needs "customCloud"');
  const authorities = textOf(custom['certificateAuthorityFile']);
  return customCloud({
    authority: textOf(custom['authority']),
    arm: textOf(custom['arm']),
    graph: textOf(custom['graph']),
    logAnalytics: textOf(custom['logAnalytics']),
    ...(authorities !== '' && {
      certificateAuthorities: await readFile(resolve(terminal.cwd, authorities), 'utf8'),
    }),
  });
}

async function settingsIn(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isRecord(value)) return value;
  } catch (error) {
    throw usageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw usageError(`${path} is no JSON object`);
}
