import assert from 'node:assert/strict';
import { openTimeline, type TimelinePage } from './openTimeline.ts';
import { curatedMessage, details } from './samples.ts';
import { type ThemeName, themes } from './themes.ts';

/** What WCAG asks of text, at level AA. */
const LEAST = 4.5;

/** Runs in the page: text that can be seen and used, with the contrast that it has to what is behind it. */
function contrasts(): { readonly text: string; readonly ratio: number }[] {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!canvas) return [];
  canvas.canvas.width = canvas.canvas.height = 1;
  const paint = (colours: readonly string[]): number => {
    for (const colour of colours) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    const channels = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((value) => value / 255);
    const [red = 0, green = 0, blue = 0] = channels.map((c) =>
      c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element: Element | null): string[] =>
    element ? [...behind(element.parentElement), getComputedStyle(element).backgroundColor] : ['#ffffff'];
  const found: { text: string; ratio: number }[] = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.nodeValue?.trim() ?? '';
    const element = walk.currentNode.parentElement;
    if (text === '' || !element || element.closest('script, .hidden, :disabled')) continue;
    if (!element.checkVisibility({ visibilityProperty: true }) || element.getClientRects().length === 0)
      continue;
    const backgrounds = behind(element);
    const back = paint(backgrounds);
    const front = paint([...backgrounds, getComputedStyle(element).color]);
    const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    found.push({ text: text.slice(0, 40), ratio });
  }
  return found;
}

describe('the timeline page in each theme', function () {
  this.timeout(60_000);
  let timeline: TimelinePage;

  before(async () => {
    timeline = await openTimeline();
    await timeline.load(1000);
    await timeline.send(curatedMessage());
  });

  after(() => timeline.close());

  for (const theme of Object.keys(themes) as ThemeName[])
    it(`can be read: ${theme}`, async () => {
      const { page } = timeline;
      await timeline.setTheme(theme);
      const check = async (what: string, least: number): Promise<void> => {
        const found = await page.evaluate(contrasts);
        assert.ok(found.length >= least, `${what}: ${found.length} texts`);
        const faint = found.filter(({ ratio }) => ratio < LEAST);
        assert.deepEqual(faint, [], what);
      };
      const opened = async (name: string): Promise<void> => {
        await page.getByRole('button', { name, exact: true }).click();
        await timeline.drawn();
      };
      await opened('List');
      await opened('Filter');
      await page.locator('.facets .check').first().waitFor();
      await check('list and filter', 60);
      await opened('Story');
      await check('story', 50);
      await opened('Add Event');
      await check('form', 50);
      await opened('List');
      await timeline.send({ type: 'reveal', id: 'pin3' });
      const asked = (await timeline.sent()).findLast((message) => message.type === 'requestDetails');
      const shown = { ...details(), pinned: 'pin3', note: 'A note' };
      await timeline.send({ type: 'details', request: asked?.request ?? 0, details: shown, error: '' });
      await check('details', 50);
      await page.keyboard.press('Escape');
    });
});
