/**
 * `npm test [-- --only NAME[,NAME]] [--grep TEXT]`: runs the suites, each in a process of its own and two side
 * by side, and ends with the line `N passed, N failed`. A suite that could not run counts as failed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { runBuild } from './build.ts';
import { type Suite, suites } from './test/suites.ts';
import { judge, readTally, sum, type Tally, tallyVariable } from './test/tally.ts';

const suiteTimeLimit = 10 * 60_000;

function signalTree(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // It has ended already.
  }
}

/**
 * Starts a suite's process, in a group of its own so that nothing of it outlives its time limit. What it prints
 * goes to `print`, or straight to the terminal where no other suite runs beside it.
 */
function runProcess(
  args: readonly string[],
  tallyFile: string,
  print: ((text: string) => void) | 'live',
): Promise<number | null> {
  // Programs that the suites start by their `#!` line are to find this Node, not an older one.
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  const child = spawn(process.execPath, args, {
    stdio: [
      'ignore',
      ...(print === 'live' ? (['inherit', 'inherit'] as const) : (['pipe', 'pipe'] as const)),
    ],
    detached: process.platform !== 'win32',
    env: { ...process.env, PATH: path, [tallyVariable]: tallyFile },
  });
  if (print !== 'live') {
    child.stdout?.setEncoding('utf8').on('data', print);
    child.stderr?.setEncoding('utf8').on('data', print);
  }
  /** Politely first: what the suite started in other groups is ended by the suite. */
  const end = (): void => {
    signalTree(child, 'SIGTERM');
    setTimeout(() => signalTree(child, 'SIGKILL'), 5000).unref();
  };
  const interrupt = (): void => {
    end();
    child.once('exit', () => process.exit(130));
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  return new Promise((done) => {
    const limit = setTimeout(() => {
      console.error(`the suite took longer than ${suiteTimeLimit / 60_000} minutes and was ended`);
      end();
    }, suiteTimeLimit);
    child.once('exit', (code) => {
      clearTimeout(limit);
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      signalTree(child, 'SIGKILL');
      done(code);
    });
  });
}

async function runSuite(
  { name, pattern, place }: Suite,
  { scratch, grep, isAlone }: { scratch: string; grep: string | undefined; isAlone: boolean },
): Promise<Tally> {
  const title = `\n━━ ${name} ━━`;
  if (globSync(pattern).length === 0) {
    console.error(`${title}\n${pattern} matches no file`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const program = place === 'node' ? ['scripts/test/nodeSuite.ts', pattern] : ['scripts/test/vscodeSuite.ts'];
  const args = [...program, ...(grep === undefined ? [] : ['--grep', grep])];
  const tallyFile = join(scratch, `${name}.json`);
  if (isAlone) console.log(title);
  const printed: string[] = [];
  const code = await runProcess(args, tallyFile, isAlone ? 'live' : (text) => printed.push(text));
  if (!isAlone) console.log(`${title}\n${printed.join('')}`);
  return judge(readTally(tallyFile), code);
}

async function build(): Promise<Tally> {
  try {
    await runBuild({ ifStale: true, quiet: false });
    return { passed: 0, failed: 0, skipped: 0 };
  } catch (error) {
    console.error(`the build failed: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function choose(only: string | undefined): readonly Suite[] {
  if (only === undefined) return suites;
  return only.split(',').map((name) => {
    const found = suites.find((suite) => suite.name === name);
    if (found === undefined)
      throw new Error(`no suite "${name}"; there are ${suites.map((s) => s.name).join(', ')}`);
    return found;
  });
}

const { values } = parseArgs({ options: { only: { type: 'string' }, grep: { type: 'string' } } });
const scratch = mkdtempSync(join(tmpdir(), 'azimuth-tally-'));
const rows: [string, Tally, number][] = [];
const chosen = choose(values.only);
if (chosen.some((suite) => suite.usesBuild)) rows.push(['build', await build(), 0]);
const waiting = [...chosen];
let windowIsTaken = false;

/** The first that may begin now; undefined where none may, which the worker that holds the window will take. */
function next(): Suite | undefined {
  const at = waiting.findIndex(({ usesWindow }) => !usesWindow || !windowIsTaken);
  return at < 0 ? undefined : waiting.splice(at, 1)[0];
}

async function work(isAlone: boolean): Promise<void> {
  for (let suite = next(); suite; suite = next()) {
    const started = Date.now();
    if (suite.usesWindow) windowIsTaken = true;
    const tally = await runSuite(suite, { scratch, grep: values.grep, isAlone });
    if (suite.usesWindow) windowIsTaken = false;
    rows.push([suite.name, tally, Date.now() - started]);
  }
}

const workers = Math.min(2, chosen.length);
await Promise.all(Array.from({ length: workers }, () => work(workers === 1)));
rmSync(scratch, { recursive: true, force: true });

console.log('');
for (const [name, { passed, failed, skipped }, elapsed] of rows) {
  const skips = skipped > 0 ? `, ${skipped} skipped` : '';
  console.log(
    `${name.padEnd(14)} ${passed} passed, ${failed} failed${skips} (${(elapsed / 1000).toFixed(1)} s)`,
  );
}
const total = sum(rows.map(([, tally]) => tally));
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
