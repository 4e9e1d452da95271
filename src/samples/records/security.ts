import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Row } from '../table.ts';
import { camelCase } from './entra.ts';

const SOURCES: Readonly<Record<string, string>> = {
  'Microsoft Defender XDR': 'microsoftDefenderForOffice365',
  'Microsoft Defender for Cloud': 'microsoftDefenderForCloud',
  'Azure Active Directory Identity Protection': 'azureAdIdentityProtection',
};

function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}

function milliseconds(iso: string): string {
  return iso === '' ? '' : `${iso.slice(0, 23)}Z`;
}

/** Microsoft Graph's alert (alerts_v2). */
export function graphAlert(row: Row, tenantId: string, incident: string): JsonObject {
  const entities = JSON.parse(text(row, 'Entities')) as readonly JsonObject[];
  const source = SOURCES[text(row, 'ProductName')] ?? 'unknown';
  return {
    id: text(row, 'VendorOriginalId'),
    providerAlertId: text(row, 'VendorOriginalId').slice(2),
    incidentId: incident,
    status: camelCase(text(row, 'Status')),
    severity: text(row, 'AlertSeverity').toLowerCase(),
    classification: null,
    determination: null,
    serviceSource: source,
    detectionSource: source,
    productName: text(row, 'ProductName'),
    detectorId: text(row, 'AlertType'),
    tenantId,
    title: text(row, 'DisplayName'),
    description: text(row, 'Description'),
    recommendedActions: (JSON.parse(text(row, 'RemediationSteps')) as string[]).join('\n'),
    category: text(row, 'Tactics'),
    assignedTo: null,
    alertWebUrl: text(row, 'AlertLink'),
    incidentWebUrl: `https://security.microsoft.com/incidents/${incident}`,
    mitreTechniques: JSON.parse(text(row, 'Techniques')) as JsonValue,
    createdDateTime: milliseconds(text(row, 'TimeGenerated')),
    firstActivityDateTime: milliseconds(text(row, 'StartTime')),
    lastActivityDateTime: milliseconds(text(row, 'EndTime')),
    lastUpdateDateTime: milliseconds(text(row, 'TimeGenerated')),
    resolvedDateTime: null,
    comments: [],
    evidence: entities.map((entity) => evidence(entity, milliseconds(text(row, 'TimeGenerated')))),
  };
}

function evidence(entity: JsonObject, createdDateTime: string): JsonObject {
  const common = { createdDateTime, verdict: 'unknown', remediationStatus: 'none', roles: [], tags: [] };
  const value = (name: string): string => (typeof entity[name] === 'string' ? entity[name] : '');
  if (entity['Type'] === 'account')
    return {
      '@odata.type': '#microsoft.graph.security.userEvidence',
      ...common,
      userAccount: {
        accountName: value('Name'),
        domainName: value('UPNSuffix'),
        azureAdUserId: value('AadUserId'),
        userPrincipalName: `${value('Name')}@${value('UPNSuffix')}`,
        displayName: value('DisplayName'),
      },
    };
  if (entity['Type'] === 'ip')
    return { '@odata.type': '#microsoft.graph.security.ipEvidence', ...common, ipAddress: value('Address') };
  if (entity['Type'] === 'url')
    return { '@odata.type': '#microsoft.graph.security.urlEvidence', ...common, url: value('Url') };
  if (entity['Type'] === 'azure-resource')
    return {
      '@odata.type': '#microsoft.graph.security.azureResourceEvidence',
      ...common,
      resourceId: value('ResourceId'),
    };
  return {
    '@odata.type': '#microsoft.graph.security.cloudApplicationEvidence',
    ...common,
    appId: value('AppId'),
    displayName: value('Name'),
  };
}

const STATUS: Readonly<Record<string, string>> = { New: 'active', Active: 'inProgress', Closed: 'resolved' };

/** Microsoft Graph's incident, as one version of it was. */
export function graphIncident(row: Row, tenantId: string): JsonObject {
  const owner = row['Owner'] as { readonly email?: JsonValue } | null;
  const id = text(row, 'ProviderIncidentId');
  return {
    id,
    tenantId,
    incidentWebUrl: `https://security.microsoft.com/incidents/${id}`,
    redirectIncidentId: null,
    displayName: text(row, 'Title'),
    description: text(row, 'Description'),
    createdDateTime: text(row, 'CreatedTime'),
    lastUpdateDateTime: text(row, 'LastModifiedTime'),
    assignedTo: owner?.email ?? null,
    classification: text(row, 'Classification') === '' ? 'unknown' : camelCase(text(row, 'Classification')),
    determination: 'unknown',
    status: STATUS[text(row, 'Status')] ?? 'active',
    severity: text(row, 'Severity').toLowerCase(),
    customTags: [],
    systemTags: [],
    comments: row['Comments'] ?? [],
  };
}
