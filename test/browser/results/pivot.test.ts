import assert from 'node:assert/strict';
import { openResults, type ResultsPage } from './openResults.ts';

const CELLS = [
  ['anna@contoso.example', '203.0.113.7', 'closed'],
  ['', '203.0.113.8', 'open'],
];

describe('a cell that names an entity', function () {
  this.timeout(60_000);
  let results: ResultsPage;

  before(async () => {
    results = await openResults({
      columns: ['UserPrincipalName', 'source', 'state'].map((name) => ({ name, type: 'string' as const })),
      rows: CELLS.length,
      cell: (row, column) => CELLS[row]?.[column] ?? null,
    });
  });
  after(() => results.close());

  const asked = () =>
    results.sent().flatMap((message) => (message.type === 'pivot' ? [[message.row, message.column]] : []));
  const button = () => results.page.getByRole('toolbar').getByRole('button', { name: 'Query', exact: true });
  const click = (row: number, column: number) =>
    results.page.locator(`[data-row="${row}"] [data-column="${column}"]`).click();

  it('leads to what else the logs have on it, by the bar or a key', async () => {
    await click(0, 0);
    assert.match((await button().getAttribute('title')) ?? '', /on this account: anna@contoso\.example/);
    await button().click();
    await click(1, 1);
    assert.match((await button().getAttribute('title')) ?? '', /on this ip: 203\.0\.113\.8/);
    await results.page.keyboard.press('q');
    assert.deepEqual(asked(), [
      [0, 0],
      [1, 1],
    ]);
  });

  it('is told from one that names none', async () => {
    const before = asked().length;
    await click(0, 2);
    assert.ok(await button().isDisabled());
    await results.page.keyboard.press('q');
    await results.page.getByText('is in this cell').waitFor();
    await click(1, 0);
    assert.ok(await button().isDisabled());
    assert.equal(asked().length, before);
  });
});
