import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AzimuthError } from '../../../src/base/errors.ts';
import { connectSession, type SessionConnection } from '../../../src/session/client.ts';
import { type SmallCase, smallCase, temporaryFolder } from '../../support/caseFixture.ts';

/** Ten thousand million pairs: work that neither end would wait for. */
const ENDLESS =
  'range x from 1 to 1000000 step 1 | extend k = x % 100 | join kind=inner (range y from 1 to 1000000 step 1 | extend k = y % 100) on k | where x + y == -1 | count';

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return assert.fail('it was to reject');
}

describe('a case in a process of its own', function () {
  this.timeout(60_000);
  let small: SmallCase;
  let session: SessionConnection;

  before(async function () {
    small = await smallCase(await temporaryFolder(this));
    session = await connectSession(small.folder);
  });
  after(() => session.close());

  const ask = async (text: string, signal?: AbortSignal): Promise<unknown[]> => {
    const rows: unknown[] = [];
    await session.query({ text }, (chunk) => rows.push(...chunk), signal);
    return rows;
  };

  it('answers as the case itself would', async () => {
    const summary = await session.summary();
    assert.equal(summary.info.title, 'Small');
    assert.deepEqual(summary.timeline, { curated: 1, observed: 0 });
    assert.deepEqual(summary.warnings, []);
    assert.deepEqual(await ask('range x from 1 to 3 step 1'), [[1], [2], [3]]);
    assert.equal((await session.timeline())[0]?.id, 'e1');
    assert.deepEqual((await session.verify()).findings, []);
  });

  it('carries what is wrong with a query as its diagnostics', async () => {
    const error = await rejection(ask('print 1 | wher x'));
    assert.ok(error instanceof AzimuthError);
    assert.equal(error.name, 'KqlError');
    const { diagnostics } = error as unknown as { diagnostics: { kind: string; start: number }[] };
    assert.deepEqual([diagnostics[0]?.kind, diagnostics[0]?.start], ['invalid', 10]);
  });

  it('cancels a query and stays usable', async () => {
    const cancel = new AbortController();
    const running = ask(ENDLESS, cancel.signal);
    setTimeout(() => cancel.abort(), 300);
    await assert.rejects(running, { name: 'AbortError' });
    assert.deepEqual(await ask('print 1'), [[1]]);
  });

  it('is ended and started again where a cancel is not heard', async function () {
    const folder = await temporaryFolder(this);
    const module = join(folder, 'deaf.mjs');
    await writeFile(
      module,
      `process.on('message', ({ method, id }) => {
        if (method !== 'close') return;
        process.send({ kind: 'result', id });
        process.disconnect();
      });
      process.send({ kind: 'open' });`,
    );
    const other = await connectSession(folder, { module, cancelPatienceMs: 500 });
    try {
      const restarted = new Promise<string>((resolve) => other.onDidRestart(resolve));
      const cancel = new AbortController();
      const running = other.query({ text: 'print 1' }, () => undefined, cancel.signal);
      setTimeout(() => cancel.abort(), 100);
      await assert.rejects(running, { name: 'AbortError' });
      assert.match(await restarted, /could not be interrupted/);
    } finally {
      await other.close();
    }
  });

  it('comes back after kill -9 in the middle of a query, with the case intact', async () => {
    const restarted = new Promise<string>((resolve) => session.onDidRestart(resolve));
    const before = session.pid;
    const running = rejection(ask(ENDLESS));
    await delay(300);
    process.kill(before ?? 0, 'SIGKILL');
    const error = await running;
    assert.ok(error instanceof AzimuthError);
    assert.equal(error.code, 'session.ended');
    // Windows has no signals: there the process ends with a code.
    const how = process.platform === 'win32' ? /exit code 1/ : /SIGKILL/;
    assert.match(error.message, how);
    assert.match(await restarted, how);
    assert.notEqual(session.pid, before);
    assert.deepEqual(await ask('print 2'), [[2]]);
    assert.deepEqual((await session.verify()).findings, []);
  });

  it('is killed in the middle of an import: nothing of it shows, the next opening says so, a second import completes it', async function () {
    const logs = join(await temporaryFolder(this), 'door.ndjson');
    const event = (n: number): string =>
      JSON.stringify({ TimeGenerated: '2026-03-01T00:00:00Z', Who: `u${n}`, Text: 'x'.repeat(200) });
    await writeFile(logs, Array.from({ length: 30_000 }, (_, n) => event(n)).join('\n'));
    const restarted = new Promise<string>((resolve) => session.onDidRestart(resolve));
    const running = rejection(
      session.import({ paths: [logs] }, () => {
        process.kill(session.pid ?? 0, 'SIGKILL');
      }),
    );
    assert.equal(((await running) as AzimuthError).code, 'session.ended');
    await restarted;
    const { tables, warnings } = await session.summary();
    assert.deepEqual(tables, []);
    assert.match(warnings.join(), /The import that began at .* did not come to its end/);
    const report = await session.import({ paths: [logs] }, () => undefined);
    assert.equal(report.rows, 30_000);
    assert.deepEqual((await session.verify()).findings, []);
  });

  it('makes a call wait for the process that is being started', async () => {
    process.kill(session.pid ?? 0, 'SIGKILL');
    await new Promise<string>((resolve) => session.onDidRestart(resolve));
    assert.deepEqual(await Promise.all([ask('print 1'), ask('print 2')]), [[[1]], [[2]]]);
  });

  it('does not start again what ends each time', async function () {
    const other = await connectSession((await smallCase(await temporaryFolder(this))).folder);
    try {
      for (let round = 1; round <= 4; round++) {
        const again = new Promise((resolve) => other.onDidRestart(resolve));
        process.kill(other.pid ?? 0, 'SIGKILL');
        await again;
      }
      process.kill(other.pid ?? 0, 'SIGKILL');
      await assert.rejects(async () => {
        for (;;) {
          await other.timeline();
          await delay(20);
        }
      }, /session.keeps-ending|session.ended|ended/);
      await assert.rejects(other.timeline(), { code: 'session.keeps-ending' });
    } finally {
      await other.close();
    }
  });

  it('rejects as opening the case does', async function () {
    await assert.rejects(connectSession(await temporaryFolder(this)), { code: 'case.not-a-case' });
  });

  it('ends when it is closed, and says so to who asks later', async function () {
    const other = await connectSession((await smallCase(await temporaryFolder(this))).folder);
    const { pid } = other;
    await other.close();
    assert.throws(() => process.kill(pid ?? 0, 0));
    await assert.rejects(other.timeline(), { code: 'session.closed' });
  });
});
