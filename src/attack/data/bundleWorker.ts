/** Reads a bundle of some fifty megabytes where nobody waits for it. */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { AttackVersion } from '../../domain/attackVersion.ts';
import { readAttackBundle } from './readBundle.ts';

export type BundleRead =
  | { readonly kind: 'version'; readonly version: AttackVersion }
  | { readonly kind: 'bad'; readonly message: string };

function read(path: string): BundleRead {
  try {
    return {
      kind: 'version',
      version: readAttackBundle(JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''))),
    };
  } catch (error) {
    return { kind: 'bad', message: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.postMessage(read(String(workerData)));
