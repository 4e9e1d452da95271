import { setTimeout as delay } from 'node:timers/promises';
import { AzimuthError } from '../base/errors.ts';
import { discard, readWhole, writeAtomic } from './files.ts';
import { LAYOUT } from './layout.ts';
import type { Storage } from './storage.ts';

export interface CaseLock {
  release(): Promise<void>;
}

/** Whether a process of this machine is alive; a parameter so that tests can say. */
export type IsAlive = (pid: number) => boolean;

export const isAlive: IsAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process: alive, though not ours to signal.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

const RELEASED = 'released\n';
/** Holds of this very process, which isAlive cannot tell from another one. */
const held = new Set<string>();

/**
 * Takes the lock `name` of this working copy, or gives undefined where a living process has it. A lock is a row of
 * numbered files of which the highest counts; a holder that died, or let go, is followed by the next number, whose
 * creation only one process can win. Who takes a number looks again at the one below and for one above, so a slow
 * process finds out that it lost; two that meet may both lose, never both win. Locks are for processes of one
 * machine; writers of two machines never share a name.
 */
export async function tryLock(
  storage: Storage,
  name: string,
  alive: IsAlive = isAlive,
): Promise<CaseLock | undefined> {
  await storage.makeFolder(LAYOUT.locks);
  const pathOf = (generation: number): string => `${LAYOUT.locks}/${name}.${generation}`;
  const generations = await generationsOf(storage, name);
  const highest = generations.at(-1) ?? 0;
  const mine = highest + 1;
  const isTaken = async (): Promise<boolean> => highest > 0 && isHeld(storage, pathOf(highest), alive);
  if ((await isTaken()) || !(await create(storage, pathOf(mine)))) return undefined;
  const above = (await generationsOf(storage, name)).some((generation) => generation > mine);
  if (above || (await isTaken())) {
    await storage.remove(pathOf(mine));
    return undefined;
  }
  const key = storage.absolute(pathOf(mine));
  held.add(key);
  for (const generation of generations) await discard(storage, pathOf(generation));
  return {
    release: async () => {
      if (!held.delete(key)) return;
      try {
        await writeAtomic(storage, pathOf(mine), RELEASED, { durable: false });
      } catch {
        // What was done under the lock is done. Without its file it is free too; with it, once this process ends.
        await discard(storage, pathOf(mine));
      }
    },
  };
}

/** Whether a living process of this machine has the lock. */
export async function isLocked(storage: Storage, name: string, alive: IsAlive = isAlive): Promise<boolean> {
  const highest = (await generationsOf(storage, name)).at(-1);
  return highest !== undefined && isHeld(storage, `${LAYOUT.locks}/${name}.${highest}`, alive);
}

async function create(storage: Storage, path: string): Promise<boolean> {
  try {
    const file = await storage.open(path, 'new');
    try {
      await file.write(Buffer.from(`${process.pid}\n`));
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (error instanceof AzimuthError && error.code === 'case.exists') return false;
    throw error;
  }
}

async function isHeld(storage: Storage, path: string, alive: IsAlive): Promise<boolean> {
  for (let attempt = 1; attempt <= 5; attempt++) {
    const text = (await readWhole(storage, path, 64))?.toString('latin1') ?? RELEASED;
    const pid = Number(/^(\d{1,10})\n$/.exec(text)?.[1] ?? Number.NaN);
    if (text === RELEASED) return false;
    if (!Number.isNaN(pid)) return pid === process.pid ? held.has(storage.absolute(path)) : alive(pid);
    // Its holder is between creating and writing it, or died there.
    await delay(10);
  }
  return false;
}

async function generationsOf(storage: Storage, name: string): Promise<readonly number[]> {
  const found = (await storage.list(LAYOUT.locks)).flatMap((entry) => {
    const match = /^(.+)\.([1-9]\d{0,14})$/.exec(entry.name);
    return match?.[1] === name ? [Number(match[2])] : [];
  });
  return found.sort((a, b) => a - b);
}
