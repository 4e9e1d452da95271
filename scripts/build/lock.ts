/** One build at a time in a checkout: several `npm run azimuth` may find the same stale bundle at once. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const file = '.azimuth/build.lock';

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function take(): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** The holder that no longer runs (it was killed) loses the lock. */
function dropDeadHolder(): void {
  const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (holder > 0 && !isRunning(holder)) rmSync(file, { force: true });
}

/** Runs `work` while holding the checkout's build lock; waits at most two minutes for another holder. */
export async function withBuildLock<T>(work: () => Promise<T>): Promise<T> {
  mkdirSync('.azimuth', { recursive: true });
  const deadline = Date.now() + 120_000;
  while (!take()) {
    dropDeadHolder();
    if (Date.now() > deadline) throw new Error(`another build holds ${file}; delete it if none is running`);
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
