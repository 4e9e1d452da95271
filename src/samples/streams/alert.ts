import type { JsonObject, JsonValue } from '../../base/json.ts';
import { MINUTE, iso } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Random } from '../random.ts';
import type { SampleEvent } from '../table.ts';
import { TABLES } from '../tables.ts';
import type { Tenant } from '../tenant.ts';

export type AlertEntity =
  | { readonly kind: 'account'; readonly upn: string; readonly id: string; readonly name: string }
  | { readonly kind: 'ip'; readonly address: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'azure-resource'; readonly id: string }
  | { readonly kind: 'cloud-application'; readonly appId: string; readonly name: string };

export type AlertSeverity = 'Informational' | 'Low' | 'Medium' | 'High';

export interface Alert {
  readonly id: string;
  /** When it was raised. */
  readonly time: Instant;
  readonly first: Instant;
  readonly last: Instant;
  readonly title: string;
  readonly description: string;
  readonly severity: AlertSeverity;
  readonly product:
    | 'Microsoft Defender XDR'
    | 'Microsoft Defender for Cloud'
    | 'Azure Active Directory Identity Protection';
  readonly type: string;
  /** As the portal names them: InitialAccess. */
  readonly tactic: string;
  readonly techniques: readonly string[];
  readonly entities: readonly AlertEntity[];
}

/** An alert in Sentinel's table, and in Defender's two for the products that Defender XDR shows. */
export function alert(tenant: Tenant, random: Random, about: Alert): SampleEvent[] {
  return [sentinelAlert(tenant, random, about, about.time, 'New'), ...defenderAlert(tenant, about)];
}

/** A later row of the same alert: SecurityAlert keeps them all. */
function sentinelAlert(
  tenant: Tenant,
  random: Random,
  about: Alert,
  time: Instant,
  status: 'New' | 'InProgress' | 'Resolved' | 'Dismissed',
): SampleEvent {
  const [subscription] = tenant.estate.subscriptions;
  const account = about.entities.find((entity) => entity.kind === 'account');
  return {
    table: TABLES.SecurityAlert,
    time,
    row: {
      TimeGenerated: iso(time),
      DisplayName: about.title,
      AlertName: about.title,
      AlertSeverity: about.severity,
      Description: about.description,
      ProviderName: PROVIDERS[about.product],
      VendorName: 'Microsoft',
      VendorOriginalId: `${PREFIXES[about.product]}${about.id}`,
      SystemAlertId: about.id,
      ResourceId: '',
      AlertType: about.type,
      ConfidenceLevel: '',
      ConfidenceScore: null,
      IsIncident: false,
      StartTime: iso(about.first),
      EndTime: iso(about.last),
      ProcessingEndTime: iso(time - random.between(1000, 30_000)),
      RemediationSteps: JSON.stringify([
        'Review the activity with the account owner.',
        'Revoke sessions where it was not theirs.',
      ]),
      ExtendedProperties: JSON.stringify({
        Category: about.tactic,
        'Alert generation status': 'Full alert created',
      }),
      Entities: JSON.stringify(about.entities.map(entityOf)),
      WorkspaceSubscriptionId: subscription?.id ?? '',
      WorkspaceResourceGroup: tenant.estate.workspace.group,
      ExtendedLinks: '',
      ProductName: about.product,
      ProductComponentName: '',
      AlertLink: `https://security.microsoft.com/alerts/${PREFIXES[about.product]}${about.id}`,
      Status: status,
      CompromisedEntity: account ? account.upn : '',
      Tactics: about.tactic,
      Techniques: JSON.stringify(about.techniques.map((technique) => technique.slice(0, 5))),
      SubTechniques: JSON.stringify(about.techniques.filter((technique) => technique.includes('.'))),
      Type: 'SecurityAlert',
    },
  };
}

function defenderAlert(tenant: Tenant, about: Alert): SampleEvent[] {
  const time = iso(about.time);
  const common = {
    TenantId: tenant.workspace,
    TimeGenerated: time,
    AlertId: `${PREFIXES[about.product]}${about.id}`,
    Title: about.title,
    ServiceSource: about.product,
    DetectionSource: about.product,
    AttackTechniques: JSON.stringify(about.techniques),
    SourceSystem: '',
    Timestamp: time,
  };
  const info: SampleEvent = {
    table: TABLES.AlertInfo,
    time: about.time,
    row: { ...common, Category: about.tactic, Severity: about.severity, Type: 'AlertInfo' },
  };
  const evidence = about.entities.map(
    (entity, index): SampleEvent => ({
      table: TABLES.AlertEvidence,
      time: about.time,
      row: {
        ...common,
        Categories: JSON.stringify([about.tactic]),
        EntityType: EVIDENCE_TYPES[entity.kind],
        EvidenceRole: index === 0 ? 'Impacted' : 'Related',
        RemoteIP: entity.kind === 'ip' ? entity.address : '',
        RemoteUrl: entity.kind === 'url' ? entity.url : '',
        AccountName: entity.kind === 'account' ? (entity.upn.split('@')[0] ?? '') : '',
        AccountDomain: entity.kind === 'account' ? (entity.upn.split('@')[1] ?? '') : '',
        AccountObjectId: entity.kind === 'account' ? entity.id : '',
        AccountUpn: entity.kind === 'account' ? entity.upn : '',
        Application: entity.kind === 'cloud-application' ? entity.name : '',
        OAuthApplicationId: entity.kind === 'cloud-application' ? entity.appId : '',
        CloudResource: entity.kind === 'azure-resource' ? entity.id : '',
        CloudPlatform: entity.kind === 'azure-resource' ? 'Azure' : '',
        AdditionalFields: entityOf(entity, index),
        Severity: about.severity,
        Type: 'AlertEvidence',
      },
    }),
  );
  return [info, ...evidence];
}

const PROVIDERS: Readonly<Record<Alert['product'], string>> = {
  'Microsoft Defender XDR': 'MTP',
  'Microsoft Defender for Cloud': 'Azure Security Center',
  'Azure Active Directory Identity Protection': 'IPC',
};

const PREFIXES: Readonly<Record<Alert['product'], string>> = {
  'Microsoft Defender XDR': 'ra',
  'Microsoft Defender for Cloud': 'dc',
  'Azure Active Directory Identity Protection': 'ad',
};

const EVIDENCE_TYPES: Readonly<Record<AlertEntity['kind'], string>> = {
  account: 'User',
  ip: 'Ip',
  url: 'Url',
  'azure-resource': 'CloudResource',
  'cloud-application': 'OAuthApplication',
};

function entityOf(entity: AlertEntity, index: number): JsonValue {
  const $id = String(index + 1);
  if (entity.kind === 'account') {
    const [Name = '', UPNSuffix = ''] = entity.upn.split('@');
    return { $id, Name, UPNSuffix, AadUserId: entity.id, DisplayName: entity.name, Type: 'account' };
  }
  if (entity.kind === 'ip') return { $id, Address: entity.address, Type: 'ip' };
  if (entity.kind === 'url') return { $id, Url: entity.url, Type: 'url' };
  if (entity.kind === 'azure-resource') return { $id, ResourceId: entity.id, Type: 'azure-resource' };
  return { $id, AppId: entity.appId, Name: entity.name, Type: 'cloud-application' };
}

export interface Incident {
  readonly number: number;
  readonly name: string;
  readonly alerts: readonly Alert[];
  readonly title: string;
  readonly description: string;
  readonly severity: AlertSeverity;
  /** Versions after the first, each a change that someone made. */
  readonly history: readonly IncidentChange[];
}

export interface IncidentChange {
  readonly time: Instant;
  readonly by: { readonly name: string; readonly upn: string; readonly id: string };
  readonly status: 'New' | 'Active' | 'Closed';
  readonly classification?: 'TruePositive' | 'BenignPositive' | 'FalsePositive';
  readonly reason?: string;
  readonly comment?: string;
}

/** SecurityIncident is an audit table: a row for the creation and one for every change. */
export function incident(tenant: Tenant, about: Incident): SampleEvent[] {
  const raised = Math.max(...about.alerts.map((one) => one.time)) + 2 * MINUTE;
  const versions: (IncidentChange | null)[] = [null, ...about.history];
  return versions.map((change) => version(tenant, about, raised, change));
}

function version(
  tenant: Tenant,
  about: Incident,
  created: Instant,
  change: IncidentChange | null,
): SampleEvent {
  const time = change?.time ?? created;
  const closed = change?.status === 'Closed';
  const owner: JsonObject = change
    ? {
        objectId: change.by.id,
        email: change.by.upn,
        assignedTo: change.by.name,
        userPrincipalName: change.by.upn,
      }
    : { objectId: null, email: null, assignedTo: null, userPrincipalName: null };
  const tactics = [...new Set(about.alerts.map((one) => one.tactic))];
  const comments = change?.comment
    ? [
        {
          message: change.comment,
          author: { name: change.by.name, userPrincipalName: change.by.upn },
          createdTimeUtc: iso(time),
        },
      ]
    : [];
  return {
    table: TABLES.SecurityIncident,
    time: time + 1500,
    row: {
      TenantId: tenant.workspace,
      TimeGenerated: iso(time + 1500),
      IncidentName: about.name,
      Title: about.title,
      Description: about.description,
      Severity: about.severity,
      Status: change?.status ?? 'New',
      Classification: change?.classification ?? '',
      ClassificationComment: closed ? (change.comment ?? '') : '',
      ClassificationReason: change?.reason ?? '',
      Owner: owner,
      ProviderName: 'Microsoft XDR',
      ProviderIncidentId: String(about.number + 4000),
      FirstActivityTime: iso(Math.min(...about.alerts.map((one) => one.first))),
      LastActivityTime: iso(Math.max(...about.alerts.map((one) => one.last))),
      FirstModifiedTime: iso(created),
      LastModifiedTime: iso(time),
      CreatedTime: iso(created),
      ClosedTime: closed ? iso(time) : null,
      IncidentNumber: about.number,
      RelatedAnalyticRuleIds: [],
      AlertIds: about.alerts.map((one) => one.id),
      BookmarkIds: [],
      Comments: comments,
      Tasks: [],
      Labels: [],
      IncidentUrl: `https://portal.azure.com/#asset/Microsoft_Azure_Security_Insights/Incident${tenant.estate.workspace.id}/providers/Microsoft.SecurityInsights/Incidents/${about.name}`,
      AdditionalData: {
        alertsCount: about.alerts.length,
        bookmarksCount: 0,
        commentsCount: comments.length,
        alertProductNames: [...new Set(about.alerts.map((one) => one.product))],
        tactics,
        techniques: [...new Set(about.alerts.flatMap((one) => one.techniques))],
      },
      ModifiedBy: change?.by.name ?? 'Microsoft XDR - alert correlation',
      SourceSystem: 'Azure',
      Type: 'SecurityIncident',
    },
  };
}
