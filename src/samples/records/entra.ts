import type { JsonValue } from '../../base/json.ts';
import type { Row } from '../table.ts';

export function camelCase(column: string): string {
  return column.startsWith('IP') ? `ip${column.slice(2)}` : column.charAt(0).toLowerCase() + column.slice(1);
}

/** Microsoft Graph's directoryAudit; the same object is in the diagnostic record's `properties`. */
export function directoryAudit(row: Row): Record<string, JsonValue> {
  return {
    id: row['Id'] ?? '',
    category: row['Category'] ?? '',
    correlationId: row['CorrelationId'] ?? '',
    result: row['Result'] ?? '',
    resultReason: row['ResultReason'] ?? '',
    activityDisplayName: row['ActivityDisplayName'] ?? '',
    activityDateTime: row['ActivityDateTime'] ?? '',
    loggedByService: row['LoggedByService'] ?? '',
    operationType: row['AADOperationType'] ?? '',
    initiatedBy: row['InitiatedBy'] ?? null,
    targetResources: row['TargetResources'] ?? [],
    additionalDetails: row['AdditionalDetails'] ?? [],
  };
}

const RISK_COLUMNS = [
  'Activity',
  'ActivityDateTime',
  'CorrelationId',
  'DetectedDateTime',
  'DetectionTimingType',
  'Id',
  'IpAddress',
  'LastUpdatedDateTime',
  'Location',
  'RequestId',
  'RiskDetail',
  'RiskEventType',
  'RiskLevel',
  'RiskState',
  'Source',
  'TokenIssuerType',
  'UserDisplayName',
  'UserId',
  'UserPrincipalName',
] as const;

/** Microsoft Graph's riskDetection: additionalInfo is JSON text. */
export function riskDetectionRecord(row: Row): Record<string, JsonValue> {
  const made: Record<string, JsonValue> = {};
  for (const column of RISK_COLUMNS) made[camelCase(column)] = row[column] ?? null;
  made['additionalInfo'] = JSON.stringify(row['AdditionalInfo'] ?? []);
  return made;
}

/** `properties` of a MicrosoftGraphActivityLogs record. */
export function graphActivityProperties(row: Row): Record<string, JsonValue> {
  const made: Record<string, JsonValue> = {};
  for (const [column, value] of Object.entries(row))
    if (!['TenantId', 'SourceSystem', 'Type', 'TimeGenerated'].includes(column))
      made[camelCase(column)] = value;
  return made;
}
