import { randomBytes } from 'node:crypto';
import { AzimuthError } from '../base/errors.ts';
import { LAYOUT } from './layout.ts';
import { parentOf, type Storage } from './storage.ts';

/** A name for a file that is still being written; on the same disk as the case, so that renaming it is atomic. */
export async function temporaryPath(storage: Storage): Promise<string> {
  await storage.makeFolder(LAYOUT.temporary);
  return `${LAYOUT.temporary}/${process.pid}-${randomBytes(8).toString('hex')}`;
}

/**
 * Writes the file so that a reader, or the next start after a kill at any moment, finds the old content or the new
 * one whole. A rejection may come with either of the two. `durable: false` leaves out the syncs, for hints.
 */
export async function writeAtomic(
  storage: Storage,
  path: string,
  data: Uint8Array | string,
  { durable = true } = {},
): Promise<void> {
  const temporary = await temporaryPath(storage);
  await storage.makeFolder(parentOf(path));
  try {
    const file = await storage.open(temporary, 'new');
    try {
      await file.write(typeof data === 'string' ? Buffer.from(data) : data);
      if (durable) await file.sync();
    } finally {
      await file.close();
    }
    await storage.rename(temporary, path);
  } catch (error) {
    await discard(storage, temporary);
    throw error;
  }
  if (durable) await storage.syncFolder(parentOf(path));
}

/** Removes a leftover of a failure that is already being reported. */
export async function discard(storage: Storage, temporary: string): Promise<void> {
  try {
    await storage.remove(temporary);
  } catch {
    // The leftover is in derived/tmp, which the next opening of the case sweeps.
  }
}

/** The whole file, undefined where there is none. Rejects with `case.too-large` past `maxBytes`. */
export async function readWhole(
  storage: Storage,
  path: string,
  maxBytes: number,
): Promise<Buffer | undefined> {
  if (!(await storage.stat(path))) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of storage.openRead(path)) {
    size += chunk.length;
    if (size > maxBytes)
      throw new AzimuthError('case.too-large', `${path} is larger than ${maxBytes} bytes`, {
        unharmed: 'the file was left as it is',
        next: ['Check where this case comes from.'],
      });
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}
