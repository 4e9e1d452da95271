import type { AccessToken, TokenCredential } from '../auth/credential.ts';
import type { PipelinePolicy, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import type { Cloud } from '../clouds.ts';
import { AzureFault } from '../faults/fault.ts';
import { claimsChallenge, signInNeeded, tokenRefused } from '../faults/rights.ts';
import { SharedWork } from '../../base/sharedWork.ts';
import { contextOf } from './context.ts';
import { replyOf } from './reply.ts';
import { serverTime } from './retryAfter.ts';
import { signalOf } from './retryPolicy.ts';

/** A token is fetched anew when it has less than this left. Milliseconds. */
const EARLY = 120_000;

/** A token that is held, and the claims that it was asked for with. */
interface Held {
  readonly token: AccessToken;
  readonly claims: string | undefined;
}

/**
 * Puts the token of the request's tenant and audience on it. A 401 is answered once: a claims challenge with a token that
 * meets it, any other with a new token. Requests that need the same token ask for it once. Tokens are held in memory only.
 */
export function authPolicy(cloud: Cloud, credential: TokenCredential): PipelinePolicy {
  const held = new Map<string, Held>();
  const asking = new Map<string, SharedWork<AccessToken>>();

  /** @param refused the token that the service did not take */
  const tokenFor = async (request: PipelineRequest, claims?: string, refused?: string): Promise<string> => {
    const { plane, tenant } = contextOf(request);
    const scope = cloud.planes[plane].scope || `${new URL(request.url).origin}/.default`;
    const key = `${tenant ?? ''} ${scope}`;
    const known = held.get(key);
    const isFresh = known !== undefined && known.token.expiresOnTimestamp - EARLY >= Date.now();
    const mayDo = known?.token.token !== refused && (claims === undefined || known?.claims === claims);
    if (isFresh && mayDo) return known.token.token;
    const question = `${key} ${claims ?? ''}`;
    const work =
      asking.get(question) ??
      new SharedWork(
        (signal) => askFor(credential, scope, tenant, claims, signal),
        () => asking.delete(question),
      );
    asking.set(question, work);
    const token = await work.wait(signalOf(request));
    held.set(key, { token, claims });
    return token.token;
  };
  const put = (request: PipelineRequest, token: string): void =>
    request.headers.set('authorization', `Bearer ${token}`);

  return {
    name: 'azimuthAuth',
    async sendRequest(request, next) {
      const token = await tokenFor(request);
      put(request, token);
      const first = await next(request);
      if (first.status !== 401) return first;
      const claims = claimsOf(first);
      put(request, await tokenFor(request, claims, token));
      const second = await next(request);
      if (second.status !== 401) return second;
      const reply = replyOf(second);
      if (claims !== undefined || claimsOf(second) !== undefined) throw claimsChallenge(reply);
      throw tokenRefused(reply, (Date.now() - (serverTime(second.headers) ?? Date.now())) / 1_000);
    },
  };
}

async function askFor(
  credential: TokenCredential,
  scope: string,
  tenant: string | undefined,
  claims: string | undefined,
  signal: AbortSignal,
): Promise<AccessToken> {
  try {
    const token = await credential.getToken(scope, {
      enableCae: true,
      ...(tenant === undefined ? {} : { tenantId: tenant }),
      ...(claims === undefined ? {} : { claims }),
      abortSignal: signal,
    });
    if (token) return token;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AzureFault) throw error;
    throw signInNeeded(firstLine(error), error);
  }
  throw signInNeeded('nobody is signed in');
}

/** The claims of a continuous-access challenge, decoded; undefined where the answer has none. */
function claimsOf(response: PipelineResponse): string | undefined {
  const header = response.headers.get('www-authenticate') ?? '';
  if (!/error="?insufficient_claims"?/i.test(header)) return undefined;
  const encoded = /\bclaims="([^"]+)"/i.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  return encoded.startsWith('{') ? encoded : Buffer.from(encoded, 'base64').toString('utf8');
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
