import type { Seconds } from '../rule/duration.ts';
import type { Rule } from '../rule/rule.ts';
import { type AlertEntity, entityKey, type RuleAlert } from './alerts.ts';

export interface RaisedAlert extends RuleAlert {
  /** Seconds since 1970, when it was raised. */
  readonly at: Seconds;
}

export interface RaisedIncident {
  readonly number: number;
  readonly title: string;
  readonly at: Seconds;
  /** Places in the list of alerts. */
  readonly alerts: readonly number[];
  /** How often an alert opened it again after it was closed. */
  readonly reopened: number;
}

const MAX_ALERTS = 150;

interface Open {
  readonly number: number;
  readonly title: string;
  readonly at: Seconds;
  readonly key: string | undefined;
  readonly alerts: number[];
  /** Infinity: nobody closes it. */
  closesAt: Seconds;
  reopened: number;
}

/**
 * Groups the alerts of one rule, in order of time, into incidents. An incident takes further alerts until `lookback`
 * after its first one and up to 150 of them; a closed one only where the rule reopens it.
 * @param closedAfter how long an incident is worked on after it was opened or opened again; undefined: it stays open
 */
export function groupIncidents(
  rule: Rule,
  alerts: readonly RaisedAlert[],
  closedAfter: Seconds = Infinity,
): readonly RaisedIncident[] {
  const { createIncident, grouping } = rule;
  if (!createIncident) return [];
  const incidents: Open[] = [];
  for (const [index, alert] of alerts.entries()) {
    const key = grouping.enabled ? groupKey(rule, alert) : undefined;
    const known =
      key === undefined
        ? undefined
        : incidents.findLast(
            (each) =>
              each.key === key &&
              alert.at - each.at <= grouping.lookback &&
              each.alerts.length < MAX_ALERTS &&
              (grouping.reopenClosed || alert.at < each.closesAt),
          );
    if (!known) {
      incidents.push({
        number: incidents.length + 1,
        title: alert.title,
        at: alert.at,
        key,
        alerts: [index],
        closesAt: alert.at + closedAfter,
        reopened: 0,
      });
      continue;
    }
    known.alerts.push(index);
    if (alert.at < known.closesAt) continue;
    known.reopened += 1;
    known.closesAt = alert.at + closedAfter;
  }
  return incidents.map(({ number, title, at, alerts: members, reopened }) => ({
    number,
    title,
    at,
    alerts: members,
    reopened,
  }));
}

/** Alerts with one key go together; undefined: the alert goes with none. */
function groupKey({ grouping }: Rule, alert: RaisedAlert): string | undefined {
  switch (grouping.matching) {
    case 'AnyAlert':
      return '';
    case 'AllEntities':
      return alert.entities.length === 0 ? undefined : keys(alert.entities);
    case 'Selected': {
      const entities = alert.entities.filter(({ type }) => grouping.byEntities.includes(type));
      const details = grouping.byCustomDetails.map((name) =>
        JSON.stringify([name, alert.customDetails[name] ?? []]),
      );
      const own: Readonly<Record<string, string>> = { DisplayName: alert.title, Severity: alert.severity };
      return [keys(entities), ...details, ...grouping.byAlertDetails.map((name) => own[name] ?? '')].join(
        '\n',
      );
    }
  }
}

function keys(entities: readonly AlertEntity[]): string {
  return entities.map(entityKey).sort().join('\n');
}
