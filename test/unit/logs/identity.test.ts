import assert from 'node:assert/strict';
import { ticksFromIso } from '../../../src/base/ticks.ts';
import { ImportCase } from '../../support/importCase.ts';

const ID = '9f1c2d3e-0000-4000-8000-00000000a001';
const TIME = '2026-03-01T10:11:12.1234567Z';
const STEPS = [{ authenticationStepDateTime: TIME, authenticationMethod: 'Password', succeeded: true }];

const properties = (id: string, errorCode = 0, steps: unknown = STEPS): Record<string, unknown> => ({
  id,
  createdDateTime: TIME,
  userPrincipalName: 'mara@contoso.example',
  userId: 'u-1',
  appId: 'a-1',
  appDisplayName: 'Portal',
  ipAddress: '203.0.113.9',
  isInteractive: true,
  status: { errorCode, failureReason: errorCode === 0 ? 'Other.' : 'Strong authentication is required.' },
  authenticationDetails: steps,
});

const envelope = (id: string, errorCode = 0, steps: unknown = STEPS): Record<string, unknown> => ({
  time: TIME,
  category: 'SignInLogs',
  operationName: 'Sign-in activity',
  resourceId: '/tenants/t-1/providers/Microsoft.aadiam',
  tenantId: 't-1',
  resultType: String(errorCode),
  callerIpAddress: '203.0.113.9',
  properties: properties(id, errorCode, steps),
});

const lines = (...records: unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');
const cell = (value: unknown): string =>
  `"${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('"', '""')}"`;

/** One sign-in as five exports have it; the portal cuts its time, Graph has seconds only. */
function fiveShapes(target: ImportCase): readonly string[] {
  const columns = [
    'TimeGenerated',
    'Id',
    'UserPrincipalName',
    'ResultType',
    'IPAddress',
    'AuthenticationDetails',
    'Type',
  ];
  const row = [TIME, ID, 'mara@contoso.example', '0', '203.0.113.9', JSON.stringify(STEPS), 'SigninLogs'];
  return [
    target.file('insights-logs-signinlogs/PT1H.json', lines(envelope(ID))),
    target.file('hub.json', JSON.stringify({ records: [envelope(ID)] })),
    target.file(
      'graph.json',
      JSON.stringify({
        '@odata.context': 'x',
        value: [{ ...properties(ID), createdDateTime: '2026-03-01T10:11:12Z' }],
      }),
    ),
    target.file(
      'query_data.csv',
      `${['TimeGenerated [UTC]', ...columns.slice(1)].map(cell).join(',')}\r\n${['3/1/2026, 10:11:12.123 AM', ...row.slice(1)].map(cell).join(',')}\r\n`,
    ),
    target.file(
      'answer.json',
      JSON.stringify({
        tables: [
          {
            name: 'PrimaryResult',
            columns: columns.map((name) => ({
              name,
              type: name === 'TimeGenerated' ? 'datetime' : 'string',
            })),
            rows: [row],
          },
        ],
      }),
    ),
  ];
}

describe('identity of imported events', function () {
  this.timeout(60_000);
  let target: ImportCase;
  beforeEach(() => {
    target = new ImportCase();
  });
  afterEach(() => target.remove());

  it('makes one row of an event exported in five shapes, which knows its five sources', async () => {
    const report = await target.import(fiveShapes(target), { dateOrder: 'month-first' });
    assert.deepEqual(target.rejects, []);
    assert.deepEqual([report.rows, report.known], [1, 4]);
    const [row, ...others] = await target.rows('SigninLogs');
    assert.equal(others.length, 0);
    assert.equal(row?.['TimeGenerated'], ticksFromIso(TIME));
    assert.equal(row?.['UserPrincipalName'], 'mara@contoso.example');
    const sources = await target.rows('SigninLogs', 'sources');
    assert.deepEqual(
      new Set([row?.['$shape'], ...sources.map((source) => source['$shape'])]),
      new Set([
        'diagnostic-settings',
        'event-hub-records',
        'graph-signins',
        'log-analytics-csv',
        'log-analytics-api',
      ]),
    );
    for (const source of sources) assert.equal(source['$key'], row?.['$key']);
  });

  it('gives the same row whether the five come together or one after another', async () => {
    const files = fiveShapes(target);
    const known: number[] = [];
    for (const file of files) known.push((await target.import(file, { dateOrder: 'month-first' })).known);
    assert.deepEqual(known, [0, 1, 1, 1, 1]);
    assert.equal((await target.rows('SigninLogs')).length, 1);
    assert.equal((await target.rows('SigninLogs', 'sources')).length, 4);
  });

  it('adds nothing when a file is imported again', async () => {
    const file = target.file(
      'a.json',
      lines(envelope('s-1'), envelope('s-2', 50074), { x: 1, time: TIME, category: 'AuditEvent' }),
    );
    const first = await target.import(file);
    assert.deepEqual([first.rows, first.known], [3, 0]);
    const again = await target.import(file);
    assert.deepEqual([again.rows, again.known], [0, 3]);
    assert.equal((await target.rows('SigninLogs')).length, 2);
    assert.equal((await target.rows('AZKVAuditLogs')).length, 1);
    assert.deepEqual(await target.rows('SigninLogs', 'sources'), []);
  });

  it('keeps the steps of one sign-in, which share its id, apart', async () => {
    const failed = [{ succeeded: false }];
    const file = target.file('a.json', lines(envelope(ID, 50074), envelope(ID, 0, failed), envelope(ID, 0)));
    const report = await target.import(file);
    assert.equal(report.rows, 3);
    const other = target.file('b.json', JSON.stringify({ records: [envelope(ID, 0), envelope(ID, 50074)] }));
    assert.deepEqual(await target.import(other).then(({ rows, known }) => [rows, known]), [0, 2]);
  });

  it('joins an export without the steps to one with them, in either order', async () => {
    const { authenticationDetails: _, ...bare } = properties(ID);
    const graph = target.file('graph.json', JSON.stringify([bare]));
    const diagnostic = target.file('d.json', lines(envelope(ID)));
    await target.import(graph);
    const second = await target.import(diagnostic);
    assert.deepEqual([second.rows, second.known], [0, 1]);
    const other = new ImportCase();
    try {
      const both = await other.import([
        other.file('d.json', lines(envelope(ID))),
        other.file('g.json', JSON.stringify([bare])),
      ]);
      assert.deepEqual([both.rows, both.known], [1, 1]);
    } finally {
      other.remove();
    }
  });

  it('does not let an export without the steps swallow a second step', async () => {
    const { authenticationDetails: _, ...bare } = properties(ID);
    await target.import(target.file('graph.json', JSON.stringify([bare])));
    const both = await target.import(
      target.file('d.json', lines(envelope(ID, 0, [{ succeeded: false }]), envelope(ID, 0))),
    );
    assert.deepEqual([both.rows, both.known], [1, 1]);
  });

  it('never merges rows of one file that merely look alike', async () => {
    const read = {
      time: TIME,
      category: 'StorageRead',
      operationName: 'GetBlob',
      correlationId: 'c',
      resourceId:
        '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a/blobServices/default',
      properties: { accountName: 'a' },
    };
    const report = await target.import(target.file('a.json', lines(read, read, read)));
    assert.equal(report.rows, 3);
    const keys = (await target.rows('StorageBlobLogs')).map((row) => String(row['$key']));
    assert.match(keys[0] ?? '', /^[0-9a-f]{16}#1$/);
    assert.equal(new Set(keys).size, 3);
  });

  it('keeps records of one id and different content in one file, and merges equal ones', async () => {
    const audit = (reason: string): unknown => ({
      time: TIME,
      category: 'AuditLogs',
      properties: {
        id: 'Directory_1',
        activityDateTime: TIME,
        activityDisplayName: 'Add user',
        resultReason: reason,
      },
    });
    const report = await target.import(
      target.file('a.json', lines(audit('one'), audit('two'), audit('one'))),
    );
    assert.deepEqual([report.rows, report.known], [2, 1]);
    const keys = (await target.rows('AuditLogs')).map((row) => String(row['$key']));
    assert.equal(keys[0], 'Directory_1');
    assert.match(keys[1] ?? '', /^Directory_1![0-9a-f]+$/);
  });

  it('keeps the versions of incidents and alerts', async () => {
    const incident = (modified: string, status: string): unknown => ({
      TimeGenerated: modified,
      Type: 'SecurityIncident',
      TenantId: 'w',
      IncidentName: 'n-1',
      IncidentNumber: 7,
      Status: status,
      LastModifiedTime: modified,
      Title: 'x',
    });
    const alert = (time: string, status: string): unknown => ({
      TimeGenerated: time,
      Type: 'SecurityAlert',
      SystemAlertId: 'al-1',
      Status: status,
      AlertName: 'y',
      DisplayName: 'y',
    });
    const rows = [
      incident('2026-03-01T10:00:00.1239999Z', 'New'),
      incident('2026-03-01T11:00:00Z', 'Active'),
      alert('2026-03-01T10:00:00Z', 'New'),
      alert('2026-03-01T10:30:00Z', 'Resolved'),
    ];
    assert.equal((await target.import(target.file('a.json', lines(...rows)))).rows, 4);
    // The portal cuts to milliseconds; the version is the same.
    const csv =
      'TimeGenerated [UTC],IncidentName,LastModifiedTime [UTC],Status,IncidentNumber,Type\n2026-03-01 10:00:00.123,n-1,2026-03-01 10:00:00.123,New,7,SecurityIncident\n';
    assert.deepEqual(
      await target.import(target.file('b.csv', csv)).then(({ rows: added, known }) => [added, known]),
      [0, 1],
    );
  });

  it('drops a record that an audit log search returned twice, but not one that has more data', async () => {
    const data = (more: Record<string, unknown>): string =>
      cell({
        Id: 'o-1',
        CreationTime: '2026-03-01T10:11:12',
        Operation: 'MailItemsAccessed',
        Workload: 'Exchange',
        RecordType: 50,
        UserType: 0,
        ...more,
      });
    const csv = `RecordType,CreationDate,UserIds,Operations,AuditData,ResultIndex,Identity\nExchangeItemAggregated,5/01/2026 1:10:40 AM,m@x,MailItemsAccessed,${data({})},1,o-1\nExchangeItemAggregated,5/01/2026 1:10:40 AM,m@x,MailItemsAccessed,${data({})},2,o-1\nExchangeItemAggregated,5/01/2026 1:10:40 AM,m@x,MailItemsAccessed,${data({ ClientInfoString: 'z' })},3,o-1\n`;
    const report = await target.import(target.file('ual.csv', csv), { dateOrder: 'day-first' });
    assert.deepEqual([report.rows, report.known], [2, 1]);
    const [row] = await target.rows('OfficeActivity');
    assert.equal(row?.['RecordType'], 'ExchangeItemAggregated');
    assert.equal(row?.['UserType'], 'Regular');
    assert.equal(row?.['TimeGenerated'], ticksFromIso('2026-03-01T10:11:12Z'));
  });
});
