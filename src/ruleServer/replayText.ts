import { plain } from '../base/plainText.ts';
import type { ReplayResult } from './replayRule.ts';

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
  const perDay = days.length === 0 ? 0 : alerts.length / days.length;
  const reopened = incidents.reduce((sum, incident) => sum + incident.reopened, 0);
  const busy = days.filter((day) => day.alerts > 0);
  return [
    `${plain(name)}, ${start} to ${end}`,
    ...alerts.map(
      ({ time, severity, title, incident, entities }) =>
        `  ${time}  ${severity.padEnd(13)}  ${incident === null ? '' : `#${incident} `}${plain(title)}  ${plain(entities.map(({ type, identifiers }) => `${type} ${Object.values(identifiers).join(' ')}`).join(', '))}`,
    ),
    ...busy.map((day) => `  ${day.day}: ${day.alerts} alerts, ${day.incidents} incidents`),
    `${alerts.length} alerts in ${incidents.length} incidents${reopened > 0 ? ` (opened again ${reopened} times)` : ''}, ${perDay.toFixed(1)} alerts a day; ${runs} runs (${empty} over nothing, ${suppressed} suppressed), ${load.queries} queries over ${load.events} events in ${(load.elapsedMs / 1000).toFixed(1)} s`,
    ...lost.examples.map(
      ({ table, time, arrived, window }) =>
        `  lost: ${table} ${time} arrived ${arrived}, after the run of the window to ${window}`,
    ),
    ...(lost.count > 0 ? [`${lost.count} events came too late for every run`] : []),
    ...(other
      ? [
          `against ${plain(other.rule)}: ${other.comparison.same} alerts the same, ${other.comparison.added.length} only here, ${other.comparison.gone.length} only there`,
        ]
      : []),
    ...(cut === undefined ? [] : [cut]),
    '',
  ].join('\n');
}
