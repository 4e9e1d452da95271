/**
 * The suites of `npm test` in the order in which they are begun, two side by side. A suite whose files are gone has
 * failed. Long ones first: what begins last decides when all end.
 */
export interface Suite {
  readonly name: string;
  readonly pattern: string;
  /** Where its tests run. */
  readonly place: 'node' | 'vscode';
  /** Whether it opens windows: one such suite at a time, so that no two fight for the browser. */
  readonly usesWindow: boolean;
  /** Whether it uses what `npm run build` makes. */
  readonly usesBuild: boolean;
}

const node = (name: string, { usesWindow = false, usesBuild = usesWindow } = {}): Suite => ({
  name,
  pattern: `test/${name}/**/*.test.ts`,
  place: 'node',
  usesWindow,
  usesBuild,
});

export const suites: readonly Suite[] = [
  node('architecture'),
  node('unit', { usesBuild: true }),
  {
    name: 'vscode',
    pattern: 'test/vscode/**/*.test.ts',
    place: 'vscode',
    usesWindow: true,
    usesBuild: true,
  },
  node('walks', { usesWindow: true }),
  node('start', { usesWindow: true }),
  node('package', { usesWindow: true }),
  node('browser', { usesWindow: true }),
  node('kql'),
  node('contract'),
  node('conformance'),
];
