import type { FirstPartyApp } from '../apps.ts';
import { iso } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { City } from '../names.ts';
import type { Random } from '../random.ts';
import type { Service } from '../services.ts';
import type { Row, SampleEvent } from '../table.ts';
import { TABLES } from '../tables.ts';
import type { Tenant } from '../tenant.ts';

export interface ServiceSignIn {
  readonly time: Instant;
  readonly service: Pick<Service, 'name' | 'appId' | 'id' | 'credential' | 'userAgent'>;
  readonly resource: FirstPartyApp;
  readonly token: string;
  /** Entra's error code; 0 is success. */
  readonly result: number;
}

const REASONS: Readonly<Record<number, string>> = {
  0: '',
  7000215: 'Invalid client secret is provided.',
  7000222: 'The provided client secret keys are expired.',
};

/** An application signs in with its secret or certificate. */
export function applicationSignIn(
  tenant: Tenant,
  random: Random,
  about: ServiceSignIn & { readonly ip: string; readonly asn: string; readonly place: City },
): SampleEvent {
  const { place } = about;
  return {
    table: TABLES.AADServicePrincipalSignInLogs,
    time: about.time,
    row: {
      ...common(tenant, random, about, 'ServicePrincipalSignInLogs'),
      Location: place.country,
      AutonomousSystemNumber: about.asn,
      ClientCredentialType: 'clientSecret',
      IPAddress: about.ip,
      LocationDetails: JSON.stringify({
        city: place.city,
        state: place.state,
        countryOrRegion: place.country,
        geoCoordinates: { latitude: place.latitude, longitude: place.longitude },
      }),
      ServicePrincipalCredentialThumbprint: '',
      UserAgent: about.service.userAgent,
      Type: 'AADServicePrincipalSignInLogs',
    },
  };
}

/** A managed identity gets a token from its host; Entra records no address and no place. */
export function managedIdentitySignIn(tenant: Tenant, random: Random, about: ServiceSignIn): SampleEvent {
  return {
    table: TABLES.AADManagedIdentitySignInLogs,
    time: about.time,
    row: {
      ...common(tenant, random, about, 'ManagedIdentitySignInLogs'),
      Location: '',
      IPAddress: '',
      LocationDetails:
        '{"city":"","state":"","countryOrRegion":"","geoCoordinates":{"latitude":null,"longitude":null}}',
      Type: 'AADManagedIdentitySignInLogs',
    },
  };
}

function common(tenant: Tenant, random: Random, about: ServiceSignIn, category: string): Row {
  const { service } = about;
  return {
    TenantId: tenant.workspace,
    SourceSystem: 'Azure AD',
    TimeGenerated: iso(about.time),
    OperationName: 'Sign-in activity',
    OperationVersion: '1.0',
    Category: category,
    ResultType: String(about.result),
    ResultSignature: about.result === 0 ? 'SUCCESS' : 'FAILURE',
    ResultDescription: REASONS[about.result] ?? '',
    DurationMs: 0,
    CorrelationId: random.guid(),
    ResourceGroup: 'Microsoft.aadiam',
    Identity: service.name,
    Level: '4',
    AADTenantId: tenant.id,
    AppId: service.appId,
    AppOwnerTenantId: tenant.id,
    AuthenticationProcessingDetails: '[]',
    ConditionalAccessPolicies: '[]',
    ConditionalAccessStatus: 'notApplied',
    CreatedDateTime: iso(about.time - random.between(1000, 20_000)),
    Id: random.guid(),
    ResourceDisplayName: about.resource.name,
    ResourceIdentity: about.resource.id,
    ResourceOwnerTenantId: tenant.id,
    ResourceServicePrincipalId: `${about.resource.id.slice(0, 8)}-7c1f-4a5e-9b1c-${about.resource.id.slice(24)}`,
    ServicePrincipalCredentialKeyId: service.credential,
    ServicePrincipalId: service.id,
    ServicePrincipalName: service.name,
    UniqueTokenIdentifier: about.token,
  };
}
