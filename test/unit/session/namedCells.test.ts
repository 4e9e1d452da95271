import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cell, TimeWindow } from '../../../src/domain/answer.ts';
import { cellQuery, type NamedCell } from '../../../src/host/notebook/prelude.ts';
import { notebookParameters } from '../../../src/host/notebook/parameters.ts';
import { KqlError } from '../../../src/kql/diagnostics.ts';
import { defaultParts } from '../../../src/session/defaultParts.ts';
import { openCase } from '../../../src/session/openCase.ts';
import type { OpenedCase } from '../../../src/session/openedCase.ts';
import { smallCase, temporaryFolder } from '../../support/caseFixture.ts';

const parameters = notebookParameters({ parameters: { least: 2 } });

describe('cells that use named cells', function () {
  this.timeout(60_000);
  let session: OpenedCase;
  let folder: string;

  beforeEach(async function () {
    folder = (await smallCase(await temporaryFolder(this))).folder;
    session = await openCase(folder, defaultParts);
    await load('first', [1, 2, 3, 4]);
  });
  afterEach(() => session.close());

  async function load(name: string, numbers: readonly number[]): Promise<void> {
    const path = join(folder, '..', `${name}-${process.pid}.ndjson`);
    await writeFile(path, numbers.map((n) => `${JSON.stringify(hop(n))}\n`).join(''));
    await session.import({ paths: [path], table: 'hops_CL' }, () => undefined);
    await rm(path);
  }

  async function ask(
    text: string,
    above: readonly NamedCell[],
    window?: TimeWindow,
  ): Promise<{ readonly rows: readonly (readonly Cell[])[]; readonly keys: readonly unknown[] }> {
    const query = cellQuery(text, above, parameters);
    const head = await session.results.run({
      text: query.text,
      parts: query.parts,
      origin: null,
      withRowKeys: true,
      ...(window && { window }),
    });
    assert.equal(head.query, query.text, 'what is kept and what the ledger says can be asked anywhere');
    const { rows, keys } = await session.results.rows(head.id, { sort: [], filters: [], search: '' }, [
      [0, head.statistics.rows],
    ]);
    return { rows, keys };
  }
  const made = async (): Promise<number> =>
    (await readdir(join(folder, 'derived', 'tmp', `${process.pid}-named`)).catch(() => [])).length;

  it('read the answer that the named cell was given, in its order and with its events', async () => {
    const hops = { name: 'hops', text: 'hops_CL | where n >= least | project n | sort by n desc' };
    await ask(hops.text, []);
    const { rows, keys } = await ask('hops | extend place = row_number()', [hops]);
    assert.deepEqual(rows, [
      [4, 1],
      [3, 2],
      [2, 3],
    ]);
    assert.ok(
      keys.every((key) => typeof key === 'string' && key.startsWith('hops_CL/')),
      JSON.stringify(keys),
    );
    assert.equal(await made(), 0);
  });

  it('ask a named cell that was not run once for all', async () => {
    const above = [
      { name: 'base', text: 'hops_CL | where n >= least' },
      { name: 'first', text: 'let most = 3;\nbase | where n <= most' },
    ];
    assert.deepEqual((await ask("['first'] | summarize sum(n)", above)).rows, [[5]]);
    const before = await made();
    assert.equal(before, 2);
    assert.deepEqual((await ask("union ['first'], base | count", above)).rows, [[5]]);
    assert.equal(await made(), before);
  });

  it('see other rows in another window, and after an import', async () => {
    const above = [{ name: 'base', text: 'hops_CL' }];
    const window = { start: '2026-03-01T02:00:00Z', end: '2026-03-01T04:00:00Z' };
    assert.deepEqual((await ask('base | count', above)).rows, [[4]]);
    assert.deepEqual((await ask('base | count', above, window)).rows, [[2]]);
    await load('second', [5]);
    assert.deepEqual((await ask('base | count', above)).rows, [[5]]);
  });

  it('use a named value as they use a table, and name what is wrong at its place', async () => {
    const above = [
      { name: 'limit', text: 'toscalar(hops_CL | summarize max(n)) - 1' },
      { name: 'base', text: 'hops_CL' },
    ];
    assert.deepEqual((await ask('hops_CL | where n > limit | project n', above)).rows, [[4]]);
    const query = cellQuery('base\n| where nothing == 1', above, parameters);
    await assert.rejects(
      session.results.run({ text: query.text, parts: query.parts, origin: null }),
      (error) =>
        error instanceof KqlError &&
        query.text.slice(error.diagnostics[0]?.start).startsWith('nothing == 1') &&
        error.diagnostics[0]?.length === 'nothing'.length,
    );
  });

  it('leave the ledger with the whole question', async () => {
    await ask('base | count', [{ name: 'base', text: 'hops_CL' }]);
    const journal = join(folder, 'journal');
    const names = (await readdir(journal)).filter((name) => name.endsWith('.jsonl'));
    const texts = await Promise.all(names.map((name) => readFile(join(journal, name), 'utf8')));
    const lines = texts.join('').split('\n');
    assert.ok(lines.some((line) => line.includes('let base = hops_CL') && line.includes('query.run')));
  });
});

function hop(n: number): object {
  return { TimeGenerated: `2026-03-01T0${n}:00:00Z`, n };
}
