/**
 * Opening a notebook of 500 cells in a real VS Code: from the click on its file to the text of its first KQL cell on screen.
 * A first notebook is opened before, since the first one of a window also starts VS Code's notebook page.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../scripts/vscode/server.ts';
import { openWorkbench } from '../../scripts/vscode/workbench.ts';

const CELLS = 500;
const ROUNDS = 5;

const folder = mkdtempSync(join(tmpdir(), 'azimuth-bench-'));
const cells = Array.from(
  { length: CELLS / 2 },
  (_, i) => `## Question ${i}\n\n\`\`\`kql name=cell${i}\nSigninLogs\n| where x == ${i}\n| take 10\n\`\`\`\n`,
);
for (let round = 0; round < ROUNDS; round++)
  writeFileSync(join(folder, `many${round}.kql.md`), cells.join('\n'));
writeFileSync(join(folder, 'first.kql.md'), '# Warms up\n\n```kql\nprint 1\n```\n');

const server = await startServer({ mode: 'development' });
try {
  const workbench = await openWorkbench(server, { extension: '.', folder });
  const open = async (name: string): Promise<number> => {
    const row = await workbench.find(`.explorer-folders-view .monaco-list-row:has-text("${name}")`, 60_000);
    const started = performance.now();
    await row.click();
    await workbench.find('.notebookOverlay .code-cell-row .view-line:visible', 60_000);
    const took = performance.now() - started;
    await workbench.command('View: Close All Editors');
    return took;
  };
  // The extension is there once its place in the activity bar is; a click before that opens nothing for long.
  await workbench.find('.activitybar [aria-label^="Azimuth"]', 60_000);
  await open('first.kql.md');
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await open(`many${round}.kql.md`));
  console.log(`opening a notebook of ${CELLS} cells: ${times.map((time) => time.toFixed(0)).join(', ')} ms`);
  await workbench.close();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
