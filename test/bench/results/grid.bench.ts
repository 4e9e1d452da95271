/**
 * The grid at 500,000 rows and 60 columns, in a browser, against the bare approach (all cells in the page, rows virtual,
 * columns not). First: from the answer to its first rows. Step: main thread, a scroll by 40 rows and its frame. Memory: the
 * page's heap.
 */
import { build } from 'esbuild';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { startBare } from './bare.ts';
import { openBrowser } from '../../../scripts/vscode/browser.ts';
import { type MadeAnswer, openResults } from '../../browser/results/openResults.ts';

const ROWS = 500_000;
const COLUMNS = 60;
const STEPS = 60;

const answer: MadeAnswer = {
  columns: Array.from({ length: COLUMNS }, (_, i) => ({
    name: `column${i}`,
    type: i % 4 === 2 ? 'long' : 'string',
  })),
  rows: ROWS,
  cell: (row, column) =>
    column % 4 === 2 ? (row * 7919 + column) % 100_000 : `value ${(row * 31 + column) % 5000} of ${column}`,
};

declare global {
  interface Window {
    bareGrid: { readonly startBare: typeof startBare };
  }
}

/** Milliseconds of the main thread for each step. */
function scrollSteps(
  page: Page,
  selector: string,
  axis: 'scrollTop' | 'scrollLeft',
  by: number,
): Promise<number[]> {
  return page.evaluate(
    async ([css, along, step, count]) => {
      const grid = document.querySelector(css);
      if (!grid) throw new Error('no grid');
      const times: number[] = [];
      for (let i = 0; i < count; i++) {
        const started = performance.now();
        grid[along] += step;
        grid.dispatchEvent(new Event('scroll'));
        void grid.getBoundingClientRect();
        times.push(performance.now() - started);
        await new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done, 0)));
      }
      return times;
    },
    [selector, axis, by, STEPS] as const,
  );
}

async function megabytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number };
  return usedSize / 1e6;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
const pair = (values: readonly number[]): string =>
  `${median(values).toFixed(1)} / ${Math.max(...values).toFixed(1)}`;
const line = (
  name: string,
  first: number,
  down: readonly number[],
  across: readonly number[],
  memory: number,
): void =>
  console.log(`| ${name} | ${first.toFixed(0)} | ${pair(down)} | ${pair(across)} | ${memory.toFixed(0)} |`);

console.log('| grid | first rows ms | down: median / worst ms | across | page MB |');
console.log('|---|---|---|---|---|');

const own = await openResults(answer);
const started = performance.now();
await own.page.reload();
await own.page.locator('[data-row="0"] [data-column="0"]').waitFor();
const ownFirst = performance.now() - started;
const ownDown = await scrollSteps(own.page, '.azr-scroll', 'scrollTop', 880);
const ownAcross = await scrollSteps(own.page, '.azr-scroll', 'scrollLeft', 120);
line('azimuth', ownFirst, ownDown, ownAcross, await megabytes(own.page));
await own.close();

const bundle = await build({
  entryPoints: [join(import.meta.dirname, 'bare.ts')],
  bundle: true,
  format: 'iife',
  globalName: 'bareGrid',
  footer: { js: 'globalThis.bareGrid = bareGrid;' },
  write: false,
});
const browser = await openBrowser({ width: 1200, height: 760 });
await browser.page.setContent('<!doctype html><body></body>');
await browser.page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? '' });
const bareFirst = await browser.page.evaluate(
  ([rows, columns]) => {
    const begun = performance.now();
    const cells = Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (__, column) =>
        column % 4 === 2
          ? (row * 7919 + column) % 100_000
          : `value ${(row * 31 + column) % 5000} of ${column}`,
      ),
    );
    const root = document.createElement('main');
    document.body.append(root);
    const { bareGrid } = window;
    bareGrid.startBare(root, rows, columns, (row, column) => cells[row]?.[column] ?? null);
    return performance.now() - begun;
  },
  [ROWS, COLUMNS] as const,
);
const bareDown = await scrollSteps(browser.page, 'main', 'scrollTop', 880);
const bareAcross = await scrollSteps(browser.page, 'main', 'scrollLeft', 120);
line('bare', bareFirst, bareDown, bareAcross, await megabytes(browser.page));
await browser.close();
