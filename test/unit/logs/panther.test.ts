import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ImportCase } from '../../support/importCase.ts';

const SAMPLES = join(import.meta.dirname, '../../../../shared/sample-data/panther-analysis');

describe('published detection samples', () => {
  const present = existsSync(SAMPLES);
  (present ? it : it.skip)('import with no reject, into the tables that they belong to', async () => {
    const target = new ImportCase();
    try {
      const report = await target.import(SAMPLES);
      assert.deepEqual(target.rejects, []);
      assert.equal(report.rejects, 0);
      for (const file of report.files) assert.equal(file.skipped, undefined, file.path);
      console.log(JSON.stringify(report, null, 1));
    } finally {
      target.remove();
    }
  });
});
