import type { JsonObject } from '../../base/json.ts';
import type { SampleEvent } from '../table.ts';
import type { Tenant } from '../tenant.ts';
import { activityRecord } from './activity.ts';
import { directoryAudit, graphActivityProperties, riskDetectionRecord } from './entra.ts';
import { firewallRecord, gatewayRecord, sqlRecord, storageRecord, vaultRecord } from './resources.ts';
import { signInEventType, signInProperties } from './signIn.ts';
import { textOf } from '../table.ts';

/** A record of a diagnostic setting with the container and the source that its blob's path names. */
export interface DiagnosticRecord {
  readonly container: string;
  /** `tenantId=…` or `resourceId=/SUBSCRIPTIONS/…`. */
  readonly source: string;
  readonly record: JsonObject;
}

const CONTAINERS: Readonly<Record<string, string>> = {
  SigninLogs: 'insights-logs-signinlogs',
  AADNonInteractiveUserSignInLogs: 'insights-logs-noninteractiveusersigninlogs',
  AADServicePrincipalSignInLogs: 'insights-logs-serviceprincipalsigninlogs',
  AADManagedIdentitySignInLogs: 'insights-logs-managedidentitysigninlogs',
  AuditLogs: 'insights-logs-auditlogs',
  AADUserRiskEvents: 'insights-logs-userriskevents',
  MicrosoftGraphActivityLogs: 'insights-logs-microsoftgraphactivitylogs',
  AzureActivity: 'insights-activity-logs',
  StorageBlobLogs: 'insights-logs-storageread',
  AZKVAuditLogs: 'insights-logs-auditevent',
  SQLSecurityAuditEvents: 'insights-logs-sqlsecurityauditevents',
  AZFWNetworkRule: 'insights-logs-azfwnetworkrule',
  AZFWApplicationRule: 'insights-logs-azfwapplicationrule',
  AGWAccessLogs: 'insights-logs-applicationgatewayaccesslog',
  AGWFirewallLogs: 'insights-logs-applicationgatewayfirewalllog',
};

const RECORDS: Readonly<Record<string, (event: SampleEvent, tenant: Tenant) => JsonObject>> = {
  AuditLogs: audit,
  AADUserRiskEvents: risk,
  MicrosoftGraphActivityLogs: graph,
  AzureActivity: ({ row }, tenant) => activityRecord(row, tenant.id),
  StorageBlobLogs: ({ row }) => storageRecord(row),
  AZKVAuditLogs: ({ row }) => vaultRecord(row),
  SQLSecurityAuditEvents: ({ row }) => sqlRecord(row),
  AZFWNetworkRule: ({ row }) => firewallRecord(row),
  AZFWApplicationRule: ({ row }) => firewallRecord(row),
  AGWAccessLogs: ({ row }) => gatewayRecord(row),
  AGWFirewallLogs: ({ row }) => gatewayRecord(row),
};

export function hasDiagnosticRecord(table: string): boolean {
  return CONTAINERS[table] !== undefined || isHunting(table);
}

function isHunting(table: string): boolean {
  return /^(Email|UrlClick|AlertInfo|AlertEvidence)/.test(table);
}

export function diagnosticRecord(event: SampleEvent, tenant: Tenant): DiagnosticRecord {
  const { name } = event.table;
  if (isHunting(name))
    return {
      container: `insights-logs-advancedhunting-${name.toLowerCase()}`,
      source: `tenantId=${tenant.id}`,
      record: huntingRecord(event, tenant),
    };
  const make = RECORDS[name] ?? signIn;
  const resource = event.row['_ResourceId'];
  const storage = event.row['Category'];
  return {
    container:
      name === 'StorageBlobLogs' && typeof storage === 'string'
        ? `insights-logs-${storage.toLowerCase()}`
        : (CONTAINERS[name] ?? `insights-logs-${name.toLowerCase()}`),
    source:
      event.table.family === 'entra'
        ? `tenantId=${tenant.id}`
        : name === 'AzureActivity'
          ? `resourceId=/SUBSCRIPTIONS/${textOf(event.row, 'SubscriptionId').toUpperCase()}`
          : `resourceId=${typeof resource === 'string' ? resource.toUpperCase() : ''}${name === 'StorageBlobLogs' ? '/BLOBSERVICES/DEFAULT' : ''}`,
    record: make(event, tenant),
  };
}

function entra(event: SampleEvent, tenant: Tenant, properties: JsonObject, extra: JsonObject): JsonObject {
  const { row } = event;
  return {
    time: row['TimeGenerated'] ?? '',
    resourceId: `/tenants/${tenant.id}/providers/Microsoft.aadiam`,
    operationName: row['OperationName'] ?? '',
    operationVersion: '1.0',
    tenantId: tenant.id,
    ...extra,
    properties,
  };
}

function signIn(event: SampleEvent, tenant: Tenant): JsonObject {
  const { row } = event;
  const user = signInEventType(event.table.name) !== 'managedIdentity';
  return entra(event, tenant, signInProperties(row), {
    category: row['Category'] ?? '',
    resultType: row['ResultType'] ?? '',
    resultSignature: row['ResultSignature'] ?? '',
    resultDescription: row['ResultDescription'] ?? '',
    durationMs: 0,
    ...(user ? { callerIpAddress: row['IPAddress'] ?? '', identity: row['Identity'] ?? '' } : {}),
    correlationId: row['CorrelationId'] ?? '',
    Level: 4,
    ...(user ? { location: row['Location'] ?? '' } : {}),
  });
}

function audit(event: SampleEvent, tenant: Tenant): JsonObject {
  const { row } = event;
  return entra(event, tenant, directoryAudit(row), {
    category: 'AuditLogs',
    resultSignature: 'None',
    durationMs: 0,
    correlationId: row['CorrelationId'] ?? '',
    identity: row['Identity'] ?? '',
    level: 'Informational',
  });
}

/** Identity Protection writes its time as text of the United States, without a zone. */
function risk(event: SampleEvent, tenant: Tenant): JsonObject {
  const { row } = event;
  const logged = new Date(event.time);
  const hour = logged.getUTCHours();
  const clock = [hour % 12 === 0 ? 12 : hour % 12, logged.getUTCMinutes(), logged.getUTCSeconds()]
    .map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0')))
    .join(':');
  const id = row['Id'] ?? '';
  return entra(event, tenant, riskDetectionRecord(row), {
    time: `${logged.getUTCMonth() + 1}/${logged.getUTCDate()}/${logged.getUTCFullYear()} ${clock} ${hour < 12 ? 'AM' : 'PM'}`,
    category: 'UserRiskEvents',
    correlationId: id,
    durationMs: 0,
    callerIpAddress: row['IpAddress'] ?? '',
    identity: row['UserDisplayName'] ?? '',
    Level: 4,
  });
}

function graph(event: SampleEvent, tenant: Tenant): JsonObject {
  const { row } = event;
  return entra(event, tenant, graphActivityProperties(row), {
    operationName: 'Microsoft Graph Activity',
    operationVersion: row['ApiVersion'] ?? '',
    category: 'MicrosoftGraphActivityLogs',
    resultSignature: textOf(row, 'ResponseStatusCode'),
    durationMs: textOf(row, 'DurationMs'),
    callerIpAddress: row['IPAddress'] ?? '',
    correlationId: row['ClientRequestId'] ?? '',
    level: 'Informational',
    location: row['Location'] ?? '',
  });
}

/** A row of a Defender table as the streaming interface sends it. */
function huntingRecord(event: SampleEvent, tenant: Tenant): JsonObject {
  return {
    time: event.row['Timestamp'] ?? '',
    tenantId: tenant.id,
    operationName: 'Publish',
    category: `AdvancedHunting-${event.table.name}`,
    _TimeReceivedBySvc: event.row['Timestamp'] ?? '',
    properties: huntingRow(event),
  };
}

const NOT_HUNTING = new Set(['TenantId', 'TimeGenerated', 'SourceSystem', 'Type']);

/** The row with the columns that it has in Defender itself, every one of the table's, `Timestamp` first. */
export function huntingRow(event: SampleEvent): JsonObject {
  const columns = event.table.columns
    .map(({ name }) => name)
    .filter((name) => !NOT_HUNTING.has(name) && name !== 'Timestamp');
  return Object.fromEntries(
    ['Timestamp', ...columns].map((name) => {
      const value = event.row[name] ?? null;
      return [name, value !== null && typeof value === 'object' ? JSON.stringify(value) : value];
    }),
  );
}
