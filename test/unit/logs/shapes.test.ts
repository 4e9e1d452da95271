import assert from 'node:assert/strict';
import type { ImportReport } from '../../../src/domain/importReport.ts';
import { lineage } from '../../../src/logs/shapes/index.ts';
import { ImportCase } from '../../support/importCase.ts';
import { ANSWER_VARIANTS } from './shapeCases/answerVariants.ts';
import { ARM_EXPORTS } from './shapeCases/armExports.ts';
import { COLLECTED_EXPORTS } from './shapeCases/collectedExports.ts';
import { LOCAL_TEXTS } from './shapeCases/localTexts.ts';
import { ODD_FRAMES } from './shapeCases/oddFrames.ts';
import { POWERSHELL_EXPORTS } from './shapeCases/powerShellExports.ts';
import { SERVICE_EXPORTS } from './shapeCases/serviceExports.ts';
import { SERVICE_VARIANTS } from './shapeCases/serviceVariants.ts';
import { TIME } from './shapeCases/shapeCase.ts';

describe('shapes of exported logs', function () {
  this.timeout(60_000);

  for (const { name, file, content, options, shape, table, rows } of [
    ...SERVICE_EXPORTS,
    ...SERVICE_VARIANTS,
    ...ANSWER_VARIANTS,
    ...COLLECTED_EXPORTS,
    ...POWERSHELL_EXPORTS,
    ...ODD_FRAMES,
    ...ARM_EXPORTS,
    ...LOCAL_TEXTS,
  ])
    it(name, async () => {
      const target = new ImportCase();
      try {
        const report: ImportReport = await target.import(target.file(file, content), options);
        const [imported] = report.files;
        assert.deepEqual(target.rejects, []);
        assert.equal(imported?.skipped, undefined);
        assert.equal(imported?.shape, shape);
        assert.deepEqual(imported.tables, { [table]: { rows: rows.length, known: 0 } });
        const stored = await target.rows(table);
        for (const [index, expected] of rows.entries())
          for (const [column, value] of Object.entries(expected))
            assert.deepEqual(stored[index]?.[column], value, `${column} of row ${index + 1}`);
        const named = new Set(target.schema(table).columns.map((column) => column.name));
        for (const column of Object.keys(stored[0] ?? {}))
          assert.ok(column.startsWith('$') || named.has(column), `${column} is in the schema file`);
      } finally {
        target.remove();
      }
    });

  it('says that times are counts of days, which cannot be read', async () => {
    const target = new ImportCase();
    try {
      const days = 'TimeGenerated,Id,UserPrincipalName,Type\n46080.3541666667,1,m@x,SigninLogs\n';
      const { files } = await target.import(target.file('e.csv', days));
      assert.ok(files[0]?.notes.some((text) => /counts of days/.test(text)));
    } finally {
      target.remove();
    }
  });

  it('says that an export was probably cut where it has just as many records as its service gives', async () => {
    const target = new ImportCase();
    try {
      const noted = async (rows: number): Promise<readonly string[]> => {
        const lines = Array.from({ length: rows }, (_, row) => `${TIME},${rows}-${row},m@x,SigninLogs`);
        const text = `TimeGenerated [UTC],Id,UserPrincipalName,Type\n${lines.join('\n')}\n`;
        const { files } = await target.import(target.file(`${rows}.csv`, text));
        return files[0]?.notes ?? [];
      };
      assert.deepEqual(await noted(9_999), []);
      const [note, ...others] = await noted(10_000);
      assert.match(note ?? '', /exactly 10,000 records/);
      assert.deepEqual(others, []);
    } finally {
      target.remove();
    }
  });

  it('says which field a column is from', () => {
    assert.equal(
      lineage('diagnostic-settings', 'SigninLogs')['UserPrincipalName'],
      'properties.userPrincipalName | userPrincipalName',
    );
    assert.equal(
      lineage('graph-signins', 'SigninLogs')['ResultType'],
      'status.errorCode | status_errorCode | statusErrorCode | errorCode | status',
    );
    assert.equal(lineage('ual-csv', 'OfficeActivity')['OfficeWorkload'], 'AuditData.Workload | service');
    assert.equal(lineage('log-analytics-csv', 'SigninLogs')['UserId'], 'UserId');
    assert.deepEqual(lineage('nonsense', 'SigninLogs'), {});
  });
});
