import assert from 'node:assert/strict';
import { openResults, type ResultsPage } from './openResults.ts';

describe('rows of an answer', function () {
  this.timeout(60_000);
  let results: ResultsPage;

  before(async () => {
    results = await openResults({
      columns: Array.from({ length: 60 }, (_, i) => ({ name: `c${i}`, type: 'string' as const })),
      rows: 1000,
      cell: (row, column) => `${row}/${column}`,
    });
  });
  after(() => results.close());

  const button = (name: string) => results.page.getByRole('button', { name, exact: true });
  const lastCount = () => results.sent().findLast((message) => message.type === 'count');

  it('are filtered by keys alone, and shown all again', async () => {
    const { page } = results;
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowRight');
    assert.ok(await button('Clear').isHidden());
    await button('Filter').press('Enter');
    await page.keyboard.type('7/');
    await button('Clear').waitFor();
    assert.deepEqual(lastCount()?.view.filters, [{ column: 1, text: '7/' }]);
    await button('Clear').press('Enter');
    await button('Clear').waitFor({ state: 'hidden' });
    assert.deepEqual(lastCount()?.view.filters, []);
    assert.equal(await page.getByLabel('Filter of c1', { exact: true }).inputValue(), '');
  });

  it('have the few columns that are chosen of many', async () => {
    const { page } = results;
    await button('Columns').click();
    await button('Hide All').click();
    await page.getByRole('checkbox', { name: /^c41 / }).check();
    assert.deepEqual(
      await page.getByRole('columnheader').evaluateAll((heads) => heads.map((head) => head.textContent)),
      ['#', 'c0⋯', 'c41⋯'],
    );
  });
});
