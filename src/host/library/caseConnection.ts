import type { Connection } from '../../domain/connection.ts';
import type { CaseSession } from '../../session/api.ts';

/** What a sweep needs of a connection. */
export type SweepTarget = Pick<Connection, 'info' | 'schema' | 'query'>;

/** The open case's own logs. */
export function caseTarget(session: CaseSession): SweepTarget {
  return {
    info: { name: 'case', kind: 'case', label: "The case's own logs" },
    schema: () => session.schema(),
    query: (request, onRows, signal) => session.query(request, onRows, signal),
  };
}
