import type { Identity, IdentityPart } from '../domain/logMapping.ts';

const is = (column: string): IdentityPart => ({ column, as: 'text', optional: false });
const at = (column: string): IdentityPart => ({ column, as: 'milliseconds', optional: false });
const maybe = (column: string, as: IdentityPart['as'] = 'text'): IdentityPart => ({
  column,
  as,
  optional: true,
});

/**
 * One sign-in writes several rows with one id (a step asked for, then done), which its result and the outcome of its
 * steps tell apart. Time is no part of it: shapes give it in different precision, and some give the start.
 */
const SIGN_IN: Identity = [[is('Id'), maybe('ResultType'), maybe('AuthenticationDetails', 'steps')]];
const HUNTING: Identity = [[is('ReportId'), at('Timestamp'), maybe('DeviceId')]];

const IDENTITIES: Readonly<Record<string, Identity>> = {
  SigninLogs: SIGN_IN,
  AADNonInteractiveUserSignInLogs: SIGN_IN,
  AADServicePrincipalSignInLogs: [[is('Id'), maybe('ResultType')]],
  AADManagedIdentitySignInLogs: [[is('Id'), maybe('ResultType')]],
  ADFSSignInLogs: SIGN_IN,
  AuditLogs: [[is('Id')]],
  AADProvisioningLogs: [[is('Id')]],
  AADRiskyUsers: [[is('Id'), at('RiskLastUpdatedDateTime')]],
  AADRiskyServicePrincipals: [[is('Id'), at('RiskLastUpdatedDateTime')]],
  AADUserRiskEvents: [[is('Id'), at('LastUpdatedDateTime'), maybe('RiskState')]],
  AADServicePrincipalRiskEvents: [[is('Id'), at('LastUpdatedDateTime'), maybe('RiskState')]],
  AzureActivity: [[is('EventDataId')]],
  OfficeActivity: [[is('OfficeId')]],
  SecurityAlert: [[is('SystemAlertId'), at('TimeGenerated')]],
  SecurityIncident: [
    [is('IncidentName'), at('LastModifiedTime'), maybe('TenantId')],
    [is('TenantId'), is('IncidentNumber'), at('LastModifiedTime')],
  ],
  MicrosoftGraphActivityLogs: [[is('RequestId'), maybe('ResponseStatusCode')]],
  SQLSecurityAuditEvents: [[is('EventId'), is('SequenceNumber')]],
  AlertInfo: [[is('AlertId'), at('Timestamp')]],
  CloudAppEvents: HUNTING,
};

/** Tables of advanced hunting whose rows a report id names together with their time. */
const REPORTED =
  /^(Device|Identity|Email|UrlClick|CloudAudit|CloudProcess|EntraId|AADSignInEvents|AADSpnSignInEvents|Message|Behavior)/;

/**
 * Which columns name an event of a table, where the service gives it a name. Undefined: the original's digest and the
 * record's place name it, since equal rows can be different events.
 */
export function identityOf(table: string): Identity | undefined {
  if (Object.hasOwn(IDENTITIES, table)) return IDENTITIES[table];
  return REPORTED.test(table) ? HUNTING : undefined;
}
