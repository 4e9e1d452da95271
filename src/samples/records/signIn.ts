import type { JsonValue } from '../../base/json.ts';
import type { Row } from '../table.ts';

type Form = 'same' | 'json' | 'number' | 'created';

/** Property of Graph's signIn (and of the diagnostic record's `properties`), column that it lands in, and its form. */
const FIELDS: readonly (readonly [property: string, column: string, form: Form])[] = [
  ['id', 'Id', 'same'],
  ['createdDateTime', 'CreatedDateTime', 'created'],
  ['userDisplayName', 'UserDisplayName', 'same'],
  ['userPrincipalName', 'UserPrincipalName', 'same'],
  ['userId', 'UserId', 'same'],
  ['appId', 'AppId', 'same'],
  ['appDisplayName', 'AppDisplayName', 'same'],
  ['ipAddress', 'IPAddress', 'same'],
  ['status', 'Status', 'json'],
  ['clientAppUsed', 'ClientAppUsed', 'same'],
  ['userAgent', 'UserAgent', 'same'],
  ['deviceDetail', 'DeviceDetail', 'json'],
  ['location', 'LocationDetails', 'json'],
  ['mfaDetail', 'MfaDetail', 'json'],
  ['correlationId', 'CorrelationId', 'same'],
  ['conditionalAccessStatus', 'ConditionalAccessStatus', 'same'],
  ['appliedConditionalAccessPolicies', 'ConditionalAccessPolicies', 'json'],
  ['authenticationContextClassReferences', 'AuthenticationContextClassReferences', 'json'],
  ['originalRequestId', 'OriginalRequestId', 'same'],
  ['isInteractive', 'IsInteractive', 'same'],
  ['tokenIssuerName', 'TokenIssuerName', 'same'],
  ['tokenIssuerType', 'TokenIssuerType', 'same'],
  ['authenticationProcessingDetails', 'AuthenticationProcessingDetails', 'json'],
  ['networkLocationDetails', 'NetworkLocationDetails', 'json'],
  ['processingTimeInMilliseconds', 'ProcessingTimeInMilliseconds', 'number'],
  ['processingTimeInMilliseconds', 'ProcessingTimeInMs', 'number'],
  ['riskDetail', 'RiskDetail', 'same'],
  ['riskLevelAggregated', 'RiskLevelAggregated', 'same'],
  ['riskLevelDuringSignIn', 'RiskLevelDuringSignIn', 'same'],
  ['riskState', 'RiskState', 'same'],
  ['riskEventTypes', 'RiskEventTypes', 'json'],
  ['riskEventTypes_v2', 'RiskEventTypes_V2', 'json'],
  ['resourceDisplayName', 'ResourceDisplayName', 'same'],
  ['resourceId', 'ResourceIdentity', 'same'],
  ['resourceTenantId', 'ResourceTenantId', 'same'],
  ['resourceServicePrincipalId', 'ResourceServicePrincipalId', 'same'],
  ['resourceOwnerTenantId', 'ResourceOwnerTenantId', 'same'],
  ['homeTenantId', 'HomeTenantId', 'same'],
  ['appOwnerTenantId', 'AppOwnerTenantId', 'same'],
  ['authenticationDetails', 'AuthenticationDetails', 'json'],
  ['authenticationRequirementPolicies', 'AuthenticationRequirementPolicies', 'json'],
  ['sessionLifetimePolicies', 'SessionLifetimePolicies', 'json'],
  ['authenticationRequirement', 'AuthenticationRequirement', 'same'],
  ['alternateSignInName', 'AlternateSignInName', 'same'],
  ['signInIdentifier', 'SignInIdentifier', 'same'],
  ['signInIdentifierType', 'SignInIdentifierType', 'same'],
  ['userType', 'UserType', 'same'],
  ['flaggedForReview', 'FlaggedForReview', 'same'],
  ['autonomousSystemNumber', 'AutonomousSystemNumber', 'number'],
  ['crossTenantAccessType', 'CrossTenantAccessType', 'same'],
  ['uniqueTokenIdentifier', 'UniqueTokenIdentifier', 'same'],
  ['incomingTokenType', 'IncomingTokenType', 'same'],
  ['authenticationProtocol', 'AuthenticationProtocol', 'same'],
  ['originalTransferMethod', 'OriginalTransferMethod', 'same'],
  ['sessionId', 'SessionId', 'same'],
  ['servicePrincipalId', 'ServicePrincipalId', 'same'],
  ['servicePrincipalName', 'ServicePrincipalName', 'same'],
  ['servicePrincipalCredentialKeyId', 'ServicePrincipalCredentialKeyId', 'same'],
  ['servicePrincipalCredentialThumbprint', 'ServicePrincipalCredentialThumbprint', 'same'],
  ['clientCredentialType', 'ClientCredentialType', 'same'],
];

const EVENT_TYPES: Readonly<Record<string, string>> = {
  SigninLogs: 'interactiveUser',
  AADNonInteractiveUserSignInLogs: 'nonInteractiveUser',
  AADServicePrincipalSignInLogs: 'servicePrincipal',
  AADManagedIdentitySignInLogs: 'managedIdentity',
};

export function signInEventType(table: string): string | undefined {
  return EVENT_TYPES[table];
}

/** `properties` of the diagnostic record: offset `+00:00` and seven decimals in createdDateTime. */
export function signInProperties(row: Row): Record<string, JsonValue> {
  return properties(row, (text) => text.replace('Z', '+00:00'));
}

/** Microsoft Graph's signIn (beta): whole seconds, the kind of sign-in named. */
export function graphSignIn(table: string, row: Row): Record<string, JsonValue> {
  const service = row['ServicePrincipalName'];
  return {
    ...properties(row, (text) => `${text.slice(0, 19)}Z`),
    ...(service === undefined ? {} : { appDisplayName: service, isInteractive: false }),
    signInEventTypes: [EVENT_TYPES[table] ?? 'interactiveUser'],
  };
}

function properties(row: Row, created: (text: string) => string): Record<string, JsonValue> {
  const made: Record<string, JsonValue> = {};
  for (const [property, column, form] of FIELDS) {
    const value = row[column];
    if (value === undefined) continue;
    if (form === 'same' || typeof value !== 'string') made[property] = value;
    else if (form === 'created') made[property] = created(value);
    else if (form === 'number') made[property] = value === '' ? null : Number(value);
    else made[property] = value === '' ? null : (JSON.parse(value) as JsonValue);
  }
  return made;
}
