import { AzureFault, type Need, sentence, type ServiceReply, UNCERTAIN, UNCHANGED } from './fault.ts';
import { missingRight, tokenRefused } from './rights.ts';
import { notAzure } from './way.ts';

/** Waits that the service asks for are kept to up to here; a longer one is a person's to wait. Milliseconds. */
export const LONGEST_WAIT = 60_000;

/** `waitSeconds` is what the service asked for, where it said. */
function throttled(reply: ServiceReply, what: string, waitSeconds: number | undefined): AzureFault {
  const wait =
    waitSeconds === undefined
      ? undefined
      : waitSeconds < 90
        ? `${Math.ceil(waitSeconds)} seconds`
        : `${Math.ceil(waitSeconds / 60)} minutes`;
  const isLong = wait !== undefined && waitSeconds !== undefined && waitSeconds * 1_000 > LONGEST_WAIT;
  return new AzureFault(
    'azure.throttled',
    `Azure is limiting how often you may ${what}, and ${isLong ? `asks for a wait of ${wait}` : 'waiting did not help'}.`,
    { unharmed: UNCHANGED, next: [`Try again in ${wait ?? 'a few minutes'}.`] },
    reply,
  );
}

function notFound(reply: ServiceReply, what: string): AzureFault {
  return new AzureFault(
    'azure.not-found',
    `Azure could not ${what}: it is not there${reply.message ? ` (${reply.message})` : ''}.`,
    { unharmed: UNCHANGED, next: ['Refresh; it may have been deleted, moved or merged.'] },
    reply,
  );
}

/** 409 that no newer version cures: a lock, or something that must come first. */
function blocked(reply: ServiceReply, what: string): AzureFault {
  const locked = reply.code === 'ScopeLocked';
  return new AzureFault(
    locked ? 'azure.locked' : 'azure.invalid-request',
    `Azure did not ${what}: ${locked ? 'a lock keeps it from being changed. ' : ''}${sentence(reply.message || reply.code)}`,
    { unharmed: UNCHANGED, next: locked ? ['Have the lock taken off, or leave it as it is.'] : [] },
    reply,
  );
}

const BLOCKED = new Set(['ScopeLocked', 'MissingSubscriptionRegistration', 'ReadOnlyDisabledSubscription']);

/** 409 and 412: someone changed it in between, or something holds it. */
function conflict(reply: ServiceReply, what: string): AzureFault {
  return new AzureFault(
    'azure.conflict',
    `Azure did not ${what}: it was changed by someone else in the meantime${reply.message ? ` (${reply.message})` : ''}.`,
    {
      unharmed: 'your change was not applied and is kept',
      next: ['Compare both versions, then apply yours again or drop it.'],
    },
    reply,
  );
}

function invalidRequest(reply: ServiceReply, what: string): AzureFault {
  return new AzureFault(
    'azure.invalid-request',
    `Azure did not ${what}: ${sentence(reply.message || reply.code || `status ${reply.status}`)}`,
    { unharmed: UNCHANGED },
    reply,
  );
}

/** 5xx that stayed after every attempt; `uncertain` where a change may have been applied all the same. */
function unavailable(reply: ServiceReply, what: string, uncertain: boolean): AzureFault {
  return new AzureFault(
    'azure.unavailable',
    `Azure failed to ${what} (status ${reply.status}${reply.code ? `, ${reply.code}` : ''}${reply.isPage === true ? ', a web page of a gateway or a proxy' : ''}).`,
    {
      unharmed: uncertain ? UNCERTAIN : UNCHANGED,
      next: [uncertain ? 'Read it back before you try again.' : 'Try again in a few minutes.'],
    },
    reply,
  );
}

/** The status and the service's words as a fault; `need` and `what` are the request's. */
export function faultOf(
  reply: ServiceReply,
  { need, what, changes }: { need: Need | undefined; what: string; changes: boolean },
  waitSeconds: number | undefined,
): AzureFault {
  const { status } = reply;
  const page = reply.isPage === true && status < 500;
  if (page || (status >= 300 && status < 400) || status === 407) return notAzure(reply, what, changes);
  if (status === 409 && BLOCKED.has(reply.code)) return blocked(reply, what);
  // Log Analytics answers 403 to a token for another service.
  if (status === 403 && reply.code.startsWith('InvalidAuthenticationToken')) return tokenRefused(reply, 0);
  if (status === 403) return missingRight(reply, need, what);
  if (status === 404 || status === 410) return notFound(reply, what);
  if (status === 409 || status === 412) return conflict(reply, what);
  if (status === 429) return throttled(reply, what, waitSeconds);
  if (status >= 500) return unavailable(reply, what, changes);
  return invalidRequest(reply, what);
}
