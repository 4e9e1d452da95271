import assert from 'node:assert/strict';
import type { FromTimeline } from '../../../src/protocol/timeline.ts';
import { openTimeline, type TimelinePage } from './openTimeline.ts';
import { curatedMessage, details } from './samples.ts';

describe('the story on the timeline page, by keyboard', function () {
  this.timeout(60_000);
  let timeline: TimelinePage;

  before(async () => {
    timeline = await openTimeline();
  });

  beforeEach(async () => {
    await timeline.reload();
    await timeline.load(60);
    await timeline.send(curatedMessage());
    await timeline.page.locator('.picture canvas').focus();
  });

  after(() => timeline.close());

  const key = async (...keys: string[]): Promise<void> => {
    for (const name of keys) await timeline.page.keyboard.press(name);
    await timeline.drawn();
  };
  const links = async (): Promise<FromTimeline[]> =>
    (await timeline.sent()).filter(({ type }) => type === 'link');
  const choose = async (id: string): Promise<void> => {
    await timeline.send({ type: 'follow', target: { kind: 'curated', id } });
  };
  const names = (): Promise<string[]> =>
    timeline.page.$$eval('.lane-name', (lanes) => lanes.map((lane) => lane.textContent ?? ''));

  it('links a cause to its effect, and says what it waits for', async () => {
    await choose('pin1');
    await key('l');
    assert.match(
      await timeline.page.innerText('.toolbar [role=status]'),
      /gave a directory role to mallory” led to/,
    );
    await choose('pin3');
    await key('l');
    const reason = 'linked by hand';
    assert.deepEqual(await links(), [{ type: 'link', from: 'pin1', to: 'pin3', state: 'accepted', reason }]);
    assert.equal(await timeline.page.locator('.toolbar [role=status]').isVisible(), false);
  });

  it('links nothing to itself, and nothing after Escape', async () => {
    await choose('pin1');
    await key('l', 'l');
    await key('l', 'Escape');
    assert.equal(await timeline.page.locator('.toolbar [role=status]').isVisible(), false);
    await choose('pin3');
    await key('l');
    assert.deepEqual(await links(), []);
  });

  it('links from the details, which show the links there are', async () => {
    const { page } = timeline;
    const open = async (id: string): Promise<void> => {
      await choose(id);
      await timeline.send({ type: 'reveal', id });
      const asked = (await timeline.sent()).findLast((message) => message.type === 'requestDetails');
      assert.ok(asked);
      await timeline.send({
        type: 'details',
        request: asked.request,
        details: { ...details(), pinned: id },
        error: '',
      });
    };
    await open('pin0');
    await page.getByRole('button', { name: 'Led to…' }).press('Enter');
    await open('pin2');
    await page.getByRole('button', { name: 'Was Led to by the Cause' }).press('Enter');
    const reason = 'linked by hand';
    assert.deepEqual(await links(), [{ type: 'link', from: 'pin0', to: 'pin2', state: 'accepted', reason }]);
    const { events } = curatedMessage();
    const link = { from: 'pin0', state: 'accepted', reason, by: 'ada', at: '2026-02-01T00:00:00Z' } as const;
    await timeline.send(
      curatedMessage(events.map((event) => (event.id === 'pin2' ? { ...event, links: [link] } : event))),
    );
    await open('pin2');
    await page.getByRole('button', { name: 'Unlink' }).press('Enter');
    assert.deepEqual((await links()).at(-1), { type: 'link', from: 'pin0', to: 'pin2', state: null, reason });
  });

  it('hides lanes and brings them back to their places', async () => {
    await key('PageDown');
    const arranged = await names();
    await key('h', 'h');
    assert.equal((await names()).length, arranged.length - 2);
    await key('Shift+H');
    assert.deepEqual(await names(), arranged);
  });

  it('keeps what has no time on a shelf, each a step away, and never on the picture', async () => {
    const shelf = timeline.page.getByRole('region', { name: 'Without a time' });
    await shelf.getByRole('button', { name: 'A row without a time' }).press('Enter');
    const asked = (await timeline.sent()).findLast((message) => message.type === 'requestDetails');
    assert.deepEqual(asked?.target, { kind: 'curated', id: 'pin4' });
    await shelf.getByRole('button', { name: 'Query 3 rows of the logs' }).press('Enter');
    const query = (await timeline.sent()).findLast((message) => message.type === 'openQuery');
    assert.match(
      query?.query ?? '',
      /AzureActivity, AuditLogs, SigninLogs\n\| where isnull\(TimeGenerated\)/,
    );
  });

  it('says over an empty picture why it is empty, with the way out', async () => {
    const { page } = timeline;
    const nothing = page.locator('.nothing');
    assert.equal(await nothing.innerText(), '');
    const search = page.getByRole('searchbox');
    await search.fill('nothing has this word');
    await timeline.drawn();
    assert.match(await nothing.innerText(), /No event with a time passes the filter/);
    await nothing.getByRole('button', { name: 'Clear Filter' }).press('Enter');
    await timeline.drawn();
    assert.equal(await search.inputValue(), '');
    assert.equal(await nothing.innerText(), '');
    const all = (await names()).length;
    for (let i = 0; i < all; i++) await key('h');
    assert.match(await nothing.innerText(), /All lanes are hidden/);
    await nothing.getByRole('button', { name: 'All Lanes' }).press('Enter');
    await timeline.drawn();
    assert.equal((await names()).length, all);
  });

  it('lists what the picture shows, also where another filter lets as many through', async () => {
    const { page } = timeline;
    await page.getByRole('button', { name: 'List', exact: true }).press('Enter');
    const list = page.getByRole('region', { name: 'Events as a list' });
    const search = page.getByRole('searchbox');
    const shown = async (text: string): Promise<string> => {
      await search.fill(text);
      await timeline.drawn();
      await timeline.drawn();
      return (await list.textContent()) ?? '';
    };
    assert.match(await shown('directory role'), /gave a directory role/);
    assert.doesNotMatch(await shown('recovery services vault'), /gave a directory role/);
    await search.fill('');
    await timeline.drawn();
    const { events } = curatedMessage();
    await timeline.send(
      curatedMessage(
        events.map((event) => (event.id === 'pin1' ? { ...event, title: 'Another title' } : event)),
      ),
    );
    await timeline.drawn();
    assert.match((await list.textContent()) ?? '', /Another title/);
  });

  it('tries again where the timeline could not be shown', async () => {
    await timeline.send({ type: 'failed', message: 'The engine stopped.', next: [] });
    await timeline.page.getByRole('button', { name: 'Try Again' }).press('Enter');
    assert.equal((await timeline.sent()).filter(({ type }) => type === 'ready').length, 2);
  });

  it('says why a key did nothing, until the next press', async () => {
    const { page } = timeline;
    const said = (): Promise<string> => page.innerText('.said');
    for (const name of ['p', 'Enter', 'r', 'l']) {
      await key(name);
      assert.match(await said(), /No event is chosen/, name);
    }
    for (const [name, what] of [
      ['Shift+H', /No lane is hidden/],
      ['Shift+W', /the only window/],
      ['PageUp', /the first already/],
    ] as const) {
      await key(name);
      assert.match(await said(), what);
    }
    await key('Home');
    assert.equal(await said(), '');
    await key('ArrowLeft');
    assert.match(await said(), /no earlier event/);
    await choose('pin1');
    await key('p');
    assert.match(await said(), /pinned already/);
    assert.equal((await timeline.sent()).filter(({ type }) => type === 'pin').length, 0);
    await timeline.send({ type: 'say', text: 'There is no edit of the timeline to undo.' });
    assert.match(await said(), /no edit/);
    await page.mouse.click(600, 300);
    assert.equal(await said(), '');
  });

  it('tells the host what a person selects, not what it follows, though a filter keeps that out', async () => {
    const { page } = timeline;
    const told = async (): Promise<unknown[]> =>
      (await timeline.sent()).flatMap((message) => (message.type === 'selected' ? [message.target] : []));
    await key('Home');
    const own = await told();
    assert.equal(own.length, 1);
    await choose('pin1');
    await page.getByRole('searchbox').fill('nothing has this word');
    await timeline.drawn();
    await timeline.send({ type: 'follow', target: { kind: 'observed', handle: 1, index: 3 } });
    await page.getByRole('searchbox').fill('');
    await page.locator('.picture canvas').focus();
    await key('+', '-');
    assert.deepEqual(await told(), own);
  });

  it('shows the counts of the filter again when its panel is opened again', async () => {
    const { page } = timeline;
    const open = page.getByRole('button', { name: 'Filter', exact: true });
    for (let i = 0; i < 2; i++) {
      await open.press('Enter');
      await page.locator('.facets .check').first().waitFor();
      await open.press('Enter');
      await page.locator('.facets').waitFor({ state: 'hidden' });
    }
  });
});
