import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Row } from '../table.ts';
import { camelCase } from './entra.ts';
import { textOf } from '../table.ts';

const STANDARD = new Set([
  'TenantId',
  'SourceSystem',
  'Type',
  'TimeGenerated',
  '_ResourceId',
  '_SubscriptionId',
]);

function upper(row: Row): string {
  const id = row['_ResourceId'];
  return typeof id === 'string' ? id.toUpperCase() : '';
}

function take(row: Row, columns: readonly string[]): Record<string, JsonValue> {
  return Object.fromEntries(columns.map((column) => [camelCase(column), row[column] ?? null]));
}

const STORAGE_PROPERTIES = [
  'AccountName',
  'UserAgentHeader',
  'ReferrerHeader',
  'ClientRequestId',
  'Etag',
  'ServerLatencyMs',
  'ServiceType',
  'OperationCount',
  'ObjectKey',
  'RequestHeaderSize',
  'RequestBodySize',
  'ResponseHeaderSize',
  'ResponseBodySize',
  'LastModifiedTime',
  'ContentLengthHeader',
  'TlsVersion',
  'MetricResponseType',
];

export function storageRecord(row: Row): JsonObject {
  const oauth = row['AuthenticationType'] === 'OAuth';
  return {
    time: row['TimeGenerated'] ?? '',
    resourceId: `${upper(row)}/BLOBSERVICES/DEFAULT`,
    category: row['Category'] ?? '',
    operationName: row['OperationName'] ?? '',
    operationVersion: row['OperationVersion'] ?? '',
    schemaVersion: row['SchemaVersion'] ?? '',
    statusCode: Number(row['StatusCode']),
    statusText: row['StatusText'] ?? '',
    durationMs: row['DurationMs'] ?? 0,
    callerIpAddress: row['CallerIpAddress'] ?? '',
    correlationId: row['CorrelationId'] ?? '',
    identity: {
      type: row['AuthenticationType'] ?? '',
      ...(oauth
        ? {
            requester: {
              objectId: row['RequesterObjectId'] ?? '',
              tenantId: row['RequesterTenantId'] ?? '',
              appId: row['RequesterAppId'] ?? '',
              audience: row['RequesterAudience'] ?? '',
              tokenIssuer: row['RequesterTokenIssuer'] ?? '',
              upn: row['RequesterUpn'] ?? '',
            },
          }
        : { tokenHash: row['AuthenticationHash'] ?? '' }),
    },
    location: row['Location'] ?? '',
    properties: take(row, STORAGE_PROPERTIES),
    uri: row['Uri'] ?? '',
    protocol: row['Protocol'] ?? '',
    resourceType: 'Microsoft.Storage/storageAccounts/blobServices',
  };
}

export function vaultRecord(row: Row): JsonObject {
  return {
    time: row['TimeGenerated'] ?? '',
    category: 'AuditEvent',
    operationName: row['OperationName'] ?? '',
    operationVersion: row['OperationVersion'] ?? '',
    resultType: row['ResultType'] ?? '',
    resultSignature: row['ResultSignature'] ?? '',
    resultDescription: row['ResultDescription'] ?? '',
    durationMs: textOf(row, 'DurationMs'),
    callerIpAddress: row['CallerIpAddress'] ?? '',
    correlationId: row['CorrelationId'] ?? '',
    identity: row['Identity'] ?? null,
    properties: {
      ...(row['Properties'] as JsonObject),
      ...take(row, [
        'Id',
        'ClientInfo',
        'HttpStatusCode',
        'RequestUri',
        'IsAddressAuthorized',
        'IsAccessPolicyMatch',
        'IsRbacAuthorized',
      ]),
    },
    resourceId: upper(row),
  };
}

/** Firewall logs: the properties have the columns' own names; ports are text. */
export function firewallRecord(row: Row): JsonObject {
  const properties: Record<string, JsonValue> = {};
  for (const [column, value] of Object.entries(row))
    if (!STANDARD.has(column)) properties[column] = column.endsWith('Port') ? textOf(row, column) : value;
  return {
    category: row['Type'] ?? '',
    time: row['TimeGenerated'] ?? '',
    resourceId: upper(row),
    properties,
  };
}

const GATEWAY_NAMES: Readonly<Record<string, string>> = {
  ClientIp: 'clientIP',
  SslEnabled: 'sslEnabled',
  ServerRouted: 'serverRouted',
  WafEvaluationTime: 'WAFEvaluationTime',
  WafMode: 'WAFMode',
  ErrorInfo: 'error_info',
};

export function gatewayRecord(row: Row): JsonObject {
  const firewall = row['Type'] === 'AGWFirewallLogs';
  const properties: Record<string, JsonValue> = {};
  for (const [column, value] of Object.entries(row)) {
    if (
      STANDARD.has(column) ||
      column === 'OperationName' ||
      /^(Detailed|FileDetails|LineDetails)/.test(column)
    )
      continue;
    properties[firewall ? camelCase(column) : (GATEWAY_NAMES[column] ?? camelCase(column))] = value;
  }
  if (firewall)
    properties['details'] = {
      message: row['DetailedMessage'] ?? '',
      data: row['DetailedData'] ?? '',
      file: row['FileDetails'] ?? '',
      line: row['LineDetails'] ?? '',
    };
  return {
    timeStamp: textOf(row, 'TimeGenerated').replace('Z', '+00:00'),
    resourceId: upper(row),
    operationName: row['OperationName'] ?? '',
    category: firewall ? 'ApplicationGatewayFirewallLog' : 'ApplicationGatewayAccessLog',
    properties,
  };
}

const SQL_ENVELOPE = new Set(['LogicalServerName', 'ResourceGroup', 'Category']);

/** SQL auditing names its properties in snake_case. */
export function sqlRecord(row: Row): JsonObject {
  const properties: Record<string, JsonValue> = {};
  for (const [column, value] of Object.entries(row))
    if (!STANDARD.has(column) && !SQL_ENVELOPE.has(column))
      properties[column.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase()] = value;
  return {
    time: row['TimeGenerated'] ?? '',
    resourceId: upper(row),
    category: 'SQLSecurityAuditEvents',
    operationName: 'AuditEvent',
    LogicalServerName: row['LogicalServerName'] ?? '',
    ResourceGroup: row['ResourceGroup'] ?? '',
    properties,
  };
}
