/** The suites of `npm test`, quickest first. A suite whose files are gone has failed. */
export interface Suite {
  readonly name: string;
  readonly pattern: string;
  /** Where its tests run. */
  readonly place: 'node' | 'vscode';
  /** Whether it uses what `npm run build` makes. */
  readonly usesBuild: boolean;
}

const node = (name: string, usesBuild: boolean): Suite => ({
  name,
  pattern: `test/${name}/**/*.test.ts`,
  place: 'node',
  usesBuild,
});

export const suites: readonly Suite[] = [
  node('architecture', false),
  node('unit', true),
  node('kql', false),
  node('conformance', false),
  node('contract', true),
  node('browser', true),
  { name: 'vscode', pattern: 'test/vscode/**/*.test.ts', place: 'vscode', usesBuild: true },
  node('walks', true),
  node('start', true),
  node('package', true),
];
