import { iso } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Random } from '../random.ts';
import type { SampleEvent } from '../table.ts';
import { TABLES } from '../tables.ts';
import type { Tenant } from '../tenant.ts';

export interface GraphCall {
  readonly time: Instant;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With the leading slash, after the version. */
  readonly path: string;
  readonly status: number;
  readonly appId: string;
  readonly ip: string;
  readonly userAgent: string;
  /** The token's identifier, equal to the sign-in's UniqueTokenIdentifier. */
  readonly token: string;
  readonly issued: Instant;
  readonly caller:
    | { readonly user: string; readonly scopes: string; readonly session: string; readonly device: string }
    | { readonly servicePrincipal: string; readonly roles: readonly string[] };
  readonly bytes?: number;
}

/** One request to Microsoft Graph. */
export function graphCall(tenant: Tenant, random: Random, about: GraphCall): SampleEvent {
  const { caller } = about;
  const request = random.guid();
  const user = 'user' in caller;
  return {
    table: TABLES.MicrosoftGraphActivityLogs,
    time: about.time,
    row: {
      TenantId: tenant.workspace,
      TimeGenerated: iso(about.time),
      Location: 'West Europe',
      RequestId: request,
      OperationId: request,
      ClientRequestId: random.guid(),
      ApiVersion: 'v1.0',
      RequestMethod: about.method,
      ResponseStatusCode: about.status,
      AadTenantId: tenant.id,
      IPAddress: about.ip,
      UserAgent: about.userAgent,
      RequestUri: `https://graph.microsoft.com/v1.0${about.path}`,
      DurationMs: random.size(90, 0.7),
      ResponseSizeBytes: about.bytes ?? random.size(2400, 0.9),
      SignInActivityId: about.token,
      Roles: user ? '' : caller.roles.join(' '),
      SessionId: user ? caller.session : '',
      DeviceId: user ? caller.device : '',
      UniqueTokenId: about.token,
      TokenIssuedAt: iso(about.issued),
      AppId: about.appId,
      UserId: user ? caller.user : '',
      ServicePrincipalId: user ? '' : caller.servicePrincipal,
      Scopes: user ? caller.scopes : '',
      IdentityProvider: `https://sts.windows.net/${tenant.id}/`,
      ClientAuthMethod: user ? 0 : 1,
      Wids: '',
      SourceSystem: 'Azure AD',
      Type: 'MicrosoftGraphActivityLogs',
    },
  };
}
