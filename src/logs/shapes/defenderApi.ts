import type { JsonObject } from '../../base/json.ts';
import type { TableMapping } from '../../domain/logMapping.ts';
import { type MappingText, bag, listOf, tableMapping } from './mappingText.ts';
import { memo } from './memo.ts';
import {
  type NamedRouting,
  type Sample,
  type Shape,
  type ShapeOptions,
  has,
  inDateOrder,
  only,
  share,
} from './shape.ts';

/*
 * Alerts and incidents of Defender's own APIs (api.securitycenter and api.security.microsoft.com), which scripts still ask;
 * Graph has the same under other names.
 */
const TITLE = { op: 'capital' } as const;
const OMIT = ['TenantId', 'Type', 'SourceSystem', '_ResourceId', '_SubscriptionId'];

const ALERT: MappingText = {
  columns: {
    TimeGenerated: 'alertCreationTime',
    DisplayName: 'title',
    AlertName: 'title',
    Description: 'description',
    AlertSeverity: { from: 'severity', as: TITLE },
    Status: { from: 'status', as: TITLE },
    VendorOriginalId: 'id|alertId',
    VendorName: { constant: 'Microsoft' },
    ProviderName: { constant: 'MDATP' },
    ProductName: { constant: 'Microsoft Defender for Endpoint' },
    ProductComponentName: 'detectionSource',
    AlertType: 'detectorId|threatFamilyName',
    StartTime: 'firstEventTime',
    EndTime: 'lastEventTime',
    Tactics: 'category',
    Techniques: 'mitreTechniques',
    RemediationSteps: 'recommendedAction',
    CompromisedEntity: 'computerDnsName',
    Entities: 'evidence',
    ExtendedProperties: bag({
      IncidentId: ['incidentId'],
      MachineId: ['machineId'],
      Classification: ['classification'],
      Determination: ['determination'],
      AssignedTo: ['assignedTo'],
      LastUpdateTime: ['lastUpdateTime'],
    }),
  },
  sameName: [],
  omit: OMIT,
  identity: [
    [
      { column: 'VendorOriginalId', as: 'text', optional: false },
      { path: ['lastUpdateTime'], as: 'milliseconds', optional: true },
    ],
  ],
};

const INCIDENT: MappingText = {
  columns: {
    TimeGenerated: 'lastUpdateTime|createdTime',
    ProviderIncidentId: 'incidentId',
    ProviderName: { constant: 'Microsoft XDR' },
    Title: 'incidentName',
    Severity: { from: 'severity', as: TITLE },
    Status: {
      from: 'status',
      as: { op: 'words', words: { InProgress: 'Active', Resolved: 'Closed', Redirected: 'Closed' } },
    },
    Classification: 'classification',
    ClassificationReason: 'determination',
    CreatedTime: 'createdTime',
    LastModifiedTime: 'lastUpdateTime',
    Owner: bag({ assignedTo: ['assignedTo'] }),
    Labels: 'tags',
    AlertIds: listOf('alerts', 'alertId'),
    Comments: 'comments',
    IncidentUrl: 'incidentUri',
    AdditionalData: bag({ status: ['status'], redirectIncidentId: ['redirectIncidentId'] }),
  },
  sameName: [],
  omit: OMIT,
  identity: [
    [
      { column: 'ProviderIncidentId', as: 'text', optional: false },
      { column: 'LastModifiedTime', as: 'milliseconds', optional: false },
    ],
  ],
};

/** An incident has its alerts inside, whose fields have other names there than where alerts are asked for alone. */
const ALERT_WITHIN: MappingText = {
  ...ALERT,
  within: ['alerts'],
  columns: {
    TimeGenerated: 'creationTime',
    DisplayName: 'title',
    AlertName: 'title',
    Description: 'description',
    AlertSeverity: { from: 'severity', as: TITLE },
    Status: { from: 'status', as: TITLE },
    VendorOriginalId: 'alertId',
    VendorName: { constant: 'Microsoft' },
    ProviderName: 'serviceSource',
    ProductName: 'serviceSource',
    ProductComponentName: 'detectionSource',
    AlertType: 'detectorId|threatFamilyName',
    StartTime: 'firstActivity',
    EndTime: 'lastActivity',
    Tactics: 'category',
    Techniques: 'mitreTechniques',
    CompromisedEntity: { from: [['devices', '0', 'deviceDnsName']] },
    Entities: 'entities',
    ExtendedProperties: bag({
      IncidentId: ['incidentId'],
      ProviderAlertId: ['providerAlertId'],
      Classification: ['classification'],
      Determination: ['determination'],
      AssignedTo: ['assignedTo'],
      LastUpdateTime: ['lastUpdatedTime'],
    }),
  },
  identity: [
    [
      { column: 'VendorOriginalId', as: 'text', optional: false },
      { path: ['lastUpdatedTime'], as: 'milliseconds', optional: true },
    ],
  ],
};

const alerts = memo((table) => (table === 'SecurityAlert' ? tableMapping(table, ALERT) : undefined));

const incidents = memo((table): TableMapping | undefined => {
  if (table === 'SecurityAlert') return tableMapping(table, ALERT_WITHIN);
  const held = incidents('SecurityAlert');
  return table === 'SecurityIncident' && held
    ? tableMapping(table, { ...INCIDENT, holds: [held] })
    : undefined;
});

function shape(
  id: string,
  title: string,
  why: string,
  table: string,
  mapping: (table: string) => TableMapping | undefined,
  fits: (record: JsonObject) => boolean,
): Shape {
  return {
    id,
    title,
    mapping,
    detect(sample: Sample, options: ShapeOptions, forced: boolean) {
      if (!forced && share(sample, fits) < 0.5) return undefined;
      const made = mapping(options.table ?? table);
      const routing: NamedRouting | undefined =
        made && inDateOrder(only(id, made.table, made), options.dateOrder);
      return routing && { why, routing };
    },
  };
}

export const defenderIncidents = shape(
  'defender-incidents',
  'Incidents of the Defender APIs, with their alerts (api.security.microsoft.com)',
  'Its objects are incidents of Defender’s API: an incidentName and when it was created.',
  'SecurityIncident',
  incidents,
  (record) => has(record, 'incidentName', 'createdTime', 'lastUpdateTime'),
);

/** Its id is from when incidents were of this shape too: rows of older imports still ask it for their lineage. */
export const defenderApi = shape(
  'defender-api',
  'Alerts of the Defender APIs (api.securitycenter.microsoft.com)',
  'Its objects are alerts of Defender’s API: an alertCreationTime.',
  'SecurityAlert',
  (table) => alerts(table) ?? incidents(table),
  (record) => has(record, 'alertCreationTime', 'title', 'severity'),
);
