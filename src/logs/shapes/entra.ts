import type { FieldPath, TableMapping } from '../../domain/logMapping.ts';
import { type MappingText, type Source, tableMapping } from './mappingText.ts';

/*
 * Entra's records are the same objects wherever they come from; diagnostic settings put them into `properties` of an
 * envelope, Graph gives them bare. `p` is the object's path.
 */
const at = (p: string, ...keys: string[]): string =>
  keys.map((key) => (p === '' ? key : `${p}.${key}`)).join('|');

const ENVELOPE_COLUMNS = {
  OperationVersion: 'operationVersion',
  ResultSignature: 'resultSignature',
  DurationMs: 'durationMs',
  Identity: 'identity',
  Level: 'level',
  AADTenantId: 'tenantId',
} satisfies Record<string, Source>;

const SIGN_IN_TABLES: Readonly<Record<string, string>> = {
  SigninLogs: 'SignInLogs',
  AADNonInteractiveUserSignInLogs: 'NonInteractiveUserSignInLogs',
  AADServicePrincipalSignInLogs: 'ServicePrincipalSignInLogs',
  AADManagedIdentitySignInLogs: 'ManagedIdentitySignInLogs',
  ADFSSignInLogs: 'ADFSSignInLogs',
};

/** A member of the status, under the names that it gets where tools write objects into columns; the object itself as PowerShell writes it last. */
const flattened = (member: string): readonly FieldPath[] => [
  ['status', member],
  [`status.${member}`],
  [`status_${member}`],
  [`status${member.charAt(0).toUpperCase()}${member.slice(1)}`],
  [member],
  ['status'],
];

function signIn(table: string, category: string, p: string): MappingText {
  const bare = p === '';
  const columns: Record<string, Source> = {
    ...(bare ? { AADTenantId: 'tenantId' } : ENVELOPE_COLUMNS),
    TimeGenerated: bare ? 'createdDateTime' : `time|${at(p, 'createdDateTime')}|createdDateTime`,
    CreatedDateTime: bare ? 'createdDateTime' : `${at(p, 'createdDateTime')}|createdDateTime`,
    OperationName: bare ? { constant: 'Sign-in activity' } : 'operationName',
    Category: bare ? { constant: category } : 'category',
    ResultType: bare
      ? { from: flattened('errorCode'), as: { op: 'member', member: 'errorCode', number: true } }
      : {
          from: `${at(p, 'status.errorCode')}|resultType`,
          as: { op: 'words', words: { Success: '0', Succeeded: '0' } },
        },
    ResultDescription: bare
      ? { from: flattened('failureReason'), as: { op: 'member', member: 'failureReason' } }
      : `resultDescription|${at(p, 'status.failureReason')}`,
    CorrelationId: bare ? 'correlationId' : `correlationId|${at(p, 'correlationId')}`,
    Location: bare ? 'location.countryOrRegion' : `location|${at(p, 'location.countryOrRegion')}`,
    IPAddress: bare ? 'ipAddress' : `${at(p, 'ipAddress')}|callerIpAddress`,
    LocationDetails: at(p, 'location'),
    Status: at(p, 'status'),
    ConditionalAccessPolicies: at(p, 'appliedConditionalAccessPolicies', 'conditionalAccessPolicies'),
    RiskEventTypes_V2: at(p, 'riskEventTypes_v2', 'riskEventTypesV2'),
    ResourceIdentity: at(p, 'resourceId'),
    ProcessingTimeInMs: at(p, 'processingTimeInMilliseconds'),
    ResourceId: bare ? 'azureResourceId' : 'resourceId',
    SignInEventTypes: at(p, 'signInEventTypes'),
  };
  return { columns: knownColumns(table, columns), sameName: bare ? [''] : [p, ''], omit: OMIT };
}

const OMIT = [
  'TenantId',
  'AppliedConditionalAccessPolicies',
  'Resource',
  'ResourceGroup',
  'ResourceProvider',
  'SourceSystem',
  'Type',
];

/** The mapping text may speak of columns that only sibling tables have. */
function knownColumns(table: string, columns: Readonly<Record<string, Source>>): Record<string, Source> {
  const names = new Set(
    tableMapping(table, { columns: {}, sameName: [''] }).columns.map(({ column }) => column),
  );
  return Object.fromEntries(Object.entries(columns).filter(([name]) => names.has(name)));
}

function audit(p: string): MappingText {
  const bare = p === '';
  return {
    columns: knownColumns('AuditLogs', {
      ...(bare ? { AADTenantId: 'tenantId' } : ENVELOPE_COLUMNS),
      TimeGenerated: bare ? 'activityDateTime' : `time|${at(p, 'activityDateTime')}`,
      ActivityDateTime: at(p, 'activityDateTime'),
      OperationName: bare ? 'activityDisplayName' : `operationName|${at(p, 'activityDisplayName')}`,
      ActivityDisplayName: at(p, 'activityDisplayName') + (bare ? '' : '|operationName'),
      // The envelope's category is the constant AuditLogs; the table holds the inner one.
      Category: bare ? 'category' : `${at(p, 'category')}|category`,
      AADOperationType: at(p, 'operationType'),
      CorrelationId: bare ? 'correlationId' : `correlationId|${at(p, 'correlationId')}`,
      ...(bare
        ? {}
        : {
            ResultType: 'resultType',
            ResultDescription: 'resultDescription',
            ResourceId: 'resourceId',
            Location: 'location',
          }),
    }),
    sameName: bare ? [''] : [p],
    omit: OMIT,
  };
}

function risk(table: string, p: string): MappingText {
  const bare = p === '';
  const updated = table.includes('RiskEvents') ? 'lastUpdatedDateTime' : 'riskLastUpdatedDateTime';
  const first = table.includes('RiskEvents') ? ['detectedDateTime', updated, 'activityDateTime'] : [updated];
  return {
    columns: knownColumns(table, {
      TimeGenerated: bare ? at(p, ...first) : `${at(p, ...first)}|time`,
      RiskEventType: at(p, 'riskEventType', 'riskType'),
      CorrelationId: at(p, 'correlationId') + (bare ? '' : '|correlationId'),
      ...(bare ? {} : { OperationName: 'operationName' }),
    }),
    sameName: [p],
    omit: OMIT,
    dateOrder: 'month-first',
  };
}

/** Entra's record at path `p` as a row of the table; undefined for tables that are not Entra's. */
export function entraMapping(table: string, p: 'properties' | ''): TableMapping | undefined {
  const category = Object.hasOwn(SIGN_IN_TABLES, table) ? SIGN_IN_TABLES[table] : undefined;
  if (category !== undefined) return tableMapping(table, signIn(table, category, p));
  switch (table) {
    case 'AuditLogs':
      return tableMapping(table, audit(p));
    case 'AADUserRiskEvents':
    case 'AADServicePrincipalRiskEvents':
    case 'AADRiskyUsers':
    case 'AADRiskyServicePrincipals':
      return tableMapping(table, risk(table, p));
    case 'AADProvisioningLogs':
      return tableMapping(table, {
        columns: knownColumns(table, {
          ...(p === '' ? {} : ENVELOPE_COLUMNS),
          TimeGenerated: p === '' ? 'activityDateTime' : `time|${at(p, 'activityDateTime')}`,
        }),
        sameName: p === '' ? [''] : [p, ''],
        omit: OMIT,
      });
    default:
      return undefined;
  }
}
