import { textOf } from '../../base/guards.ts';
import type { Connection } from '../../domain/connection.ts';
import { stringLiteral } from '../../domain/kqlLiteral.ts';
import { tableEntities } from '../incidents/entities.ts';

/**
 * Which open incidents name each resource below a scope, as workspace and number, by resource id in lower case; one question,
 * whatever the number of resources.
 * @param scope beginning of the resources' ids: that of a group or a subscription
 */
export async function openIncidentsBelow(
  connection: Pick<Connection, 'query'>,
  scope: string,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const prefix = `${scope.toLowerCase()}/`;
  const text = `SecurityIncident
| summarize arg_max(TimeGenerated, Status, AlertIds) by TenantId, IncidentNumber
| where Status != "Closed"
| mv-expand AlertId = AlertIds to typeof(string)
| join kind=inner (SecurityAlert | where Entities contains ${stringLiteral(prefix)} | summarize arg_max(TimeGenerated, Entities) by SystemAlertId) on $left.AlertId == $right.SystemAlertId
| project TenantId, IncidentNumber, Entities`;
  const incidents = new Map<string, Set<string>>();
  await connection.query(
    { text },
    (rows) => {
      for (const [workspace, number, entities] of rows)
        for (const { kind, value } of tableEntities(entities)) {
          const id = textOf(value).toLowerCase();
          if (kind !== 'azureresource' || !id.startsWith(prefix)) continue;
          const of = incidents.get(id) ?? new Set();
          incidents.set(id, of.add(JSON.stringify([workspace, number])));
        }
    },
    signal,
  );
  return incidents;
}
