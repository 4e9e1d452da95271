import type { JsonValue } from '../../base/json.ts';
import type { FirstPartyApp } from '../apps.ts';
import { iso } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { City } from '../names.ts';
import type { Device } from '../people.ts';
import type { Random } from '../random.ts';
import type { SampleEvent, Row } from '../table.ts';
import { TABLES } from '../tables.ts';
import type { Tenant } from '../tenant.ts';

/** Everything about a user's sign-in that is not the same for all of them. */
export interface UserSignIn {
  readonly time: Instant;
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly upn: string;
    readonly type?: 'Member' | 'Guest';
  };
  readonly app: FirstPartyApp;
  readonly resource: FirstPartyApp;
  readonly ip: string;
  readonly asn: string;
  readonly place: City;
  readonly device: Device | null;
  readonly userAgent?: string;
  readonly client?: string;
  readonly session: string;
  readonly correlation: string;
  /** Given where a later row names it; drawn otherwise. */
  readonly id?: string;
  readonly token?: string;
  /** Entra's error code; 0 is success. */
  readonly result: number;
  readonly mfa: 'none' | 'claim' | 'app' | 'denied' | 'required';
  readonly protocol?: 'none' | 'deviceCode' | 'ropc' | 'oAuth2';
  readonly incoming?: 'none' | 'refreshToken' | 'primaryRefreshToken';
  readonly risk?: { readonly level: 'low' | 'medium' | 'high'; readonly events: readonly string[] };
}

const RESULTS: Readonly<Record<number, string>> = {
  0: '',
  50034: 'The user account does not exist in the directory.',
  50053: 'The account is locked: too many sign-in attempts with an incorrect user ID or password.',
  50055: 'The password is expired.',
  50074: 'Strong Authentication is required.',
  50076: 'Multi-factor authentication is required to access the resource.',
  50126: 'Error validating credentials due to invalid username or password.',
  50140: "Interrupt: 'Keep me signed in' was shown when the user was signing in.",
  50173: 'The provided grant has expired because it was revoked; fresh authentication is needed.',
  500121: 'Authentication failed during strong authentication request.',
  53003: 'Access has been blocked by Conditional Access policies.',
  65001: 'The user or administrator has not consented to use the application.',
  70043: 'The refresh token has expired due to sign-in frequency checks by Conditional Access.',
  700082: 'The refresh token has expired due to inactivity.',
};

/** An interactive sign-in: SigninLogs, whose nested columns are dynamic. */
export function interactiveSignIn(tenant: Tenant, random: Random, about: UserSignIn): SampleEvent {
  const row = common(tenant, random, about, 'SignInLogs', true);
  const details = nested(tenant, about);
  return {
    table: TABLES.SigninLogs,
    time: about.time,
    row: {
      ...row,
      ResourceId: `/tenants/${tenant.id}/providers/Microsoft.aadiam`,
      Resource: 'Microsoft.aadiam',
      AlternateSignInName: about.user.upn,
      ConditionalAccessPolicies: details.policies,
      DeviceDetail: details.device,
      LocationDetails: details.location,
      Status: details.status,
      MfaDetail: about.mfa === 'app' ? { authMethod: 'Mobile app notification', authDetail: null } : null,
      ProcessingTimeInMilliseconds: String(random.size(140, 0.5)),
      RiskEventTypes_V2: JSON.stringify(about.risk?.events ?? []),
      FlaggedForReview: false,
      IPAddressFromResourceProvider: '',
      SignInIdentifier: about.user.upn,
      Type: 'SigninLogs',
    },
  };
}

/** A token refreshed without the user: AADNonInteractiveUserSignInLogs, whose nested columns are JSON text. */
export function nonInteractiveSignIn(tenant: Tenant, random: Random, about: UserSignIn): SampleEvent {
  const row = common(tenant, random, about, 'NonInteractiveUserSignInLogs', false);
  const details = nested(tenant, about);
  return {
    table: TABLES.AADNonInteractiveUserSignInLogs,
    time: about.time,
    row: {
      ...row,
      TenantId: tenant.workspace,
      ConditionalAccessPolicies: JSON.stringify(details.policies),
      DeviceDetail: JSON.stringify(details.device),
      LocationDetails: JSON.stringify(details.location),
      Status: JSON.stringify(details.status),
      ProcessingTimeInMs: String(random.size(90, 0.5)),
      SignInEventTypes: '["nonInteractiveUser"]',
      Type: 'AADNonInteractiveUserSignInLogs',
    },
  };
}

function common(
  tenant: Tenant,
  random: Random,
  about: UserSignIn,
  category: string,
  interactive: boolean,
): Row {
  const id = about.id ?? random.guid();
  const guest = about.user.type === 'Guest';
  const failed = about.result !== 0;
  const description = RESULTS[about.result] ?? 'Other.';
  return {
    SourceSystem: 'Azure AD',
    TimeGenerated: iso(about.time),
    OperationName: 'Sign-in activity',
    OperationVersion: '1.0',
    Category: category,
    ResultType: String(about.result),
    ResultSignature: failed ? 'FAILURE' : 'SUCCESS',
    ResultDescription: description,
    DurationMs: 0,
    CorrelationId: about.correlation,
    ResourceGroup: 'Microsoft.aadiam',
    Identity: about.user.name,
    Level: '4',
    Location: about.place.country,
    AppDisplayName: about.app.name,
    AppId: about.app.id,
    AuthenticationContextClassReferences: '[]',
    AuthenticationDetails: JSON.stringify(steps(about, iso(about.time - 900))),
    AuthenticationProcessingDetails: JSON.stringify([{ key: 'Login Hint Present', value: 'True' }]),
    AuthenticationProtocol: about.protocol ?? 'none',
    AuthenticationRequirement:
      about.mfa === 'none' ? 'singleFactorAuthentication' : 'multiFactorAuthentication',
    AuthenticationRequirementPolicies: '[]',
    AutonomousSystemNumber: about.asn,
    ClientAppUsed: about.client ?? 'Browser',
    ConditionalAccessStatus: about.result === 53003 ? 'failure' : failed ? 'notApplied' : 'success',
    CreatedDateTime: iso(about.time - random.between(1500, 90_000)),
    CrossTenantAccessType: guest ? 'b2bCollaboration' : 'none',
    HomeTenantId: tenant.id,
    Id: id,
    IncomingTokenType: about.incoming ?? (interactive ? 'none' : 'refreshToken'),
    IPAddress: about.ip,
    IsInteractive: interactive,
    IsRisky: about.risk !== undefined,
    NetworkLocationDetails: trustedNetwork(tenant, about.ip),
    OriginalRequestId: id,
    OriginalTransferMethod: about.protocol === 'deviceCode' ? 'deviceCodeFlow' : 'none',
    AppOwnerTenantId: MICROSOFT_TENANT,
    ResourceDisplayName: about.resource.name,
    ResourceIdentity: about.resource.id,
    ResourceOwnerTenantId: MICROSOFT_TENANT,
    ResourceServicePrincipalId: servicePrincipalOf(about.resource),
    ResourceTenantId: tenant.id,
    RiskDetail: 'none',
    RiskEventTypes: JSON.stringify(about.risk?.events ?? []),
    RiskLevelAggregated: about.risk?.level ?? 'none',
    RiskLevelDuringSignIn: about.risk?.level ?? 'none',
    RiskState: about.risk ? 'atRisk' : 'none',
    SessionId: about.session,
    SessionLifetimePolicies: '[]',
    SignInIdentifierType: '',
    TokenIssuerName: '',
    TokenIssuerType: 'AzureAD',
    UniqueTokenIdentifier: about.token ?? random.token(22),
    UserAgent: about.userAgent ?? about.device?.userAgent ?? '',
    UserDisplayName: about.user.name,
    UserId: about.user.id,
    UserPrincipalName: about.user.upn,
    UserType: about.user.type ?? 'Member',
    AADTenantId: tenant.id,
  };
}

const MICROSOFT_TENANT = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';

/** The same id for the same resource in every row, as the object id of a service principal is. */
function servicePrincipalOf(app: FirstPartyApp): string {
  return `${app.id.slice(24, 32)}-${app.id.slice(0, 4)}-4a5e-9b1c-${app.id.slice(0, 8)}${app.id.slice(9, 13)}`;
}

function trustedNetwork(tenant: Tenant, ip: string): string {
  const site = tenant.sites.find(({ egress }) => egress.includes(ip));
  return site ? JSON.stringify([{ networkType: 'trustedNamedLocation', networkNames: [site.name] }]) : '[]';
}

function nested(
  tenant: Tenant,
  about: UserSignIn,
): { policies: JsonValue; device: JsonValue; location: JsonValue; status: JsonValue } {
  const { device, place } = about;
  const registered = device !== null && device.trust !== '';
  const blocked = about.result === 53003;
  return {
    policies: [
      {
        id: `${tenant.id.slice(0, 8)}-0001-4000-8000-000000000001`,
        displayName: 'Require multifactor authentication',
        enforcedGrantControls: ['Mfa'],
        enforcedSessionControls: [],
        result: about.mfa === 'none' ? 'notApplied' : about.mfa === 'denied' ? 'failure' : 'success',
      },
      {
        id: `${tenant.id.slice(0, 8)}-0002-4000-8000-000000000002`,
        displayName: 'Block legacy and unknown clients',
        enforcedGrantControls: ['Block'],
        enforcedSessionControls: [],
        result: blocked ? 'failure' : 'notApplied',
      },
    ],
    device: {
      deviceId: registered ? device.id : '',
      displayName: registered ? device.name : '',
      operatingSystem: device?.os ?? '',
      browser: device?.browser ?? '',
      isCompliant: registered && device.trust !== 'Azure AD registered',
      isManaged: registered && device.trust !== 'Azure AD registered',
      trustType: device?.trust ?? '',
    },
    location: {
      city: place.city,
      state: place.state,
      countryOrRegion: place.country,
      geoCoordinates: { latitude: place.latitude, longitude: place.longitude },
    },
    status: {
      errorCode: about.result,
      failureReason: about.result === 0 ? 'Other.' : (RESULTS[about.result] ?? 'Other.'),
      additionalDetails: ADDITIONAL[about.mfa],
    },
  };
}

const ADDITIONAL: Readonly<Record<UserSignIn['mfa'], string | null>> = {
  none: null,
  claim: 'MFA requirement satisfied by claim in the token',
  app: 'MFA completed in Azure AD',
  denied: 'MFA denied; user declined the authentication',
  required: 'MFA required in Azure AD',
};

function steps(about: UserSignIn, time: string): JsonValue {
  const passwordRight = ![50126, 50034, 50053].includes(about.result);
  const first = {
    authenticationStepDateTime: time,
    authenticationMethod: about.mfa === 'claim' ? 'Previously satisfied' : 'Password',
    authenticationMethodDetail: about.mfa === 'claim' ? '' : 'Password in the cloud',
    succeeded: passwordRight,
    authenticationStepResultDetail: passwordRight
      ? about.mfa === 'claim'
        ? 'MFA requirement satisfied by claim in the token'
        : 'Correct password'
      : 'Incorrect password',
    authenticationStepRequirement: 'Primary authentication',
    StatusSequence: 0,
    RequestSequence: 1,
  };
  if (about.mfa !== 'app' && about.mfa !== 'denied') return [first];
  const granted = about.mfa === 'app';
  return [
    first,
    {
      ...first,
      authenticationMethod: 'Mobile app notification',
      authenticationMethodDetail: '',
      succeeded: granted,
      authenticationStepResultDetail: granted
        ? 'MFA successfully completed'
        : 'MFA denied; user declined the authentication',
      authenticationStepRequirement: 'Multifactor authentication',
      StatusSequence: 1,
      RequestSequence: 2,
    },
  ];
}
