import { Worker } from 'node:worker_threads';
import type { Parser } from './parserFuzz.ts';

const WORKER = new URL('./parserFuzzWorker.ts', import.meta.url);
/** Far beyond the 2 s that a seed may take on a machine of its own; a seed that hangs never ends. */
const PATIENCE_MS = 60_000;

/** Seeds that crashed or hung, in sentences. */
export function fuzzParser(parser: Parser, from: number, to: number): Promise<readonly string[]> {
  const worker = new Worker(WORKER, { workerData: { parser, from, to } });
  const failures: string[] = [];
  let seed = from;
  let timer: NodeJS.Timeout | undefined;
  return new Promise((resolve, reject) => {
    const watch = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        failures.push(`${parser} seed ${seed} hangs`);
        void worker.terminate();
      }, PATIENCE_MS);
    };
    watch();
    worker.on('message', (message: { seed: number; failure?: string }) => {
      ({ seed } = message);
      if (message.failure !== undefined) failures.push(`${parser} seed ${seed}: ${message.failure}`);
      watch();
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      clearTimeout(timer);
      resolve(failures);
    });
  });
}
