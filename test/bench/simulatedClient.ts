import { AzureClient } from '../../src/azure/pipeline/client.ts';
import { customCloud } from '../../src/azure/clouds.ts';

/** What the simulator's process says once it serves. */
export interface Ready {
  readonly cloud: Parameters<typeof customCloud>[0];
  readonly workspace: string;
  readonly workspaceId: string;
  readonly cluster: string;
  readonly database: string;
  readonly tokens: Readonly<Record<string, string>>;
}

/** A client that is signed in to the simulator. */
export function simulatedClient({ cloud, tokens }: Ready): AzureClient {
  return new AzureClient({
    cloud: customCloud(cloud),
    credential: {
      getToken: (scope) =>
        Promise.resolve({
          token: tokens[String(scope).replace(/\/\.default$/, '')] ?? '',
          expiresOnTimestamp: Date.now() + 3_600_000,
        }),
    },
  });
}
