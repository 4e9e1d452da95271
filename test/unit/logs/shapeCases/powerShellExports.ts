import { ticksFromIso } from '../../../../src/base/ticks.ts';
import { json, SUB, TICKS, TIME, type ShapeCase } from './shapeCase.ts';

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const AUDIT = json({
  Id: 'o-1',
  CreationTime: '2026-01-05T01:10:40',
  Operation: 'New-InboxRule',
  Workload: 'Exchange',
  RecordType: 1,
  UserId: 'm@x',
});
const JANUARY = ticksFromIso('2026-01-13T01:10:40Z');

/** What people make with Export-Csv and with downloads of portals. */
export const POWERSHELL_EXPORTS: readonly ShapeCase[] = [
  {
    name: 'Search-UnifiedAuditLog CSV whose dates only AuditData settles',
    file: 'UAL.csv',
    content: `#TYPE Deserialized.Object\r\n"RecordType","CreationDate","UserIds","Operations","AuditData","ResultIndex","Identity"\r\n"ExchangeAdmin","5/01/2026 1:10:40 AM","m@x","New-InboxRule",${quoted(AUDIT)},"1","o-1"\r\n"ExchangeAdmin","6/01/2026 1:10:40 AM","m@x","New-InboxRule","{cut","2","o-2"\r\n`,
    shape: 'ual-csv',
    table: 'OfficeActivity',
    rows: [
      { OfficeId: 'o-1', TimeGenerated: ticksFromIso('2026-01-05T01:10:40Z') },
      { OfficeId: 'o-2', TimeGenerated: ticksFromIso('2026-01-06T01:10:40Z') },
    ],
  },
  {
    name: 'Graph audit query whose auditData is nearly empty',
    file: 'query.json',
    content: json({
      value: [
        {
          id: 'g-2',
          createdDateTime: TIME,
          auditLogRecordType: 'exchangeAdmin',
          operation: 'Set-Mailbox',
          organizationId: 'org',
          userType: 'admin',
          service: 'Exchange',
          userPrincipalName: 'm@x',
          clientIp: '203.0.113.1',
          auditData: { '@odata.type': '#microsoft.graph.security.auditData' },
        },
      ],
    }),
    shape: 'ual-wrapped',
    table: 'OfficeActivity',
    rows: [
      {
        OfficeId: 'g-2',
        RecordType: 'ExchangeAdmin',
        UserType: 'Admin',
        UserId: 'm@x',
        ClientIP: '203.0.113.1',
        OrganizationId: 'org',
      },
    ],
  },
  {
    name: 'Hawk sign-ins, whose nested data PowerShell cut to type names',
    file: 'Entra_Sign_In_Log_mara.csv',
    content:
      '"AppDisplayName","AppId","ConditionalAccessStatus","CreatedDateTime","DeviceDetail","Id","IPAddress","IsInteractive","Status","UserPrincipalName"\r\n"App","app","success","1/13/2026 1:10:40 AM","Microsoft.Graph.PowerShell.Models.MicrosoftGraphDeviceDetail","s-1","203.0.113.1","True","System.Object[]","m@x"\r\n',
    shape: 'graph-signins',
    table: 'SigninLogs',
    rows: [
      {
        Id: 's-1',
        TimeGenerated: JANUARY,
        CreatedDateTime: JANUARY,
        DeviceDetail: null,
        Status: null,
        ResultType: '',
        ResultDescription: '',
        IsInteractive: true,
      },
    ],
  },
  ...(
    [
      [
        'an object of PowerShell',
        'Status',
        '"@{errorCode=50126; failureReason=Wrong password; additionalDetails=}"',
      ],
      ['an object of older PowerShell', 'Status', '"@{ErrorCode=50126; FailureReason=Wrong password}"'],
      ['columns with dots', 'status.errorCode,status.failureReason', '50126,Wrong password'],
      ['columns with lines', 'status_errorCode,status_failureReason', '50126,Wrong password'],
      ['columns in one word', 'StatusErrorCode,StatusFailureReason', '50126,Wrong password'],
      ['columns of their own', 'ErrorCode,FailureReason', '50126,Wrong password'],
    ] as const
  ).map(([how, header, cells]) => ({
    name: `sign-ins whose status is ${how}`,
    file: 'SignIns.csv',
    content: `Id,CreatedDateTime,AppDisplayName,AppId,IpAddress,UserPrincipalName,${header}\ns-1,2026-01-13T01:10:40Z,App,app,203.0.113.1,m@x,${cells}\n`,
    shape: 'graph-signins',
    table: 'SigninLogs',
    rows: [{ Id: 's-1', ResultType: '50126', ResultDescription: 'Wrong password' }],
  })),
  {
    name: 'sign-ins whose status is a word, which is no code',
    file: 'SignIns.csv',
    content:
      'Id,CreatedDateTime,AppDisplayName,AppId,IpAddress,UserPrincipalName,Status\ns-1,2026-01-13T01:10:40Z,App,app,203.0.113.1,m@x,Failure\n',
    shape: 'graph-signins',
    table: 'SigninLogs',
    rows: [{ Id: 's-1', ResultType: '', ResultDescription: 'Failure' }],
  },
  {
    name: 'Hawk directory audits',
    file: 'EntraIDAuditLogs.csv',
    content:
      '"ActivityDateTime","ActivityDisplayName","Category","Id","OperationType","Result"\r\n"1/13/2026 1:10:40 AM","Add user","UserManagement","Directory_1","Add","success"\r\n',
    shape: 'graph-audits',
    table: 'AuditLogs',
    rows: [{ Id: 'Directory_1', TimeGenerated: JANUARY, AADOperationType: 'Add', OperationName: 'Add user' }],
  },
  {
    name: 'Hawk audit rows, flattened',
    file: 'Simple_Admin_Inbox_Rules_Creation.csv',
    content:
      '"CreationTime","Workload","RecordType","Operation","ClientIP","UserId","Id","UserType","Param_ForwardTo"\r\n"2026-01-05T01:10:40","Exchange","1","New-InboxRule","203.0.113.1:9","m@x","o-1","2","y@z"\r\n',
    shape: 'ual-records',
    table: 'OfficeActivity',
    rows: [{ OfficeId: 'o-1', RecordType: 'ExchangeAdmin', UserType: 'Admin', ClientIP: '203.0.113.1:9' }],
  },
  {
    name: 'Get-AzActivityLog as CSV',
    file: 'activity.csv',
    content: `"Caller","Claims","EventDataId","EventTimestamp","OperationName","Status","SubmissionTimestamp","ResourceId"\r\n"m@x","\r\naud            : x\r\n","e-1","1/13/2026 1:10:40 AM","Create VM","Succeeded","","${SUB}/a/b/c"\r\n`,
    shape: 'activity-log-powershell',
    table: 'AzureActivity',
    rows: [{ EventDataId: 'e-1', TimeGenerated: JANUARY, ActivityStatusValue: 'Success', Caller: 'm@x' }],
  },
  {
    name: 'REST activity log as CSV, its pairs as PowerShell writes them',
    file: 'DirectoryActivityLogs.csv',
    content: `"eventTimestamp","eventDataId","caller","operationName","status"\n"${TIME}","e-1","m@x","@{value=Op/action; localizedValue=Elevate}","@{value=Succeeded; localizedValue=Done}"\n`,
    shape: 'activity-log-rest',
    table: 'AzureActivity',
    rows: [
      {
        TimeGenerated: TICKS,
        OperationNameValue: 'Op/action',
        OperationName: 'Elevate',
        ActivityStatusValue: 'Success',
        ActivityStatus: 'Done',
      },
    ],
  },
  {
    name: 'activity log of the portal as CSV, its columns in another order',
    file: 'QueryResult.csv',
    content: `Operation name,Status,Correlation id,Event category,Level,Time,Subscription,Event initiated by,Resource type,Resource group,Resource\nCreate VM,Failed,c,Administrative,Error,${TIME},s,m@x,t,rg,${SUB}/a/b/C\n`,
    shape: 'activity-log-portal-csv',
    table: 'AzureActivity',
    rows: [
      {
        TimeGenerated: TICKS,
        OperationName: 'Create VM',
        ActivityStatusValue: 'Failure',
        Caller: 'm@x',
        Resource: 'C',
      },
    ],
  },
  {
    name: 'Entra portal sign-in with its place in one text',
    file: 'InteractiveSignIns.csv',
    content:
      'Date (UTC),Request ID,Username,Application,IP address,Location,Status,Conditional Access,Latency\n2026-03-01T10:11:12Z,s-9,m@x,Portal,203.0.113.1,"Bern, BE, CH",Success,Not Applied,120\n',
    shape: 'entra-portal-signins-csv',
    table: 'SigninLogs',
    rows: [
      {
        Location: 'CH',
        LocationDetails: '{"city":"Bern","state":"BE","countryOrRegion":"CH"}',
        ConditionalAccessStatus: 'notApplied',
        ProcessingTimeInMilliseconds: '120',
      },
    ],
  },
  {
    name: 'Entra portal audit with two targets and a property',
    file: 'AuditLogs.csv',
    content:
      'Date (UTC),Activity,Result,ActorUserPrincipalName,Target1DisplayName,Target1ModifiedProperty1Name,Target1ModifiedProperty1NewValue,Target2ObjectId,AdditionalDetail1Key,AdditionalDetail1Value\n2026-03-01T10:11:12Z,Add member,success,m@x,Bo,Role,"""Admin""",r-1,k,v\n',
    shape: 'entra-portal-audits-csv',
    table: 'AuditLogs',
    rows: [
      {
        TargetResources:
          '[{"displayName":"Bo","modifiedProperties":[{"displayName":"Role","newValue":"\\"Admin\\""}]},{"id":"r-1"}]',
        AdditionalDetails: '[{"key":"k","value":"v"}]',
      },
    ],
  },
  {
    name: 'advanced hunting CSV with months in words',
    file: 'IdentityLogonEvents.csv',
    content:
      'Timestamp,AccountUpn,ActionType,Application,ReportId\n"Mar 1, 2026 10:11:12 PM",m@x,LogonSuccess,y,1\n',
    shape: 'log-analytics-csv',
    table: 'IdentityLogonEvents',
    rows: [{ Timestamp: ticksFromIso('2026-03-01T22:11:12Z'), AccountUpn: 'm@x' }],
  },
  {
    name: 'portal CSV with a header in lower case and a union’s split column',
    file: 'union.csv',
    content:
      'timegenerated [utc],id,devicedetail_dynamic,devicedetail_string,type\n2026-02-08 09:12:34Z,s-1,"{""a"":1}",,SigninLogs\n',
    shape: 'log-analytics-csv',
    table: 'SigninLogs',
    rows: [{ Id: 's-1', TimeGenerated: ticksFromIso('2026-02-08T09:12:34Z'), DeviceDetail: '{"a":1}' }],
  },
  {
    name: 'portal CSV without TimeGenerated: another column of the table is the time',
    file: 'sign-ins.csv',
    content:
      'Id,CreatedDateTime [UTC],UserPrincipalName,Type\ns-1,"4/28/2021, 2:08:45.221 PM",ann@x,SigninLogs\n',
    shape: 'log-analytics-csv',
    table: 'SigninLogs',
    rows: [
      { Id: 's-1', TimeGenerated: ticksFromIso('2021-04-28T14:08:45.221Z'), UserPrincipalName: 'ann@x' },
    ],
  },
  {
    name: 'portal CSV without a time, whose rows name their table',
    file: 'disabled.csv',
    content:
      'Id,ResultType,UserPrincipalName,IPAddress,Extra,Type\ns-1,50057,ann@x,203.0.113.9,e,SigninLogs\n',
    shape: 'log-analytics-csv',
    table: 'SigninLogs',
    rows: [{ Id: 's-1', ResultType: '50057', Extra: 'e' }],
  },
  {
    name: 'an answer that counts rows of a table and keeps its name',
    file: 'attempts.csv',
    content:
      'Start [UTC],Attempts,Accounts,IPAddress,Type,timestamp [UTC]\n"4/19/2021, 12:13:19.483 PM",4,2,203.0.113.9,SigninLogs,"4/19/2021, 12:13:19.483 PM"\n',
    shape: 'custom',
    table: 'attempts_CL',
    rows: [
      {
        TimeGenerated: ticksFromIso('2021-04-19T12:13:19.483Z'),
        Start: ticksFromIso('2021-04-19T12:13:19.483Z'),
        Attempts: 4n,
      },
    ],
  },
];
