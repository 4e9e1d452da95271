import { ticksFromIso } from '../../../../src/base/ticks.ts';
import { json, lines, SUB, TICKS, TIME, type ShapeCase } from './shapeCase.ts';

/** Answers, downloads and collected records in forms that some versions of a service or a tool give them. */
export const ANSWER_VARIANTS: readonly ShapeCase[] = [
  {
    name: 'lines of records with an empty page among them',
    file: 'alerts.log',
    content: lines(
      { id: 'a-1', title: 'Odd process', severity: 'Low', alertCreationTime: TIME, detectionSource: 'x' },
      { id: 'a-2', title: 'Odder', severity: 'Low', alertCreationTime: TIME, detectionSource: 'x' },
      { value: [] },
    ),
    shape: 'defender-api',
    table: 'SecurityAlert',
    rows: [{ VendorOriginalId: 'a-1', TimeGenerated: TICKS }, { VendorOriginalId: 'a-2' }, {}],
  },
  {
    name: 'answer of az monitor log-analytics query with its columns sorted',
    file: 'answer.json',
    content: json([
      {
        Caller: 'm@x',
        EventSubmissionTimestamp: 'None',
        TableName: 'PrimaryResult',
        TimeGenerated: TIME,
        Type: 'AzureActivity',
      },
    ]),
    shape: 'az-monitor-query',
    table: 'AzureActivity',
    rows: [{ TimeGenerated: TICKS, Caller: 'm@x', EventSubmissionTimestamp: null }],
  },
  {
    name: 'incidents of Graph with the tags that some versions give',
    file: 'incidents.json',
    content: lines({
      id: '29',
      displayName: 'I',
      createdDateTime: TIME,
      lastUpdateDateTime: TIME,
      severity: 'high',
      assignedTo: 'm@x',
      tags: ['Demo'],
    }),
    shape: 'graph-incidents',
    table: 'SecurityIncident',
    rows: [{ ProviderIncidentId: '29', Labels: '["Demo"]' }],
  },
  {
    name: 'sign-ins of Graph that were asked for without their ids',
    file: 'signins.json',
    content: json([
      {
        createdDateTime: TIME,
        userPrincipalName: 'm@x',
        appDisplayName: 'Portal',
        ipAddress: '203.0.113.4',
        status: { errorCode: 50126, failureReason: 'Error' },
      },
    ]),
    shape: 'graph-signins',
    table: 'SigninLogs',
    rows: [{ TimeGenerated: TICKS, UserPrincipalName: 'm@x', IPAddress: '203.0.113.4', ResultType: '50126' }],
  },
  {
    name: 'alert of Defender for Cloud’s continuous export, in capitals',
    file: 'alert.json',
    content: json({
      SystemAlertId: 'a-1',
      AlertDisplayName: 'Odd process',
      Severity: 'High',
      TimeGenerated: TIME,
      ResourceIdentifiers: [
        { Type: 'LogAnalytics', WorkspaceId: 'w' },
        { Type: 'AzureResource', AzureResourceId: `${SUB}/Microsoft.Compute/virtualMachines/vm-1` },
      ],
    }),
    shape: 'security-alerts',
    table: 'SecurityAlert',
    rows: [
      {
        SystemAlertId: 'a-1',
        TimeGenerated: TICKS,
        ResourceId: `${SUB}/Microsoft.Compute/virtualMachines/vm-1`,
      },
    ],
  },
  {
    name: 'sign-ins of the portal with the words that it shows for those of the table',
    file: 'InteractiveSignIns.csv',
    content:
      'Date (UTC),Request ID,Username,Application,IP address,Status,Authentication requirement,Token issuer type\n2026-03-01T10:11:12Z,s-1,m@x,Portal,203.0.113.1,Success,Multifactor authentication,Azure AD\n',
    shape: 'entra-portal-signins-csv',
    table: 'SigninLogs',
    rows: [{ Id: 's-1', AuthenticationRequirement: 'multiFactorAuthentication', TokenIssuerType: 'AzureAD' }],
  },
  {
    name: 'rows of a custom table in the exporter’s local time',
    file: 'query_data.csv',
    content:
      '"TimeGenerated [Local Time]",Name_s,"Seen_t [Local Time]",Type\n"10/25/2023, 9:43:21.990 AM",x,"10/25/2023, 9:43:20.000 AM",Door_CL\n',
    options: { zone: 'Europe/Berlin' },
    shape: 'log-analytics-csv',
    table: 'Door_CL',
    rows: [
      {
        TimeGenerated: ticksFromIso('2023-10-25T07:43:21.99Z'),
        Seen_t: ticksFromIso('2023-10-25T07:43:20Z'),
        Name_s: 'x',
      },
    ],
  },
  {
    name: 'a column of these logs alone in local time, in a published table',
    file: 'query_data.csv',
    content:
      '"TimeGenerated [UTC]",Id,UserPrincipalName,"Seen [Local Time]",Type\n"10/25/2023, 9:43:21.990 AM",1,m@x,"10/25/2023, 9:43:20.000 AM",SigninLogs\n',
    options: { zone: '+02:00' },
    shape: 'log-analytics-csv',
    table: 'SigninLogs',
    rows: [
      {
        TimeGenerated: ticksFromIso('2023-10-25T09:43:21.99Z'),
        Seen: ticksFromIso('2023-10-25T07:43:20Z'),
      },
    ],
  },
  {
    name: 'answer of a cluster’s own table, whose time has a name of its own',
    file: 'answer.json',
    content: json({
      Tables: [
        {
          TableName: 'Table_0',
          Columns: [
            { ColumnName: 'EventTime', DataType: 'DateTime' },
            { ColumnName: 'Host', DataType: 'String' },
          ],
          Rows: [[TIME, 'h']],
        },
      ],
    }),
    options: { table: 'Hosts_CL' },
    shape: 'kusto-v1',
    table: 'Hosts_CL',
    rows: [{ TimeGenerated: TICKS, EventTime: TICKS, Host: 'h' }],
  },
  {
    name: 'dates with the day before the name of the month, or the day of the week before all',
    file: 'mail.csv',
    content: `Date,Subject\n${[
      'Sun, 1 Mar 2026 10:11:12 GMT',
      'Sun, 01 Mar 2026 11:11:12 +0100',
      '1 March 2026 10:11:12',
      '01-Mar-2026 10:11:12',
      'Sunday, March 1, 2026 10:11:12 AM',
      'Sun Mar 01 2026 11:11:12 GMT+0100 (Central European Standard Time)',
    ]
      .map((date) => `"${date}",s\n`)
      .join('')}`,
    shape: 'custom',
    table: 'mail_CL',
    rows: Array.from({ length: 6 }, () => ({ TimeGenerated: ticksFromIso('2026-03-01T10:11:12Z') })),
  },
];
