import { ticksFromIso } from '../../../../src/base/ticks.ts';
import { json, SUB, TICKS, TIME, type ShapeCase } from './shapeCase.ts';

const INCIDENT = {
  title: 'Sign-in from two countries',
  severity: 'High',
  status: 'Active',
  owner: { assignedTo: 'Ada', userPrincipalName: 'ada@x' },
  labels: [{ labelName: 'vip', labelType: 'User' }],
  firstActivityTimeUtc: '2026-03-01T09:00:00Z',
  lastModifiedTimeUtc: TIME,
  createdTimeUtc: '2026-03-01T10:00:00Z',
  incidentNumber: 17,
  additionalData: { alertsCount: 2, tactics: ['InitialAccess'] },
  providerName: 'Azure Sentinel',
};
const INCIDENT_ID = { id: `${SUB}/Microsoft.SecurityInsights/incidents/i-1`, name: 'i-1' };
const INCIDENT_ROW = {
  IncidentName: 'i-1',
  IncidentNumber: 17,
  TimeGenerated: TICKS,
  CreatedTime: ticksFromIso('2026-03-01T10:00:00Z'),
  Severity: 'High',
  Owner: json(INCIDENT.owner),
  AdditionalData: json(INCIDENT.additionalData),
};

const ALERT = {
  systemAlertId: 'a-1',
  alertDisplayName: 'Access from a Tor exit node',
  alertType: 'Storage.Blob_TorAnomaly',
  severity: 'Medium',
  intent: 'InitialAccess',
  status: 'Active',
  startTimeUtc: '2026-03-01T10:00:00Z',
  timeGeneratedUtc: TIME,
  resourceIdentifiers: [
    { type: 'LogAnalytics', workspaceId: 'w' },
    { type: 'AzureResource', azureResourceId: `${SUB}/Microsoft.Storage/storageAccounts/st1` },
  ],
  entities: [{ $id: '1', type: 'ip', address: '203.0.113.9' }],
  compromisedEntity: 'st1',
};
const ALERT_ROW = {
  SystemAlertId: 'a-1',
  TimeGenerated: TICKS,
  DisplayName: ALERT.alertDisplayName,
  AlertSeverity: 'Medium',
  Tactics: 'InitialAccess',
  ResourceId: `${SUB}/Microsoft.Storage/storageAccounts/st1`,
  Entities: json(ALERT.entities),
};

/** What Azure Resource Manager answers about security, bare and as its command lines flatten it. */
export const ARM_EXPORTS: readonly ShapeCase[] = [
  {
    name: 'Sentinel incidents of az rest',
    file: 'incidents.json',
    content: JSON.stringify(
      { value: [{ ...INCIDENT_ID, type: 'Microsoft.SecurityInsights/incidents', properties: INCIDENT }] },
      null,
      2,
    ),
    shape: 'sentinel-incidents',
    table: 'SecurityIncident',
    rows: [INCIDENT_ROW],
  },
  {
    name: 'az sentinel incident list',
    file: 'incidents.json',
    content: JSON.stringify([{ ...INCIDENT, ...INCIDENT_ID, classification: null }], null, 2),
    shape: 'sentinel-incidents',
    table: 'SecurityIncident',
    rows: [{ ...INCIDENT_ROW, Classification: '' }],
  },
  {
    name: 'alerts of Defender for Cloud of az rest',
    file: 'alerts.json',
    content: json({
      value: [{ name: 'a-1', type: 'Microsoft.Security/Locations/alerts', properties: ALERT }],
    }),
    shape: 'security-alerts',
    table: 'SecurityAlert',
    rows: [ALERT_ROW],
  },
  {
    name: 'az security alert list',
    file: 'alerts.json',
    content: JSON.stringify([{ ...ALERT, name: 'a-1' }], null, 2),
    shape: 'security-alerts',
    table: 'SecurityAlert',
    rows: [ALERT_ROW],
  },
  {
    name: 'alerts of the API of Defender for Endpoint',
    file: 'alerts.json',
    content: json({
      value: [
        {
          id: 'da1',
          title: 'A tool was seen',
          severity: 'Low',
          status: 'New',
          alertCreationTime: TIME,
          lastUpdateTime: TIME,
          incidentId: 7,
          computerDnsName: 'pc1',
        },
      ],
    }),
    shape: 'defender-api',
    table: 'SecurityAlert',
    rows: [{ VendorOriginalId: 'da1', TimeGenerated: TICKS, AlertSeverity: 'Low', CompromisedEntity: 'pc1' }],
  },
  {
    name: 'incidents of the API of Defender XDR',
    file: 'incidents.json',
    content: json({
      value: [
        {
          incidentId: 7,
          incidentName: 'Several stages',
          createdTime: TIME,
          lastUpdateTime: TIME,
          status: 'Resolved',
          severity: 'High',
          alerts: [],
        },
      ],
    }),
    shape: 'defender-incidents',
    table: 'SecurityIncident',
    rows: [{ ProviderIncidentId: '7', Title: 'Several stages', Status: 'Closed', LastModifiedTime: TICKS }],
  },
];
