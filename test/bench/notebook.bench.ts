/**
 * Opening a notebook of 500 cells in a real VS Code: from the press on its file to the frame with the text of its first code
 * cell, by the page's own clock, since what drives the page looks at it only now and then. Beside it, in the same rounds, a
 * Jupyter notebook of the same cells, which is VS Code's own, and both with four cells: what VS Code takes for any notebook.
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
const FEW = 4;
const ROUNDS = 5;
const KINDS = ['kql.md', 'ipynb'] as const;
/** What a notebook starts goes on after it is seen, in milliseconds. */
const AFTER = 3000;
/** So that what a closed notebook leaves to do is not part of the next one, in milliseconds. */
const BETWEEN = 500;

const folder = mkdtempSync(join(tmpdir(), 'azimuth-bench-'));
const questions = Array.from({ length: CELLS / 2 }, (_, i) => ({
  heading: `## Question ${i}`,
  query: `SigninLogs\n| where x == ${i}\n| take 10`,
}));
const own = questions.map(
  ({ heading, query }, i) => `${heading}\n\n\`\`\`kql name=cell${i}\n${query}\n\`\`\`\n`,
);
const jupyterCells = questions.flatMap(({ heading, query }) => [
  { cell_type: 'markdown', metadata: {}, source: [heading] },
  { cell_type: 'code', metadata: {}, source: [query], outputs: [], execution_count: null },
]);
const write = (name: string, cells: number): void => {
  writeFileSync(join(folder, `${name}.kql.md`), own.slice(0, cells / 2).join('\n'));
  writeFileSync(
    join(folder, `${name}.ipynb`),
    JSON.stringify({ cells: jupyterCells.slice(0, cells), metadata: {}, nbformat: 4, nbformat_minor: 2 }),
  );
};
for (let round = 0; round <= ROUNDS; round++) {
  write(`many${round}`, CELLS);
  write(`few${round}`, FEW);
}
write('first', 2);

/**
 * In the page: from the next press of the mouse to the first frame in which a code cell shows its text. A frame's callbacks
 * run before it is painted; those of the next one know that it was.
 */
const FROM_PRESS_TO_TEXT = `new Promise((done) => {
  const look = (pressed) => {
    const line = document.querySelector('.notebookOverlay .code-cell-row .view-line');
    const isShown = line?.textContent && line.checkVisibility({ visibilityProperty: true });
    if (isShown) requestAnimationFrame((painted) => done(painted - pressed));
    else requestAnimationFrame(() => look(pressed));
  };
  addEventListener('mousedown', ({ timeStamp }) => look(timeStamp), { once: true, capture: true });
})`;

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
    const shown = workbench.page.evaluate<number>(FROM_PRESS_TO_TEXT);
    await row.click();
    return shown;
  };
  const close = async (): Promise<void> => {
    await workbench.command('View: Close All Editors');
    await setTimeout(BETWEEN);
  };
  // The extension is there once its place in the activity bar is; a click before that opens nothing for long.
  await workbench.find('.activitybar [aria-label^="Azimuth"]', 180_000);
  for (const kind of KINDS) {
    await open(`first.${kind}`);
    await close();
  }
  const times = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round++)
    // The second of two finds the page's code warm.
    for (const size of ['many', 'few'])
      for (const kind of round % 2 === 0 ? KINDS : KINDS.toReversed()) {
        const name = `${size === 'many' ? CELLS : FEW} cells as .${kind}`;
        times.set(name, [...(times.get(name) ?? []), await open(`${size}${round}.${kind}`)]);
        await close();
      }
  for (const [name, all] of times) {
    const sorted = all.toSorted((a, b) => a - b);
    const [median, worst] = [sorted[all.length >> 1] ?? 0, sorted.at(-1) ?? 0];
    console.log(
      `${name.padEnd(20)} median ${median.toFixed(0)}, worst ${worst.toFixed(0)} of ${all.map((time) => time.toFixed(0)).join(', ')} ms`,
    );
  }
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
