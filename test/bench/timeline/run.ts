/**
 * `node test/bench/timeline/run.ts [COUNT…]`: the timeline page against the bare design, same browser, same events,
 * same steps. Paint: events in the page to the frame that shows them. Busy: main thread, a step (event and frame).
 */
import { build } from 'esbuild';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { startBare } from './bare.ts';
import { openTimeline } from '../../browser/timeline/openTimeline.ts';

const counts = process.argv.slice(2).map(Number);
const sizes = counts.length > 0 ? counts : [1000, 100_000, 1_000_000, 10_000_000];
const STEPS = 60;

interface Figures {
  readonly paint: number;
  readonly pan: readonly number[];
  readonly zoom: readonly number[];
  readonly hover: readonly number[];
  readonly megabytes: number;
}

declare global {
  interface Window {
    busy: { start(): void; stop(): number };
    bare: { readonly startBare: typeof startBare };
  }
}

/** Sums the time of frame callbacks, so that a step's cost is the event's and its frame's. */
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

async function measure(page: Page, selector: string, load: () => Promise<number>): Promise<Figures> {
  const paint = await load();
  const steps = (shiftKey: boolean): Promise<number[]> =>
    page.evaluate(
      async ([css, isPan, count]) => {
        const canvas = document.querySelector<HTMLCanvasElement>(css);
        if (!canvas) throw new Error('no canvas');
        const { left, top, width, height } = canvas.getBoundingClientRect();
        const nextFrame = (): Promise<void> =>
          new Promise((done) => setTimeout(() => requestAnimationFrame(() => done()), 0));
        const times: number[] = [];
        for (let i = 0; i < count; i++) {
          const event = new WheelEvent('wheel', {
            deltaY: isPan ? (i % 20 < 10 ? 60 : -60) : i % 30 < 15 ? -200 : 200,
            shiftKey: isPan,
            clientX: left + width * 0.4,
            clientY: top + height / 2,
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
      [selector, shiftKey, STEPS] as const,
    );
  const pan = await steps(true);
  const zoom = await steps(false);
  const hover = await page.evaluate((css) => {
    const canvas = document.querySelector<HTMLCanvasElement>(css);
    if (!canvas) throw new Error('no canvas');
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return Array.from({ length: 200 }, (_, i) => {
      const at = { clientX: left + ((i * 37) % width), clientY: top + ((i * 53) % height), bubbles: true };
      const started = performance.now();
      canvas.dispatchEvent(new PointerEvent('pointermove', at));
      return performance.now() - started;
    });
  }, selector);
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    backingStorageSize?: number;
  };
  return { paint, pan, zoom, hover, megabytes: (usedSize + backingStorageSize) / 1e6 };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

function row(name: string, count: number, { paint, pan, zoom, hover, megabytes }: Figures): string {
  const pair = (values: readonly number[]): string =>
    `${median(values).toFixed(1)} / ${Math.max(...values).toFixed(1)}`;
  return `| ${name} | ${count} | ${paint.toFixed(0)} | ${pair(pan)} | ${pair(zoom)} | ${pair(hover)} | ${megabytes.toFixed(0)} |`;
}

const bareScript = (
  await build({
    entryPoints: [join(import.meta.dirname, 'bare.ts')],
    bundle: true,
    format: 'iife',
    globalName: 'bare',
    footer: { js: 'globalThis.bare = bare;' },
    write: false,
  })
).outputFiles
  .map(({ text }) => text)
  .join('\n');

console.log('| design | events | paint ms | pan busy ms median / worst | zoom | hover | page MB |');
console.log('|---|---|---|---|---|---|---|');
for (const count of sizes) {
  for (const design of ['azimuth', 'bare'] as const) {
    const timeline = await openTimeline({ width: 1200, height: 600 });
    const { page } = timeline;
    await page.addInitScript(watchFrames);
    await page.addInitScript({ content: bareScript });
    await timeline.reload();
    await page.evaluate(([n]) => window.azimuthTest.make(n, 1), [count] as const);
    const figures = await measure(
      page,
      design === 'azimuth' ? '.picture canvas' : 'body > div > canvas',
      async () => {
        if (design === 'azimuth')
          return page.evaluate(async () => {
            const started = performance.now();
            window.azimuthTest.deliver();
            await new Promise<void>((done) =>
              requestAnimationFrame(() => requestAnimationFrame(() => done())),
            );
            return performance.now() - started;
          });
        return page.evaluate(async () => {
          const root = document.createElement('div');
          root.style.cssText = 'position:fixed;inset:0';
          document.body.replaceChildren(root);
          const show = window.bare.startBare(root);
          const { events } = window.azimuthTest;
          const laneOfRule = window.azimuthTest.laneOfRule();
          const started = performance.now();
          show(events.time, events.rule, laneOfRule);
          await new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
          return performance.now() - started;
        });
      },
    );
    console.log(row(design, count, figures));
    await timeline.close();
  }
}
