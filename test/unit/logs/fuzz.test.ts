import assert from 'node:assert/strict';
import { PARSERS, randomOf } from '../../support/parserFuzz.ts';
import { fuzzParser } from '../../support/parserFuzzRun.ts';
import { ImportCase } from '../../support/importCase.ts';

const SEEDS = 300;
const SIGNS = '0123456789/-.: ,TZ+AMPapm"Mar\\u00a0\u0000ü(';

describe('readers of exports, on damaged input', function () {
  this.timeout(240_000);

  for (const parser of PARSERS)
    it(`${parser}: no crash and no hang`, async () => {
      assert.deepEqual(await fuzzParser(parser, 1, SEEDS + 1), []);
    });

  /** Imports one record a seed; each must become a row or a reject. */
  const everyRecord = async (
    name: string,
    table: string,
    record: (random: (below: number) => number) => string,
  ): Promise<void> => {
    const target = new ImportCase();
    try {
      const lines = Array.from({ length: SEEDS }, (_, seed) => record(randomOf(seed)));
      const report = await target.import(target.file(name, `${lines.join('\n')}\n`));
      const rows = await target.rows(table);
      const places = new Set([
        ...rows.map((row) => Number(row['$record'])),
        ...target.rejects.map((reject) => reject.record),
      ]);
      assert.equal(places.size, SEEDS);
      assert.equal(report.files[0]?.broken, undefined);
    } finally {
      target.remove();
    }
  };

  it('dates: each record is a row or a reject', async () => {
    const originals = [
      '2026-03-01T10:11:12.1234567Z',
      '7/18/2025, 8:44:14.962 AM',
      'Mar 1, 2026 10:11:12 PM',
      '/Date(1700000000000)/',
    ];
    await everyRecord('dates.json', 'AuditLogs', (random) => {
      let text = originals[random(originals.length)] ?? '';
      for (let n = random(4); n > 0; n--) {
        const at = random(text.length + 1);
        text = text.slice(0, at) + (SIGNS[random(SIGNS.length)] ?? '') + text.slice(at + random(3));
      }
      return JSON.stringify({ time: text, category: 'AuditLogs', properties: { id: `${random(1e9)}` } });
    });
  });

  it('flow tuples: each record is a row or a reject', async () => {
    await everyRecord('flows.json', 'NSGFlowLogs_CL', (random) => {
      const parts = '1700000000,203.0.113.1,10.0.0.4,51000,22,T,I,D,B,1,2,3,4'.split(',');
      for (let n = random(4); n > 0; n--)
        parts[random(parts.length)] =
          ['', '-1', '9'.repeat(30), '2001:db8::1', 'ü', 'NaN', '1e400', "'"][random(8)] ?? '';
      const tuple = parts.slice(0, 1 + random(parts.length + 3)).join(',');
      return JSON.stringify({
        time: '2026-03-01T10:11:12Z',
        category: 'NetworkSecurityGroupFlowEvent',
        properties: { Version: 2, flows: [{ rule: 'r', flows: [{ mac: 'm', flowTuples: [tuple] }] }] },
      });
    });
  });
});
