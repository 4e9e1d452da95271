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

const node = (name: string, uses?: 'window' | 'build'): Suite => ({
  name,
  pattern: `test/${name}/**/*.test.ts`,
  place: 'node',
  usesWindow: uses === 'window',
  usesBuild: uses !== undefined,
});

export const suites: readonly Suite[] = [
  node('architecture'),
  node('unit', 'build'),
  {
    name: 'vscode',
    pattern: 'test/vscode/**/*.test.ts',
    place: 'vscode',
    usesWindow: true,
    usesBuild: true,
  },
  node('walks', 'window'),
  node('start', 'window'),
  node('package', 'window'),
  node('browser', 'window'),
  node('kql'),
  node('contract'),
  node('conformance'),
];
