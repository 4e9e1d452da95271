import * as vscode from 'vscode';
import type { AccessToken, GetTokenOptions, TokenCredential } from '../../azure/auth/credential.ts';
import type { Cloud } from '../../azure/clouds.ts';
import { AzimuthError } from '../../base/errors.ts';
import { isRecord } from '../../base/guards.ts';
import type { Accounts } from './accounts.ts';

/** Which of VS Code's sign-in providers a cloud has; the sovereign one has its own settings. */
export function providerOf(cloud: Cloud): string {
  return cloud.name === 'public' ? 'microsoft' : 'microsoft-sovereign-cloud';
}

/** What VS Code's sovereign provider calls a cloud in `microsoft-sovereign-cloud.environment`. */
const ENVIRONMENTS: Readonly<Record<string, string>> = {
  usGovernment: 'USGovernment',
  china: 'ChinaCloud',
  custom: 'custom',
};

/** Rejects where VS Code would sign in to another cloud than the one that is asked. */
export function requireEnvironment(cloud: Cloud): void {
  const wanted = ENVIRONMENTS[cloud.name];
  const name = 'microsoft-sovereign-cloud.environment';
  const set = vscode.workspace.getConfiguration().get<string>(name) ?? '';
  if (wanted === undefined || set === wanted) return;
  throw new AzimuthError(
    'azure.setting-invalid',
    `VS Code signs in to ${set === '' ? 'no sovereign cloud' : `"${set}"`}, and the setting azimuth.azure.cloud is "${cloud.name}".`,
    { unharmed: 'nothing was sent', next: [`Set ${name} to "${wanted}", or choose another way to sign in.`] },
  );
}

/** As whom VS Code signs in; the editor asks who where there are several accounts, unless one was chosen. */
interface VsCodeSignIn {
  readonly accounts: Accounts;
  readonly tenant: string | undefined;
  /** The customer's own app registration, which Graph's security permissions need. */
  readonly clientId: string | undefined;
}

/** Half an hour: what a token is taken to live for whose expiry cannot be read. Milliseconds. */
const UNKNOWN_LIFETIME = 1_800_000;

/** Tokens of VS Code's Microsoft accounts, one a resource and tenant. VS Code keeps them; nothing is kept here. */
export class VsCodeCredential implements TokenCredential {
  readonly #cloud: Cloud;
  readonly #who: VsCodeSignIn;

  constructor(cloud: Cloud, who: VsCodeSignIn) {
    this.#cloud = cloud;
    this.#who = who;
  }

  async getToken(scopes: string | string[], options: GetTokenOptions = {}): Promise<AccessToken | null> {
    const { tenant, clientId, accounts } = this.#who;
    const home = options.tenantId ?? tenant;
    const account = accounts.of(home);
    const asked = [
      ...[scopes].flat(),
      ...(home === undefined ? [] : [`VSCODE_TENANT:${home}`]),
      ...(clientId === undefined ? [] : [`VSCODE_CLIENT_ID:${clientId}`]),
    ];
    const provider = providerOf(this.#cloud);
    const request =
      options.claims === undefined
        ? asked
        : { wwwAuthenticate: challengeOf(options.claims), fallbackScopes: asked };
    const who = account ? { account } : {};
    const session = accounts.mayAsk
      ? await vscode.authentication.getSession(provider, request, { createIfNone: true, ...who })
      : await vscode.authentication.getSession(provider, request, { silent: true, ...who });
    if (!session) return null;
    return { token: session.accessToken, expiresOnTimestamp: expiryOf(session.accessToken) };
  }
}

function challengeOf(claims: string): string {
  const encoded = Buffer.from(claims).toString('base64');
  return `Bearer error="insufficient_claims", claims="${encoded}"`;
}

/** `exp` of a JWT in milliseconds; sessions of VS Code do not say when they end. */
function expiryOf(token: string): number {
  const [, payload = ''] = token.split('.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    if (isRecord(claims) && typeof claims['exp'] === 'number') return claims['exp'] * 1_000;
  } catch {
    // Not a JWT: a token of another form has no expiry to be read.
  }
  return Date.now() + UNKNOWN_LIFETIME;
}
