import type { TestedFile } from '../../ruleServer/ruleTests.ts';
import { nameIn, totals, troubles } from './totals.ts';

/** JUnit XML; mutants that no test notices are failures of a suite of their own. */
export function junitReport(files: readonly TestedFile[], root: string): string {
  const { alive, mutants } = totals(files);
  const sum = (count: (file: TestedFile) => number): number =>
    files.reduce((all, file) => all + count(file), 0);
  const tests = sum((file) => file.tests.length + file.faults.length);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${tests + mutants}" failures="${sum(failuresOf) + alive}" errors="${sum(errorsOf)}">`,
    ...files.flatMap((file) => suite(file, root)),
    '</testsuites>',
    '',
  ].join('\n');
}

function failuresOf({ tests }: TestedFile): number {
  return tests.filter(({ outcome }) => outcome === 'failed').length;
}

/** Tests that could not be run, and what is wrong with their file. */
function errorsOf({ tests, faults }: TestedFile): number {
  return faults.length + tests.filter(({ outcome }) => outcome === 'broken').length;
}

function suite(tested: TestedFile, root: string): string[] {
  const { path, rule, faults, tests, elapsedMs, mutation } = tested;
  const file = nameIn(root, path);
  return [
    `  <testsuite name="${xml(rule)}" file="${xml(file)}" tests="${tests.length + faults.length}" failures="${failuresOf(tested)}" errors="${errorsOf(tested)}" time="${seconds(elapsedMs)}">`,
    ...faults.map(({ message, path: at, line }) => {
      const name = xml(nameIn(root, at));
      return `    <testcase name="${name}:${line}" classname="${xml(rule)}" file="${name}" line="${line}"><error message="${xml(message)}"/></testcase>`;
    }),
    ...tests.map((test) => {
      const open = `    <testcase name="${xml(test.name)}" classname="${xml(rule)}" file="${xml(file)}" line="${test.line}" time="${seconds(test.elapsedMs)}"`;
      if (test.outcome === 'passed') return `${open}/>`;
      const tag = test.outcome === 'failed' ? 'failure' : 'error';
      const [first = ''] = troubles(test);
      return `${open}><${tag} message="${xml(first)}">${xml(troubles(test).join('\n'))}</${tag}></testcase>`;
    }),
    '  </testsuite>',
    ...(mutation
      ? [
          `  <testsuite name="${xml(rule)} (mutants)" tests="${mutation.killed + mutation.alive + mutation.excused}" failures="${mutation.alive}" skipped="${mutation.excused}">`,
          ...mutation.mutants.flatMap(({ id, fate, reason }) => {
            const open = `    <testcase name="${xml(id)}" classname="${xml(rule)}"`;
            if (fate === 'invalid') return [];
            if (fate === 'killed') return [`${open}/>`];
            return [
              fate === 'alive'
                ? `${open}><failure message="no test notices"/></testcase>`
                : `${open}><skipped message="${xml(reason ?? '')}"/></testcase>`,
            ];
          }),
          '  </testsuite>',
        ]
      : []),
  ];
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** Characters that XML 1.0 has no way to say become �. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"'\n\r\t]/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
