import type { TestedFile } from '../../ruleServer/ruleTests.ts';
import { plain } from '../../base/plainText.ts';
import { nameIn, totals, troubles } from './totals.ts';

/** For a person at a terminal. */
export function specReport(files: readonly TestedFile[], root: string): string {
  const { tests, passed, failed, mutants, alive } = totals(files);
  const time = files.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
  return [
    ...files.flatMap((file) => fileLines(file, root)),
    '',
    `${tests} tests: ${passed} passed, ${failed} failed (${(time / 1000).toFixed(1)} s)`,
    ...(mutants > 0 ? [`${mutants} mutants: ${alive} not noticed`] : []),
    '',
  ].join('\n');
}

function fileLines({ path, rule, rulePath, faults, tests, mutation }: TestedFile, root: string): string[] {
  return [
    plain(rule === '' ? path : rule),
    ...faults.map(
      ({ message, path: at, line }) => `  ✗ ${plain(nameIn(root, at))}:${line}: ${plain(message)}`,
    ),
    ...tests.flatMap((test) => [
      `  ${test.outcome === 'passed' ? '✓' : '✗'} ${plain(test.name)} (${Math.round(test.elapsedMs)} ms)`,
      ...(test.outcome === 'passed'
        ? []
        : [`      ${nameIn(root, path)}:${test.line}`, ...troubles(test).map((line) => `      ${line}`)]),
    ]),
    ...(mutation
      ? [
          `  mutants: ${mutation.killed} killed, ${mutation.alive} not noticed, ${mutation.excused} excused; score ${(mutation.score * 100).toFixed(0)} %`,
          ...mutation.mutants.flatMap((mutant, index) =>
            mutant.fate === 'alive'
              ? [`    ${nameIn(root, rulePath)}:${mutation.lines[index] ?? 0}: ${plain(mutant.id)}`]
              : [],
          ),
          ...mutation.needlessExcuses.map((id) => `    no longer alive, but excused: ${plain(id)}`),
        ]
      : []),
  ];
}
