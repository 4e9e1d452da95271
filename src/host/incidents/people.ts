import { isRecord, textOf } from '../../base/guards.ts';
import type { Azure } from '../azure/azure.ts';

/** Under which name the signed-in person is known in a tenant: a guest has another one there. */
export class People {
  private readonly azure: Azure;
  /** By the tenant, '' for the account's own. */
  private readonly known = new Map<string, Promise<string>>();

  constructor(azure: Azure) {
    this.azure = azure;
  }

  /** User principal name; '' for an app, and where it cannot be read. */
  in(tenant: string | undefined): Promise<string> {
    const key = tenant ?? '';
    const asked =
      this.known.get(key) ??
      this.read(tenant).catch(() => {
        this.known.delete(key);
        return '';
      });
    this.known.set(key, asked);
    return asked;
  }

  forget(): void {
    this.known.clear();
  }

  private async read(tenant: string | undefined): Promise<string> {
    const client = await this.azure.client();
    const { body } = await client.send({
      plane: 'graph',
      url: '/v1.0/me?$select=userPrincipalName',
      what: 'read who you are',
      ...(tenant === undefined ? {} : { tenant }),
    });
    return isRecord(body) ? textOf(body['userPrincipalName']) : '';
  }
}
