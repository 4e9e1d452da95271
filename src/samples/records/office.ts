import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Row } from '../table.ts';
import { textOf } from '../table.ts';

const RECORD_TYPES: Readonly<Record<string, number>> = {
  ExchangeAdmin: 1,
  ExchangeItem: 2,
  SharePointFileOperation: 6,
  SharePointSharingOperation: 14,
  MicrosoftTeams: 25,
  ExchangeItemAggregated: 50,
};

const LOGON_TYPES: Readonly<Record<string, number>> = { Owner: 0, Admin: 1, Delegated: 2 };

/** Field of an audit record, column of OfficeActivity. */
const SAME: readonly (readonly [field: string, column: string])[] = [
  ['ObjectId', 'OfficeObjectId'],
  ['Site', 'Site_'],
  ['ItemType', 'ItemType'],
  ['EventSource', 'EventSource'],
  ['SiteUrl', 'Site_Url'],
  ['SourceRelativeUrl', 'SourceRelativeUrl'],
  ['SourceFileName', 'SourceFileName'],
  ['SourceFileExtension', 'SourceFileExtension'],
  ['UserAgent', 'UserAgent'],
  ['OriginatingServer', 'OriginatingServer'],
  ['OrganizationName', 'OrganizationName'],
  ['InternalLogonType', 'InternalLogonType'],
  ['MailboxGuid', 'MailboxGuid'],
  ['MailboxOwnerUPN', 'MailboxOwnerUPN'],
  ['LogonUserSid', 'LogonUserSid'],
  ['ClientInfoString', 'ClientInfoString'],
  ['ClientIPAddress', 'Client_IPAddress'],
  ['ClientAppId', 'ClientAppId'],
  ['AppId', 'AppId'],
  ['AppAccessContext', 'AppAccessContext'],
  ['OperationProperties', 'OperationProperties'],
  ['TeamName', 'TeamName'],
  ['ChannelName', 'ChannelName'],
  ['CommunicationType', 'CommunicationType'],
  ['IsManagedDevice', 'IsManagedDevice'],
  ['TargetUserOrGroupName', 'UserSharedWith'],
];

const PARSED: readonly (readonly [field: string, column: string])[] = [
  ['Parameters', 'Parameters'],
  ['Folders', 'Folders'],
  ['Item', 'Item'],
];

/** AuditData: a record of the unified audit log as the Management Activity API has it; its time has no zone. */
export function auditData(row: Row): JsonObject {
  const made: Record<string, JsonValue> = {
    CreationTime: creationTime(row),
    Id: row['OfficeId'] ?? '',
    Operation: row['Operation'] ?? '',
    OrganizationId: row['OrganizationId'] ?? '',
    RecordType: recordNumber(row),
    ResultStatus: row['ResultStatus'] ?? '',
    UserKey: row['UserKey'] ?? '',
    UserType: 0,
    Version: 1,
    Workload: row['OfficeWorkload'] ?? '',
    ClientIP: row['ClientIP'] ?? '',
    UserId: row['UserId'] ?? '',
  };
  for (const [field, column] of SAME) {
    const value = row[column];
    if (value !== undefined && value !== null && value !== '') made[field] = value;
  }
  for (const [field, column] of PARSED) {
    const value = row[column];
    if (typeof value === 'string' && value !== '') made[field] = JSON.parse(value) as JsonValue;
  }
  const logon = row['Logon_Type'];
  if (typeof logon === 'string') made['LogonType'] = LOGON_TYPES[logon] ?? 0;
  return made;
}

export function creationTime(row: Row): string {
  return textOf(row, 'TimeGenerated').slice(0, 19);
}

export function recordNumber(row: Row): number {
  return RECORD_TYPES[textOf(row, 'RecordType')] ?? 0;
}
