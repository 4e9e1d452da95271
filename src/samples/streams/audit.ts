import type { JsonValue } from '../../base/json.ts';
import { iso } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Random } from '../random.ts';
import type { SampleEvent } from '../table.ts';
import { TABLES } from '../tables.ts';
import type { Tenant } from '../tenant.ts';

export type Actor =
  | {
      readonly user: { readonly id: string; readonly name: string; readonly upn: string };
      readonly ip: string;
    }
  | { readonly app: { readonly id: string; readonly name: string; readonly appId: string } };

export interface AuditTarget {
  readonly type:
    | 'User'
    | 'Application'
    | 'ServicePrincipal'
    | 'Role'
    | 'Group'
    | 'Device'
    | 'Policy'
    | 'Other';
  readonly id: string;
  readonly name: string;
  readonly upn?: string;
  /** Old and new value as plain text; the log wraps both once more in JSON. */
  readonly changes?: readonly (readonly [property: string, before: string | null, after: string | null])[];
}

export interface AuditRecord {
  readonly time: Instant;
  readonly activity: string;
  readonly category: string;
  readonly operation: 'Add' | 'Update' | 'Delete' | 'Assign' | 'Unassign' | '';
  readonly service: string;
  readonly actor: Actor;
  readonly targets: readonly AuditTarget[];
  readonly details?: Readonly<Record<string, string>>;
  readonly result?: 'success' | 'failure';
  readonly reason?: string;
  readonly correlation?: string;
}

/** One change in the directory: AuditLogs. */
export function auditRecord(tenant: Tenant, random: Random, about: AuditRecord): SampleEvent {
  const result = about.result ?? 'success';
  const correlation = about.correlation ?? random.guid();
  return {
    table: TABLES.AuditLogs,
    time: about.time,
    row: {
      SourceSystem: 'Azure AD',
      TimeGenerated: iso(about.time),
      ResourceId: `/tenants/${tenant.id}/providers/Microsoft.aadiam`,
      OperationName: about.activity,
      OperationVersion: '1.0',
      Category: about.category,
      ResultType: '',
      ResultSignature: 'None',
      ResultDescription: about.reason ?? '',
      DurationMs: 0,
      CorrelationId: correlation,
      Resource: 'Microsoft.aadiam',
      ResourceGroup: 'Microsoft.aadiam',
      Identity: 'user' in about.actor ? about.actor.user.name : about.actor.app.name,
      Level: '4',
      AdditionalDetails: Object.entries(about.details ?? {}).map(([key, value]) => ({ key, value })),
      Id: `${about.service === 'PIM' ? 'PIM' : 'Directory'}_${correlation}_${random.token(5).toUpperCase().replace(/[-_]/g, 'X')}_${random.int(1_000_000, 99_999_999)}`,
      InitiatedBy: initiator(about.actor),
      LoggedByService: about.service,
      Result: result,
      ResultReason: about.reason ?? '',
      TargetResources: about.targets.map(target),
      AADTenantId: tenant.id,
      ActivityDisplayName: about.activity,
      ActivityDateTime: iso(about.time),
      AADOperationType: about.operation,
      Type: 'AuditLogs',
      TenantId: tenant.workspace,
    },
  };
}

function initiator(actor: Actor): JsonValue {
  if ('app' in actor)
    return {
      app: {
        appId: actor.app.appId,
        displayName: actor.app.name,
        servicePrincipalId: actor.app.id,
        servicePrincipalName: null,
      },
    };
  return {
    user: {
      id: actor.user.id,
      displayName: actor.user.name,
      userPrincipalName: actor.user.upn,
      ipAddress: actor.ip,
      roles: [],
    },
  };
}

function target(about: AuditTarget): JsonValue {
  return {
    id: about.id,
    displayName: about.name,
    type: about.type,
    ...(about.upn === undefined ? {} : { userPrincipalName: about.upn }),
    modifiedProperties: (about.changes ?? []).map(([displayName, before, after]) => ({
      displayName,
      oldValue: before === null ? null : JSON.stringify(before),
      newValue: after === null ? null : JSON.stringify(after),
    })),
  };
}
