import assert from 'node:assert/strict';
import { ImportCase } from '../../support/importCase.ts';

const TIME = '2026-03-21T10:11:12.1234567Z';
const SECONDS = '2026-03-21T10:11:12Z';
const lines = (record: unknown): string => `${JSON.stringify(record)}\n`;
const list = (key: string, record: unknown): string => JSON.stringify({ [key]: [record] });
const csv = (row: Readonly<Record<string, string>>): string =>
  [Object.keys(row), Object.values(row)]
    .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\r\n');
/** The same row as the portal, the query API and a data-export rule give it. */
const rowOf = (table: string, row: Readonly<Record<string, string>>): readonly string[] => {
  const whole = { TimeGenerated: TIME, ...row, Type: table };
  const { TimeGenerated: _, ...rest } = whole;
  const columns = Object.keys(whole).map((name) => ({
    name,
    type: /Time(Generated|stamp)?$/.test(name) ? 'datetime' : 'string',
  }));
  return [
    csv({ 'TimeGenerated [UTC]': '3/21/2026, 10:11:12.123 AM', ...rest }),
    JSON.stringify({ tables: [{ name: 'PrimaryResult', columns, rows: [Object.values(whole)] }] }),
    lines(whole),
  ];
};

const audit = {
  id: 'Directory_1',
  activityDateTime: SECONDS,
  activityDisplayName: 'Add user',
  initiatedBy: {},
  targetResources: [],
};
const risk = {
  id: 'r-1',
  riskEventType: 'x',
  riskState: 'atRisk',
  detectedDateTime: TIME,
  lastUpdatedDateTime: TIME,
};
const workload = { id: 'w-1', createdDateTime: SECONDS, servicePrincipalId: 'p', appId: 'a' };
const office = {
  Id: 'o-1',
  CreationTime: '2026-03-21T10:11:12',
  Operation: 'New-InboxRule',
  Workload: 'Exchange',
  RecordType: 1,
  UserId: 'm@x',
};
const diagnostic = (category: string, properties: object): object => ({ time: TIME, category, properties });
const hunting = { Timestamp: TIME, ActionType: 'x', ReportId: 'c-1', AccountDisplayName: 'm' };

/** One event of each table in as many shapes as it comes in. */
const EXPORTS: Readonly<Record<string, readonly string[]>> = {
  AuditLogs: [
    lines(diagnostic('AuditLogs', audit)),
    list('records', diagnostic('AuditLogs', audit)),
    list('value', audit),
    ...rowOf('AuditLogs', { Id: 'Directory_1', OperationName: 'Add user' }),
  ],
  AADServicePrincipalSignInLogs: [
    lines(diagnostic('ServicePrincipalSignInLogs', workload)),
    list('records', diagnostic('ServicePrincipalSignInLogs', workload)),
    list('value', { ...workload, status: { errorCode: 0 }, signInEventTypes: ['servicePrincipal'] }),
    csv({
      'Date (UTC)': SECONDS,
      'Request ID': 'w-1',
      'Service principal ID': 'p',
      'IP address': '203.0.113.1',
    }),
    ...rowOf('AADServicePrincipalSignInLogs', { Id: 'w-1', ServicePrincipalId: 'p' }),
  ],
  AADUserRiskEvents: [
    lines(diagnostic('UserRiskEvents', risk)),
    list('value', risk),
    csv({
      Id: 'r-1',
      RiskEventType: 'x',
      RiskState: 'atRisk',
      DetectedDateTime: TIME,
      LastUpdatedDateTime: TIME,
    }),
    ...rowOf('AADUserRiskEvents', { Id: 'r-1', RiskState: 'atRisk', LastUpdatedDateTime: TIME }),
  ],
  AzureActivity: [
    JSON.stringify([{ eventTimestamp: TIME, eventDataId: 'e-1', operationName: { value: 'x' } }]),
    lines({ event_timestamp: TIME, event_data_id: 'e-1' }),
    lines({ EventTimestamp: TIME, EventDataId: 'e-1' }),
    ...rowOf('AzureActivity', { EventDataId: 'e-1', OperationNameValue: 'x' }),
  ],
  OfficeActivity: [
    JSON.stringify([office]),
    csv({ RecordType: '1', CreationDate: SECONDS, AuditData: JSON.stringify(office) }),
    JSON.stringify([{ RecordType: 'ExchangeAdmin', AuditData: office }]),
    list('value', { id: 'o-1', createdDateTime: TIME, operation: 'New-InboxRule', auditData: office }),
    ...rowOf('OfficeActivity', { OfficeId: 'o-1', Operation: 'New-InboxRule' }),
  ],
  MicrosoftGraphActivityLogs: [
    lines(diagnostic('MicrosoftGraphActivityLogs', { requestId: 'q-1' })),
    list('records', diagnostic('MicrosoftGraphActivityLogs', { requestId: 'q-1' })),
    ...rowOf('MicrosoftGraphActivityLogs', { RequestId: 'q-1' }),
  ],
  CloudAppEvents: [
    list('records', { time: TIME, category: 'AdvancedHunting-CloudAppEvents', properties: hunting }),
    lines({ time: SECONDS, category: 'AdvancedHunting-CloudAppEvents', properties: hunting }),
    JSON.stringify({ schema: [{ name: 'Timestamp', type: 'DateTime' }], results: [hunting] }),
    csv(hunting),
    lines({ TimeGenerated: TIME, ...hunting, Type: 'CloudAppEvents' }),
  ],
};

describe('an event in five exports', function () {
  this.timeout(120_000);

  it('is one row that knows all its sources, in each table whose events have an id', async () => {
    const target = new ImportCase();
    try {
      for (const [table, contents] of Object.entries(EXPORTS)) {
        assert.ok(contents.length >= 5, table);
        const paths = contents.map((content, n) =>
          target.file(`${table}/${n}/CloudAppEvents.export`, content),
        );
        const report = await target.import(paths);
        assert.deepEqual(
          report.files.map(({ tables }) => Object.keys(tables)),
          contents.map(() => [table]),
        );
        assert.deepEqual([report.rows, report.known], [1, contents.length - 1], table);
        const rows = [...(await target.rows(table)), ...(await target.rows(table, 'sources'))];
        assert.equal(new Set(rows.map((row) => row['$file'])).size, contents.length, table);
        assert.equal(new Set(rows.map((row) => row['$key'])).size, 1, table);
      }
    } finally {
      target.remove();
    }
  });
});
