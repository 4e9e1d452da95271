import { formatCount } from '../base/counts.ts';
import { AzimuthError, type ErrorGuidance } from '../base/errors.ts';

/** The least right that an operation needs, so that a refusal can name it. */
export type Need =
  | { readonly kind: 'role'; readonly role: string; readonly scope: string; readonly action: string }
  | { readonly kind: 'permission'; readonly permission: string; readonly role?: string };

/** What a service said, kept for support. No URL, header or body of a request is in it. */
export interface ServiceReply {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly requestId: string | undefined;
  /** Set where a web page came, which is a gateway's or a proxy's. */
  readonly isPage?: boolean;
  /** Set where the request was sent again after a sending of which the outcome was not known. */
  readonly isOfRepeated?: boolean;
  /** Where in a query, as the service counts. */
  readonly place?: {
    readonly code: string;
    readonly line: number;
    readonly position: number;
    readonly token: string;
  };
}

/** A failure of Azure or on the way to it. `reply` is missing where no answer came. */
export class AzureFault extends AzimuthError {
  readonly reply: ServiceReply | undefined;

  constructor(
    code: `azure.${string}`,
    message: string,
    guidance: ErrorGuidance,
    reply?: ServiceReply,
    cause?: unknown,
  ) {
    super(code, message, guidance, cause === undefined ? {} : { cause });
    this.reply = reply;
  }
}

const PASSING: readonly string[] = [
  'azure.network',
  'azure.unavailable',
  'azure.throttled',
  'azure.not-azure',
  'azure.bad-answer',
];

/** Whether it is of the way or of the moment: what was read before still holds as far as one knows. */
export function isPassing(error: unknown): boolean {
  return error instanceof AzureFault && PASSING.includes(error.code);
}

const UNCHANGED = 'nothing in the tenant was changed';

/** 403, or 401 that a new token did not cure: the right that is missing and where. */
function missingRight(reply: ServiceReply, need: Need | undefined, what: string): AzureFault {
  if (need?.kind === 'role')
    return new AzureFault(
      'azure.missing-role',
      `You may not ${what}: it takes ${need.action} at ${need.scope}.`,
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

/** The token was refused though it was new. `skewSeconds`: how far this machine's clock is from the service's. */
export function tokenRefused(reply: ServiceReply, skewSeconds: number): AzureFault {
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

/** A web page, a redirect or a demand for a proxy's password: whoever answered, it was no service of Azure. */
function notAzure(reply: ServiceReply, what: string, uncertain: boolean): AzureFault {
  return new AzureFault(
    'azure.not-azure',
    `Something between you and Azure answered when you tried to ${what} (status ${reply.status}, a ${reply.isPage === true ? 'web page' : 'redirect'}).`,
    {
      unharmed: uncertain ? 'the change may or may not have been applied' : UNCHANGED,
      next: ['Check the proxy, the VPN and the firewall, then try again.'],
    },
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
      unharmed: uncertain ? 'the change may or may not have been applied' : UNCHANGED,
      next: [uncertain ? 'Read it back before you try again.' : 'Try again in a few minutes.'],
    },
    reply,
  );
}

/** No answer, or half of one. */
export function network(host: string, what: string, uncertain: boolean, cause: unknown): AzureFault {
  return new AzureFault(
    'azure.network',
    `The connection to ${host} broke while trying to ${what} (${causeCode(cause)}).`,
    {
      unharmed: uncertain ? 'the change may or may not have been applied' : UNCHANGED,
      next: [
        uncertain
          ? 'Read it back before you try again.'
          : 'Check the network and the proxy settings, then try again.',
      ],
    },
    undefined,
    cause,
  );
}

export function badAnswer(host: string, what: string, why: string): AzureFault {
  return new AzureFault(
    'azure.bad-answer',
    `${host} answered with something that Azimuth cannot read while trying to ${what}: ${sentence(why)}`,
    { unharmed: UNCHANGED, next: ['Try again; if it stays, report it with the request id in the log.'] },
  );
}

/** A link in an answer, or a setting, that would carry a token to a host that is not this service's. */
export function hostRefused(host: string, plane: string): AzureFault {
  return new AzureFault(
    'azure.host-refused',
    `Azimuth did not send your sign-in to ${host}: it is no host of ${plane} in this cloud.`,
    { unharmed: 'no token left this machine' },
  );
}

export function pagingLoop(what: string, pages: number): AzureFault {
  return new AzureFault(
    'azure.paging-loop',
    `Azure sent the same page again after ${pages} pages while trying to ${what}, so the list is not complete.`,
    { unharmed: 'what came before it is kept', next: ['Refresh to start the list anew.'] },
  );
}

/** A change whose answer was lost and that could not be read back. */
export function outcomeUnknown(what: string, cause: unknown): AzureFault {
  return new AzureFault(
    'azure.outcome-unknown',
    `It is not known whether Azure did ${what}: the answer was lost, and it could not be read back.`,
    { unharmed: 'nothing else was changed', next: ['Read it back before you try again.'] },
    undefined,
    cause,
  );
}

export function listTooLong(what: string, most: number): AzureFault {
  return new AzureFault(
    'azure.list-too-long',
    `There are more than ${formatCount(most)} to read when you ${what}, so none are shown rather than some.`,
    { unharmed: UNCHANGED, next: ['Narrow what is asked for.'] },
  );
}

/** A long-running operation that ended other than well; the service's own code is kept. */
export function operationFailed(what: string, status: string, code: string, message: string): AzureFault {
  return new AzureFault(
    'azure.operation-failed',
    `Azure began to ${what}, and it ended as ${status}: ${sentence(message || code || 'no reason was given')}`,
    { unharmed: 'other resources are unchanged', next: ['Read the state before you try again.'] },
    { status: 200, code, message, requestId: undefined },
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

function causeCode(cause: unknown): string {
  const code = (cause as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && code !== '') return code;
  return cause instanceof Error ? cause.message : String(cause);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
