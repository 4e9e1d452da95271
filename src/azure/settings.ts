import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { AzimuthError } from '../base/errors.ts';
import { isArrayOf, isOneOf, isRecord, isString, textOf } from '../base/guards.ts';
import { IDENTITY_METHODS, type IdentityMethod } from './auth/identity.ts';
import { type Cloud, type CustomCloud, cloudNamed, customCloud } from './clouds.ts';
import { type ConnectionSetting, connectionSettings } from './connections/settings.ts';

export type SignInMethod = 'vscode' | IdentityMethod;

/** What a person set, as the editor's settings and the command line's file hold it. Not yet checked. */
export interface GivenSettings {
  readonly cloud?: unknown;
  readonly customCloud?: unknown;
  readonly signIn?: unknown;
  readonly tenant?: unknown;
  readonly clientId?: unknown;
  readonly certificateFile?: unknown;
  readonly connections?: unknown;
}

export interface AzureSettings {
  readonly cloud: Cloud;
  readonly signIn: SignInMethod;
  /** Entra tenant; the account's own where undefined. */
  readonly tenant: string | undefined;
  /** App registration to sign in with, where the customer has one of its own. */
  readonly clientId: string | undefined;
  readonly certificateFile: string | undefined;
  readonly connections: readonly ConnectionSetting[];
}

const isMethod = isOneOf('vscode', ...IDENTITY_METHODS);

/** Checks settings and reads the files that they name. Rejects with `azure.setting-invalid` and its relatives. */
export async function readSettings(given: GivenSettings, fallback: SignInMethod): Promise<AzureSettings> {
  const signIn = given.signIn ?? fallback;
  if (!isMethod(signIn)) throw invalid('signIn', `is none of vscode, ${IDENTITY_METHODS.join(', ')}`);
  return {
    cloud: await cloudOf(given),
    signIn,
    tenant: guid('tenant', given.tenant),
    clientId: guid('clientId', given.clientId),
    certificateFile: await pathOf('certificateFile', given.certificateFile),
    connections: connectionSettings(given.connections),
  };
}

async function cloudOf({ cloud, customCloud: custom }: GivenSettings): Promise<Cloud> {
  if (cloud !== 'custom') return cloudNamed(textOf(cloud) || 'public');
  if (!isRecord(custom)) throw invalid('customCloud', 'is missing');
  const clusters = custom['clusters'];
  const file = await pathOf('certificateAuthorityFile', custom['certificateAuthorityFile']);
  return customCloud({
    authority: textOf(custom['authority']),
    arm: textOf(custom['arm']),
    graph: textOf(custom['graph']),
    logAnalytics: textOf(custom['logAnalytics']),
    audiences: audiencesOf(custom['audiences']),
    clusters: isArrayOf(isString)(clusters) ? clusters : [],
    ...(file === undefined ? {} : { certificateAuthorities: await textFile(file) }),
  });
}

function audiencesOf(given: unknown): NonNullable<CustomCloud['audiences']> {
  if (!isRecord(given)) return {};
  const named = (['arm', 'graph', 'logAnalytics'] as const).map(
    (name) => [name, textOf(given[name])] as const,
  );
  return Object.fromEntries(named.filter(([, audience]) => audience !== ''));
}

function guid(name: string, value: unknown): string | undefined {
  const text = textOf(value);
  if (text === '') return undefined;
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text;
  throw invalid(name, 'is no GUID');
}

async function pathOf(name: string, value: unknown): Promise<string | undefined> {
  const text = textOf(value);
  if (text === '') return undefined;
  if (!isAbsolute(text)) throw invalid(name, 'is no absolute path');
  await textFile(text);
  return text;
}

async function textFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new AzimuthError(
      'azure.setting-invalid',
      `The file ${path} that a setting names cannot be read.`,
      { unharmed: 'nothing was sent', next: ['Correct the path, or make the file readable.'] },
      { cause },
    );
  }
}

function invalid(name: string, why: string): AzimuthError {
  return new AzimuthError('azure.setting-invalid', `The setting "${name}" for Azure ${why}.`, {
    unharmed: 'nothing was sent',
    next: [`Correct "${name}".`],
  });
}
