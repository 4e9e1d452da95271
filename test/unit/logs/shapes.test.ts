import assert from 'node:assert/strict';
import type { ImportReport } from '../../../src/domain/importReport.ts';
import { lineage } from '../../../src/logs/shapes/index.ts';
import { ImportCase } from '../../support/importCase.ts';
import { ARM_EXPORTS } from './shapeCases/armExports.ts';
import { COLLECTED_EXPORTS } from './shapeCases/collectedExports.ts';
import { LOCAL_TEXTS } from './shapeCases/localTexts.ts';
import { ODD_FRAMES } from './shapeCases/oddFrames.ts';
import { POWERSHELL_EXPORTS } from './shapeCases/powerShellExports.ts';
import { SERVICE_EXPORTS } from './shapeCases/serviceExports.ts';
import { json, TIME } from './shapeCases/shapeCase.ts';

describe('shapes of exported logs', function () {
  this.timeout(60_000);

  for (const { name, file, content, options, shape, table, rows } of [
    ...SERVICE_EXPORTS,
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

  it('says what of a file does not become rows, or cannot', async () => {
    const incident = {
      createdDateTime: TIME,
      displayName: 'I',
      severity: 'low',
      incidentWebUrl: 'https://x',
    };
    const days = 'TimeGenerated,Id,UserPrincipalName,Type\n46080.3541666667,1,m@x,SigninLogs\n';
    const said: readonly (readonly [name: string, content: string, note: RegExp])[] = [
      ['g.json', json({ value: [{ ...incident, id: '1', alerts: [{ id: 'a' }] }] }), /alerts inside/],
      [
        'd.json',
        json([
          {
            incidentId: 1,
            incidentName: 'I',
            createdTime: TIME,
            lastUpdateTime: TIME,
            alerts: [{ alertId: 'a' }],
          },
        ]),
        /alerts inside/,
      ],
      ['e.csv', days, /counts of days/],
    ];
    const target = new ImportCase();
    try {
      for (const [name, content, note] of said) {
        const { files } = await target.import(target.file(name, content));
        assert.ok(
          files[0]?.notes.some((text) => note.test(text)),
          name,
        );
      }
      const none = await target.import(
        target.file('n.json', json({ value: [{ ...incident, id: '2', alerts: [] }] })),
      );
      assert.deepEqual(none.files[0]?.notes, []);
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
