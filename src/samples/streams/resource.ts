import type { JsonObject } from '../../base/json.ts';
import type { Resource } from '../estate.ts';
import { iso } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Random } from '../random.ts';
import type { SampleEvent } from '../table.ts';
import { TABLES } from '../tables.ts';
import type { Tenant } from '../tenant.ts';

export interface BlobRequest {
  readonly time: Instant;
  readonly account: Resource;
  readonly operation:
    | 'GetBlob'
    | 'PutBlob'
    | 'ListBlobs'
    | 'ListContainers'
    | 'DeleteBlob'
    | 'GetBlobProperties'
    | 'CopyBlob';
  readonly container: string;
  readonly blob?: string;
  readonly ip: string;
  readonly bytes: number;
  readonly userAgent: string;
  readonly auth:
    | { readonly type: 'OAuth'; readonly objectId: string; readonly appId: string; readonly upn: string }
    | { readonly type: 'AccountKey' | 'SAS' | 'Anonymous' };
  readonly status?: { readonly code: number; readonly text: string };
}

/** A request to blob storage: StorageBlobLogs. */
export function blobRequest(tenant: Tenant, random: Random, about: BlobRequest): SampleEvent {
  const { auth, account } = about;
  const oauth = auth.type === 'OAuth' ? auth : null;
  const path = about.blob === undefined ? about.container : `${about.container}/${about.blob}`;
  const status = about.status ?? { code: about.operation === 'PutBlob' ? 201 : 200, text: 'Success' };
  const reads = !/^(Put|Delete|Copy)/.test(about.operation);
  const duration = Math.round(random.size(14, 0.8) + about.bytes / 200_000);
  return {
    table: TABLES.StorageBlobLogs,
    time: about.time,
    row: {
      TenantId: tenant.workspace,
      TimeGenerated: iso(about.time),
      AccountName: account.name,
      Location: tenant.estate.location,
      Protocol: 'HTTPS',
      OperationName: about.operation,
      AuthenticationType: auth.type,
      StatusCode: String(status.code),
      StatusText: status.text,
      DurationMs: duration,
      ServerLatencyMs: Math.max(1, Math.round(duration * 0.6)),
      Uri: `https://${account.name}.blob.core.windows.net/${path}`,
      CallerIpAddress: `${about.ip}:${random.int(1025, 65_000)}`,
      CorrelationId: `${random.guid().slice(0, 19)}00-${random.hex(6)}000000`,
      SchemaVersion: '1.0',
      OperationVersion: '2024-11-04',
      AuthenticationHash: oauth ? '' : random.hex(32),
      RequesterObjectId: oauth?.objectId ?? '',
      RequesterTenantId: oauth ? tenant.id : '',
      RequesterAppId: oauth?.appId ?? '',
      RequesterAudience: oauth ? 'https://storage.azure.com/' : '',
      RequesterTokenIssuer: oauth ? `https://sts.windows.net/${tenant.id}/` : '',
      RequesterUpn: oauth?.upn ?? '',
      AuthorizationDetails: null,
      UserAgentHeader: about.userAgent,
      ReferrerHeader: '',
      ClientRequestId: random.guid(),
      Etag: `"0x8DD${random.hex(6).toUpperCase()}"`,
      ServiceType: 'blob',
      OperationCount: 0,
      ObjectKey: `/${account.name}/${path}`,
      RequestHeaderSize: random.int(300, 900),
      RequestBodySize: reads ? 0 : about.bytes,
      ResponseHeaderSize: random.int(180, 500),
      ResponseBodySize: reads ? about.bytes : 0,
      LastModifiedTime: iso(about.time - random.between(1, 900) * 86_400_000),
      ContentLengthHeader: reads ? 0 : about.bytes,
      Category: reads ? 'StorageRead' : about.operation === 'DeleteBlob' ? 'StorageDelete' : 'StorageWrite',
      TlsVersion: 'TLS 1.2',
      MetricResponseType: status.code < 400 ? 'Success' : 'ClientOtherError',
      SourceSystem: 'Azure',
      Type: 'StorageBlobLogs',
      _ResourceId: account.id.toLowerCase(),
      _SubscriptionId: account.subscription.id,
    },
  };
}

export interface VaultRequest {
  readonly time: Instant;
  readonly vault: Resource;
  readonly operation: 'SecretGet' | 'SecretList' | 'VaultGet' | 'KeySign' | 'CertificateGet' | 'SecretSet';
  readonly item: string;
  readonly ip: string;
  readonly client: string;
  readonly identity: { readonly objectId: string; readonly appId: string; readonly upn?: string };
  readonly forbidden?: boolean;
}

/** A request to a key vault: AZKVAuditLogs. */
export function vaultRequest(tenant: Tenant, random: Random, about: VaultRequest): SampleEvent {
  const host = `https://${about.vault.name}.vault.azure.net`;
  const path = about.operation.startsWith('Secret')
    ? 'secrets'
    : about.operation.startsWith('Key')
      ? 'keys'
      : 'certificates';
  const url = about.item === '' ? `${host}/${path}` : `${host}/${path}/${about.item}`;
  const claim: JsonObject = {
    'http://schemas.microsoft.com/identity/claims/objectidentifier': about.identity.objectId,
    appid: about.identity.appId,
    ...(about.identity.upn === undefined
      ? {}
      : { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': about.identity.upn }),
  };
  const forbidden = about.forbidden === true;
  return {
    table: TABLES.AZKVAuditLogs,
    time: about.time,
    row: {
      TenantId: tenant.workspace,
      TimeGenerated: iso(about.time),
      ResultType: 'Success',
      OperationName: about.operation,
      ResultDescription: forbidden ? 'The caller does not have the permission on the vault.' : '',
      CorrelationId: random.guid(),
      CallerIpAddress: about.ip,
      OperationVersion: '7.5',
      Identity: { claim },
      Properties: { isRbacAuthorized: !forbidden, tlsVersion: 'TLS1_3' },
      Id: url,
      ClientInfo: about.client,
      HttpStatusCode: forbidden ? 403 : 200,
      RequestUri: `${url}?api-version=7.5`,
      IsAddressAuthorized: true,
      IsAccessPolicyMatch: false,
      IsRbacAuthorized: !forbidden,
      AppliedAssignmentId: '',
      Tlsversion: 'TLS1_3',
      ResultSignature: forbidden ? 'Forbidden' : 'OK',
      DurationMs: random.size(24, 0.6),
      SourceSystem: 'Azure',
      Type: 'AZKVAuditLogs',
      _ResourceId: about.vault.id.toLowerCase(),
      _SubscriptionId: about.vault.subscription.id,
    },
  };
}

export interface SqlStatement {
  readonly time: Instant;
  readonly database: string;
  readonly principal: string;
  readonly ip: string;
  readonly application: string;
  readonly host: string;
  readonly statement: string;
  readonly rows: number;
  readonly affected?: number;
  readonly action?: 'BCM' | 'DBAS' | 'DBAF';
  readonly succeeded?: boolean;
}

const ACTIONS = {
  BCM: 'BATCH COMPLETED',
  DBAS: 'DATABASE AUTHENTICATION SUCCEEDED',
  DBAF: 'DATABASE AUTHENTICATION FAILED',
} as const;

/** A batch or a sign-in at the database: SQLSecurityAuditEvents. */
export function sqlStatement(tenant: Tenant, random: Random, about: SqlStatement): SampleEvent {
  const server = tenant.estate.sqlServer;
  const action = about.action ?? 'BCM';
  return {
    table: TABLES.SQLSecurityAuditEvents,
    time: about.time,
    row: {
      TenantId: tenant.workspace,
      LogicalServerName: server.name,
      ResourceGroup: server.group,
      TimeGenerated: iso(about.time),
      Category: 'SQLSecurityAuditEvents',
      AuditSchemaVersion: 1,
      EventTime: iso(about.time - 400),
      SequenceNumber: 1,
      ActionId: action,
      ActionName: ACTIONS[action],
      Succeeded: about.succeeded ?? action !== 'DBAF',
      IsColumnPermission: false,
      SessionId: random.int(52, 900),
      ServerPrincipalId: 0,
      DatabasePrincipalId: random.int(5, 40),
      ObjectId: 0,
      TransactionId: random.bits(),
      ClassType: 'DB',
      ClassTypeDescription: 'DATABASE',
      SecurableClassType: 'DATABASE',
      DurationMs: random.size(12, 1),
      ResponseRows: about.rows,
      AffectedRows: about.affected ?? about.rows,
      ClientIp: about.ip,
      SequenceGroupId: random.guid(),
      SessionServerPrincipalName: about.principal,
      ServerPrincipalName: about.principal,
      DatabasePrincipalName: about.principal,
      DatabaseName: about.database,
      SchemaName: '',
      ObjectName: about.database,
      Statement: about.statement,
      AdditionalInformation: '<batch_information></batch_information>',
      ApplicationName: about.application,
      ConnectionId: random.guid(),
      HostName: about.host,
      IsServerLevelAudit: true,
      EventId: random.guid(),
      SourceSystem: 'Azure',
      Type: 'SQLSecurityAuditEvents',
      _ResourceId: `${server.id}/databases/${about.database}`.toLowerCase(),
      _SubscriptionId: server.subscription.id,
    },
  };
}
