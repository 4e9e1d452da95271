import type { TestedFile } from '../../ruleServer/ruleTests.ts';
import { plain } from '../../base/plainText.ts';
import { nameIn, troubles } from './totals.ts';

/** Test Anything Protocol, version 14. */
export function tapReport(files: readonly TestedFile[], root: string): string {
  const points = files.flatMap(({ rule, faults, tests, mutation }) => [
    ...faults.map(({ message, path, line }) => ({
      ok: false,
      name: `${nameIn(root, path)}:${line}`,
      lines: [message],
      directive: '',
    })),
    ...tests.map((test) => ({
      ok: test.outcome === 'passed',
      name: `${rule}: ${test.name}`,
      lines: troubles(test),
      directive: '',
    })),
    ...(mutation?.mutants ?? []).flatMap(({ id, fate, reason }) =>
      fate === 'invalid'
        ? []
        : [
            {
              ok: fate !== 'alive',
              name: `${rule}: mutant ${id}`,
              lines: [],
              directive: fate === 'excused' ? ` # SKIP ${plain(reason ?? '')}` : '',
            },
          ],
    ),
  ]);
  return [
    'TAP version 14',
    `1..${points.length}`,
    ...points.flatMap(({ ok, name, lines, directive }, index) => [
      `${ok ? 'ok' : 'not ok'} ${index + 1} - ${plain(name).replace(/[\\#]/g, '\\$&')}${directive}`,
      ...(lines.length > 0
        ? ['  ---', '  message: |', ...lines.map((line) => `    ${plain(line)}`), '  ...']
        : []),
    ]),
    '',
  ].join('\n');
}
