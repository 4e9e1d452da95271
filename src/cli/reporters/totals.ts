import { isAbsolute, relative, sep } from 'node:path';
import type { TestedFile } from '../../ruleServer/ruleTests.ts';
import { plain } from '../../base/plainText.ts';

interface Totals {
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

/** A file as it is named from a folder, its whole path where it lies elsewhere; with `/` on every system. */
export function nameIn(root: string, path: string): string {
  const name = relative(root, path);
  return (name.startsWith('..') || isAbsolute(name) ? path : name).replaceAll(sep, '/');
}

/** What was wrong with a test, a line each. */
export function troubles({ reason, mismatches }: TestedFile['tests'][number]): readonly string[] {
  const different = mismatches.map(
    ({ what, expected, actual }) =>
      `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`,
  );
  return [...(reason === undefined ? [] : [reason]), ...different].map((line) => plain(line));
}
