import assert from 'node:assert/strict';
import type { Cell } from '../../../src/domain/answer.ts';
import { datatable } from '../../../src/host/notebook/datatable.ts';
import { openEngine } from '../../../src/kql/duckdb/openEngine.ts';

describe('an answer written out as KQL', function () {
  this.timeout(60_000);

  it('has the same values where it is read', async () => {
    const source = `print s = "a\\"\\\\\\t\\u2028", n = 9007199254740993, r = real(nan), d = decimal(1.5), b = true,
        t = datetime(2026-03-01T08:00:00.1234567Z), span = 1d + 2h, g = guid(74be27de-1e4e-49d9-b579-fe0b331d3642),
        bag = dynamic({"a": [1, "x\\"y", null]}), ['odd name'] = int(5)
      | union (print s = "", n = long(null), r = real(null), d = decimal(null), b = bool(null), t = datetime(null),
        span = timespan(null), g = guid(null), bag = dynamic(null), ['odd name'] = int(null))`;
    const engine = await openEngine({ tables: [], functions: [], allowedFolders: [] });
    try {
      const { columns, rows } = await engine.queryAll({ text: source });
      const again = await engine.queryAll({ text: datatable(columns, rows) });
      assert.deepEqual(again.columns, columns);
      assert.deepEqual(again.rows, rows);
    } finally {
      await engine.close();
    }
  });

  it('cannot be left by a text in it', () => {
    const hostile: Cell = '"]; externaldata(x:string)["http://evil.example"] //';
    assert.equal(
      datatable([{ name: 's', type: 'string' }], [[hostile]]),
      'datatable(s: string) [\n"\\"]; externaldata(x:string)[\\"http://evil.example\\"] //"\n]',
    );
  });
});
