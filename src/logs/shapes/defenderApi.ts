import type { TableMapping } from '../../domain/logMapping.ts';
import { type MappingText, bag, tableMapping } from './mappingText.ts';
import { memo } from './memo.ts';
import { type Shape, has, heldAlerts, inDateOrder, only, share } from './shape.ts';

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

const mapping = memo((table): TableMapping | undefined => {
  if (table === 'SecurityAlert') return tableMapping(table, ALERT);
  return table === 'SecurityIncident' ? tableMapping(table, INCIDENT) : undefined;
});

export const defenderApi: Shape = {
  id: 'defender-api',
  title: 'Alerts and incidents of the Defender APIs (api.security.microsoft.com)',
  mapping,
  detect(sample, options, forced) {
    const incidents = share(sample, (record) => has(record, 'incidentName', 'createdTime', 'lastUpdateTime'));
    const alerts = share(sample, (record) => has(record, 'alertCreationTime', 'title', 'severity'));
    if (!forced && Math.max(incidents, alerts) < 0.5) return undefined;
    const made = mapping(options.table ?? (incidents > alerts ? 'SecurityIncident' : 'SecurityAlert'));
    return (
      made && {
        why: 'Its objects are those of Defender’s API: an alertCreationTime, or an incidentName.',
        routing: inDateOrder(only('defender-api', made.table, made), options.dateOrder),
        notes: heldAlerts(sample),
      }
    );
  },
};
