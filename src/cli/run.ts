import { nearestName } from '../base/nearestNames.ts';
import { type Command, EXIT, type ExitCode, type Terminal, parse, usageError } from './command.ts';
import { convert } from './commands/convert.ts';
import { coverage } from './commands/coverage.ts';
import { deploy, rollback } from './commands/deploy.ts';
import { importCommand } from './commands/import.ts';
import { init } from './commands/init.ts';
import { lint } from './commands/lint.ts';
import { planCommand } from './commands/plan.ts';
import { pull } from './commands/pull.ts';
import { query } from './commands/query.ts';
import { replayCommand } from './commands/replay.ts';
import { sample } from './commands/sample.ts';
import { test } from './commands/test.ts';
import { timeline } from './commands/timeline.ts';
import { translate } from './commands/translate.ts';
import { verify } from './commands/verify.ts';
import { exitCodeOf, failureDocument, failureText } from './failure.ts';

const COMMANDS: readonly Command[] = [
  init,
  importCommand,
  query,
  sample,
  timeline,
  translate,
  verify,
  lint,
  test,
  replayCommand,
  coverage,
  planCommand,
  deploy,
  rollback,
  pull,
  convert,
];

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    'Usage: azimuth COMMAND …',
    '',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    '"azimuth COMMAND --help" says more about one, "azimuth --version [--json]" which Azimuth this is.',
    'Exit code: 0 as asked, 1 a finding, 2 bad usage or input, 3 could not reach or run.',
    '',
  ].join('\n');
}

/** Runs one command line; every failure becomes an exit code and a sentence. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = args;
  const command = COMMANDS.find((each) => each.name === name);
  const end = rest.indexOf('--');
  const flags = rest.slice(0, end === -1 ? rest.length : end);
  const said: string[] = [];
  const heard: Terminal = {
    ...terminal,
    out: (text) => {
      if (said.length === 0) said.push(text);
      return terminal.out(text);
    },
  };
  try {
    if (name === '--help' || name === '-h' || name === 'help') {
      await terminal.out(overview());
      return EXIT.asked;
    }
    if (name === '--version' || name === 'version') {
      const { json } = parse(rest, { json: { type: 'boolean', default: false } }).values;
      await terminal.out(json ? `${JSON.stringify({ version: await version() })}\n` : `${await version()}\n`);
      return EXIT.asked;
    }
    if (!command) throw usageError(name === undefined ? 'no command was given' : noCommand(name));
    if (flags.some((arg) => arg === '--help' || arg === '-h')) {
      await terminal.out(`${command.help}\n`);
      return EXIT.asked;
    }
    return await command.run(rest, heard);
  } catch (error) {
    // Where rows are out already, the document cannot be another one.
    if (said.length === 0 && flags.includes('--json'))
      await terminal.out(`${JSON.stringify(failureDocument(error))}\n`);
    terminal.note(failureText(error, command?.name));
    return exitCodeOf(error);
  }
}

/** Of the package, which only this needs. */
async function version(): Promise<string> {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
  return manifest.version;
}

function noCommand(name: string): string {
  const nearest = nearestName(
    name,
    COMMANDS.map((each) => each.name),
  );
  return `there is no command "${name}"${nearest === null ? '' : `; did you mean "${nearest}"?`}`;
}
