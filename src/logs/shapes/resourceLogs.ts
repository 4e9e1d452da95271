import type { TableMapping } from '../../domain/logMapping.ts';
import { tableSchema } from '../schemas/tableSchemas.ts';
import { type Source, pathOf, tableMapping } from './mappingText.ts';

/*
 * Resource logs of diagnostic settings: an envelope of known fields and `properties` with the service's own. A resource's
 * own table has the members of `properties` under the same names in Pascal case.
 */
const OMIT = ['TenantId', 'SourceSystem', 'Type', '_IsBillable', '_BilledSize'];

function envelope(table: string): Record<string, Source> {
  const columns: Record<string, Source> = {
    TimeGenerated: 'time|timestamp|timeStamp|EventTimeString|properties.timestamp|properties.timeGenerated',
    ResourceId: 'resourceId',
    _ResourceId: { from: 'resourceId', as: { op: 'lower' } },
    _SubscriptionId: { from: 'resourceId', as: { op: 'resource-part', part: 'subscription' } },
    SubscriptionId: { from: 'resourceId', as: { op: 'resource-part', part: 'subscription' } },
    ResourceGroup: { from: 'resourceId', as: { op: 'resource-part', part: 'group' } },
    ResourceProvider: { from: 'resourceId', as: { op: 'resource-part', part: 'provider' } },
    Resource: { from: 'resourceId', as: { op: 'resource-part', part: 'name' } },
    OperationName: 'operationName',
    OperationVersion: 'operationVersion',
    Category: 'category',
    CorrelationId: 'correlationId|properties.correlationId',
    DurationMs: 'durationMs|properties.durationMs',
    ResultType: 'resultType',
    ResultSignature: 'resultSignature',
    ResultDescription: 'resultDescription',
    Location: 'location',
    Level: 'level',
    ...EXTRA[table],
  };
  const known = new Set(tableSchema(table)?.columns.map(({ name }) => name));
  return Object.fromEntries(Object.entries(columns).filter(([name]) => known.has(name)));
}

const STORAGE: Record<string, Source> = {
  AccountName: 'properties.accountName',
  AuthenticationType: 'identity.type',
  AuthenticationHash: 'identity.tokenHash',
  AuthorizationDetails: 'identity.authorization',
  RequesterObjectId: 'identity.requester.objectId',
  RequesterTenantId: 'identity.requester.tenantId',
  RequesterAppId: 'identity.requester.appId',
  RequesterAudience: 'identity.requester.audience',
  RequesterTokenIssuer: 'identity.requester.tokenIssuer',
  RequesterUpn: 'identity.requester.upn',
};

const EXTRA: Readonly<Record<string, Record<string, Source>>> = {
  StorageBlobLogs: STORAGE,
  StorageFileLogs: STORAGE,
  StorageQueueLogs: STORAGE,
  StorageTableLogs: STORAGE,
  AZKVAuditLogs: { Identity: 'identity', Properties: 'properties', CallerIpAddress: 'callerIpAddress' },
  AGWFirewallLogs: {
    DetailedMessage: 'properties.details.message',
    DetailedData: 'properties.details.data',
    FileDetails: 'properties.details.file',
    LineDetails: 'properties.details.line',
  },
  MicrosoftGraphActivityLogs: {
    AadTenantId: 'properties.tenantId|tenantId',
    IPAddress: 'properties.ipAddress|callerIpAddress',
    DeviceId: 'properties.deviceId|properties.C_DeviceId',
    SessionId: 'properties.sessionId|properties.C_Sid',
  },
  AADGraphActivityLogs: {
    AADTenantId: 'properties.tenantId|tenantId',
    CallerIpAddress: 'properties.callerIpAddress|properties.ipAddress|callerIpAddress',
    RequestMethod: 'properties.requestMethod|properties.httpMethod',
    ResponseStatusCode: 'properties.responseStatusCode|properties.httpStatusCode',
    TokenIssuedAt: 'properties.tokenIssuedAt|properties.issuedAt',
  },
  SQLSecurityAuditEvents: { DurationMs: 'properties.duration_milliseconds|durationMs' },
  IntuneAuditLogs: { Identity: 'identity', Properties: 'properties' },
  IntuneOperationalLogs: { Properties: 'properties', Result: 'resultType' },
  AZFWThreatIntel: { TargetUrl: 'properties.TargetUrl|properties.Url' },
};

/** SQL audit writes snake case. */
const SNAKE_TABLES: ReadonlySet<string> = new Set(['SQLSecurityAuditEvents']);

const snakeCase = (name: string): string =>
  name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

/** The table of a resource's own, or AzureDiagnostics, from a record of a diagnostic setting. */
export function resourceLogMapping(table: string): TableMapping | undefined {
  const schema = tableSchema(table);
  if (!schema) return undefined;
  if (table === 'AzureDiagnostics') return azureDiagnostics();
  const columns = envelope(table);
  if (SNAKE_TABLES.has(table))
    for (const { name } of schema.columns)
      if (!Object.hasOwn(columns, name) && !OMIT.includes(name))
        columns[name] = { from: [['properties', snakeCase(name)], ['properties', name], [name]] };
  return tableMapping(table, { columns, sameName: ['properties', ''], omit: OMIT });
}

const SUFFIX = /_[sdbtg]$/;

/** Claims whose column is named after their URI, with `_` for what is no letter. */
const CLAIM_URIS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'http://schemas.microsoft.com/identity/claims/objectidentifier',
    'http://schemas.microsoft.com/identity/claims/scope',
    'http://schemas.microsoft.com/claims/authnclassreference',
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn',
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name',
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier',
  ].map((uri) => [uri.replace(/[^A-Za-z0-9]+/g, '_'), uri]),
);

/** `clientInfo_s` is `properties.clientInfo`; `identity_claim_appid_g` is `identity.claim.appid`. */
function azureDiagnostics(): TableMapping {
  const columns: Record<string, Source> = {
    ...envelope('AzureDiagnostics'),
    CallerIPAddress: 'callerIpAddress',
    ResourceType: { from: 'resourceId', as: { op: 'resource-part', part: 'type' } },
    AdditionalFields: 'properties',
  };
  for (const { name } of tableSchema('AzureDiagnostics')?.columns ?? []) {
    if (Object.hasOwn(columns, name) || !SUFFIX.test(name)) continue;
    const field = name.replace(SUFFIX, '');
    const claim = field.startsWith('identity_claim_') ? field.slice('identity_claim_'.length) : undefined;
    if (claim !== undefined) columns[name] = { from: [['identity', 'claim', CLAIM_URIS[claim] ?? claim]] };
    else if (field !== 'properties') columns[name] = { from: [['properties', field], pathOf(field)] };
  }
  const published = tableSchema('AzureDiagnostics')?.columns ?? [];
  // The service adds it to a table that has as many columns as it may have; it keeps what no column is for.
  const schema = [
    ...published.filter(({ name }) => name !== 'AdditionalFields'),
    { name: 'AdditionalFields', type: 'dynamic' as const },
  ];
  return tableMapping('AzureDiagnostics', {
    columns,
    sameName: [],
    omit: OMIT,
    schema,
    // The table has a column for each field that a resource writes.
    open: { types: {}, names: {}, untyped: false, suffixed: [['properties'], []] },
  });
}
