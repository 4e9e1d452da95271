import { resolve } from 'node:path';
import { parseDuration } from '../../detections/rule/duration.ts';
import { replayRule, type ReplayResult } from '../../ruleServer/replayRule.ts';
import { type Command, EXIT, parse, single, usageError } from '../command.ts';
import { prepareCase } from '../openings.ts';
import { plain } from '../textTable.ts';

export const replayCommand: Command = {
  name: 'replay',
  summary: 'run a detection rule over the logs of a case, as the service would have',
  help: `Usage: azimuth replay RULE --case DIR [--from TIME] [--to TIME] [--delay [TABLE=]TIME]… [--against RULE] [--json]

Runs the rule by a clock of its own: its frequency, period, threshold, suppression and grouping. Prints the alerts that it
would have raised, the noise per day, and the events that came too late for every run. docs/replay.md says how the service
does it.

  --from TIME              ISO 8601; all that the case has unless given
  --to TIME                the same
  --delay [TABLE=]TIME     from an event's time to when it can be queried, such as 8m or SigninLogs=20m, where the table
                           has no _TimeReceived
  --against RULE           another version: what it raises and this one does not, and the other way round
  --json                   print the report as JSON`,
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      case: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      delay: { type: 'string', multiple: true },
      against: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    if (values.case === undefined) throw usageError('--case DIR is missing');
    await prepareCase(values.case, terminal);
    const result = await replayRule(
      {
        rule: resolve(terminal.cwd, single(positionals, 'RULE')),
        case: resolve(terminal.cwd, values.case),
        delays: delaysOf(values.delay ?? []),
        ...(values.against !== undefined && { against: resolve(terminal.cwd, values.against) }),
        ...(values.from !== undefined && { start: values.from }),
        ...(values.to !== undefined && { end: values.to }),
      },
      undefined,
      terminal.signal,
    );
    await terminal.out(values.json ? `${JSON.stringify(result)}\n` : inWords(result));
    return EXIT.asked;
  },
};

function delaysOf(texts: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    texts.map((text) => {
      const [duration = '', table = ''] = text.split('=').reverse();
      const seconds = parseDuration(duration);
      if (seconds === undefined) throw usageError(`--delay takes a duration such as 8m, not "${duration}"`);
      return [table, seconds];
    }),
  );
}

function inWords({
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
  const busy = days.filter((day) => day.alerts > 0);
  return [
    `${plain(name)}, ${start} to ${end}`,
    ...alerts.map(
      ({ time, severity, title, incident, entities }) =>
        `  ${time}  ${severity.padEnd(13)}  ${incident === null ? '' : `#${incident} `}${plain(title)}  ${plain(entities.map(({ type, identifiers }) => `${type} ${Object.values(identifiers).join(' ')}`).join(', '))}`,
    ),
    ...busy.map((day) => `  ${day.day}: ${day.alerts} alerts, ${day.incidents} incidents`),
    `${alerts.length} alerts in ${incidents.length} incidents; ${runs} runs (${empty} over nothing, ${suppressed} suppressed), ${load.queries} queries over ${load.events} events in ${(load.elapsedMs / 1000).toFixed(1)} s`,
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
