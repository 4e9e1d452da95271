import assert from 'node:assert/strict';
import { openEngine } from '../../src/kql/duckdb/openEngine.ts';
import type { EmbeddedEngine } from '../../src/kql/engine.ts';
import { IN_PLACE, MARKED, support, supportText } from './supportDocument.ts';
import { listsOf, readDocument } from './writeDocument.ts';

describe('docs/kql-support.md', function () {
  this.timeout(120_000);
  let engine: EmbeddedEngine;
  before(async () => {
    engine = await openEngine({ tables: [], functions: [], allowedFolders: [] });
  });
  after(() => engine.close());

  it('lists what the function table and the operators say; npm run conformance writes it anew', () => {
    assert.equal(listsOf(readDocument()), supportText());
  });

  it('has a reason for each refusal', () => {
    const silent = Object.values(support())
      .flat()
      .filter(({ state, note }) => state !== 'exact' && note === '');
    assert.deepEqual(silent, []);
  });

  for (const [name, text] of Object.entries(IN_PLACE))
    it(`answers ${name}, as it says`, async () => {
      assert.ok((await engine.queryAll({ text })).columns.length > 0);
    });

  for (const [name, [bound, text]] of Object.entries(MARKED))
    it(`marks what ${name} gives, as it says`, async () => {
      const { columns } = await engine.queryAll({ text });
      assert.ok(bound !== '' && columns.at(-1)?.approximate?.startsWith(bound));
    });
});
