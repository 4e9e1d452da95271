import type { IncidentList } from '../../azure/incidents/incidentList.ts';
import type { TenantIncident } from '../../domain/incident.ts';

/** What a row shows of an incident; whatever else changes of it changes `modified` too. */
const SHOWN = [
  'key',
  'modified',
  'title',
  'severity',
  'status',
  'owner',
  'alerts',
  'comments',
  'missingIn',
] as const satisfies readonly (keyof TenantIncident)[];

/** Whether two readings would be shown alike. */
export function sameList(
  a: Pick<IncidentList, 'items' | 'done' | 'problems'>,
  b: Pick<IncidentList, 'items' | 'done' | 'problems'>,
): boolean {
  return (
    a.done === b.done &&
    a.problems.length === 0 &&
    b.problems.length === 0 &&
    a.items.length === b.items.length &&
    a.items.every((each, i) => {
      const other = b.items[i];
      return other !== undefined && SHOWN.every((name) => each[name] === other[name]);
    })
  );
}
