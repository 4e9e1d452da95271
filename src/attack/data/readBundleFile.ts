import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { AttackVersion } from '../../domain/attackVersion.ts';
import type { BundleRead } from './bundleWorker.ts';
import { badBundle } from './readBundle.ts';

/** Releases are some fifty megabytes. */
const MOST_BYTES = 160 << 20;

/** The version of ATT&CK in a bundle, read in a thread of its own. Rejects with `attack.bad-bundle`; `signal` ends the thread. */
export async function readBundleFile(path: string, signal?: AbortSignal): Promise<AttackVersion> {
  const { size } = await stat(path);
  if (size > MOST_BYTES)
    throw badBundle(`The file has ${size >> 20} MB; a bundle of ATT&CK has ${MOST_BYTES >> 20} at most.`);
  const worker = new Worker(new URL('./bundleWorker.ts', import.meta.url), { workerData: path });
  try {
    const read = await new Promise<BundleRead>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(badBundle('The thread that reads the file ended.')));
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    if (read.kind === 'bad') throw badBundle(read.message);
    return read.version;
  } finally {
    await worker.terminate();
  }
}
