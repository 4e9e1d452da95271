import { counted } from '../../base/counts.ts';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { prettyJson } from '../../base/prettyJson.ts';
import { coverageLayer } from '../../detections/matrix/coverage.ts';
import { connectionFills } from '../../ruleServer/connection.ts';
import { fillQuestions, ruleCoverage, type RuleCoverage } from '../../ruleServer/ruleCoverage.ts';
import { findFiles, isRuleFile } from '../../ruleServer/ruleFiles.ts';
import { type Command, EXIT, parse, usageError } from '../command.ts';
import { AZURE_FLAGS, AZURE_FLAGS_HELP, connectionNamed, openAzure } from '../azure.ts';
import { prepareCase } from '../openings.ts';
import { plain } from '../../base/plainText.ts';
import { attackVersionOf } from './lint.ts';

export const coverage: Command = {
  name: 'coverage',
  summary: 'which ATT&CK techniques detection rules cover, and which rules are dead',
  help: `Usage: azimuth coverage PATH… [--case DIR] [--connection NAME [--azure FILE]] [--attack VERSION] [--navigator FILE] [--json]

Runs the rules' tests and counts each technique by its best rule: 100 where its data arrives and its tests pass, 50 without
passing tests, 0 where a table that it reads is not there or went quiet, or a column that it names went empty.

  --case DIR         the logs whose tables and columns are looked at, and the timeline whose techniques must be covered
  --connection NAME  a workspace or cluster whose tables and columns are looked at instead, over the last 30 days
  --attack VERSION   Enterprise ATT&CK version of the matrix; the newest unless given
  --navigator FILE   write a layer of ATT&CK Navigator (4.5)
  --json             print {attackVersion, tactics, techniques, gaps, rules, matrix, events, skipped}
${AZURE_FLAGS_HELP}`,
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      ...AZURE_FLAGS,
      case: { type: 'string' },
      connection: { type: 'string' },
      attack: { type: 'string' },
      navigator: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    if (positionals.length === 0) throw usageError('PATH is missing');
    const version = attackVersionOf(values.attack);
    if (values.case !== undefined) await prepareCase(values.case, terminal);
    const rules = await findFiles(positionals, terminal.cwd, isRuleFile);
    const fills =
      values.connection === undefined
        ? undefined
        : await connectionFills(
            connectionNamed(await openAzure(values.azure, terminal), values.connection),
            await fillQuestions(rules),
            new Date(),
            undefined,
            terminal.signal,
          );
    const found = await ruleCoverage(
      {
        rules,
        ...(fills && { fills }),
        ...(values.case !== undefined && { case: resolve(terminal.cwd, values.case), events: true }),
        ...(version !== undefined && { attackVersion: version }),
      },
      undefined,
      terminal.signal,
    );
    if (values.navigator !== undefined)
      await writeFile(
        resolve(terminal.cwd, values.navigator),
        prettyJson(coverageLayer(found, 'Detection rules')),
      );
    await terminal.out(values.json ? `${JSON.stringify(found)}\n` : inWords(found));
    return EXIT.asked;
  },
};

function inWords({ attackVersion, tactics, techniques, gaps, rules, events }: RuleCoverage): string {
  const lines = tactics.flatMap(({ shortname, name }) => {
    const own = techniques.filter((each) => each.tactics.includes(shortname));
    return own.length === 0
      ? []
      : [
          name,
          ...own.map(
            (each) =>
              `  ${String(each.score).padStart(3)}  ${each.id} ${plain(each.name)} (${counted(each.rules.length, 'rule')})${each.seen ? ', seen' : ''}`,
          ),
        ];
  });
  const dead = rules.flatMap(({ name, dead: causes = [] }) =>
    causes.map(
      ({ table, column, since }) =>
        `  ${plain(name)}: ${plain(table)}${column === undefined ? '' : `.${plain(column)}`} ${since === undefined ? 'is not there' : `is empty since ${since}`}`,
    ),
  );
  const names = new Map(rules.map(({ path, name }) => [path, plain(name)]));
  const found = events.map(({ time, title, rules: fired }) => {
    const by =
      fired === null ? 'is no single event of the logs' : fired.map((path) => names.get(path)).join(', ');
    return `  ${time ?? ''} ${plain(title)}: ${by === '' ? 'no rule' : by}`;
  });
  return [
    `ATT&CK ${attackVersion}`,
    ...lines,
    ...(found.length > 0 ? ['Events of the timeline and the rules that find them:', ...found] : []),
    ...(dead.length > 0 ? ['Rules that can find nothing:', ...dead] : []),
    ...(gaps.length > 0 ? [`Seen in the timeline and not covered: ${gaps.join(', ')}`] : []),
    '',
  ].join('\n');
}
