import type { JsonObject } from '../../base/json.ts';
import { directoryAudit, riskDetectionRecord } from '../records/entra.ts';
import { graphAlert, graphIncident } from '../records/security.ts';
import { graphSignIn, signInEventType } from '../records/signIn.ts';
import type { SampleEvent } from '../table.ts';
import type { Tenant } from '../tenant.ts';
import type { Framing } from './exportFiles.ts';
import type { Shape } from './shape.ts';
import { textOf } from '../table.ts';

interface GraphCollection {
  readonly file: string;
  readonly context: string;
  readonly make: (event: SampleEvent, tenant: Tenant, incidentOf: ReadonlyMap<string, string>) => JsonObject;
}

const ROOT = 'https://graph.microsoft.com';

function collection(table: string): GraphCollection | undefined {
  const kind = signInEventType(table);
  if (kind !== undefined)
    return {
      file: `signIns-${kind}`,
      context: `${ROOT}/beta/$metadata#auditLogs/signIns`,
      make: (event) => graphSignIn(event.table.name, event.row),
    };
  return COLLECTIONS[table];
}

const COLLECTIONS: Readonly<Record<string, GraphCollection>> = {
  AuditLogs: {
    file: 'directoryAudits',
    context: `${ROOT}/v1.0/$metadata#auditLogs/directoryAudits`,
    make: ({ row }) => directoryAudit(row),
  },
  AADUserRiskEvents: {
    file: 'riskDetections',
    context: `${ROOT}/v1.0/$metadata#identityProtection/riskDetections`,
    make: ({ row }) => riskDetectionRecord(row),
  },
  SecurityAlert: {
    file: 'alerts_v2',
    context: `${ROOT}/v1.0/$metadata#security/alerts_v2`,
    make: ({ row }, tenant, incidentOf) =>
      graphAlert(row, tenant.id, incidentOf.get(textOf(row, 'SystemAlertId')) ?? ''),
  },
  SecurityIncident: {
    file: 'incidents',
    context: `${ROOT}/v1.0/$metadata#security/incidents`,
    make: ({ row }, tenant) => graphIncident(row, tenant.id),
  },
};

const PAGE = 5000;

/** Microsoft Graph collections, paged, as a script that follows every nextLink saves them. */
export const GRAPH: Shape = {
  id: 'graph',
  title: 'Microsoft Graph collections (signIns, directoryAudits, riskDetections, alerts_v2, incidents)',
  carries: (table) => collection(table) !== undefined,
  open: (files, plan) => {
    const counts = new Map<string, number>();
    const incidentOf = new Map<string, string>();
    for (const { table, row } of plan.told)
      if (table.name === 'SecurityIncident')
        for (const id of row['AlertIds'] as readonly string[])
          incidentOf.set(id, textOf(row, 'ProviderIncidentId'));
    return {
      accept(event) {
        const kind = collection(event.table.name);
        if (!kind) return;
        const count = counts.get(kind.file) ?? 0;
        counts.set(kind.file, count + 1);
        const framing: Framing = {
          open: `{"@odata.context":${JSON.stringify(kind.context)},"value":[\n`,
          between: ',\n',
          close: '\n]}\n',
        };
        const page = String(Math.floor(count / PAGE) + 1).padStart(3, '0');
        files.add(
          `graph/${kind.file}-${page}.json`,
          JSON.stringify(kind.make(event, plan.world.tenant, incidentOf)),
          framing,
        );
      },
      finish: () => undefined,
    };
  },
};
