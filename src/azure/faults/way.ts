import { AzureFault, sentence, type ServiceReply, UNCERTAIN, UNCHANGED } from './fault.ts';

/** No answer, or half of one. */
export function network(host: string, what: string, uncertain: boolean, cause: unknown): AzureFault {
  return new AzureFault(
    'azure.network',
    `The connection to ${host} broke while trying to ${what} (${causeCode(cause)}).`,
    {
      unharmed: uncertain ? UNCERTAIN : UNCHANGED,
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

function causeCode(cause: unknown): string {
  const code = (cause as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && code !== '') return code;
  return cause instanceof Error ? cause.message : String(cause);
}

/** A web page, a redirect or a demand for a proxy's password: whoever answered, it was no service of Azure. */
export function notAzure(reply: ServiceReply, what: string, uncertain: boolean): AzureFault {
  return new AzureFault(
    'azure.not-azure',
    `Something between you and Azure answered when you tried to ${what} (status ${reply.status}, a ${reply.isPage === true ? 'web page' : 'redirect'}).`,
    {
      unharmed: uncertain ? UNCERTAIN : UNCHANGED,
      next: ['Check the proxy, the VPN and the firewall, then try again.'],
    },
    reply,
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
