import assert from 'node:assert/strict';
import { csvField } from '../../../src/base/csv.ts';
import type { AnswerColumn, Cell } from '../../../src/domain/answer.ts';
import { textFormat } from '../../../src/session/results/exportText.ts';
import { copyText } from '../../../webviews/results/cellText.ts';
import { HOSTILE_STRINGS } from './hostileStrings.ts';
import { openResults, type ResultsPage } from './openResults.ts';

const columns: readonly AnswerColumn[] = [
  { name: '<img src=x onerror=pwned()>', type: 'string' },
  { name: 'UserPrincipalName', type: 'string' },
  { name: 'bag', type: 'dynamic' },
  { name: 'n', type: 'long' },
];
const text = (row: number): string => HOSTILE_STRINGS[row % HOSTILE_STRINGS.length] ?? '';
const cell = (row: number, column: number): Cell =>
  column === 3 ? row : column === 2 ? { [text(row).slice(0, 200)]: [text(row)] } : text(row);

describe('hostile strings', function () {
  this.timeout(120_000);
  let results: ResultsPage;

  before(async () => {
    assert.ok(HOSTILE_STRINGS.length >= 1000, `${HOSTILE_STRINGS.length} strings`);
    results = await openResults({ columns, rows: HOSTILE_STRINGS.length, cell });
  });
  after(() => results.close());

  const isUnharmed = async (): Promise<void> => {
    assert.equal(await results.page.evaluate(() => 'isPwned' in window), false);
    assert.deepEqual(results.strayed, []);
    assert.equal(
      await results.page.locator('#app :is(script, img, svg, iframe, a, object, style, link, form)').count(),
      0,
    );
  };

  it('are text in every cell and hover of the grid, from the first row to the last', async () => {
    const { page } = results;
    let seen = 0;
    for (let top = 0; top < HOSTILE_STRINGS.length; top += 40) {
      await page.locator('.azr-scroll').evaluate((grid, row) => {
        grid.scrollTop = row * 22;
      }, top);
      await page.locator(`[data-row="${top}"] [data-column="0"]:not(.waiting)`).waitFor();
      seen = Math.max(seen, await page.locator('[data-row]').count());
    }
    assert.ok(seen < 120, `${seen} rows are drawn at a time`);
    await page.locator('.azr-row').first().locator('[data-column="1"]').hover();
    await isUnharmed();
  });

  it('are text in the details of a row, in the profile of a column and in the chooser', async () => {
    const { page } = results;
    await page.locator('.azr-scroll').evaluate((grid) => {
      grid.scrollTop = 0;
    });
    for (const row of [1, 6, 11, 16]) {
      await page.locator(`[data-row="${row}"] [data-column="0"]`).dblclick();
      await page.locator(`.azr-pane h4:text-is("Row ${row + 1}")`).waitFor();
      for (const branch of await page.locator('.azr-pane details:not([open]) > summary').all())
        await branch.click();
    }
    await page.locator('.azr-menu').first().click();
    await page.locator('.azr-facts').waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.locator('.azr-choices').waitFor();
    await isUnharmed();
  });

  it('are text in labels, legends and tooltips of a chart', async () => {
    const strings = HOSTILE_STRINGS.filter((each) => each.length < 1000).slice(0, 60);
    const chart = await openResults({
      columns: [
        { name: 'series', type: 'string' },
        { name: 'x', type: 'string' },
        { name: 'n', type: 'long' },
      ],
      rows: strings.length,
      cell: (row, column) => (column === 2 ? row : (strings[row] ?? '')),
      visualization: {
        kind: 'columnchart',
        properties: { title: strings[0] ?? '', xtitle: strings[1] ?? '' },
      },
    });
    try {
      const canvas = chart.page.locator('.azr-canvas');
      await canvas.waitFor();
      await canvas.focus();
      for (let i = 0; i < 10; i++) await chart.page.keyboard.press('ArrowRight');
      await canvas.hover({ position: { x: 300, y: 150 } });
      await chart.page.locator('.azr-series').first().click();
      assert.equal(await chart.page.evaluate(() => 'isPwned' in window), false);
      assert.deepEqual(chart.strayed, []);
      assert.equal(await chart.page.locator('#app :is(script, img, iframe, a, link)').count(), 0);
    } finally {
      await chart.close();
    }
  });

  it('are one field each in CSV and begin no formula there, nor when they are copied', () => {
    const csv = textFormat('csv', columns.slice(0, 1));
    for (const string of HOSTILE_STRINGS) {
      const field = csvField(string);
      assert.equal(csv.row([string], 0), `${field}\r\n`);
      const plain = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
      assert.ok(plain === string || plain === `'${string}`);
      assert.ok(field.startsWith('"') || !/[",\r\n]/.test(field));
      assert.doesNotMatch(plain.trimStart(), /^[=+\-@＝＋－＠]/);
      assert.doesNotMatch(copyText(string, false), /^\s*[=+\-@]|[\t\r\n]/);
    }
  });

  it('are exactly themselves in JSON, and structure nothing in Markdown', () => {
    const json = textFormat('json', columns.slice(0, 1));
    const text = json.head + HOSTILE_STRINGS.map((string, i) => json.row([string], i)).join('') + json.tail;
    const back = JSON.parse(text) as Record<string, string>[];
    assert.deepEqual(
      back.map((row) => Object.values(row)[0]),
      HOSTILE_STRINGS,
    );
    const markdown = textFormat('markdown', columns.slice(0, 1));
    for (const string of HOSTILE_STRINGS) {
      const line = markdown.row([string], 0);
      assert.equal(line.indexOf('\n'), line.length - 1);
      assert.match(line, /^\| (?:[^!-/:-@[-`{-~]|\\[!-/:-@[-`{-~])* \|\n$/);
    }
  });
});

declare global {
  interface Window {
    toHost(message: unknown): void;
    pwned(): void;
  }
}
