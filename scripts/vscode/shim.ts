#!/usr/bin/env node
/**
 * Poses as the desktop VS Code that @vscode/test-electron starts: takes the same flags, runs the tests in the
 * server's extension host with a headless browser as its window, and ends with the tests' exit code.
 */
import { existsSync, statSync } from 'node:fs';
import { format, parseArgs } from 'node:util';
import { openBrowser } from './browser.ts';
import { reportFailure } from './missing.ts';
import { startServer } from './server.ts';

const timeLimit = Number(process.env['AZIMUTH_VSCODE_TIMEOUT_MS'] ?? 300_000);

/** The workbench hands over console calls: a printf format, in which `%c` takes a style that we drop. */
function print(type: string, args: readonly unknown[]): void {
  const [first, ...rest] = args;
  const styles = typeof first === 'string' ? (first.match(/%c/g)?.length ?? 0) : 0;
  const text =
    typeof first === 'string' ? format(first.replaceAll('%c', ''), ...rest.slice(styles)) : format(...args);
  (type === 'error' || type === 'warn' ? process.stderr : process.stdout).write(`${text}\n`);
}

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string', multiple: true },
      extensionTestsPath: { type: 'string' },
    },
  });
  const folder = positionals.find((path) => existsSync(path) && statSync(path).isDirectory());
  const tests = values.extensionTestsPath;
  if (typeof tests !== 'string') throw new Error('the shim runs tests only: --extensionTestsPath is missing');
  const browser = await openBrowser();
  const server = await startServer({ mode: 'development' }).catch(async (error: unknown) => {
    await browser.close();
    throw error;
  });
  try {
    const ended = new Promise<number>((done) => {
      const limit = setTimeout(() => {
        console.error(`the tests in VS Code took longer than ${timeLimit} ms`);
        done(124);
      }, timeLimit);
      limit.unref();
      browser.page.on('crash', () => {
        console.error('the workbench page crashed');
        done(70);
      });
      void browser.page.exposeFunction('codeAutomationExit', (code: number) => done(code));
    });
    await browser.page.exposeFunction('codeAutomationLog', print);
    const development = (values.extensionDevelopmentPath ?? []).map(String);
    const payload: [string, string][] = [
      ...development.map((path): [string, string] => ['extensionDevelopmentPath', server.uri(path)]),
      ['extensionTestsPath', server.uri(tests)],
      ['enableProposedApi', ''],
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ];
    await browser.page.goto(server.address(folder, payload));
    const code = await ended;
    const picture = process.env['AZIMUTH_VSCODE_FAILURE_PICTURE'];
    if (code !== 0 && picture !== undefined)
      await browser.page.screenshot({ path: picture }).catch(() => undefined);
    return code;
  } finally {
    await browser.close();
    await server.stop();
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  reportFailure(error);
}
