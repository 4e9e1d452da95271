import { ticksFromIso } from '../../../../src/base/ticks.ts';
import { json, lines, SUB, TICKS, TIME, type ShapeCase } from './shapeCase.ts';

const COLUMNS = [
  { ColumnName: 'TimeGenerated', ColumnType: 'datetime' },
  { ColumnName: 'Type', ColumnType: 'string' },
  { ColumnName: 'Id', ColumnType: 'string' },
];
const audit = (id: string): object => ({ time: TIME, category: 'AuditLogs', properties: { id } });
const flow = {
  time: TIME,
  category: 'NetworkSecurityGroupFlowEvent',
  properties: {
    Version: 1,
    flows: [{ rule: 'r', flows: [{ mac: 'm', flowTuples: ['1700000000,203.0.113.1,10.0.0.4,1,2,T,I,A'] }] }],
  },
};
const utf32 = (text: string): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xfe, 0, 0]),
    ...[...text].map((sign) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(sign.codePointAt(0) ?? 0);
      return bytes;
    }),
  ]);

/** The known records in framings that are rarer. */
export const ODD_FRAMES: readonly ShapeCase[] = [
  {
    name: 'progressive Kusto v2, of which a fragment replaces an earlier one',
    file: 'v2.json',
    content: JSON.stringify(
      [
        { frameType: 'dataSetHeader', version: 'v2.0', isProgressive: true },
        { FrameType: 'TableHeader', TableId: 0, TableKind: 'PrimaryResult', Columns: COLUMNS },
        {
          FrameType: 'TableFragment',
          TableId: 0,
          TableFragmentType: 'DataAppend',
          Rows: [[TIME, 'AuditLogs', '1']],
        },
        {
          FrameType: 'TableFragment',
          Rows: [[TIME, 'AuditLogs', '2']],
          TableFragmentType: 'DataReplace',
          TableId: 0,
        },
        {
          FrameType: 'TableFragment',
          TableId: 0,
          TableFragmentType: 'DataAppend',
          Rows: [[TIME, 'AuditLogs', '3']],
        },
        { FrameType: 'DataSetCompletion', HasErrors: false },
      ],
      null,
      1,
    ),
    shape: 'kusto-v2',
    table: 'AuditLogs',
    rows: [{ Id: '2', TimeGenerated: TICKS }, { Id: '3' }],
  },
  {
    name: 'a list of query API answers, one with its rows before its columns',
    file: 'answers.json',
    content: json(
      ['1', '2'].map((id) => ({
        tables: [
          {
            name: 'PrimaryResult',
            ...(id === '1' ? { columns: COLUMNS.map(named) } : {}),
            rows: [[TIME, 'AuditLogs', id]],
            ...(id === '2' ? { columns: COLUMNS.map(named) } : {}),
          },
        ],
      })),
    ),
    shape: 'log-analytics-api',
    table: 'AuditLogs',
    rows: [{ Id: '1' }, { Id: '2' }],
  },
  {
    name: 'records inside records',
    file: 'PT1H.json',
    content: json({ records: [{ records: [flow] }] }),
    shape: 'nsg-flow-log',
    table: 'NSGFlowLogs_CL',
    rows: [{ SrcIp: '203.0.113.1', FlowStatus: 'Allowed' }],
  },
  {
    name: 'one indented record',
    file: 'one.json',
    content: JSON.stringify(audit('1'), null, 2),
    shape: 'diagnostic-settings',
    table: 'AuditLogs',
    rows: [{ Id: '1' }],
  },
  {
    name: 'records in a list of a tool’s own name',
    file: 'tool.json',
    content: json({ count: 2, data: [audit('1'), audit('2')] }),
    shape: 'diagnostic-settings',
    table: 'AuditLogs',
    rows: [{ Id: '1' }, { Id: '2' }],
  },
  {
    name: 'lines that end in commas',
    file: 'commas.json',
    content: `${json(audit('1'))},\r\n${json(audit('2'))},\r\n`,
    shape: 'diagnostic-settings',
    table: 'AuditLogs',
    rows: [{ Id: '1' }, { Id: '2' }],
  },
  {
    name: 'UTF-32 with a mark',
    file: 'utf32.json',
    content: utf32(lines(audit('ä'))),
    shape: 'diagnostic-settings',
    table: 'AuditLogs',
    rows: [{ Id: 'ä' }],
  },
  {
    name: 'UTF-16 without a mark',
    file: 'utf16.json',
    content: Buffer.from(lines(audit('1'), audit('ä')), 'utf16le'),
    shape: 'diagnostic-settings',
    table: 'AuditLogs',
    rows: [{ Id: '1' }, { Id: 'ä' }],
  },
  {
    name: 'provisioning logs of a diagnostic setting',
    file: 'provisioning.json',
    content: lines({
      time: TIME,
      category: 'ProvisioningLogs',
      operationName: 'Provisioning activity',
      properties: { id: 'p-1', provisioningAction: 'create' },
    }),
    shape: 'diagnostic-settings',
    table: 'AADProvisioningLogs',
    rows: [{ Id: 'p-1', TimeGenerated: TICKS }],
  },
  {
    name: 'times that a service wrote in en-US',
    file: 'en-us.json',
    content: lines(
      ...['3/4/2026 1:02:03 AM', '3/4/2026 2:02:03 AM +01:00', '03/04/2026 01:02:03'].map((time, index) => ({
        time,
        category: 'ServicePrincipalSignInLogs',
        properties: { id: `t-${index}` },
      })),
    ),
    shape: 'diagnostic-settings',
    table: 'AADServicePrincipalSignInLogs',
    rows: ['t-0', 't-1', 't-2'].map((Id) => ({ Id, TimeGenerated: ticksFromIso('2026-03-04T01:02:03Z') })),
  },
  {
    name: 'operations of an Event Hub, whose time has a name of its own',
    file: 'operationallogs.json',
    content: lines({
      ActivityId: 'a-1',
      EventName: 'Create Authorization Rule',
      resourceId: `${SUB}/Microsoft.EventHub/namespaces/ns`,
      EventTimeString: '3/4/2026 1:02:03 AM +00:00',
      EventProperties: '{"Namespace":"ns"}',
      Status: 'Succeeded',
      Caller: 'Portal',
      category: 'OperationalLogs',
    }),
    shape: 'diagnostic-settings',
    table: 'AZMSOperationalLogs',
    rows: [
      {
        TimeGenerated: ticksFromIso('2026-03-04T01:02:03Z'),
        EventName: 'Create Authorization Rule',
        EventProperties: '{"Namespace":"ns"}',
        Caller: 'Portal',
      },
    ],
  },
  {
    name: 'sign-ins of an Event Hub whose result is a word',
    file: 'signins.json',
    content: json({
      records: [
        ['s-1', 'Failure', { errorCode: 50126, failureReason: 'Wrong password' }],
        ['s-2', 'Success', null],
      ].map(([id, resultType, status]) => ({
        time: '2026-03-01T10:11:12Z',
        resourceId: '/tenants/t/providers/Microsoft.aadiam',
        operationName: 'Sign-in activity',
        category: 'SignInLogs',
        resultType,
        properties: { id, createdDateTime: '2026-03-01T10:11:12Z', appDisplayName: 'A', status },
      })),
    }),
    shape: 'event-hub-records',
    table: 'SigninLogs',
    rows: [
      { Id: 's-1', ResultType: '50126', ResultDescription: 'Wrong password' },
      { Id: 's-2', ResultType: '0' },
    ],
  },
];

function named({ ColumnName, ColumnType }: (typeof COLUMNS)[number]): object {
  return { name: ColumnName, type: ColumnType };
}
