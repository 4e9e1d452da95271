import type { FieldPath, TableMapping, Template } from '../../domain/logMapping.ts';
import { type MappingText, type Source, bag, tableMapping } from './mappingText.ts';
import { memo } from './memo.ts';
import { type Sample, type Shape, type ShapeOptions, hasHeader, only } from './shape.ts';

/** A header as it stands; names have blanks and dots. */
const h = (...names: readonly string[]): Source => ({ from: names.map((name): FieldPath => [name]) });

const SIGN_IN: Readonly<Record<string, Source>> = {
  TimeGenerated: h('Date (UTC)'),
  CreatedDateTime: h('Date (UTC)'),
  Id: h('Request ID'),
  CorrelationId: h('Correlation ID'),
  UserId: h('User ID'),
  UserDisplayName: h('User'),
  Identity: h('User', 'Service principal name'),
  UserPrincipalName: h('Username'),
  UserType: h('User type'),
  UserAgent: h('User agent'),
  CrossTenantAccessType: h('Cross tenant access type'),
  IncomingTokenType: h('Incoming token type'),
  AuthenticationProtocol: h('Authentication Protocol'),
  UniqueTokenIdentifier: h('Unique token identifier'),
  OriginalTransferMethod: h('Original transfer method'),
  ClientCredentialType: h('Client credential type'),
  AppDisplayName: h('Application'),
  AppId: h('Application ID ', 'Application ID'),
  AppOwnerTenantId: h('App owner tenant ID'),
  ResourceDisplayName: h('Resource'),
  ResourceIdentity: h('Resource ID ', 'Resource ID'),
  ResourceTenantId: h('Resource tenant ID'),
  ResourceOwnerTenantId: h('Resource owner tenant ID'),
  HomeTenantId: h('Home tenant ID'),
  HomeTenantName: h('Home tenant name'),
  IPAddress: h('IP address'),
  ResultType: {
    from: [['Sign-in error code'], ['Status']],
    as: { op: 'words', words: { Success: '0', None: '0' } },
  },
  ResultDescription: h('Failure reason'),
  ClientAppUsed: h('Client app'),
  AuthenticationRequirement: {
    from: [['Authentication requirement']],
    as: {
      op: 'words',
      words: {
        'Single-factor authentication': 'singleFactorAuthentication',
        'Multifactor authentication': 'multiFactorAuthentication',
        'Multi-factor authentication': 'multiFactorAuthentication',
      },
    },
  },
  SignInIdentifier: h('Sign-in identifier'),
  SessionId: h('Session ID'),
  IPAddressFromResourceProvider: h('IP address (seen by resource)'),
  GlobalSecureAccessIpAddress: h('Global Secure Access IP address'),
  AutonomousSystemNumber: h('Autonomous system  number', 'Autonomous system number'),
  FlaggedForReview: h('Flagged for review'),
  TokenIssuerType: {
    from: [['Token issuer type']],
    as: { op: 'words', words: { 'Azure AD': 'AzureAD', 'Microsoft Entra ID': 'AzureAD' } },
  },
  TokenIssuerName: h('Token issuer name'),
  ConditionalAccessStatus: {
    from: [['Conditional Access']],
    as: { op: 'words', words: { Success: 'success', Failure: 'failure', 'Not Applied': 'notApplied' } },
  },
  // City, State, CC
  Location: { from: [['Location']], as: { op: 'split', separator: ', ', index: -1 } },
  LocationDetails: bag({
    city: { of: ['Location'], separator: ', ', index: -3 },
    state: { of: ['Location'], separator: ', ', index: -2 },
    countryOrRegion: { of: ['Location'], separator: ', ', index: -1 },
  }),
  ServicePrincipalId: h('Service principal ID'),
  ServicePrincipalName: h('Service principal name'),
  ServicePrincipalCredentialKeyId: h('Credential key ID'),
  ServicePrincipalCredentialThumbprint: h('Credential thumbprint'),
  OperationName: { constant: 'Sign-in activity' },
  ProcessingTimeInMilliseconds: h('Latency'),
  DeviceDetail: bag({
    deviceId: ['Device ID'],
    browser: ['Browser'],
    operatingSystem: ['Operating System'],
    isCompliant: ['Compliant'],
    isManaged: ['Managed'],
    trustType: ['Join Type'],
  }),
  MfaDetail: bag({
    authMethod: ['Multifactor authentication auth method'],
    authDetail: ['Multifactor authentication auth detail'],
  }),
  Status: bag({
    errorCode: ['Sign-in error code'],
    failureReason: ['Failure reason'],
    additionalDetails: ['Multifactor authentication result'],
  }),
};

/** The download has at most three targets of an event, with five properties each, and says no more of it. */
const target = (n: number): Template => ({
  object: {
    id: [`Target${n}ObjectId`],
    displayName: [`Target${n}DisplayName`],
    type: [`Target${n}Type`],
    userPrincipalName: [`Target${n}UserPrincipalName`],
    modifiedProperties: {
      list: [1, 2, 3, 4, 5].map((p) => ({
        object: {
          displayName: [`Target${n}ModifiedProperty${p}Name`],
          oldValue: [`Target${n}ModifiedProperty${p}OldValue`],
          newValue: [`Target${n}ModifiedProperty${p}NewValue`],
        },
      })),
    },
  },
});

const detail = (n: number): Template => ({
  object: { key: [`AdditionalDetail${n}Key`], value: [`AdditionalDetail${n}Value`] },
});

const AUDIT: MappingText = {
  columns: {
    TimeGenerated: h('Date (UTC)'),
    ActivityDateTime: h('Date (UTC)'),
    CorrelationId: h('CorrelationId', 'Correlation ID'),
    LoggedByService: h('Service'),
    Category: h('Category'),
    OperationName: h('Activity'),
    ActivityDisplayName: h('Activity'),
    Result: h('Result'),
    ResultReason: h('ResultReason', 'Result Reason'),
    Identity: h('ActorDisplayName', 'ActorServicePrincipalName'),
    InitiatedBy: bag({
      user: {
        object: {
          id: ['ActorObjectId'],
          displayName: ['ActorDisplayName'],
          userPrincipalName: ['ActorUserPrincipalName'],
          ipAddress: ['IPAddress'],
          homeTenantId: ['ActorHomeTenantId'],
          homeTenantName: ['ActorHomeTenantName'],
        },
      },
      app: {
        object: {
          servicePrincipalId: ['ActorServicePrincipalId'],
          displayName: ['ActorServicePrincipalName'],
        },
      },
    }),
    TargetResources: { as: { op: 'template', template: { list: [1, 2, 3].map(target) } } },
    AdditionalDetails: {
      as: { op: 'template', template: { list: Array.from({ length: 10 }, (_, i) => detail(i + 1)) } },
    },
  },
  sameName: [],
  // The file has no event id.
  identity: [],
};

/** Which sign-in table a portal CSV is of: its columns tell service principals, its name the rest. */
function signInTable(sample: Sample): string {
  const file = sample.path.slice(sample.path.lastIndexOf('/') + 1).toLowerCase();
  if (file.startsWith('msisignins')) return 'AADManagedIdentitySignInLogs';
  if (hasHeader(sample, 'Service principal ID') && !hasHeader(sample, 'Username'))
    return 'AADServicePrincipalSignInLogs';
  return file.startsWith('noninteractive') ? 'AADNonInteractiveUserSignInLogs' : 'SigninLogs';
}

const SIGN_IN_TABLES = [
  'SigninLogs',
  'AADNonInteractiveUserSignInLogs',
  'AADServicePrincipalSignInLogs',
  'AADManagedIdentitySignInLogs',
];

function mapping(table: string, dateOrder?: TableMapping['dateOrder']): TableMapping | undefined {
  const order = dateOrder ? { dateOrder } : {};
  if (table === 'AuditLogs') return tableMapping(table, { ...AUDIT, ...order });
  if (!SIGN_IN_TABLES.includes(table)) return undefined;
  const known = new Set(
    tableMapping(table, { columns: {}, sameName: [''] }).columns.map(({ column }) => column),
  );
  const columns = Object.fromEntries(Object.entries(SIGN_IN).filter(([name]) => known.has(name)));
  return tableMapping(table, { columns, sameName: [], ...order });
}

function shape(
  id: string,
  title: string,
  why: string,
  fits: (sample: Sample) => boolean,
  tableOf: (sample: Sample) => string,
): Shape {
  return {
    id,
    title,
    mapping: memo((table) => mapping(table)),
    detect(sample, options: ShapeOptions, forced) {
      if (!forced && (sample.format !== 'csv' || !fits(sample))) return undefined;
      const made = mapping(options.table ?? tableOf(sample), options.dateOrder);
      return made && { why, routing: only(id, `${made.table} ${options.dateOrder ?? ''}`, made) };
    },
  };
}

export const entraPortalSignIns = shape(
  'entra-portal-signins-csv',
  'Entra portal sign-ins (CSV)',
  'Its header is that of the Entra portal’s sign-in download.',
  // The files of authentication details beside it have a row per step of a sign-in, not per sign-in.
  (sample) =>
    hasHeader(sample, 'Date (UTC)', 'Request ID') &&
    (hasHeader(sample, 'Application') || hasHeader(sample, 'IP address')),
  signInTable,
);

export const entraPortalAudits = shape(
  'entra-portal-audits-csv',
  'Entra portal audit log (CSV)',
  'Its header is that of the Entra portal’s audit log download.',
  (sample) => hasHeader(sample, 'Date (UTC)', 'Activity', 'Result'),
  () => 'AuditLogs',
);
