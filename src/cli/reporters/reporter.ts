import type { TestedFile } from '../../ruleServer/ruleTests.ts';
import { plain } from '../textTable.ts';
import { githubReport } from './github.ts';
import { junitReport } from './junit.ts';
import { specReport } from './spec.ts';
import { tapReport } from './tap.ts';

/** Text of a whole run. */
export type Report = (files: readonly TestedFile[]) => string;

export const REPORTERS = ['spec', 'junit', 'tap', 'github', 'json'] as const;
export type ReporterName = (typeof REPORTERS)[number];

export const reporters: Readonly<Record<ReporterName, Report>> = {
  spec: specReport,
  junit: junitReport,
  tap: tapReport,
  github: githubReport,
  json: (files) => `${JSON.stringify({ files: files.map(withoutAnswers), ...totals(files) })}\n`,
};

export interface Totals {
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  readonly mutants: number;
  readonly alive: number;
}

export function totals(files: readonly TestedFile[]): Totals {
  const tests = files.flatMap((file) => file.tests);
  const faults = files.filter((file) => file.faults.length > 0).length;
  const passed = tests.filter(({ outcome }) => outcome === 'passed').length;
  const mutations = files.flatMap(({ mutation }) => mutation ?? []);
  return {
    tests: tests.length + faults,
    passed,
    failed: tests.length - passed + faults,
    mutants: mutations.reduce((sum, { killed, alive, excused }) => sum + killed + alive + excused, 0),
    alive: mutations.reduce((sum, { alive }) => sum + alive, 0),
  };
}

/** What was wrong with a test, a line each. */
export function troubles({ reason, mismatches }: TestedFile['tests'][number]): readonly string[] {
  const different = mismatches.map(
    ({ what, expected, actual }) =>
      `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`,
  );
  return [...(reason === undefined ? [] : [reason]), ...different].map((line) => plain(line));
}

function withoutAnswers(file: TestedFile): object {
  return {
    ...file,
    tests: file.tests.map(({ answer, ...test }) => ({ ...test, rows: answer?.rows.length ?? null })),
  };
}
