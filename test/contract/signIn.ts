import type { TokenCredential } from '@azure/core-auth';
import { type Cloud, customCloud } from '../../src/azure/clouds.ts';
import { AzureClient, type ClientOptions } from '../../src/azure/pipeline/client.ts';
import type { Simulator } from '../simulator/simulator.ts';

export function cloudOf({ endpoints, authority }: Simulator): Cloud {
  return customCloud({
    authority: endpoints.entra,
    arm: endpoints.arm,
    graph: endpoints.graph,
    logAnalytics: endpoints.logAnalytics,
    clusters: [endpoints.kusto],
    certificateAuthorities: authority,
  });
}

/** The tests' own sign-in: tokens straight from the simulated service, and what they were asked for. */
export class TestCredential implements TokenCredential {
  readonly asked: {
    readonly scope: string;
    readonly claims: string | undefined;
    readonly tenant: string | undefined;
  }[] = [];
  readonly tokens: string[] = [];
  /** Seconds that the next tokens live. */
  lifetime = 3_600;
  readonly #simulator: Simulator;

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  getToken(
    scopes: string | string[],
    { claims, tenantId }: { claims?: string; tenantId?: string } = {},
  ): ReturnType<TokenCredential['getToken']> {
    const scope = [scopes].flat()[0] ?? '';
    this.asked.push({ scope, claims, tenant: tenantId });
    const token = this.#simulator.entra.issue(
      scope.replace(/\/\.default$/, ''),
      this.lifetime,
      claims,
      tenantId,
    );
    this.tokens.push(token);
    return Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 });
  }
}

export interface Signed {
  readonly client: AzureClient;
  readonly credential: TestCredential;
  /** What was waited for, in milliseconds; nothing really waits. */
  readonly waits: number[];
  readonly trace: string[];
}

export function signIn(simulator: Simulator, more: Partial<ClientOptions> = {}): Signed {
  const credential = new TestCredential(simulator);
  const waits: number[] = [];
  const trace: string[] = [];
  const client = new AzureClient({
    cloud: cloudOf(simulator),
    credential,
    trace: (line) => void trace.push(line),
    retry: { wait: (ms) => Promise.resolve(void waits.push(ms)), random: () => 0.5 },
    ...more,
  });
  return { client, credential, waits, trace };
}
