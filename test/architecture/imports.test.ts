import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { checkImports } from '../../scripts/check/imports.ts';

/** A source tree of its own, in which every file is one import. */
function makeTree(imports: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'azimuth-imports-'));
  cpSync('tsconfig.json', join(root, 'tsconfig.json'));
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'), 'junction');
  for (const [file, imported] of Object.entries(imports)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), imported === '' ? 'export const x = 1;\n' : `import '${imported}';\n`);
  }
  return root;
}

describe('import rules', function () {
  this.timeout(60_000);

  it('hold in this repository, for every file of it', async () => {
    const { violations, unseen, modules } = await checkImports('.');
    assert.deepEqual({ violations, unseen }, { violations: [], unseen: [] });
    assert.ok(modules > 20);
  });

  const forbidden: readonly (readonly [rule: string, file: string, imported: string])[] = [
    ['base-imports-nothing', 'src/base/a.ts', '../domain/ok.ts'],
    ['domain', 'src/domain/a.ts', '../kql/ok.ts'],
    ['attack', 'src/attack/a.ts', '../kql/ok.ts'],
    ['kql', 'src/kql/a.ts', '../logs/ok.ts'],
    ['logs', 'src/logs/a.ts', '../cases/ok.ts'],
    ['cases', 'src/cases/a.ts', '../logs/ok.ts'],
    ['session', 'src/session/a.ts', '../host/ok.ts'],
    ['protocol', 'src/protocol/a.ts', '../kql/ok.ts'],
    ['host', 'src/host/a.ts', '../kql/ok.ts'],
    ['host-sees-the-session-only-as-its-contract', 'src/host/b.ts', '../session/ok.ts'],
    ['webviews', 'webviews/x/a.ts', '../../src/kql/ok.ts'],
    ['azure', 'src/azure/a.ts', '../session/ok.ts'],
    ['simulator-knows-no-client', 'test/simulator/a.ts', '../../src/azure/ok.ts'],
    ['azure-sdks-in-azure-only', 'src/host/c.ts', '@azure/core-auth'],
    ['nobody-imports-tests', 'src/cli/a.ts', '../../test/ok.ts'],
    ['vscode-in-the-shell-only', 'src/logs/b.ts', 'vscode'],
    ['duckdb-in-its-folder-only', 'src/kql/sql/a.ts', '@duckdb/node-api'],
    ['kusto-in-its-folder-only', 'src/kql/plan/a.ts', '@kusto/language-service-next/bridge.min.js'],
    ['no-unresolvable', 'src/domain/b.ts', './gone.ts'],
    ['no-cycles', 'src/domain/c.ts', './c2.ts'],
  ];

  it('are reported, each by its name, where they are broken', async () => {
    const reachable = ['domain', 'kql', 'logs', 'cases', 'host', 'session', 'azure'];
    const root = makeTree({
      ...Object.fromEntries(reachable.map((folder) => [`src/${folder}/ok.ts`, ''])),
      'test/ok.ts': '',
      'src/domain/c2.ts': './c.ts',
      ...Object.fromEntries(forbidden.map(([, file, imported]) => [file, imported])),
    });
    try {
      const { violations } = await checkImports(root);
      const found = new Set(violations.map(({ rule, from }) => `${rule} ${from}`));
      assert.deepEqual(
        forbidden.filter(([rule, file]) => !found.has(`${rule} ${file}`)),
        [],
      );
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });

  it('are not passed by a tree in which there is nothing to check', async () => {
    const root = makeTree({});
    try {
      await assert.rejects(checkImports(root), /nothing was checked/);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
