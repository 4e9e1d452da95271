/**
 * An answer of Log Analytics at its limits (500,000 rows, 64 MB) and answers of the other services as large: how long until all rows
 * are there, how long the thread that asks is blocked, and how much memory the process takes for it. The rows are counted and
 * dropped, so that what is measured is the reading.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type ConnectionSetting, openConnection } from '../../src/azure/connections/settings.ts';
import { type Ready, simulatedClient } from './simulatedClient.ts';

/** The longest that this thread computed without a turn for others: its own time, whatever else the machine does. */
class BusyTurns {
  #at = process.threadCpuUsage();
  #most = 0;
  readonly #timer = setInterval(() => this.#look(), 1);

  #look(): void {
    const now = process.threadCpuUsage();
    this.#most = Math.max(this.#most, now.user + now.system - this.#at.user - this.#at.system);
    this.#at = now;
  }

  /** Milliseconds. */
  stop(): number {
    clearInterval(this.#timer);
    this.#look();
    return this.#most / 1_000;
  }
}

const child = fork(fileURLToPath(new URL('../simulator/serve.ts', import.meta.url)), ['10', '0']);
try {
  const [ready] = (await once(child, 'message')) as [Ready];
  const client = simulatedClient(ready);
  const ask = async (setting: ConnectionSetting, rows: number): Promise<void> => {
    const text = `range N from 1 to ${rows} step 1
| extend TimeGenerated = datetime(2026-03-16) + N * 1s, Computer = strcat("host-", N % 500), Text = strcat("message number ", N, " of many"),
  Id = strcat("0000-", N), Properties = pack("n", N, "ok", true)`;
    const connection = openConnection(client, setting, () => Promise.resolve([]));
    globalThis.gc?.();
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
    const busy = new BusyTurns();
    const started = performance.now();
    let [count, first] = [0, 0];
    const { completeness } = await connection.query({ text }, (chunk) => {
      if (count === 0) first = performance.now() - started;
      count += chunk.length;
    });
    const elapsed = performance.now() - started;
    clearInterval(watch);
    const blocked = busy.stop();
    console.log(
      `${setting.kind}: ${count.toLocaleString('en')} rows (${completeness.state}) in ${elapsed.toFixed(0)} ms, first after ${first.toFixed(0)} ms, blocked at most ${blocked.toFixed(0)} ms, memory +${((most - before) / 1_048_576).toFixed(0)} MB at most`,
    );
  };
  const soc: ConnectionSetting = { name: 'soc', kind: 'logAnalytics', workspaces: [ready.workspaceId] };
  const hunting: ConnectionSetting = { name: 'hunting', kind: 'defender' };
  const { cluster, database } = ready;
  const lake: ConnectionSetting = { name: 'lake', kind: 'kusto', cluster, database };
  await ask(soc, 10_000);
  await ask(soc, 500_000);
  await ask(hunting, 100_000);
  await ask(lake, 400_000);
} finally {
  child.kill();
}
