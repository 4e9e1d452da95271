/** What a suite reports when it has run, as JSON in the file that its environment names. */
import { readFileSync, writeFileSync } from 'node:fs';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Environment variable with the file that a suite's process writes its tally to. */
export const tallyVariable = 'AZIMUTH_TEST_TALLY';

export function writeTally(tally: Tally): void {
  const file = process.env[tallyVariable];
  if (file !== undefined) writeFileSync(file, JSON.stringify(tally));
}

/** The tally of a suite's process; undefined when it died before it wrote one. */
export function readTally(file: string): Tally | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Tally;
  } catch {
    return undefined;
  }
}

/**
 * What a suite counts as. One that wrote no tally, ended badly without a failed test, or ran nothing at all
 * has failed: it is never passed over.
 */
export function judge(tally: Tally | undefined, exitCode: number | null): Tally {
  if (tally === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const isSilentFailure = tally.failed === 0 && (exitCode !== 0 || tally.passed === 0);
  return isSilentFailure ? { ...tally, failed: 1 } : tally;
}

export function sum(tallies: readonly Tally[]): Tally {
  const total = (key: keyof Tally): number => tallies.reduce((n, tally) => n + tally[key], 0);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}
