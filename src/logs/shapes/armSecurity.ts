import type { JsonObject } from '../../base/json.ts';
import type { FieldPath, TableMapping } from '../../domain/logMapping.ts';
import { type MappingText, type Source, tableMapping } from './mappingText.ts';
import { memo } from './memo.ts';
import { type Shape, has, inDateOrder, only, share } from './shape.ts';

/*
 * Incidents of Sentinel and alerts of Defender for Cloud as Azure Resource Manager has them: under `properties` where its
 * API answered (az rest, scripts), without where Azure CLI or PowerShell flattened them.
 */
const either = (...names: readonly string[]): Source => ({
  from: names.flatMap((name): FieldPath[] => [['properties', name], [name]]),
});

const OMIT = ['TenantId', 'Type', 'SourceSystem', '_IsBillable', '_BilledSize'];

const INCIDENT: MappingText = {
  columns: {
    TimeGenerated: either('lastModifiedTimeUtc', 'createdTimeUtc'),
    IncidentName: 'name',
    Title: either('title'),
    Description: either('description'),
    Severity: either('severity'),
    Status: either('status'),
    Classification: either('classification'),
    ClassificationComment: either('classificationComment'),
    ClassificationReason: either('classificationReason'),
    Owner: either('owner'),
    ProviderName: either('providerName'),
    ProviderIncidentId: either('providerIncidentId'),
    FirstActivityTime: either('firstActivityTimeUtc'),
    LastActivityTime: either('lastActivityTimeUtc'),
    LastModifiedTime: either('lastModifiedTimeUtc'),
    CreatedTime: either('createdTimeUtc'),
    IncidentNumber: either('incidentNumber'),
    RelatedAnalyticRuleIds: either('relatedAnalyticRuleIds'),
    Labels: either('labels'),
    IncidentUrl: either('incidentUrl'),
    AdditionalData: either('additionalData'),
  },
  sameName: [],
  omit: OMIT,
};

const ALERT: MappingText = {
  columns: {
    TimeGenerated: either('timeGeneratedUtc', 'timeGenerated', 'processingEndTimeUtc', 'processingEndTime'),
    DisplayName: either('alertDisplayName'),
    AlertName: either('alertDisplayName'),
    AlertSeverity: either('severity'),
    Description: either('description'),
    ProviderName: either('productName'),
    VendorName: either('vendorName'),
    VendorOriginalId: either('providerAlertId', 'systemAlertId'),
    SystemAlertId: either('systemAlertId'),
    ResourceId: {
      // Keys inside of a list are found as they are spelled: continuous export and automation write capitals.
      from: ['0', '1', '2'].flatMap((index): FieldPath[] =>
        ['azureResourceId', 'AzureResourceId'].flatMap((key): FieldPath[] => [
          ['properties', 'resourceIdentifiers', index, key],
          ['resourceIdentifiers', index, key],
        ]),
      ),
    },
    AlertType: either('alertType'),
    ConfidenceLevel: either('confidenceLevel'),
    ConfidenceScore: either('confidenceScore'),
    IsIncident: either('isIncident'),
    StartTime: either('startTimeUtc'),
    EndTime: either('endTimeUtc'),
    ProcessingEndTime: either('processingEndTimeUtc', 'processingEndTime'),
    RemediationSteps: either('remediationSteps'),
    ExtendedProperties: either('extendedProperties', 'additionalData'),
    Entities: either('entities'),
    ExtendedLinks: either('extendedLinks'),
    ProductName: either('productName'),
    ProductComponentName: either('productComponentName'),
    AlertLink: either('alertUri', 'alertLink'),
    Status: either('status'),
    CompromisedEntity: either('compromisedEntity'),
    Tactics: either('intent', 'tactics'),
    Techniques: either('techniques'),
    SubTechniques: either('subTechniques'),
  },
  sameName: [],
  omit: OMIT,
};

const hasEither = (record: JsonObject, ...names: readonly string[]): boolean =>
  names.every((name) => has(record, name)) || names.every((name) => has(record, `properties.${name}`));

function shape(
  id: string,
  title: string,
  why: string,
  table: string,
  text: MappingText,
  fits: (record: JsonObject) => boolean,
): Shape {
  const mapping = memo((name): TableMapping | undefined =>
    name === table ? tableMapping(table, text) : undefined,
  );
  return {
    id,
    title,
    mapping,
    detect(sample, options, forced) {
      const made = mapping(table);
      if (!made || (!forced && share(sample, fits) < 0.5)) return undefined;
      return { why, routing: inDateOrder(only(id, '', made), options.dateOrder) };
    },
  };
}

export const sentinelIncidents = shape(
  'sentinel-incidents',
  'Sentinel incidents of the REST API, Azure CLI or PowerShell',
  'Its objects are Sentinel incidents: an incident number and when it was created.',
  'SecurityIncident',
  INCIDENT,
  (record) => hasEither(record, 'incidentNumber', 'createdTimeUtc'),
);

export const armAlerts = shape(
  'security-alerts',
  'Alerts of Defender for Cloud or of a Sentinel incident (REST API, Azure CLI, PowerShell)',
  'Its objects are security alerts: a system alert id and a display name.',
  'SecurityAlert',
  ALERT,
  (record) => hasEither(record, 'systemAlertId', 'alertDisplayName'),
);
