import { resolve } from 'node:path';
import { parseDuration } from '../../detections/rule/duration.ts';
import { type ConnectionSlice, connectionSlice } from '../../ruleServer/connectionSlice.ts';
import { replayNeeds, replayRule } from '../../ruleServer/replayRule.ts';
import { AZURE_FLAGS, AZURE_FLAGS_HELP, connectionNamed, openAzure } from '../azure.ts';
import { type Command, EXIT, parse, single, type Terminal, usageError } from '../command.ts';
import { prepareCase } from '../openings.ts';
import { replayText } from '../../ruleServer/replayText.ts';

export const replayCommand: Command = {
  name: 'replay',
  summary: 'run a detection rule over the logs of a case or a connection, as the service would have',
  help: `Usage: azimuth replay RULE --case DIR [--from TIME] [--to TIME] [--delay [TABLE=]TIME]… [--close-after TIME]
                      [--against RULE] [--json]
       azimuth replay RULE --connection NAME [--azure FILE] --from TIME [--to TIME] …

Runs the rule by a clock of its own: its frequency, period, threshold, suppression and grouping. Prints the alerts that it
would have raised, the noise per day, and the events that came too late for every run. docs/replay.md says how the service
does it.

  --connection NAME        over the history of a workspace or cluster: each table is fetched once, for all runs
  --from TIME              ISO 8601; all that the case has unless given
  --to TIME                the same; now for a connection
  --delay [TABLE=]TIME     from an event's time to when it can be queried, such as 8m or SigninLogs=20m, where the table
                           has no _TimeReceived
  --close-after TIME       incidents are closed so long after they were opened, such as 4h; whether a later alert opens one
                           again is the rule's. None is closed unless given
  --against RULE           another version: what it raises and this one does not, and the other way round
  --json                   print the report as JSON
${AZURE_FLAGS_HELP}`,
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      ...AZURE_FLAGS,
      case: { type: 'string' },
      connection: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      delay: { type: 'string', multiple: true },
      'close-after': { type: 'string' },
      against: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    const rule = resolve(terminal.cwd, single(positionals, 'RULE'));
    const against = values.against === undefined ? undefined : resolve(terminal.cwd, values.against);
    const span = {
      ...(values.from !== undefined && { start: values.from }),
      ...(values.to !== undefined && { end: values.to }),
    };
    const closedAfter = closedAfterOf(values['close-after']);
    const over =
      values.connection === undefined
        ? { case: await caseOf(values.case, terminal) }
        : {
            slice: await sliceOf(
              { connection: values.connection, azure: values.azure, ...span },
              [rule, ...(against === undefined ? [] : [against])],
              terminal,
            ),
          };
    const result = await replayRule(
      {
        rule,
        over,
        delays: delaysOf(values.delay ?? []),
        ...(closedAfter !== undefined && { closedAfter }),
        ...(against !== undefined && { against }),
        ...span,
        ...('slice' in over && { end: over.slice.clock }),
      },
      undefined,
      terminal.signal,
    );
    await terminal.out(values.json ? `${JSON.stringify(result)}\n` : replayText(result));
    return EXIT.asked;
  },
};

function closedAfterOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = parseDuration(text);
  if (seconds === undefined) throw usageError(`--close-after takes a time such as 4h, not "${text}"`);
  return seconds;
}

async function caseOf(folder: string | undefined, terminal: Terminal): Promise<string> {
  if (folder === undefined) throw usageError('--case DIR or --connection NAME is missing');
  await prepareCase(folder, terminal);
  return resolve(terminal.cwd, folder);
}

interface SliceFlags {
  readonly connection: string;
  readonly azure: string | undefined;
  readonly start?: string;
  readonly end?: string;
}

/** From a period before the start, which the first run looks back. */
async function sliceOf(
  { connection, azure, start, end }: SliceFlags,
  rules: readonly string[],
  terminal: Terminal,
): Promise<ConnectionSlice> {
  const from = start === undefined ? Number.NaN : Date.parse(start);
  if (Number.isNaN(from)) throw usageError('--connection needs --from TIME');
  const { tables, period } = await replayNeeds(rules);
  const opened = connectionNamed(await openAzure(azure, terminal), connection);
  const request = {
    tables,
    start: new Date(from - period * 1000).toISOString(),
    end: end ?? new Date().toISOString(),
  };
  return connectionSlice(opened, request, undefined, terminal.signal);
}

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
