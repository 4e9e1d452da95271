import type { TestedFile } from '../../ruleServer/ruleTests.ts';
import { specReport } from './spec.ts';
import { nameIn, troubles } from './totals.ts';

/** Annotations of a GitHub workflow, after the report for people. */
export function githubReport(files: readonly TestedFile[], root: string): string {
  const annotations = files.flatMap(({ path, rulePath, faults, tests, mutation }) => {
    const file = nameIn(root, path);
    return [
      ...faults.map(({ message, path: at, line }) =>
        annotation('error', nameIn(root, at), line, 'test file', message),
      ),
      ...tests
        .filter(({ outcome }) => outcome !== 'passed')
        .map((test) => annotation('error', file, test.line, test.name, troubles(test).join('\n'))),
      ...(mutation?.mutants ?? []).flatMap(({ fate, id }, index) =>
        fate === 'alive'
          ? [
              annotation(
                'warning',
                nameIn(root, rulePath),
                mutation?.lines[index] ?? 1,
                'mutant',
                `no test notices: ${id}`,
              ),
            ]
          : [],
      ),
    ];
  });
  return `${specReport(files, root)}${annotations.map((line) => `${line}\n`).join('')}`;
}

function annotation(
  level: 'error' | 'warning',
  file: string,
  line: number,
  title: string,
  message: string,
): string {
  return `::${level} file=${property(file)},line=${line},title=${property(title)}::${data(message)}`;
}

function data(text: string): string {
  return text.replace(
    /[%\r\n]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
function property(text: string): string {
  return data(text).replace(/[:,]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
