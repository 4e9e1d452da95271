import type { KustoType } from '../../domain/kustoType.ts';

export interface EntityType {
  /** Identifiers that a field mapping may name. */
  readonly identifiers: readonly string[];
  /** An entity is recognised by any one of these sets, all of it mapped. */
  readonly keys: readonly (readonly string[])[];
}

const type = (identifiers: string, keys: string): EntityType => ({
  identifiers: identifiers.split(' '),
  keys: keys.split(' ').map((key) => key.split('+')),
});

/** Sentinel's entity types, as its public rule validation and its reference of entity types have them. */
export const ENTITY_TYPES: Readonly<Record<string, EntityType>> = {
  Account: type(
    'Name FullName NTDomain DnsDomain UPNSuffix Sid AadTenantId AadUserId PUID IsDomainJoined DisplayName ObjectGuid',
    'FullName Sid Name AadUserId PUID ObjectGuid',
  ),
  AzureResource: type('ResourceId', 'ResourceId'),
  CloudApplication: type('AppId Name InstanceName', 'AppId Name'),
  DNS: type('DomainName', 'DomainName'),
  File: type('Directory Name', 'Name'),
  FileHash: type('Algorithm Value', 'Algorithm+Value'),
  Host: type(
    'DnsDomain NTDomain HostName FullName NetBiosName AzureID OMSAgentID OSFamily OSVersion IsDomainJoined',
    'FullName HostName NetBiosName AzureID OMSAgentID',
  ),
  IoTDevice: type(
    'IoTHub DeviceId DeviceName Manufacturer Model FirmwareVersion OperatingSystem IpAddress MacAddress Protocols SerialNumber Source SourceRef IoTSecurityAgentId DeviceType',
    'DeviceId',
  ),
  IP: type('Address AddressScope', 'Address'),
  Mailbox: type(
    'MailboxPrimaryAddress DisplayName Upn ExternalDirectoryObjectId RiskLevel',
    'MailboxPrimaryAddress',
  ),
  MailCluster: type(
    'NetworkMessageIds CountByDeliveryStatus CountByThreatType CountByProtectionStatus Threats Query QueryTime MailCount IsVolumeAnomaly Source ClusterSourceIdentifier ClusterSourceType ClusterQueryStartTime ClusterQueryEndTime ClusterGroup',
    'Query Source',
  ),
  MailMessage: type(
    'Recipient Urls Threats Sender P1Sender P1SenderDisplayName P1SenderDomain SenderIP P2Sender P2SenderDisplayName P2SenderDomain ReceivedDate NetworkMessageId InternetMessageId Subject BodyFingerprintBin1 BodyFingerprintBin2 BodyFingerprintBin3 BodyFingerprintBin4 BodyFingerprintBin5 AntispamDirection DeliveryAction DeliveryLocation Language ThreatDetectionMethods',
    'NetworkMessageId Recipient',
  ),
  Malware: type('Name Category', 'Name'),
  Process: type('ProcessId CommandLine ElevationToken CreationTimeUtc', 'CommandLine ProcessId'),
  RegistryKey: type('Hive Key', 'Key Hive'),
  RegistryValue: type('Name Value ValueType', 'Name'),
  SecurityGroup: type('DistinguishedName SID ObjectGuid', 'DistinguishedName SID ObjectGuid'),
  SubmissionMail: type(
    'NetworkMessageId Timestamp Recipient Sender SenderIp Subject ReportType SubmissionId SubmissionDate Submitter',
    'SubmissionId NetworkMessageId Recipient Submitter',
  ),
  URL: type('Url', 'Url'),
};

/** Identifiers whose column must be a time; every other takes whatever prints as one text. */
const TIMES = new Set([
  'CreationTimeUtc',
  'QueryTime',
  'ClusterQueryStartTime',
  'ClusterQueryEndTime',
  'ReceivedDate',
  'Timestamp',
  'SubmissionDate',
]);
/** Identifiers that are lists by nature. */
const LISTS = new Set([
  'NetworkMessageIds',
  'CountByDeliveryStatus',
  'CountByThreatType',
  'CountByProtectionStatus',
  'Threats',
  'Urls',
  'ThreatDetectionMethods',
  'Protocols',
]);

/** Whether a column of this type can hold the identifier: a list holds several entities where one is wanted. */
export function fitsIdentifier(identifier: string, column: KustoType): boolean {
  if (TIMES.has(identifier)) return column === 'datetime' || column === 'string';
  if (column === 'dynamic') return LISTS.has(identifier);
  return column !== 'timespan' && column !== 'datetime';
}
