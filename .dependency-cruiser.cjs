/** Who may import whom. Read top to bottom: each line is a rule of the house (docs/architecture.md). */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: '^(src|webviews|test|scripts)/', pathNot: `^src/(${[from, ...allowed].join('|')})/` },
});
const keepTo = (name, module, folders) => ({
  name,
  severity: 'error',
  from: { pathNot: `^(${folders})` },
  to: { path: module },
});

module.exports = {
  forbidden: [
    // Types may refer to each other across files; code may not.
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^vscode$' } },
    only('base-imports-nothing', 'base', []),
    only('domain', 'domain', ['base']),
    only('attack', 'attack', ['base', 'domain']),
    only('kql', 'kql', ['base', 'domain']),
    only('logs', 'logs', ['base', 'domain']),
    only('cases', 'cases', ['base', 'domain']),
    only('azure', 'azure', ['base', 'domain']),
    only('samples', 'samples', ['base', 'domain']),
    only('detections', 'detections', ['base', 'domain', 'attack', 'kql']),
    only('ruleServer', 'ruleServer', ['base', 'domain', 'attack', 'kql', 'logs', 'cases', 'session', 'detections']),
    only('hunting', 'hunting', ['base', 'domain']),
    only('protocol', 'protocol', ['domain', 'base']),
    only('language-server', 'language-server', ['base', 'domain', 'kql', 'logs']),
    {
      name: 'language-server-knows-kql-by-its-syntax-only',
      severity: 'error',
      from: { path: '^src/language-server/' },
      to: { path: '^src/(kql|logs)/', pathNot: '^src/(kql/syntax/|kql/diagnostics\\.ts|logs/schemas/)' },
    },
    only('session', 'session', ['base', 'domain', 'attack', 'kql', 'logs', 'cases', 'samples']),
    {
      name: 'host-sees-the-language-server-only-as-its-protocol',
      severity: 'error',
      from: { path: '^src/host/' },
      to: { path: '^src/language-server/', pathNot: '^src/language-server/protocol\\.ts$' },
    },
    only('picture', 'picture', ['base', 'domain']),
    only('exchange', 'exchange', ['base', 'domain', 'attack', 'picture']),
    only('cli', 'cli', ['base', 'domain', 'attack', 'kql', 'logs', 'cases', 'samples', 'session', 'detections', 'ruleServer', 'azure', 'exchange']),
    only('host', 'host', ['base', 'domain', 'attack', 'azure', 'hunting', 'protocol', 'session', 'detections', 'ruleServer', 'cases', 'logs', 'exchange', 'picture', 'language-server']),
    {
      name: 'host-sees-the-session-only-as-its-contract',
      severity: 'error',
      from: { path: '^src/host/' },
      to: { path: '^src/session/', pathNot: '^src/session/(api|client)\\.ts$' },
    },
    {
      name: 'host-sees-the-rules-only-as-their-contract',
      severity: 'error',
      from: { path: '^src/host/' },
      to: { path: '^src/ruleServer/', pathNot: '^src/ruleServer/(api|client|connection|connectionSlice)\\.ts$' },
    },
    {
      name: 'host-knows-of-detections-only-how-a-plan-is-carried-out',
      severity: 'error',
      from: { path: '^src/host/' },
      to: { path: '^src/detections/', pathNot: '^src/detections/ship/' },
    },
    {
      name: 'webviews',
      severity: 'error',
      from: { path: '^webviews/' },
      to: { path: '^(src|test|scripts)/', pathNot: '^src/(protocol|domain|base|picture)/' },
    },
    { name: 'simulator-knows-no-client', severity: 'error', from: { path: '^test/simulator/' }, to: { path: '^src/azure/' } },
    { name: 'nobody-imports-tests', severity: 'error', from: { path: '^(src|webviews)/' }, to: { path: '^(test|scripts)/' } },
    keepTo('vscode-in-the-shell-only', '^vscode$|@types/vscode', 'src/extension\\.ts|src/app/|src/host/|test/vscode/'),
    keepTo('duckdb-in-its-folder-only', '@duckdb/', 'src/kql/duckdb/|test/'),
    keepTo('kusto-in-its-folder-only', '@kusto/', 'src/kql/syntax/'),
    keepTo('azure-sdks-in-azure-only', '@azure/|@microsoft/', 'src/azure/|test/'),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
