import { counted, formatCount } from '../base/counts.ts';
import { plain } from '../base/plainText.ts';
import type { ReplayedAlert } from '../detections/replay/replay.ts';
import type { ReplayResult } from './replayRule.ts';

/** Of the alerts that only one of two versions raises. */
const MAX_LISTED = 20;

/** A replay in words, for terminals and editors. */
export function replayText({
  name,
  start,
  end,
  runs,
  empty,
  suppressed,
  alerts,
  incidents,
  days,
  lost,
  load,
  cut,
  other,
}: ReplayResult): string {
  const perDayOf = (count: number): string =>
    `${(days.length === 0 ? 0 : count / days.length).toFixed(1)} a day`;
  const reopened = incidents.reduce((sum, incident) => sum + incident.reopened, 0);
  const busy = days.filter((day) => day.alerts > 0);
  return [
    `${plain(name)}, ${start} to ${end}`,
    ...alerts.map((alert) => `  ${alertText(alert, name)}`),
    ...busy.map(
      (day) => `  ${day.day}: ${counted(day.alerts, 'alert')}, ${counted(day.incidents, 'incident')}`,
    ),
    `${counted(alerts.length, 'alert')} in ${counted(incidents.length, 'incident')}${reopened > 0 ? ` (opened again ${counted(reopened, 'time')})` : ''}, ${perDayOf(alerts.length)}`,
    `${counted(runs, 'run')} (${formatCount(empty)} over nothing, ${formatCount(suppressed)} suppressed), ${counted(load.queries, 'query', 'queries')} over ${counted(load.events, 'event')} in ${(load.elapsedMs / 1000).toFixed(1)} s`,
    ...lost.examples.map(
      ({ table, time, arrived, window }) =>
        `  lost: ${table} ${time} arrived ${arrived}, after the run of the window to ${window}`,
    ),
    ...(lost.count > 0 ? [`${counted(lost.count, 'event')} came too late for every run`] : []),
    ...(other ? comparisonText(name, other, alerts, perDayOf) : []),
    ...(cut === undefined ? [] : [cut]),
    '',
  ].join('\n');
}

/** @param rule its name, which is not said again where the alert has no title of its own */
function alertText({ time, severity, title, incident, entities }: ReplayedAlert, rule: string): string {
  const named = entities.map(({ type, identifiers }) => `${type} ${Object.values(identifiers).join(' ')}`);
  return [
    time,
    severity.padEnd(13),
    ...(incident === null ? [] : [`#${incident}`]),
    ...(title === rule ? [] : [plain(title)]),
    ...(named.length === 0 ? [] : [plain(named.join(', '))]),
  ]
    .join('  ')
    .trimEnd();
}

function comparisonText(
  name: string,
  { rule, report, comparison }: NonNullable<ReplayResult['other']>,
  own: readonly ReplayedAlert[],
  perDay: (count: number) => string,
): readonly string[] {
  const { same, added, gone } = comparison;
  const listed = (
    where: string,
    places: readonly number[],
    alerts: readonly ReplayedAlert[],
  ): readonly string[] => [
    ...places.slice(0, MAX_LISTED).flatMap((place) => {
      const alert = alerts[place];
      return alert ? [`  ${where}: ${alertText({ ...alert, incident: null }, name)}`] : [];
    }),
    ...(places.length > MAX_LISTED ? [`  ${where}: ${formatCount(places.length - MAX_LISTED)} more`] : []),
  ];
  return [
    `against ${plain(rule)}`,
    `which has ${counted(report.alerts.length, 'alert')}, ${perDay(report.alerts.length)}: ${counted(same, 'alert')} the same, ${formatCount(added.length)} only here, ${formatCount(gone.length)} only there`,
    ...listed('only here', added, own),
    ...listed('only there', gone, report.alerts),
  ];
}
