import type { JsonObject } from '../../base/json.ts';
import type { TableMapping } from '../../domain/logMapping.ts';
import { entraMapping } from './entra.ts';
import { type MappingText, bag, listOf, tableMapping } from './mappingText.ts';
import { memo } from './memo.ts';
import { type NamedRouting, type Sample, type Shape, field, has, inDateOrder, only, share } from './shape.ts';

/** Objects of Microsoft Graph as its API, the Entra portal's JSON download and collection tools write them. */
function shape(
  id: string,
  title: string,
  why: string,
  mapping: (table: string) => TableMapping | undefined,
  fits: (record: JsonObject) => boolean,
  routing: (sample: Sample) => NamedRouting | undefined,
): Shape {
  return {
    id,
    title,
    mapping,
    detect(sample, options, forced) {
      if (!forced && share(sample, fits) < 0.5) return undefined;
      const chosen = options.table === undefined ? undefined : mapping(options.table);
      const made = chosen ? only(id, chosen.table, chosen) : routing(sample);
      const route = made && inDateOrder(made, options.dateOrder);
      const next = Object.keys(sample.meta).some((key) => key === '@odata.nextLink');
      const notes = next
        ? ['The file is one page of several (@odata.nextLink): import the other pages too.']
        : [];
      return route && { why, routing: route, notes };
    },
  };
}

const entra = memo((table) => entraMapping(table, ''));

const SIGN_IN_TABLES: Readonly<Record<string, string>> = {
  interactiveuser: 'SigninLogs',
  noninteractiveuser: 'AADNonInteractiveUserSignInLogs',
  serviceprincipal: 'AADServicePrincipalSignInLogs',
  managedidentity: 'AADManagedIdentitySignInLogs',
};

function signInTable(eventTypes: string, isInteractive: string): string {
  const type = Object.keys(SIGN_IN_TABLES).find((name) => eventTypes.includes(`"${name}"`));
  if (type !== undefined) return SIGN_IN_TABLES[type] ?? 'SigninLogs';
  return isInteractive === 'false' ? 'AADNonInteractiveUserSignInLogs' : 'SigninLogs';
}

const isSignIn = (record: JsonObject): boolean =>
  has(record, 'createdDateTime') &&
  // Asked with `$select`, records may have no id; one of a sign-in's objects tells what they are then.
  (has(record, 'id') || has(record, 'userPrincipalName', 'status.errorCode')) &&
  !has(record, 'TimeGenerated') &&
  (has(record, 'appId') || has(record, 'appDisplayName')) &&
  ['status', 'ipAddress', 'signInEventTypes', 'clientAppUsed', 'conditionalAccessStatus'].some((key) =>
    has(record, key),
  );

const graphSignIns = shape(
  'graph-signins',
  'Graph sign-ins (API, Entra portal JSON, Extractor Suite, Untitled Goose Tool)',
  'Its objects are Graph sign-ins: id, createdDateTime, an app, and where from.',
  entra,
  isSignIn,
  () => ({
    shape: 'graph-signins',
    id: 'graph-signins',
    keys: [
      { path: ['signInEventTypes'], as: 'value' },
      { path: ['isInteractive'], as: 'value' },
    ],
    route: ([types = '', interactive = '']) => entra(signInTable(types, interactive)),
  }),
);

const oneTable =
  (id: string, table: string, mapping: (table: string) => TableMapping | undefined) =>
  (): NamedRouting | undefined => {
    const made = mapping(table);
    return made && only(id, table, made);
  };

const graphAudits = shape(
  'graph-audits',
  'Graph directory audits',
  'Its objects are Graph directory audits: activityDateTime and activityDisplayName.',
  entra,
  (record) => has(record, 'activityDateTime', 'activityDisplayName') && !has(record, 'TimeGenerated'),
  oneTable('graph-audits', 'AuditLogs', entra),
);

const graphProvisioning = shape(
  'graph-provisioning',
  'Graph provisioning events',
  'Its objects are Graph provisioning events: provisioningAction and provisioningSteps.',
  entra,
  (record) => has(record, 'activityDateTime', 'provisioningSteps'),
  oneTable('graph-provisioning', 'AADProvisioningLogs', entra),
);

const graphRiskDetections = shape(
  'graph-risk-detections',
  'Graph risk detections',
  'Its objects are Graph risk detections: riskEventType and detectedDateTime.',
  entra,
  (record) =>
    has(record, 'riskEventType', 'riskState') &&
    (has(record, 'detectedDateTime') || has(record, 'activityDateTime')),
  (sample) => {
    const table = sample.records.some(
      (record) => field(record, 'servicePrincipalId') !== undefined && field(record, 'userId') === undefined,
    )
      ? 'AADServicePrincipalRiskEvents'
      : 'AADUserRiskEvents';
    return oneTable('graph-risk-detections', table, entra)();
  },
);

const graphRiskyUsers = shape(
  'graph-risky-users',
  'Graph risky users',
  'Its objects are Graph risky users: riskLastUpdatedDateTime and riskLevel.',
  entra,
  (record) => has(record, 'riskLastUpdatedDateTime', 'riskLevel'),
  (sample) => {
    const table = sample.records.some((record) => has(record, 'servicePrincipalType'))
      ? 'AADRiskyServicePrincipals'
      : 'AADRiskyUsers';
    return oneTable('graph-risky-users', table, entra)();
  },
);

const TITLE = { op: 'capital' } as const;
const OMIT = ['TenantId', 'Type', 'SourceSystem', '_ResourceId', '_SubscriptionId'];

const ALERT: MappingText = {
  columns: {
    TimeGenerated: 'createdDateTime',
    DisplayName: 'title',
    AlertName: 'title',
    Description: 'description',
    AlertSeverity: { from: 'severity', as: TITLE },
    Status: { from: 'status', as: TITLE },
    VendorOriginalId: 'id|providerAlertId',
    ProviderName: 'serviceSource|vendorInformation.provider',
    ProductName: 'productName|serviceSource|vendorInformation.provider',
    ProductComponentName: 'detectionSource',
    VendorName: { from: 'vendorInformation.vendor', constant: 'Microsoft' },
    AlertType: 'detectorId|alertPolicyId',
    StartTime: 'firstActivityDateTime|eventDateTime',
    EndTime: 'lastActivityDateTime|eventDateTime',
    Tactics: 'category',
    Techniques: 'mitreTechniques',
    AlertLink: 'alertWebUrl',
    RemediationSteps: 'recommendedActions',
    Entities: 'evidence',
    ExtendedProperties: bag({
      ProviderAlertId: ['providerAlertId'],
      IncidentId: ['incidentId'],
      Classification: ['classification'],
      Determination: ['determination'],
      AssignedTo: ['assignedTo'],
      LastUpdateDateTime: ['lastUpdateDateTime'],
    }),
  },
  sameName: [],
  omit: OMIT,
  // The table's SystemAlertId is Sentinel's; Graph has the provider's id, and an update is a version.
  identity: [
    [
      { column: 'VendorOriginalId', as: 'text', optional: false },
      { path: ['lastUpdateDateTime'], as: 'milliseconds', optional: true },
    ],
  ],
};

const INCIDENT: MappingText = {
  columns: {
    TimeGenerated: 'lastUpdateDateTime|createdDateTime',
    ProviderIncidentId: 'id',
    ProviderName: { constant: 'Microsoft XDR' },
    Title: 'displayName',
    Description: 'description|summary',
    Severity: { from: 'severity', as: TITLE },
    Status: {
      from: 'status',
      as: {
        op: 'words',
        words: {
          active: 'Active',
          inProgress: 'Active',
          resolved: 'Closed',
          redirected: 'Closed',
          awaitingAction: 'Active',
        },
      },
    },
    Classification: { from: 'classification', as: TITLE },
    ClassificationReason: { from: 'determination', as: TITLE },
    ClassificationComment: 'resolvingComment',
    CreatedTime: 'createdDateTime',
    LastModifiedTime: 'lastUpdateDateTime',
    Owner: bag({ assignedTo: ['assignedTo'] }),
    Labels: 'customTags|systemTags|tags',
    AlertIds: listOf('alerts', 'id'),
    Comments: 'comments',
    IncidentUrl: 'incidentWebUrl',
    AdditionalData: bag({
      status: ['status'],
      redirectIncidentId: ['redirectIncidentId'],
      priorityScore: ['priorityScore'],
    }),
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

const alerts = memo((table) => (table === 'SecurityAlert' ? tableMapping(table, ALERT) : undefined));

/** Asked with `$expand=alerts`, each incident has its alerts inside, as the service gives them alone. */
const incidents = memo((table) => {
  if (table === 'SecurityAlert') return tableMapping(table, { ...ALERT, within: ['alerts'] });
  const held = incidents('SecurityAlert');
  return table === 'SecurityIncident' && held
    ? tableMapping(table, { ...INCIDENT, holds: [held] })
    : undefined;
});

const graphIncidents = shape(
  'graph-incidents',
  'Graph security incidents',
  'Its objects are Graph incidents: displayName, incidentWebUrl and createdDateTime.',
  incidents,
  (record) =>
    has(record, 'createdDateTime', 'displayName') &&
    ['incidentWebUrl', 'redirectIncidentId', 'assignedTo', 'determination', 'alerts'].some((key) =>
      has(record, key),
    ) &&
    has(record, 'severity') &&
    !has(record, 'serviceSource'),
  oneTable('graph-incidents', 'SecurityIncident', incidents),
);

const graphAlerts = shape(
  'graph-alerts',
  'Graph security alerts',
  'Its objects are Graph alerts: title, severity, createdDateTime and their source.',
  alerts,
  (record) =>
    has(record, 'id', 'title', 'severity', 'createdDateTime') &&
    ['serviceSource', 'alertWebUrl', 'providerAlertId', 'detectionSource', 'vendorInformation'].some((key) =>
      has(record, key),
    ),
  oneTable('graph-alerts', 'SecurityAlert', alerts),
);

/** In order of detection. */
export const graphShapes: readonly Shape[] = [
  graphAlerts,
  graphIncidents,
  graphSignIns,
  graphProvisioning,
  graphAudits,
  graphRiskDetections,
  graphRiskyUsers,
];
