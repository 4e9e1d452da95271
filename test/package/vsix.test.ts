import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentProblems } from '../../scripts/package/contents.ts';
import { listVsix, makeVsix } from '../../scripts/package/vsix.ts';
import { startServer } from '../../scripts/vscode/server.ts';
import { openWorkbench } from '../../scripts/vscode/workbench.ts';

describe('the package', function () {
  this.timeout(180_000);
  let file = '';

  before(() => {
    file = makeVsix();
  });

  it('holds what it needs and nothing else', async () => {
    const entries = await listVsix(file);
    assert.deepEqual(contentProblems(entries), []);
    assert.ok(entries.some(({ path }) => path.endsWith('/duckdb.node')));
  });

  it('is told apart from one that lacks a file or holds a source', async () => {
    const entries = await listVsix(file);
    const lacking = entries.filter(({ path }) => path !== 'dist/extension.js');
    assert.deepEqual(contentProblems(lacking), ['missing: dist/extension.js']);
    const surplus = [...entries, { path: 'dist/extension.ts', bytes: 1 }];
    assert.deepEqual(contentProblems(surplus), ['must not ship: dist/extension.ts']);
  });

  it('installs into VS Code, where its views are there and ask for trust first', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'azimuth-package-'));
    const server = await startServer({ mode: 'installed', extensions: [file] });
    try {
      const workbench = await openWorkbench(server, { folder });
      try {
        await workbench.trust();
        const icon = await workbench.find('.activitybar [aria-label^="Azimuth"]', 30_000);
        await icon.click();
        await workbench.find('.sidebar .pane-header:has-text("Case")', 30_000);
      } finally {
        await workbench.close();
      }
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
