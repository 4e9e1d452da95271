import { AzureFault, type Need, sentence, type ServiceReply, UNCHANGED } from './fault.ts';

/** 403, or 401 that a new token did not cure: the right that is missing and where. */
export function missingRight(reply: ServiceReply, need: Need | undefined, what: string): AzureFault {
  if (need?.kind === 'role')
    return new AzureFault(
      'azure.missing-role',
      `You may not ${what}: it takes ${need.action} at ${need.scope.split('/').at(-1) ?? need.scope}.`,
      { unharmed: UNCHANGED, next: [`Ask for the role "${need.role}" at ${need.scope}, then try again.`] },
      reply,
    );
  if (need?.kind === 'permission')
    return new AzureFault(
      'azure.missing-permission',
      `You may not ${what}: it takes the Microsoft Graph permission ${need.permission}.`,
      {
        unharmed: UNCHANGED,
        next: [
          `Have an administrator consent to ${need.permission} for the app registration that you sign in with (setting azimuth.azure.clientId)${need.role === undefined ? '' : `, and ask for the role ${need.role}`}.`,
        ],
      },
      reply,
    );
  return new AzureFault(
    'azure.forbidden',
    `You may not ${what}: ${sentence(reply.message || reply.code || 'access was refused')}`,
    { unharmed: UNCHANGED },
    reply,
  );
}

/** Entra's refusals for want of consent: of nobody yet, of an administrator, or that Microsoft's own app cannot be given. */
const NO_CONSENT = /AADSTS(65001|65002|90094)/;

export function signInNeeded(why: string, cause?: unknown): AzureFault {
  const next = NO_CONSENT.test(why)
    ? 'Have an administrator consent to the permission for an app registration of your own, and name it in the setting azimuth.azure.clientId.'
    : 'Sign in, then try again.';
  return new AzureFault(
    'azure.sign-in',
    `Sign in to Azure: ${sentence(why)}`,
    { unharmed: UNCHANGED, next: [next] },
    undefined,
    cause,
  );
}

/** The service asked for a stronger sign-in (continuous access evaluation) and did not take what came of it. */
export function claimsChallenge(reply: ServiceReply): AzureFault {
  return new AzureFault(
    'azure.claims-challenge',
    'Azure asked you to sign in again (a policy of the tenant changed, or your session was revoked), and the new sign-in was not enough.',
    { unharmed: UNCHANGED, next: ['Sign in again as the policy asks, then try again.'] },
    reply,
  );
}

/** The token is of another tenant than what was asked for. */
function wrongTenant(reply: ServiceReply): AzureFault {
  return new AzureFault(
    'azure.wrong-tenant',
    `Azure refused the sign-in, which is of another tenant: ${sentence(reply.message || reply.code)}`,
    {
      unharmed: UNCHANGED,
      next: ['Name its tenant in "tenant" of the connection in the setting azimuth.connections.'],
    },
    reply,
  );
}

/** The token was refused though it was new. `skewSeconds`: how far this machine's clock is from the service's. */
export function tokenRefused(reply: ServiceReply, skewSeconds: number): AzureFault {
  if (reply.code === 'InvalidAuthenticationTokenTenant') return wrongTenant(reply);
  const skewed = Math.abs(skewSeconds) > 240;
  return new AzureFault(
    'azure.token-refused',
    skewed
      ? `Azure refused the sign-in, and this machine's clock is ${Math.round(Math.abs(skewSeconds) / 60)} minutes ${skewSeconds > 0 ? 'ahead of' : 'behind'} Azure's.`
      : `Azure refused the sign-in: ${sentence(reply.message || reply.code)}`,
    {
      unharmed: UNCHANGED,
      next: [skewed ? "Set this machine's clock, then try again." : 'Sign in again, then try again.'],
    },
    reply,
  );
}
