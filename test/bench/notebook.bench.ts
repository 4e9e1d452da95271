/**
 * Opening a notebook of 500 cells in a real VS Code: from the click on its file to the text of its first code cell on screen,
 * and a Jupyter notebook of the same cells beside it, which is VS Code's own.
 * A first notebook is opened before, since the first one of a window also starts VS Code's notebook page. Then what of the
 * extension host's time is ours while one is opened and in the seconds after, by a CPU profile of one more round.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startServer } from '../../scripts/vscode/server.ts';
import { openWorkbench } from '../../scripts/vscode/workbench.ts';
import { Probe } from './extensionHostShare.ts';

const CELLS = 500;
const ROUNDS = 5;
/** What a notebook starts goes on after it is seen, in milliseconds. */
const AFTER = 3000;

const folder = mkdtempSync(join(tmpdir(), 'azimuth-bench-'));
const questions = Array.from({ length: CELLS / 2 }, (_, i) => ({
  heading: `## Question ${i}`,
  query: `SigninLogs\n| where x == ${i}\n| take 10`,
}));
const own = questions.map(
  ({ heading, query }, i) => `${heading}\n\n\`\`\`kql name=cell${i}\n${query}\n\`\`\`\n`,
);
const jupyter = {
  cells: questions.flatMap(({ heading, query }) => [
    { cell_type: 'markdown', metadata: {}, source: [heading] },
    { cell_type: 'code', metadata: {}, source: [query], outputs: [], execution_count: null },
  ]),
  metadata: {},
  nbformat: 4,
  nbformat_minor: 2,
};
for (let round = 0; round <= ROUNDS; round++) {
  writeFileSync(join(folder, `many${round}.kql.md`), own.join('\n'));
  writeFileSync(join(folder, `many${round}.ipynb`), JSON.stringify(jupyter));
}
writeFileSync(join(folder, 'first.kql.md'), '# Warms up\n\n```kql\nprint 1\n```\n');
writeFileSync(join(folder, 'first.ipynb'), JSON.stringify({ ...jupyter, cells: jupyter.cells.slice(0, 2) }));

const port = join(folder, 'probe.port');
const server = await startServer({
  mode: 'development',
  extensions: ['test/bench/probe'],
  env: { AZIMUTH_PROBE: port },
});
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
  await workbench.find('.activitybar [aria-label^="Azimuth"]', 180_000);
  await open('first.kql.md');
  await open('first.ipynb');
  const times = { 'kql.md': [] as number[], ipynb: [] as number[] };
  for (let round = 0; round < ROUNDS; round++)
    for (const kind of ['kql.md', 'ipynb'] as const) times[kind].push(await open(`many${round}.${kind}`));
  for (const [kind, all] of Object.entries(times))
    console.log(`opening a .${kind} of ${CELLS} cells: ${all.map((time) => time.toFixed(0)).join(', ')} ms`);
  const probe = await Probe.of(port, (url) => url.includes(`${process.cwd()}/dist/`));
  await probe.start();
  const took = await open(`many${ROUNDS}.kql.md`);
  await setTimeout(AFTER);
  const { own: ours, all, entries } = await probe.stop();
  console.log(
    `the extension host while one is opened (${took.toFixed(0)} ms) and ${AFTER} ms after: ${ours.toFixed(0)} ms of ours, ${(all - ours).toFixed(0)} ms of VS Code`,
  );
  for (const [name, time] of entries.slice(0, 8)) console.log(`  ${time.toFixed(1).padStart(7)} ms  ${name}`);
  await workbench.close();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
