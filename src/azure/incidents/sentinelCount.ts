import { AzimuthError } from '../../base/errors.ts';
import type { Cell } from '../../domain/answer.ts';
import type { Connection } from '../../domain/connection.ts';
import type { IncidentFilter } from '../../domain/incident.ts';
import { stringLiteral } from '../../domain/kqlLiteral.ts';
import { kqlList } from '../kql/literal.ts';
import type { SentinelCount } from './incidentList.ts';
import { sentinelSeverity, sentinelStatus } from './sentinel.ts';
import { ofWorkspace } from './ofWorkspace.ts';

/**
 * How many incidents of the workspace's own table are in the filter; the table follows changes by some minutes.
 * @param options.workspace its id (GUID), where the connection reads others with it
 */
export async function sentinelCount(
  connection: Connection,
  { severities, statuses, since }: IncidentFilter,
  { workspace, signal }: { readonly workspace?: string | undefined; readonly signal?: AbortSignal } = {},
): Promise<SentinelCount> {
  const conditions = [
    ...(severities.length === 0 ? [] : [`Severity in (${kqlList(severities.map(sentinelSeverity))})`]),
    ...(statuses.length === 0 ? [] : [`Status in (${kqlList(statuses.map(sentinelStatus))})`]),
    ...(since === '' ? [] : [`CreatedTime >= todatetime(${stringLiteral(since)})`]),
  ];
  const text = `${ofWorkspace('SecurityIncident', workspace)}
| summarize arg_max(TimeGenerated, Severity, Status, CreatedTime, ProviderName) by IncidentNumber
${conditions.map((each) => `| where ${each}\n`).join('')}| summarize All = count(), Synced = countif(ProviderName has "XDR" or ProviderName has "365 Defender")`;
  let row: readonly Cell[] | undefined;
  await connection.query({ text }, (rows) => void (row ??= rows[0]), signal);
  const [all, synced] = row ?? [];
  if (typeof all === 'number' && typeof synced === 'number') return { all, synced };
  throw new AzimuthError('incidents.not-counted', 'The workspace did not count its incidents.');
}
