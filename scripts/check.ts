/** `npm run check`: every static check, two at a time; prints those that failed, whole. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: string;
  readonly output: string;
}

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const names = Object.keys(scripts).filter((name) => name.startsWith('check:'));

function run(name: string): Promise<Outcome> {
  const started = Date.now();
  const child = spawn('npm', ['run', '-s', name], { shell: process.platform === 'win32' });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      done({ name, ok: code === 0, seconds, output: Buffer.concat(chunks).toString().trim() });
    });
  });
}

async function work(queue: string[], outcomes: Outcome[]): Promise<void> {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const outcome = await run(name);
    outcomes.push(outcome);
    console.log(`${outcome.ok ? 'ok    ' : 'FAILED'} ${name} (${outcome.seconds} s)`);
    if (!outcome.ok) console.log(outcome.output);
  }
}

const outcomes: Outcome[] = [];
const queue = [...names];
await Promise.all([work(queue, outcomes), work(queue, outcomes)]);
const failed = outcomes.filter(({ ok }) => !ok).length;
console.log(`${outcomes.length - failed} checks passed, ${failed} failed`);
process.exitCode = failed > 0 || outcomes.length === 0 ? 1 : 0;
