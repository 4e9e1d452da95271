import { type EventKey, parseEventKey } from '../domain/eventKey.ts';
import { stringLiteral } from '../domain/kqlLiteral.ts';
import type { CaseSession } from '../session/api.ts';

const TABLE = 'SecurityAlert';

/** Events of the case that report these alerts (SystemAlertId), the earliest first; none where it has no alerts. */
export async function eventsOfAlerts(
  session: CaseSession,
  alerts: readonly string[],
): Promise<readonly EventKey[]> {
  const { tables } = await session.schema();
  if (alerts.length === 0 || !tables.some(({ name }) => name === TABLE)) return [];
  const found: EventKey[] = [];
  const text = `${TABLE}\n| where SystemAlertId in (${alerts.map(stringLiteral).join(', ')})\n| sort by TimeGenerated asc`;
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
    const id = record?.row['SystemAlertId'];
    return typeof id === 'string' && id !== '' ? [id] : [];
  });
}
