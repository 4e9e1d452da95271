import type { TableMapping } from '../../domain/logMapping.ts';
import { tableName } from '../schemas/tableSchemas.ts';
import { activityEnvelope } from './activityLog.ts';
import { entraMapping } from './entra.ts';
import { memo } from './memo.ts';
import { resourceLogMapping } from './resourceLogs.ts';
import { type NamedRouting, type Shape, has, inDateOrder, only, share } from './shape.ts';

/** Categories whose table has another name. */
const CATEGORY_TABLES: Readonly<Record<string, string>> = {
  signinlogs: 'SigninLogs',
  noninteractiveusersigninlogs: 'AADNonInteractiveUserSignInLogs',
  serviceprincipalsigninlogs: 'AADServicePrincipalSignInLogs',
  managedidentitysigninlogs: 'AADManagedIdentitySignInLogs',
  microsoftserviceprincipalsigninlogs: 'AADServicePrincipalSignInLogs',
  riskyusers: 'AADRiskyUsers',
  userriskevents: 'AADUserRiskEvents',
  riskyserviceprincipals: 'AADRiskyServicePrincipals',
  serviceprincipalriskevents: 'AADServicePrincipalRiskEvents',
  provisioninglogs: 'AADProvisioningLogs',
  azureadgraphactivitylogs: 'AADGraphActivityLogs',
  auditevent: 'AZKVAuditLogs',
  devices: 'IntuneDevices',
  devicecomplianceorg: 'IntuneDeviceComplianceOrg',
  operationallogs: 'AZMSOperationalLogs',
  runtimeauditlogs: 'AZMSRunTimeAuditLogs',
  applicationgatewayaccesslog: 'AGWAccessLogs',
  applicationgatewayfirewalllog: 'AGWFirewallLogs',
  applicationgatewayperformancelog: 'AGWPerformanceLogs',
};

/** Categories of the activity log; the last three are its older words. */
const ACTIVITY: ReadonlySet<string> = new Set(
  'administrative security servicehealth alert recommendation policy autoscale resourcehealth write delete action'.split(
    ' ',
  ),
);

const STORAGE_TABLES: Readonly<Record<string, string>> = {
  'microsoft.storage/storageaccounts/fileservices': 'StorageFileLogs',
  'microsoft.storage/storageaccounts/queueservices': 'StorageQueueLogs',
  'microsoft.storage/storageaccounts/tableservices': 'StorageTableLogs',
};

/** Which table a record of a diagnostic setting belongs to, by its category and its resource's type (in lower case). */
function diagnosticTable(
  category: string,
  resourceType: string,
  isAudit: boolean,
  isIntune: boolean,
): string {
  if (isIntune) return 'IntuneAuditLogs';
  // Those of a namespace name it.
  if (category === 'operationallogs' && resourceType === '') return 'IntuneOperationalLogs';
  const named = Object.hasOwn(CATEGORY_TABLES, category) ? CATEGORY_TABLES[category] : undefined;
  if (named !== undefined) return named;
  if (/^storage(read|write|delete)$/.test(category)) return STORAGE_TABLES[resourceType] ?? 'StorageBlobLogs';
  const same = isAudit || category === '' || ACTIVITY.has(category) ? undefined : tableName(category);
  if (same !== undefined) return same;
  // An Entra audit record whose envelope carries the inner category.
  if (resourceType === 'microsoft.aadiam' || (isAudit && !ACTIVITY.has(category))) return 'AuditLogs';
  return category === '' || ACTIVITY.has(category) ? 'AzureActivity' : 'AzureDiagnostics';
}

const mapping = memo((table: string): TableMapping | undefined =>
  table === 'AzureActivity'
    ? activityEnvelope()
    : (entraMapping(table, 'properties') ?? resourceLogMapping(table)),
);

function routing(shape: string): NamedRouting {
  return {
    shape,
    id: shape,
    keys: [
      { path: ['category'], as: 'value' },
      { path: ['resourceId'], as: 'resource-type' },
      { path: ['properties', 'targetResources'], as: 'present' },
      // Intune's audit log has the category of Entra's.
      { path: ['properties', 'AuditEventId'], as: 'present' },
    ],
    route: ([category = '', type = '', audit = '', intune = '']) =>
      mapping(diagnosticTable(category, type, audit === 'true', intune === 'true')),
  };
}

function shape(id: string, title: string, envelope: boolean, why: string): Shape {
  return {
    id,
    title,
    mapping,
    detect(sample, options, forced) {
      const enveloped = sample.envelope?.toLowerCase() === 'records';
      const fits =
        sample.format !== 'csv' &&
        sample.format !== 'parquet' &&
        enveloped === envelope &&
        share(
          sample,
          (record) =>
            (has(record, 'time') ||
              (has(record, 'timestamp') && has(record, 'properties')) ||
              (has(record, 'EventTimeString') && has(record, 'resourceId')) ||
              has(record, 'category', 'properties.timeGenerated') ||
              (has(record, 'category') && has(record, 'createdDateTime') && !has(record, 'TimeGenerated'))) &&
            (has(record, 'category') || has(record, 'resourceId') || has(record, 'operationName')),
        ) >= 0.5;
      if (!fits && !forced) return undefined;
      const chosen = options.table === undefined ? undefined : mapping(options.table);
      // Services write a time in en-US where they do not write ISO 8601.
      const order = options.dateOrder ?? 'month-first';
      return { why, routing: inDateOrder(chosen ? only(id, chosen.table, chosen) : routing(id), order) };
    },
  };
}

export const diagnosticLines = shape(
  'diagnostic-settings',
  'Diagnostic settings, one record a line (PT1H.json)',
  false,
  'Its lines are records of a diagnostic setting: a time with a category, resource or operation.',
);

export const diagnosticRecords = shape(
  'event-hub-records',
  'Diagnostic settings in a records array (Event Hub, older storage exports)',
  true,
  'Its records array holds records of a diagnostic setting: a time with a category, resource or operation.',
);
