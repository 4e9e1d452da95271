import { type EventKey, parseEventKey } from '../domain/eventKey.ts';
import { stringLiteral } from '../domain/kqlLiteral.ts';
import type { CaseSession } from '../session/api.ts';

const TABLE = 'SecurityAlert';

/** By what an incident names an alert: Graph and Defender give only the service's own id, Sentinel one of its own. */
export const ALERT_ID = 'AlertId = iff(isempty(SystemAlertId), VendorOriginalId, SystemAlertId)';

/** The same, of a row; '' where it is no alert. */
export function alertIdOf(row: Readonly<Record<string, unknown>>): string {
  const [id] = [row['SystemAlertId'], row['VendorOriginalId']].filter(
    (one) => typeof one === 'string' && one !== '',
  );
  return typeof id === 'string' ? id : '';
}

/** Events of the case that report these alerts (`ALERT_ID`), the earliest first; none where it has no alerts. */
export async function eventsOfAlerts(
  session: CaseSession,
  alerts: readonly string[],
): Promise<readonly EventKey[]> {
  const { tables } = await session.schema();
  if (alerts.length === 0 || !tables.some(({ name }) => name === TABLE)) return [];
  const found: EventKey[] = [];
  const text = `${TABLE}\n| extend ${ALERT_ID}\n| where AlertId in (${alerts.map(stringLiteral).join(', ')})\n| sort by TimeGenerated asc`;
  await session.query({ text, maxRows: 200, withRowKeys: true }, (_rows, keys) => {
    for (const key of keys ?? []) if (key !== null) found.push(key);
  });
  return found;
}

/** Alerts that these events report. */
export async function alertsOfEvents(
  session: CaseSession,
  events: readonly EventKey[],
): Promise<readonly string[]> {
  const reports = events.filter((key) => parseEventKey(key).table === TABLE);
  const records = await Promise.all(reports.map((key) => session.record(key)));
  return records.flatMap((record) => {
    const id = record ? alertIdOf(record.row) : '';
    return id === '' ? [] : [id];
  });
}
