import type { JsonObject } from '../../base/json.ts';
import type { Resource } from '../estate.ts';
import { SECOND, iso } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Random } from '../random.ts';
import type { SampleEvent } from '../table.ts';
import { TABLES } from '../tables.ts';
import type { Tenant } from '../tenant.ts';

export type ArmCaller =
  | {
      readonly user: { readonly id: string; readonly name: string; readonly upn: string };
      readonly ip: string;
      readonly appId: string;
    }
  | { readonly servicePrincipal: { readonly id: string; readonly appId: string }; readonly ip: string };

export interface ArmOperation {
  readonly time: Instant;
  /** `Microsoft.Compute/virtualMachines/runCommand/action` */
  readonly operation: string;
  readonly display: string;
  readonly resource: Pick<Resource, 'id' | 'name' | 'type' | 'group' | 'subscription'>;
  readonly caller: ArmCaller;
  /** Milliseconds from start to end; without it the operation is done at once and has one row. */
  readonly takes?: number;
  readonly failure?: string;
  readonly request?: JsonObject;
  readonly correlation?: string;
}

const CLAIM = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';

/** A control-plane operation as AzureActivity tells it: Start, Accept and Success (or Failure), one correlation id. */
export function armOperation(tenant: Tenant, random: Random, about: ArmOperation): SampleEvent[] {
  const correlation = about.correlation ?? random.guid();
  const operationId = random.guid();
  const last = about.failure === undefined ? ['Success', ''] : ['Failure', about.failure];
  if (about.takes === undefined) {
    return [
      row(tenant, random, about, about.time, correlation, operationId, last[0] ?? '', about.failure ?? 'OK'),
    ];
  }
  const steps: [number, string, string][] =
    about.failure === undefined
      ? [
          [0, 'Start', ''],
          [Math.min(about.takes * 0.4, 2 * SECOND), 'Accept', 'Accepted'],
          [about.takes, 'Success', 'OK'],
        ]
      : [
          [0, 'Start', ''],
          [about.takes, 'Failure', about.failure],
        ];
  return steps.map(([after, status, sub]) =>
    row(tenant, random, about, about.time + after, correlation, operationId, status, sub),
  );
}

function row(
  tenant: Tenant,
  random: Random,
  about: ArmOperation,
  time: Instant,
  correlation: string,
  operationId: string,
  status: string,
  sub: string,
): SampleEvent {
  const { resource, caller } = about;
  const provider = about.operation.slice(0, about.operation.indexOf('/'));
  const scope = resource.id;
  const authorization = {
    action: about.operation,
    scope,
    evidence: { role: 'Contributor', principalType: 'user' in caller ? 'User' : 'ServicePrincipal' },
  };
  const claims = claimsOf(tenant, caller);
  const properties = {
    eventCategory: 'Administrative',
    eventName: status === 'Start' ? 'Begin request' : 'End request',
    entity: scope,
    message: about.operation,
    hierarchy: `${tenant.id}/${resource.subscription.id}`,
    ...(status === 'Start' && about.request ? { requestbody: JSON.stringify(about.request) } : {}),
    ...(status === 'Failure' ? { statusMessage: JSON.stringify({ error: { code: sub } }) } : {}),
  };
  const name = 'user' in caller ? caller.user.upn : caller.servicePrincipal.id;
  return {
    table: TABLES.AzureActivity,
    time,
    row: {
      OperationName: about.display,
      OperationNameValue: about.operation.toUpperCase(),
      Level: status === 'Failure' ? 'Error' : 'Information',
      ActivityStatus: status === 'Success' ? 'Succeeded' : status === 'Failure' ? 'Failed' : `${status}ed`,
      ActivityStatusValue: status,
      ActivitySubstatus: sub,
      ActivitySubstatusValue: sub,
      ResourceGroup: resource.group,
      SubscriptionId: resource.subscription.id,
      CorrelationId: correlation,
      Caller: name,
      CallerIpAddress: caller.ip,
      Category: 'Administrative',
      CategoryValue: 'Administrative',
      HTTPRequest: JSON.stringify({
        clientRequestId: correlation,
        clientIpAddress: caller.ip,
        method: METHODS.find(([suffix]) => about.operation.toLowerCase().endsWith(suffix))?.[1] ?? 'POST',
      }),
      Properties: JSON.stringify(properties),
      EventSubmissionTimestamp: iso(time + random.between(60, 240) * SECOND),
      Authorization: JSON.stringify(authorization),
      ResourceId: resource.id,
      OperationId: operationId,
      ResourceProvider: provider,
      ResourceProviderValue: provider.toUpperCase(),
      Resource: resource.name,
      EventDataId: random.guid(),
      TenantId: tenant.workspace,
      TimeGenerated: iso(time),
      SourceSystem: 'Azure',
      Authorization_d: authorization,
      Claims: JSON.stringify(claims),
      Claims_d: claims,
      Properties_d: properties,
      Hierarchy: properties.hierarchy,
      Type: 'AzureActivity',
      _ResourceId: resource.id.toLowerCase(),
      _SubscriptionId: resource.subscription.id,
    },
  };
}

const METHODS = [
  ['/write', 'PUT'],
  ['/delete', 'DELETE'],
] as const;

function claimsOf(tenant: Tenant, caller: ArmCaller): JsonObject {
  if ('servicePrincipal' in caller)
    return {
      aud: 'https://management.azure.com/',
      iss: `https://sts.windows.net/${tenant.id}/`,
      appid: caller.servicePrincipal.appId,
      appidacr: '1',
      'http://schemas.microsoft.com/identity/claims/objectidentifier': caller.servicePrincipal.id,
      idtyp: 'app',
    };
  return {
    aud: 'https://management.azure.com/',
    iss: `https://sts.windows.net/${tenant.id}/`,
    appid: caller.appId,
    appidacr: '0',
    'http://schemas.microsoft.com/identity/claims/objectidentifier': caller.user.id,
    ipaddr: caller.ip,
    name: caller.user.name,
    [`${CLAIM}upn`]: caller.user.upn,
    [`${CLAIM}name`]: caller.user.upn,
  };
}
