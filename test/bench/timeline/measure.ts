import { build } from 'esbuild';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openTimeline, type TimelinePage } from '../../browser/timeline/openTimeline.ts';
import type { startBare } from './bare.ts';
import type { RivalName, spanOf, startRival } from './rivals.ts';
import type { sortByTime } from '../../../src/attack/mapping/sortByTime.ts';
import type { Shape } from './shapes.ts';

const STEPS = 60;

export interface Figures {
  readonly open: number;
  readonly pan: readonly number[];
  readonly zoom: readonly number[];
  readonly hover: readonly number[];
  /** Busy time of each change until it is drawn. */
  readonly facetFilter: readonly number[];
  readonly textFilter: readonly number[];
  readonly megabytes: number;
}

declare global {
  interface Window {
    busy: { start(): void; stop(): number };
    bare: { readonly startBare: typeof startBare };
    sorting: { readonly sortByTime: typeof sortByTime };
    rivals: { readonly startRival: typeof startRival; readonly spanOf: typeof spanOf };
  }
}

export interface Bench {
  /** A page of its own for each figure, so that none pays for another's garbage. */
  page(): Promise<TimelinePage>;
  close(): Promise<void>;
}

export async function startBench(): Promise<Bench> {
  const [bare, rivals] = await Promise.all([bundle('bare', 'bare.ts'), bundle('rivals', 'rivals.ts')]);
  const sorting = await bundle('sorting', '../../../src/attack/mapping/sortByTime.ts');
  const open: TimelinePage[] = [];
  return {
    page: async () => {
      for (const old of open.splice(0)) await old.close();
      const timeline = await openTimeline({ width: 1200, height: 600 });
      open.push(timeline);
      await timeline.page.addInitScript(watchFrames);
      await timeline.page.addInitScript({ content: `${bare}\n${sorting}` });
      await timeline.reload();
      // It wants a document to put its styles into.
      await timeline.page.evaluate(rivals);
      return timeline;
    },
    close: async () => {
      for (const old of open.splice(0)) await old.close();
    },
  };
}

async function bundle(name: string, file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, file)],
    bundle: true,
    format: 'iife',
    globalName: name,
    footer: { js: `globalThis.${name} = ${name};` },
    write: false,
    logLevel: 'error',
  });
  return outputFiles.map(({ text }) => text).join('\n');
}

/** Sums the time of frame callbacks and timers, so that a step's cost is the event's and what it set off. */
function watchFrames(): void {
  const ask = window.requestAnimationFrame.bind(window);
  let spent = 0;
  window.requestAnimationFrame = (callback) =>
    ask((time) => {
      const started = performance.now();
      callback(time);
      spent += performance.now() - started;
    });
  window.busy = {
    start: () => {
      spent = 0;
    },
    stop: () => spent,
  };
}

/** Statements that sort the page's events, as the session does with tables that are in no order of time. */
const sorted = `(() => {
  const { events } = window.azimuthTest;
  const order = Uint32Array.from(events.time, (_, i) => i);
  window.sorting.sortByTime(events.time, order);
  for (const name of ['rule', 'table']) events[name] = Uint16Array.from(order, (i) => events[name][i]);
})();`;

export async function measureAzimuth(bench: Bench, size: number, shape: Shape): Promise<Figures> {
  const { page } = await bench.page();
  await page.evaluate(([n, s]) => window.azimuthTest.make(n, 1, s), [size, shape] as const);
  if (shape === 'lanes400') await page.evaluate(() => window.azimuthTest.prepareLanes());
  const open = await timed(page, `${shape === 'unsorted' ? sorted : ''}window.azimuthTest.deliver()`);
  if (shape === 'lanes400') {
    await page.evaluate(() => window.azimuthTest.deliverFacet());
    await page.selectOption('select[aria-label="Lanes by"]', 'account');
    await page.evaluate(
      () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
    );
  }
  const canvas = '.picture canvas';
  const [pan, zoom] = [await wheel(page, canvas, true), await wheel(page, canvas, false)];
  const pointers = await hover(page, canvas);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.waitForSelector('.facets input[type=checkbox]', { timeout: 60_000 });
  if (shape !== 'lanes400') {
    await page.evaluate(() => window.azimuthTest.prepareLanes());
    await page.evaluate(() => window.azimuthTest.deliverFacet());
  }
  const facetFilter: number[] = [];
  for (const facet of ['Tactic', 'Technique', 'Severity', 'Source table', 'Account'])
    facetFilter.push(await filtered(page, `${choose}(${JSON.stringify(facet)})`));
  const textFilter: number[] = [];
  for (const text of ['azure -key', 'sign', 'user severity:high'])
    textFilter.push(
      await filtered(
        page,
        `() => { const s = document.querySelector('.search'); s.value = '${text}'; s.dispatchEvent(new Event('input')); }`,
      ),
    );
  return { open, pan, zoom, hover: pointers, facetFilter, textFilter, megabytes: await memory(page) };
}

export async function measureBare(bench: Bench, size: number, shape: Shape): Promise<Figures> {
  const { page } = await bench.page();
  await page.evaluate(([n, s]) => window.azimuthTest.make(n, 1, s), [size, shape] as const);
  const open = await timed(
    page,
    `(() => {
      const root = document.createElement('div');
      root.style.cssText = 'position:fixed;inset:0';
      document.body.replaceChildren(root);
      ${shape === 'unsorted' ? sorted : ''}
      const { events } = window.azimuthTest;
      window.bare.startBare(root)(events.time, events.rule, window.azimuthTest.laneOfRule());
    })()`,
  );
  const canvas = 'body > div > canvas';
  return {
    open,
    pan: await wheel(page, canvas, true),
    zoom: await wheel(page, canvas, false),
    hover: [],
    facetFilter: [],
    textFilter: [],
    megabytes: await memory(page),
  };
}

/** By the design's own means of moving. What reports no complete picture within `limit` ms is said so: it did not finish, or the adapter waits for the wrong sign. */
export async function measureRival(
  bench: Bench,
  name: RivalName,
  size: number,
  shape: Shape,
  limit: number,
): Promise<Figures | string> {
  const { page } = await bench.page();
  await page.evaluate(([n, s]) => window.azimuthTest.make(n, 1, s), [size, shape] as const);
  const opened = page.evaluate(async (design) => {
    const root = document.createElement('div');
    root.style.cssText = 'position:fixed;inset:0;background:white';
    document.body.replaceChildren(root);
    const { events } = window.azimuthTest;
    const lanes = window.azimuthTest.laneOfRule();
    const started = performance.now();
    const rival = window.rivals.startRival(design, root);
    await rival.show(events.time, lanes, events.rule);
    const open = performance.now() - started;
    (window as Window & { rival?: typeof rival }).rival = rival;
    return open;
  }, name);
  const open = await within(opened, limit);
  if (open === undefined) return `reported no complete picture in ${limit / 1000} s`;
  const moved = page.evaluate(
    async ([count]) => {
      const { rival } = window as Window & { rival?: ReturnType<typeof startRival> };
      const [first, last] = window.rivals.spanOf(window.azimuthTest.events.time);
      const frames = (): Promise<void> =>
        new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
      const steps = async (spanOf: (step: number) => [number, number]): Promise<number[]> => {
        const times: number[] = [];
        for (let step = 0; step < count; step++) {
          window.busy.start();
          const started = performance.now();
          rival?.look(...spanOf(step));
          const own = performance.now() - started;
          await frames();
          times.push(own + window.busy.stop());
        }
        return times;
      };
      const whole = last - first;
      return [
        await steps((step) => [first + whole * 0.002 * step, last + whole * 0.002 * step]),
        await steps((step) => [first + whole * 0.008 * step, last - whole * 0.008 * step]),
      ] as const;
    },
    [10] as const,
  );
  const steps = await within(moved, limit);
  return {
    open,
    pan: steps?.[0] ?? [Infinity],
    zoom: steps?.[1] ?? [Infinity],
    hover: [],
    facetFilter: [],
    textFilter: [],
    megabytes: steps ? await memory(page) : NaN,
  };
}

async function within<T>(work: Promise<T>, limit: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((done) => (timer = setTimeout(() => done(undefined), limit)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // A page that is closed while it works rejects what was asked of it.
    work.catch(() => undefined);
  }
}

/** Opens a facet, once it has been counted, and answers what chooses its first value. */
const choose = `(async (name) => {
  const box = () => [...document.querySelectorAll('.facets details')].find((each) => each.firstChild.textContent === name);
  const values = () => [...(box()?.querySelectorAll('input[type=checkbox]') ?? [])];
  for (let tries = 0; tries < 600 && values().length === 0; tries++) await new Promise((done) => setTimeout(done, 50));
  box().open = true;
  return () => values()[0].click();
})`;

/** Main thread busy with a change of the filter, from what changes it to the end of the frame that shows it. `make` is an expression of the change. */
async function filtered(page: Page, make: string): Promise<number> {
  const took = await page.evaluate(`(async () => {
    const change = await (${make});
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    window.busy.start();
    const started = performance.now();
    change();
    const own = performance.now() - started;
    await new Promise((done) => requestAnimationFrame(done));
    const frame = window.busy.stop();
    return own + frame;
  })()`);
  await page.getByRole('button', { name: 'Clear Filter' }).click();
  await page.waitForTimeout(500);
  return took as number;
}

/** From the call to the second frame after it, less the frame that is waited for only to know that the first was shown. */
function timed(page: Page, call: string): Promise<number> {
  return page.evaluate(`(async () => {
    const started = performance.now();
    ${call};
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    return performance.now() - started;
  })()`);
}

function wheel(page: Page, selector: string, isPan: boolean): Promise<number[]> {
  return page.evaluate(
    async ([css, pan, count]) => {
      const canvas = document.querySelector<HTMLCanvasElement>(css);
      if (!canvas) throw new Error('no canvas');
      const { left, top, width, height } = canvas.getBoundingClientRect();
      const nextFrame = (): Promise<void> =>
        new Promise((done) => setTimeout(() => requestAnimationFrame(() => done()), 0));
      const times: number[] = [];
      for (let i = 0; i < count; i++) {
        const event = new WheelEvent('wheel', {
          deltaY: pan ? (i % 20 < 10 ? 60 : -60) : i % 30 < 15 ? -200 : 200,
          shiftKey: pan,
          clientX: left + width * 0.4,
          clientY: top + Math.min(height, 500) / 2,
          cancelable: true,
          bubbles: true,
        });
        window.busy.start();
        const started = performance.now();
        canvas.dispatchEvent(event);
        const own = performance.now() - started;
        await nextFrame();
        await nextFrame();
        times.push(own + window.busy.stop());
      }
      return times;
    },
    [selector, isPan, STEPS] as const,
  );
}

function hover(page: Page, selector: string): Promise<number[]> {
  return page.evaluate((css) => {
    const canvas = document.querySelector<HTMLCanvasElement>(css);
    if (!canvas) throw new Error('no canvas');
    const { left, top, width } = canvas.getBoundingClientRect();
    return Array.from({ length: 200 }, (_, i) => {
      const at = { clientX: left + ((i * 37) % width), clientY: top + ((i * 53) % 500), bubbles: true };
      const started = performance.now();
      canvas.dispatchEvent(new PointerEvent('pointermove', at));
      return performance.now() - started;
    });
  }, selector);
}

async function memory(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    backingStorageSize?: number;
  };
  return (usedSize + backingStorageSize) / 1e6;
}
