/** Runs seeds of a parser and tells of each before it begins, so that whoever waits knows where it hangs. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Parser, parse } from './parserFuzz.ts';

const { parser, from, to } = workerData as { parser: Parser; from: number; to: number };
for (let seed = from; seed < to; seed++) {
  parentPort?.postMessage({ seed });
  try {
    await parse(parser, seed);
  } catch (error) {
    parentPort?.postMessage({ seed, failure: error instanceof Error ? error.stack : String(error) });
  }
}
