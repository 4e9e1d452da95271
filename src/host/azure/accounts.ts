import * as vscode from 'vscode';
import type { TokenCredential } from '../../azure/auth/credential.ts';
import type { NeededToken } from '../../azure/auth/needed.ts';
import { isCancellation } from '../../base/errors.ts';

/** Which of VS Code's Microsoft accounts each tenant takes, and whether the editor may ask for one now. */
export class Accounts {
  /** Only while a person signs in: a view that fills by itself asks nobody. */
  mayAsk = false;
  /** By the tenant in lower case, '' for the account's own. */
  private readonly chosen = new Map<string, vscode.AuthenticationSessionAccountInformation>();

  /** A tenant for which none was chosen takes the first one's, which is that of the account's own resources. */
  of(tenant: string | undefined): vscode.AuthenticationSessionAccountInformation | undefined {
    return this.chosen.get(keyOf(tenant)) ?? this.chosen.values().next().value;
  }

  /** Only where there are several: one account is no choice, and with none VS Code asks itself. */
  async choose(provider: string, tenants: readonly (string | undefined)[]): Promise<void> {
    const accounts = await vscode.authentication.getAccounts(provider);
    if (accounts.length < 2) return;
    const distinct = new Map(tenants.map((tenant) => [keyOf(tenant), tenant]));
    for (const [key, tenant] of distinct) {
      const of =
        distinct.size === 1 ? '' : ` for ${tenant === undefined ? 'its own tenant' : `the tenant ${tenant}`}`;
      const choice = await vscode.window.showQuickPick(
        accounts.map((account) => ({ label: account.label, account })),
        { title: 'Sign In to Azure', placeHolder: `Account${of}`, ignoreFocusOut: true },
      );
      if (!choice) throw new vscode.CancellationError();
      this.chosen.set(key, choice.account);
    }
  }
}

const keyOf = (tenant: string | undefined): string => tenant?.toLowerCase() ?? '';

/** Asks for the tokens one after another, each refusal told and none in the way of the next; gives the names of what got none, and why. */
export async function askForTokens(
  credential: TokenCredential,
  needed: readonly NeededToken[],
  signal: AbortSignal,
): Promise<{ readonly without: readonly string[]; readonly why: string }> {
  const without: string[] = [];
  let why = '';
  for (const { scope, tenant, connections } of needed) {
    signal.throwIfAborted();
    try {
      const token = await credential.getToken(scope, tenant === undefined ? {} : { tenantId: tenant });
      if (token) continue;
      why ||= 'nobody signed in';
    } catch (error) {
      signal.throwIfAborted();
      why ||= isCancellation(error) || !(error instanceof Error) ? 'it was cancelled' : error.message;
    }
    without.push(...connections);
  }
  return { without: [...new Set(without)], why };
}
