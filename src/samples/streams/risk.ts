import { iso } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { City } from '../names.ts';
import type { Random } from '../random.ts';
import type { SampleEvent } from '../table.ts';
import { TABLES } from '../tables.ts';
import type { Tenant } from '../tenant.ts';

export interface RiskDetection {
  /** When the risky thing was done; found and logged a while later. */
  readonly activity: Instant;
  readonly delay: number;
  readonly user: { readonly id: string; readonly name: string; readonly upn: string };
  readonly event: string;
  readonly level: 'low' | 'medium' | 'high';
  readonly state: 'atRisk' | 'remediated' | 'dismissed';
  readonly timing: 'realtime' | 'nearRealtime' | 'offline';
  readonly ip: string;
  readonly place: City;
  /** The sign-in it is about. */
  readonly request: string;
  readonly correlation: string;
  readonly userAgent: string;
  /** Given for a further state of the same detection. */
  readonly id?: string;
}

/** One detection of Identity Protection, or a change of its state: AADUserRiskEvents. */
export function riskDetection(tenant: Tenant, random: Random, about: RiskDetection): SampleEvent {
  const logged = about.activity + about.delay;
  return {
    table: TABLES.AADUserRiskEvents,
    time: logged,
    row: {
      TenantId: tenant.workspace,
      Activity: 'signin',
      ActivityDateTime: iso(about.activity),
      AdditionalInfo: [{ Key: 'userAgent', Value: about.userAgent }],
      CorrelationId: about.correlation,
      DetectedDateTime: iso(about.activity + Math.min(about.delay, 90_000) * 0.5),
      DetectionTimingType: about.timing,
      Id: about.id ?? random.hex(32),
      IpAddress: about.ip,
      LastUpdatedDateTime: iso(logged - 2000),
      Location: {
        city: about.place.city,
        state: about.place.state,
        countryOrRegion: about.place.country,
        geoCoordinates: { latitude: about.place.latitude, longitude: about.place.longitude },
      },
      RequestId: about.request,
      RiskDetail: about.state === 'remediated' ? 'userPassedMFADrivenByRiskBasedPolicy' : 'none',
      RiskEventType: about.event,
      RiskLevel: about.level,
      RiskState: about.state,
      Source: 'IdentityProtection',
      TokenIssuerType: 'AzureAD',
      UserDisplayName: about.user.name,
      UserId: about.user.id,
      UserPrincipalName: about.user.upn,
      TimeGenerated: iso(logged),
      OperationName: 'User Risk Detection',
      SourceSystem: 'Azure AD',
      Type: 'AADUserRiskEvents',
    },
  };
}
