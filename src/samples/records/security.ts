import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Row } from '../table.ts';
import { camelCase } from './entra.ts';
import { textOf } from '../table.ts';

const SOURCES: Readonly<Record<string, string>> = {
  'Microsoft Defender XDR': 'microsoftDefenderForOffice365',
  'Microsoft Defender for Cloud': 'microsoftDefenderForCloud',
  'Azure Active Directory Identity Protection': 'azureAdIdentityProtection',
};

function milliseconds(iso: string): string {
  return iso === '' ? '' : `${iso.slice(0, 23)}Z`;
}

/** Microsoft Graph's alert (alerts_v2). */
export function graphAlert(row: Row, tenantId: string, incident: string): JsonObject {
  const entities = JSON.parse(textOf(row, 'Entities')) as readonly JsonObject[];
  const source = SOURCES[textOf(row, 'ProductName')] ?? 'unknown';
  return {
    id: textOf(row, 'VendorOriginalId'),
    providerAlertId: textOf(row, 'VendorOriginalId').slice(2),
    incidentId: incident,
    status: camelCase(textOf(row, 'Status')),
    severity: textOf(row, 'AlertSeverity').toLowerCase(),
    classification: null,
    determination: null,
    serviceSource: source,
    detectionSource: source,
    productName: textOf(row, 'ProductName'),
    detectorId: textOf(row, 'AlertType'),
    tenantId,
    title: textOf(row, 'DisplayName'),
    description: textOf(row, 'Description'),
    recommendedActions: (JSON.parse(textOf(row, 'RemediationSteps')) as string[]).join('\n'),
    category: textOf(row, 'Tactics'),
    assignedTo: null,
    alertWebUrl: textOf(row, 'AlertLink'),
    incidentWebUrl: `https://security.microsoft.com/incidents/${incident}`,
    mitreTechniques: JSON.parse(textOf(row, 'Techniques')) as JsonValue,
    createdDateTime: milliseconds(textOf(row, 'TimeGenerated')),
    firstActivityDateTime: milliseconds(textOf(row, 'StartTime')),
    lastActivityDateTime: milliseconds(textOf(row, 'EndTime')),
    lastUpdateDateTime: milliseconds(textOf(row, 'TimeGenerated')),
    resolvedDateTime: null,
    comments: [],
    evidence: entities.map((entity) => evidence(entity, milliseconds(textOf(row, 'TimeGenerated')))),
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
  const id = textOf(row, 'ProviderIncidentId');
  return {
    id,
    tenantId,
    incidentWebUrl: `https://security.microsoft.com/incidents/${id}`,
    redirectIncidentId: null,
    displayName: textOf(row, 'Title'),
    description: textOf(row, 'Description'),
    createdDateTime: textOf(row, 'CreatedTime'),
    lastUpdateDateTime: textOf(row, 'LastModifiedTime'),
    assignedTo: owner?.email ?? null,
    classification:
      textOf(row, 'Classification') === '' ? 'unknown' : camelCase(textOf(row, 'Classification')),
    determination: 'unknown',
    status: STATUS[textOf(row, 'Status')] ?? 'active',
    severity: textOf(row, 'Severity').toLowerCase(),
    customTags: [],
    systemTags: [],
    comments: row['Comments'] ?? [],
  };
}
