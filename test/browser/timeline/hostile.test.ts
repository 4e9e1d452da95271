import assert from 'node:assert/strict';
import { openBrowser } from '../../../scripts/vscode/browser.ts';
import { exportFormat } from '../../../src/exchange/formats.ts';
import { HOSTILE_STRINGS } from '../results/hostileStrings.ts';
import { openTimeline, type TimelinePage } from './openTimeline.ts';
import { curatedMessage } from './samples.ts';

const MARKUP = ':is(script, img, svg, iframe, a, object, style, link, form)';

/** One event for each string, which is its title, note, table, entity and part of its row. */
function events(): ReturnType<typeof curatedMessage>['events'] {
  const [first] = curatedMessage().events;
  if (!first) throw new Error('the sample story has events');
  return HOSTILE_STRINGS.map((text, i) => ({
    ...first,
    id: `hostile-${i}`,
    time: new Date(Date.UTC(2026, 0, 12, 8, 0, i)).toISOString(),
    title: text,
    note: text,
    table: text,
    entities: [{ kind: 'account', value: text }],
    row: { [text]: text },
    contentDigest: `${i}`,
  }));
}

describe('hostile strings on a timeline', function () {
  this.timeout(120_000);
  let timeline: TimelinePage;

  before(async () => {
    assert.ok(HOSTILE_STRINGS.length >= 1000);
    timeline = await openTimeline();
  });
  // Fails where the page asked for anything.
  after(() => timeline.close());

  it('are text in the picture, the list and the details', async () => {
    const { page } = timeline;
    await timeline.load(1000);
    await timeline.send(curatedMessage(events()));
    await page.getByRole('button', { name: 'List', exact: true }).click();
    const list = page.getByRole('region', { name: 'Events as a list' });
    await list.locator('details').evaluateAll((lanes) => {
      for (const lane of lanes) (lane as HTMLDetailsElement).open = true;
    });
    const links = list.locator('li button.link');
    await links.first().waitFor();
    assert.doesNotMatch(
      (await page.textContent('#app')) ?? '',
      /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
    );
    assert.ok((await links.count()) >= 100);
    assert.equal(await page.locator(`#app ${MARKUP}`).count(), 0);
    await links.first().press('Enter');
    await timeline.drawn();
    assert.equal(await page.locator(`#app ${MARKUP}`).count(), 0);
    assert.equal(await page.evaluate(() => 'isPwned' in window), false);
  });

  it('are text in the page that a manager opens without VS Code', async () => {
    const { content } = exportFormat('html').make({
      title: HOSTILE_STRINGS[0] ?? '',
      caseId: 'case-1',
      layer: 'curated',
      attackVersion: '19.0',
      by: 'ana',
      made: '2026-03-02T12:00:00Z',
      cut: 0,
      unread: 0,
      notObserved: [],
      events: events(),
    });
    const browser = await openBrowser({ width: 1200, height: 760 });
    const asked: string[] = [];
    try {
      await browser.page.addInitScript('window.pwned = () => { window.isPwned = true; }');
      await browser.page.route('**/*', async (route) => {
        const { pathname } = new URL(route.request().url());
        if (pathname === '/report')
          await route.fulfill({ contentType: 'text/html', body: content.toString() });
        else {
          asked.push(route.request().url());
          await route.abort();
        }
      });
      await browser.page.goto('http://report.example/report');
      assert.equal(await browser.page.evaluate(() => 'isPwned' in window), false);
      assert.equal(
        await browser.page.locator('body :is(script, img, iframe, object, link, form)').count(),
        0,
      );
      assert.equal(await browser.page.locator('a[href^="javascript:"], [onload], [onerror]').count(), 0);
      assert.deepEqual(
        asked.filter((url) => !url.endsWith('/favicon.ico')),
        [],
      );
    } finally {
      await browser.close();
    }
  });
});
