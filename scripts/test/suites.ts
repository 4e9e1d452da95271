/**
 * The suites of `npm test`, quickest first in each lane. A suite whose files are gone has failed. The lanes run
 * side by side; what needs a browser is one lane, so that the browser and VS Code are prepared once and no two
 * windows fight for the processor.
 */
export interface Suite {
  readonly name: string;
  readonly pattern: string;
  /** Where its tests run. */
  readonly place: 'node' | 'vscode';
  readonly lane: 'core' | 'window';
  /** Whether it uses what `npm run build` makes. */
  readonly usesBuild: boolean;
}

const node = (name: string, lane: Suite['lane'], usesBuild: boolean): Suite => ({
  name,
  pattern: `test/${name}/**/*.test.ts`,
  place: 'node',
  lane,
  usesBuild,
});

export const suites: readonly Suite[] = [
  node('architecture', 'core', false),
  node('unit', 'core', true),
  node('kql', 'core', false),
  node('conformance', 'core', false),
  node('contract', 'core', false),
  node('browser', 'window', true),
  {
    name: 'vscode',
    pattern: 'test/vscode/**/*.test.ts',
    place: 'vscode',
    lane: 'window',
    usesBuild: true,
  },
  node('walks', 'window', true),
  node('start', 'window', true),
  node('package', 'window', true),
];
