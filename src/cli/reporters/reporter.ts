import type { TestedFile } from '../../ruleServer/ruleTests.ts';
import { githubReport } from './github.ts';
import { junitReport } from './junit.ts';
import { specReport } from './spec.ts';
import { tapReport } from './tap.ts';
import { totals } from './totals.ts';

/** Text of a whole run; files are named as they are from the folder `root`. */
export type Report = (files: readonly TestedFile[], root: string) => string;

export const REPORTERS = ['spec', 'junit', 'tap', 'github', 'json'] as const;
export type ReporterName = (typeof REPORTERS)[number];

export const reporters: Readonly<Record<ReporterName, Report>> = {
  spec: specReport,
  junit: junitReport,
  tap: tapReport,
  github: githubReport,
  json: (files) => `${JSON.stringify({ files: files.map(withoutAnswers), ...totals(files) })}\n`,
};

function withoutAnswers(file: TestedFile): object {
  return {
    ...file,
    tests: file.tests.map(({ answer, ...test }) => ({ ...test, rows: answer?.rows.length ?? null })),
  };
}
