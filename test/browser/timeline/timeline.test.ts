import assert from 'node:assert/strict';
import type { EventDetails, FromTimeline } from '../../../src/protocol/timeline.ts';
import { openTimeline, type TimelinePage } from './openTimeline.ts';
import { curatedMessage, details } from './samples.ts';

interface LaneShown {
  readonly name: string;
  readonly count: number;
}

async function lanesShown({ page }: TimelinePage): Promise<LaneShown[]> {
  return page.$$eval('.lane', (lanes) =>
    lanes.map((lane) => ({
      name: lane.querySelector('.lane-name')?.textContent ?? '',
      count: Number((lane.querySelector('.lane-count')?.textContent ?? '').replaceAll(',', '')),
    })),
  );
}

/** The span on screen as the page has it, and the lanes counted one event at a time. */
async function bruteForce({
  page,
}: TimelinePage): Promise<{ span: [number, number]; counts: Map<string, number> }> {
  const span = await page.$eval('.picture canvas', (canvas): [number, number] => [
    Number((canvas as HTMLElement).dataset['start']),
    Number((canvas as HTMLElement).dataset['end']),
  ]);
  const counts = await page.evaluate(([start, end]) => window.azimuthTest.countLanes(start, end), span);
  return { span, counts: new Map(Object.entries(counts)) };
}

async function assertExact(timeline: TimelinePage): Promise<void> {
  const { span, counts } = await bruteForce(timeline);
  const shown = await lanesShown(timeline);
  assert.ok(shown.length > 5);
  for (const { name, count } of shown)
    assert.equal(count, counts.get(name) ?? 0, `${name} in ${span.join('..')}`);
}

function last<T extends FromTimeline['type']>(
  sent: readonly FromTimeline[],
  type: T,
): Extract<FromTimeline, { type: T }> {
  const found = sent.findLast((message) => message.type === type);
  assert.ok(found, `the page sent ${type}`);
  return found as Extract<FromTimeline, { type: T }>;
}

describe('timeline page', function () {
  this.timeout(60_000);
  let timeline: TimelinePage;

  before(async () => {
    timeline = await openTimeline();
  });

  beforeEach(() => timeline.reload());

  after(() => timeline.close());

  const key = async (...keys: string[]): Promise<void> => {
    for (const name of keys) await timeline.page.keyboard.press(name);
    await timeline.drawn();
  };

  it('says what it waits for, then what to do when there is nothing to show', async () => {
    assert.deepEqual(await timeline.sent(), [{ type: 'ready' }]);
    await timeline.send({ type: 'loading', what: 'Reading the events of the case' });
    assert.match((await timeline.page.textContent('.messages')) ?? '', /Reading the events of the case/);
    await timeline.load(0);
    assert.match((await timeline.page.textContent('.messages')) ?? '', /Nothing on the timeline yet/);
    await timeline.page.getByRole('button', { name: 'Import Logs…' }).click();
    assert.deepEqual(last(await timeline.sent(), 'offer'), { type: 'offer', offer: 'importLogs' });
  });

  it('shows a failure with what can be done', async () => {
    await timeline.send({ type: 'failed', message: 'The engine stopped.', next: ['Reload the window.'] });
    const alert = timeline.page.getByRole('alert');
    assert.match(await alert.innerText(), /The engine stopped\.[^]*Reload the window\./);
  });

  for (const count of [1000, 100_000, 1_000_000])
    it(`counts each lane of ${count} events exactly at every zoom`, async () => {
      await timeline.load(count);
      await assertExact(timeline);
      const box = await timeline.page.locator('.picture canvas').boundingBox();
      assert.ok(box);
      await timeline.page.mouse.move(box.x + box.width * 0.37, box.y + 100);
      for (const wheel of [-600, -900, -1500, 700, -4000]) {
        await timeline.page.mouse.wheel(0, wheel);
        await timeline.drawn();
        await assertExact(timeline);
      }
      await timeline.page.mouse.down();
      await timeline.page.mouse.move(box.x + 20, box.y + 120, { steps: 4 });
      await timeline.page.mouse.up();
      await timeline.drawn();
      await assertExact(timeline);
    });

  it('zooms at the pointer', async () => {
    await timeline.load(1000);
    const box = await timeline.page.locator('.picture canvas').boundingBox();
    assert.ok(box);
    const at = 0.6;
    const timeUnder = async (): Promise<number> => {
      const { span } = await bruteForce(timeline);
      return span[0] + at * (span[1] - span[0]);
    };
    const before = await timeUnder();
    await timeline.page.mouse.move(box.x + box.width * at, box.y + 90);
    await timeline.page.mouse.wheel(0, -500);
    await timeline.drawn();
    const { span } = await bruteForce(timeline);
    assert.ok(Math.abs((await timeUnder()) - before) < (span[1] - span[0]) / box.width + 1);
  });

  it('is worked by keyboard alone: lanes, events, zoom, details, pin, close', async () => {
    await timeline.load(1000);
    await timeline.page.locator('.picture canvas').focus();
    await key('ArrowDown', 'ArrowDown', 'ArrowUp', 'Home');
    const label = (): Promise<string | null> => timeline.page.getAttribute('.picture canvas', 'aria-label');
    const first = await label();
    const [, lane] = await lanesShown(timeline);
    assert.match(first ?? '', new RegExp(`^Timeline, ${lane?.name ?? ''}, \\d{4}-\\d\\d-\\d\\d \\d\\d:`));
    await key('ArrowRight');
    const second = await label();
    assert.notEqual(second, first);
    await key('ArrowLeft');
    assert.equal(await label(), first);
    const wide = (await bruteForce(timeline)).span;
    await key('+', '+');
    const near = (await bruteForce(timeline)).span;
    assert.ok(Math.abs((near[1] - near[0]) * 4 - (wide[1] - wide[0])) < 1);
    await assertExact(timeline);
    await key('0');
    await key('Enter');
    const asked = last(await timeline.sent(), 'requestDetails');
    assert.equal(asked.target.kind, 'observed');
    await timeline.send({ type: 'details', request: asked.request, details: details(), error: '' });
    assert.equal(await timeline.page.evaluate(() => document.activeElement?.className), 'panel');
    await key('Escape');
    assert.equal(await timeline.page.locator('.panel').isVisible(), false);
    assert.equal(await timeline.page.evaluate(() => document.activeElement?.tagName), 'CANVAS');
    await key('End', 'p');
    assert.equal(last(await timeline.sent(), 'pin').target.kind, 'observed');
  });

  it('reaches every event of a lane by stepping, pins among them, and back again', async () => {
    await timeline.load(60);
    await timeline.send(curatedMessage());
    const { counts } = await bruteForce(timeline);
    const steps = (counts.get('Impact') ?? 0) + 2;
    await timeline.page.locator('.picture canvas').focus();
    const lanes = await lanesShown(timeline);
    for (let i = 0; i < lanes.findIndex(({ name }) => name === 'Impact'); i++) await key('ArrowDown');
    const label = (): Promise<string | null> => timeline.page.getAttribute('.picture canvas', 'aria-label');
    await key('Home');
    const forward = [await label()];
    for (let i = 1; i < steps; i++) {
      await key('ArrowRight');
      forward.push(await label());
    }
    assert.equal(forward.filter((text) => text?.includes('Recovery Services vault rsv-prod')).length, 1);
    await key('ArrowRight');
    assert.equal(await label(), forward.at(-1), 'the last has none after it');
    const back = [await label()];
    for (let i = 1; i < steps; i++) {
      await key('ArrowLeft');
      back.push(await label());
    }
    assert.deepEqual(back.reverse(), forward);
  });

  it('opens the details of what is clicked, hostile values as text', async () => {
    await timeline.send(curatedMessage());
    await timeline.load(1000);
    await timeline.page.keyboard.press('Tab');
    await timeline.send({ type: 'reveal', id: 'pin1' });
    const asked = last(await timeline.sent(), 'requestDetails');
    assert.deepEqual(asked.target, { kind: 'curated', id: 'pin1' });
    const hostile =
      '<img src="http://evil.example/x" onerror="window.owned=1"><script>window.owned=1</script>';
    const row: EventDetails['row'] = { OperationNameValue: hostile, [hostile]: { a: hostile } };
    await timeline.send({
      type: 'details',
      request: asked.request,
      error: '',
      details: {
        ...details(),
        title: hostile,
        row,
        raw: hostile,
        query: hostile,
        note: hostile,
        pinned: 'pin1',
      },
    });
    const panel = timeline.page.locator('.panel');
    assert.equal(await panel.locator('img, script, a').count(), 0);
    assert.equal(await timeline.page.evaluate(() => 'owned' in window), false);
    const text = (await panel.textContent()) ?? '';
    assert.ok(text.includes(hostile));
    for (const wanted of [
      'from operationName.value',
      'T1490 Inhibit System Recovery',
      'activity.json, record 12',
    ])
      assert.ok(text.includes(wanted), wanted);
    await panel.getByRole('button', { name: 'Unpin' }).click();
    assert.deepEqual(last(await timeline.sent(), 'unpin'), { type: 'unpin', id: 'pin1' });
    await panel.getByRole('button', { name: 'Open Query' }).click();
    assert.deepEqual(last(await timeline.sent(), 'openQuery'), { type: 'openQuery', query: hostile });
    await panel.getByRole('button', { name: 'Copy Row' }).click();
    assert.deepEqual(JSON.parse(last(await timeline.sent(), 'copy').text), row);
  });

  it('shows what could not be read, and forgets an answer that comes late', async () => {
    await timeline.load(1000);
    await timeline.send(curatedMessage());
    await timeline.send({ type: 'reveal', id: 'pin0' });
    const early = last(await timeline.sent(), 'requestDetails').request;
    await timeline.send({ type: 'reveal', id: 'pin1' });
    const asked = last(await timeline.sent(), 'requestDetails').request;
    await timeline.send({
      type: 'details',
      request: early,
      details: { ...details(), title: 'LATE' },
      error: '',
    });
    assert.ok(!((await timeline.page.textContent('.panel')) ?? '').includes('LATE'));
    await timeline.send({ type: 'details', request: asked, details: null, error: 'The event is gone.' });
    assert.match(
      (await timeline.page.textContent('.panel')) ?? '',
      /could not be read[^]*The event is gone\./,
    );
  });

  it('lists many events of one pixel, each a step from its details', async () => {
    await timeline.load(100_000);
    const box = await timeline.page.locator('.picture canvas').boundingBox();
    assert.ok(box);
    const lanes = await lanesShown(timeline);
    const lane = lanes.findIndex(({ name }) => name === 'Defense Impairment');
    const top = (await timeline.page.locator('.lane').nth(lane).boundingBox())!;
    const x = Math.round(box.width / 2);
    await timeline.page.mouse.click(box.x + x, top.y + top.height - 4);
    await timeline.drawn();
    const heading = (await timeline.page.textContent('.panel h2')) ?? '';
    const claimed = /^([\d,]+) events of Defense Impairment$/.exec(heading)?.[1];
    assert.ok(claimed, heading);
    const items = timeline.page.locator('.panel .events button.link');
    assert.equal(await items.count(), Math.min(100, Number(claimed.replaceAll(',', ''))));
    await items.first().click();
    assert.equal(last(await timeline.sent(), 'requestDetails').target.kind, 'observed');
  });

  it('gives the same events as a list for screen readers', async () => {
    await timeline.load(1000);
    await timeline.send(curatedMessage());
    await timeline.page.getByRole('button', { name: 'List' }).click();
    await timeline.drawn();
    const list = timeline.page.getByRole('region', { name: 'Events as a list' });
    const { counts } = await bruteForce(timeline);
    const impact = list.locator('summary', { hasText: /^Impact/ });
    assert.equal(await impact.innerText(), `Impact: ${counts.get('Impact')} events`);
    await impact.click();
    const opened = list.locator('details[open] li button.link');
    await opened.first().waitFor();
    assert.equal(await opened.count(), Math.min(100, counts.get('Impact') ?? 0));
    assert.match(await list.innerText(), /1 pinned event without a time/i);
    await timeline.send({ type: 'zone', zone: 'local' });
    await timeline.drawn();
    await opened.first().waitFor();
    assert.match(await timeline.page.evaluate(() => document.activeElement?.textContent ?? ''), /^Impact/);
    await timeline.send({ type: 'zone', zone: 'utc' });
  });

  it('shows times in UTC and in local time, and says which', async () => {
    await timeline.load(1000);
    await timeline.page.getByRole('button', { name: 'UTC' }).click();
    assert.deepEqual(last(await timeline.sent(), 'zone'), { type: 'zone', zone: 'local' });
    assert.match((await timeline.page.textContent('.toolbar .span')) ?? '', / local \(/);
    await timeline.send({ type: 'zone', zone: 'utc' });
    assert.match((await timeline.page.textContent('.toolbar .span')) ?? '', / UTC \(/);
  });

  it('marks a range with Shift and asks for what is in it', async () => {
    await timeline.load(1000);
    const box = await timeline.page.locator('.picture canvas').boundingBox();
    assert.ok(box);
    await timeline.page.keyboard.down('Shift');
    await timeline.page.mouse.move(box.x + 200, box.y + 80);
    await timeline.page.mouse.down();
    await timeline.page.mouse.move(box.x + 500, box.y + 80, { steps: 5 });
    await timeline.page.mouse.up();
    await timeline.page.keyboard.up('Shift');
    await timeline.drawn();
    const { range } = last(await timeline.sent(), 'selectRange');
    const { span } = await bruteForce(timeline);
    assert.ok(range);
    const width = (range.end - range.start) / (span[1] - span[0]);
    assert.ok(Math.abs(width - 300 / box.width) < 0.01, String(width));
    await timeline.page.getByRole('button', { name: 'Query This Window' }).click();
    assert.match(
      last(await timeline.sent(), 'openQuery').query,
      /^union withsource=SourceTable AuditLogs, AzureActivity, SigninLogs\n\| where TimeGenerated >= datetime\(2026-/,
    );
  });

  it('moves the window with the brush of the overview', async () => {
    await timeline.load(1000);
    const strip = await timeline.page.locator('.overview canvas').boundingBox();
    assert.ok(strip);
    await timeline.page.mouse.move(strip.x + strip.width - 2, strip.y + 20);
    await timeline.page.mouse.down();
    await timeline.page.mouse.move(strip.x + strip.width / 4, strip.y + 20, { steps: 5 });
    await timeline.page.mouse.up();
    await timeline.drawn();
    const all = (await bruteForce(timeline)).span;
    await assertExact(timeline);
    await timeline.page.mouse.move(strip.x + strip.width / 8, strip.y + 20);
    await timeline.page.mouse.down();
    await timeline.page.mouse.move(strip.x + strip.width / 2, strip.y + 20, { steps: 5 });
    await timeline.page.mouse.up();
    await timeline.drawn();
    const moved = (await bruteForce(timeline)).span;
    assert.ok(moved[0] > all[0]);
    assert.ok(Math.abs(moved[1] - moved[0] - (all[1] - all[0])) < 1);
    await assertExact(timeline);
  });

  it('shows a burst and a day beside the whole, each exact, and closes them by keyboard', async () => {
    await timeline.load(5000);
    const { page } = timeline;
    const spans = (): Promise<number[]> =>
      page.$$eval('.picture canvas', (canvases) =>
        canvases.map((canvas) => {
          const { start, end } = (canvas as HTMLElement).dataset;
          return Number(end) - Number(start);
        }),
      );
    const [whole = 0] = await spans();
    await page.locator('.picture canvas').focus();
    await key('w');
    const [first, burst = whole] = await spans();
    assert.equal(first, whole);
    assert.ok(burst < whole / 20, `a burst of ${burst} ms`);
    const counts = await page.evaluate(
      ([start, end]) => window.azimuthTest.countLanes(start, end),
      await page.$eval('.picture:last-child canvas', (canvas): [number, number] => [
        Number((canvas as HTMLElement).dataset['start']),
        Number((canvas as HTMLElement).dataset['end']),
      ]),
    );
    for (const { name, count } of await lanesShown(timeline)) assert.equal(count, counts[name] ?? 0, name);
    await page.getByText('Beside', { exact: true }).click();
    await page.getByRole('button', { name: 'Day' }).click();
    await timeline.drawn();
    assert.deepEqual((await spans()).map(Math.round), [whole, burst, 86_400_000].map(Math.round));
    assert.equal(await page.locator('.window-heading.active').count(), 1);
    await page.locator('.picture canvas').first().focus();
    await key('+');
    assert.deepEqual((await spans()).map(Math.round), [whole / 2, burst, 86_400_000].map(Math.round));
    await assertExact(timeline);
    await key('W');
    assert.equal((await spans()).length, 2);
    await page.getByRole('button', { name: 'Close window' }).first().click();
    await timeline.drawn();
    assert.deepEqual((await spans()).map(Math.round), [86_400_000]);
    assert.equal(await page.locator('.window-headings').isVisible(), false);
  });

  it('draws in each theme with its colours, sharp at a device pixel ratio of 2', async () => {
    await timeline.load(1000);
    const corner = (): Promise<number[]> =>
      timeline.page.$eval('.picture canvas', (canvas) => [
        ...((canvas as HTMLCanvasElement).getContext('2d')?.getImageData(1, 1, 1, 1).data ?? []),
      ]);
    assert.deepEqual(await corner(), [18, 19, 20, 255]);
    await timeline.setTheme('light');
    assert.deepEqual(await corner(), [255, 255, 255, 255]);
    await timeline.setTheme('high-contrast');
    assert.deepEqual(await corner(), [0, 0, 0, 255]);
    await timeline.setTheme('high-contrast-light');
    assert.deepEqual(await corner(), [255, 255, 255, 255]);
    await timeline.setTheme('dark');
    const fine = await openTimeline({ deviceScaleFactor: 2 });
    await fine.load(1000);
    const [pixels, width] = await fine.page.$eval('.picture canvas', (canvas): [number, number] => [
      (canvas as HTMLCanvasElement).width,
      (canvas as HTMLElement).clientWidth,
    ]);
    await fine.close();
    assert.equal(pixels, 2 * width);
  });

  it('paints the lanes that are scrolled into sight, and counts those that are not, too', async () => {
    const { page } = timeline;
    await page.evaluate(() => {
      window.azimuthTest.make(20_000, 1, 'lanes400');
      window.azimuthTest.prepareLanes();
      window.azimuthTest.deliver();
      window.azimuthTest.deliverFacet();
    });
    await page.selectOption('select[aria-label="Lanes by"]', 'account');
    await timeline.drawn();
    const colours = (): Promise<number> =>
      page.$eval('.picture canvas', (canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const lowest = (canvas as HTMLCanvasElement)
          .getContext('2d')
          ?.getImageData(0, height - 28, width, 26);
        return new Set(new Uint32Array(lowest?.data.buffer ?? new ArrayBuffer())).size;
      });
    const counts = (await lanesShown(timeline)).map(({ count }) => count);
    assert.ok(counts.length > 300);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      20_000,
    );
    assert.equal(await colours(), 1);
    await page.$eval('.scroller', (scroller) => scroller.scrollTo(0, scroller.scrollHeight));
    await timeline.drawn();
    assert.ok((await colours()) > 1);
  });
});
