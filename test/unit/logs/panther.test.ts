import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ImportCase } from '../../support/importCase.ts';

const SAMPLES = join(import.meta.dirname, '../../../../shared/sample-data/panther-analysis');

describe('published detection samples', function () {
  this.timeout(60_000);
  const target = new ImportCase();
  after(() => target.remove());

  (existsSync(SAMPLES) ? it : it.skip)(
    'import with no reject, into the tables that they belong to',
    async () => {
      const report = await target.import(SAMPLES);
      assert.deepEqual(target.rejects, []);
      assert.equal(report.rejects, 0);
      const tables: Record<string, number> = {};
      for (const file of report.files) {
        assert.equal(file.skipped, undefined, file.path);
        assert.equal(file.broken, undefined, file.path);
        for (const [table, { rows, known }] of Object.entries(file.tables))
          tables[table] = (tables[table] ?? 0) + rows + known;
      }
      assert.deepEqual(tables, {
        AADNonInteractiveUserSignInLogs: 3,
        AADServicePrincipalSignInLogs: 8,
        AlertEvidence: 1,
        AlertInfo: 1,
        AuditLogs: 18,
        AzureActivity: 203,
        OfficeActivity: 19,
        SecurityAlert: 4,
        SigninLogs: 15,
        StorageBlobLogs: 11,
        Windows_EventLogs_CL: 2,
        tests_CL: 285,
      });
      // Two of its sign-ins are the same line twice.
      assert.equal(report.known, 1);
    },
  );
});
