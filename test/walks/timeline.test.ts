import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import type { TimelineEvent } from '../../src/domain/timelineEvent.ts';
import { makeWalkCase, showAzimuth, startWalk, type Walk, type WalkCase } from './support.ts';

const records = (host: string) =>
  Array.from({ length: 8 }, (_, i) => ({
    TimeGenerated: new Date(Date.UTC(2026, 2, 1, 8, i)).toISOString(),
    Text: `step ${i} on ${host}`,
  }));

describe('a walk: the timeline by keyboard alone', function () {
  this.timeout(240_000);
  let made: WalkCase;
  let walk: Walk;

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await walk.workbench.key(key);
  };
  /** A command from the palette, without the pointer. */
  const run = async (title: string): Promise<void> => {
    const { page } = walk.workbench;
    const input = page.locator('.quick-input-widget input');
    await input.waitFor({ state: 'hidden', timeout: 30_000 });
    await page.keyboard.press('F1');
    await input.fill(`>${title}`);
    await page
      .locator('.quick-input-widget .monaco-list-row.focused', { hasText: title })
      .waitFor({ timeout: 30_000 });
    await page.keyboard.press('Enter');
  };
  const frame = async (): Promise<Frame> => {
    const element = await (await walk.workbench.find('.picture canvas', 60_000)).elementHandle();
    const found = await element?.ownerFrame();
    assert.ok(found);
    return found;
  };
  /** Tab until what has the focus is called `name`. */
  const tabTo = async (name: string): Promise<void> => {
    const focused = (await frame()).locator(':focus');
    for (let i = 0; i < 60; i++) {
      if ((await focused.count()) > 0) {
        const called = (await focused.getAttribute('aria-label')) ?? (await focused.textContent()) ?? '';
        if (called.startsWith(name)) return;
      }
      await press('Tab');
    }
    assert.fail(`Tab does not come to ${name}`);
  };
  const eventually = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
    const end = Date.now() + 60_000;
    while (!(await holds())) {
      assert.ok(Date.now() < end, what);
      await walk.workbench.page.waitForTimeout(100);
    }
  };
  const pinned = (): TimelineEvent[] => {
    const folder = join(made.folder, 'timeline');
    return readdirSync(folder)
      .sort()
      .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as TimelineEvent);
  };
  /** To the next pinned event of the lane. */
  const stepToPin = async (): Promise<void> => {
    const titles = pinned().map(({ title }) => title);
    const canvas = (await frame()).locator('.picture canvas');
    for (let i = 0; i < 20; i++) {
      const label = (await canvas.getAttribute('aria-label')) ?? '';
      if (titles.some((title) => label.endsWith(`Z ${title}`))) return;
      await press('ArrowRight');
    }
    assert.fail('no pinned event is reached');
  };
  const lanes = async (): Promise<number> => (await frame()).locator('.lane').count();

  before(async () => {
    made = makeWalkCase({ 'one.ndjson': records('vm-1'), 'two.ndjson': records('vm-2') }, {});
    walk = await startWalk(made.folder);
    await walk.workbench.trust();
    await showAzimuth(walk);
    await walk.workbench.find('.sidebar .monaco-list-row:has-text("one_CL")', 60_000);
  });

  after(async () => {
    await walk.end();
    made.remove();
  });

  it('pins two events', async () => {
    await run('Azimuth: Open Timeline');
    await walk.workbench.find('.toolbar .counts:has-text("16 events")', 60_000);
    await tabTo('Timeline');
    await press('Home', 'p');
    await walk.workbench.find('.counts:has-text("1 pin")', 60_000);
    await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'p');
    await walk.workbench.find('.counts:has-text("2 pins")', 60_000);
    assert.equal(pinned().length, 2);
  });

  it('links the first to the second', async () => {
    await press('Home');
    await stepToPin();
    await press('l', 'ArrowRight');
    await stepToPin();
    await press('l');
    await eventually('a link is kept with its effect', () => pinned()[1]?.links?.length === 1);
    const [cause, effect] = pinned();
    assert.deepEqual(
      effect?.links?.map(({ from, state }) => [from, state]),
      [[cause?.id, 'accepted']],
    );
  });

  it('writes a note, takes it back, and writes it again', async () => {
    await press('Home');
    await stepToPin();
    await press('Enter');
    await walk.workbench.find('.panel button:has-text("Edit")', 60_000);
    await tabTo('Edit');
    await press('Enter');
    for (let i = 0; i < 4; i++) await press('Tab');
    await walk.workbench.page.keyboard.type('seen by two of us');
    await tabTo('Save');
    await press('Enter');
    const noted = () => pinned().filter(({ note }) => note === 'seen by two of us').length;
    await eventually('the note is kept', () => noted() === 1);
    await press('Control+z');
    await eventually('the note is taken back', () => noted() === 0);
    await press('Control+y');
    await eventually('the note is there again', () => noted() === 1);
    await press('Escape');
  });

  it('hides a lane and brings it back', async () => {
    await tabTo('Lanes by');
    const mode = (await frame()).locator('select');
    for (let i = 0; (await mode.inputValue()) !== 'table' && i < 6; i++) await press('ArrowDown');
    await eventually('a lane for each table', async () => (await lanes()) === 2);
    await tabTo('Timeline');
    await press('h');
    await eventually('one lane is hidden', async () => (await lanes()) === 1);
    await press('Shift+H');
    await eventually('it is back', async () => (await lanes()) === 2);
  });

  it('marks a range and asks what is in it', async () => {
    await press('Home', 'r', 'ArrowRight', 'ArrowRight', 'r');
    await tabTo('Query This Window');
    await press('Enter');
    await walk.workbench.find('.tab:has-text("questions.kql.md")', 60_000);
    await walk.workbench.find('.view-line:has-text("where TimeGenerated >= datetime(2026-03-01T08:00")');
  });

  it('exports the story', async () => {
    await run('Azimuth: Export Timeline...');
    const { page } = walk.workbench;
    await page
      .locator('.quick-input-widget .monaco-list-row', { hasText: 'Markdown table' })
      .waitFor({ timeout: 60_000 });
    await page.keyboard.type('Markdown');
    await press('Enter');
    const file = join(made.folder, '..', 'story.md');
    const input = page.locator('.quick-input-widget input');
    await eventually('the place is asked for', async () =>
      /timeline-markdown/.test(await input.inputValue()),
    );
    await press('Control+a');
    await page.keyboard.type(file);
    await eventually('the file is there', async () => {
      if (existsSync(file)) return true;
      // The dialog looks up what is typed, and takes no answer while it does.
      if ((await input.isVisible()) && (await input.inputValue()) === file) await press('Enter');
      await page.waitForTimeout(500);
      return existsSync(file);
    });
    assert.match(readFileSync(file, 'utf8'), /seen by two of us/);
  });
});
