import assert from 'node:assert/strict';
import { openResults } from './openResults.ts';

describe('a chart that is painted anew', function () {
  this.timeout(60_000);

  it('keeps what was switched off and the part that was zoomed to', async () => {
    const chart = await openResults({
      columns: [
        { name: 'x', type: 'long' },
        { name: 'steady', type: 'long' },
        { name: 'rising', type: 'long' },
      ],
      rows: 50,
      cell: (row, column) => (column === 1 ? 20 : row),
      visualization: { kind: 'linechart', properties: {} },
    });
    const { page } = chart;
    const drawn = (): Promise<string> =>
      page.locator('.azr-canvas canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const settled = async (): Promise<string> => {
      let [before, now] = ['', await drawn()];
      while (before !== now) {
        await page.waitForTimeout(150);
        [before, now] = [now, await drawn()];
      }
      return now;
    };
    try {
      await page.locator('.azr-canvas canvas').waitFor();
      const whole = await settled();
      await page.getByRole('button', { name: 'steady' }).click();
      const without = await settled();
      assert.notEqual(without, whole);
      await page.locator('.azr-canvas').focus();
      await page.keyboard.press('+');
      const near = await settled();
      assert.notEqual(near, without);
      await chart.send({ type: 'zone', zone: 'utc' });
      assert.equal(await settled(), near);
      assert.equal(await page.getByRole('button', { name: 'steady' }).getAttribute('aria-pressed'), 'false');
    } finally {
      await chart.close();
    }
  });
});
