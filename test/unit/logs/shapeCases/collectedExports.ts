import { ticksFromIso } from '../../../../src/base/ticks.ts';
import { json, lines, SUB, TICKS, TIME, type ShapeCase } from './shapeCase.ts';

export const COLLECTED_EXPORTS: readonly ShapeCase[] = [
  {
    name: 'Graph incidents',
    file: 'incidents.json',
    content: json({
      value: [
        {
          id: '29',
          displayName: 'I',
          createdDateTime: TIME,
          lastUpdateDateTime: TIME,
          status: 'resolved',
          severity: 'medium',
          classification: 'truePositive',
          assignedTo: 'mara',
          incidentWebUrl: 'https://security.example/29',
        },
      ],
    }),
    shape: 'graph-incidents',
    table: 'SecurityIncident',
    rows: [
      {
        ProviderIncidentId: '29',
        Title: 'I',
        Status: 'Closed',
        Severity: 'Medium',
        Classification: 'TruePositive',
        Owner: '{"assignedTo":"mara"}',
      },
    ],
  },
  {
    name: 'az monitor activity-log list',
    file: 'activity.json',
    content: json([
      {
        eventTimestamp: TIME,
        submissionTimestamp: TIME,
        eventDataId: 'e-1',
        operationName: {
          value: 'Microsoft.Authorization/roleAssignments/write',
          localizedValue: 'Create role assignment',
        },
        status: { value: 'Succeeded' },
        subStatus: { value: 'Created' },
        category: { value: 'Administrative' },
        caller: 'm@x',
        claims: { a: 'b' },
        httpRequest: { clientIpAddress: '203.0.113.2' },
        resourceId: `${SUB}/Microsoft.Authorization/roleAssignments/ra`,
        resourceGroupName: 'rg-app',
        level: 'Informational',
      },
    ]),
    shape: 'activity-log-rest',
    table: 'AzureActivity',
    rows: [
      {
        TimeGenerated: TICKS,
        EventDataId: 'e-1',
        OperationName: 'Create role assignment',
        OperationNameValue: 'Microsoft.Authorization/roleAssignments/write',
        ActivityStatusValue: 'Success',
        CallerIpAddress: '203.0.113.2',
        Claims: '{"a":"b"}',
        Claims_d: '{"a":"b"}',
      },
    ],
  },
  {
    name: 'activity log of Untitled Goose Tool',
    file: 'azure_activity_log_2026-03-01.json',
    content: lines({
      event_timestamp: TIME,
      event_data_id: 'e-1',
      operation_name: { value: 'Op/write', localized_value: 'Op' },
      status: { value: 'Started' },
      http_request: { client_ip_address: '203.0.113.2' },
      caller: 'm@x',
      resource_id: `${SUB}/a/b/c`,
    }),
    shape: 'activity-log-sdk',
    table: 'AzureActivity',
    rows: [
      {
        EventDataId: 'e-1',
        OperationNameValue: 'Op/write',
        OperationName: 'Op',
        ActivityStatusValue: 'Start',
        CallerIpAddress: '203.0.113.2',
      },
    ],
  },
  {
    name: 'activity log of Get-AzActivityLog',
    file: 'ps.json',
    content: json([
      {
        EventTimestamp: '/Date(1700000000000)/',
        EventDataId: 'e-2',
        OperationName: { Value: 'Op/write', LocalizedValue: 'Op' },
        Claims: { Content: { a: 'b' } },
        HttpRequest: { ClientIpAddress: '203.0.113.2' },
        Caller: 'm@x',
      },
    ]),
    shape: 'activity-log-powershell',
    table: 'AzureActivity',
    rows: [
      {
        TimeGenerated: ticksFromIso('2023-11-14T22:13:20Z'),
        EventDataId: 'e-2',
        Claims_d: '{"a":"b"}',
        CallerIpAddress: '203.0.113.2',
      },
    ],
  },
  {
    name: 'NSG flow log, version 2',
    file: 'macAddress=00/PT1H.json',
    content: json({
      records: [
        {
          time: TIME,
          category: 'NetworkSecurityGroupFlowEvent',
          resourceId: `${SUB}/Microsoft.Network/networkSecurityGroups/nsg`,
          properties: {
            Version: 2,
            flows: [
              {
                rule: 'DenyAll',
                flows: [
                  {
                    mac: '00AA',
                    flowTuples: [
                      '1700000000,203.0.113.1,10.0.0.4,51000,22,T,I,D,B,,,,',
                      '1700000060,10.0.0.4,203.0.113.1,44,443,T,O,A,C,1,2,3,4',
                    ],
                  },
                ],
              },
            ],
          },
        },
      ],
    }),
    shape: 'nsg-flow-log',
    table: 'NSGFlowLogs_CL',
    rows: [
      {
        TimeGenerated: ticksFromIso('2023-11-14T22:13:20Z'),
        Rule: 'DenyAll',
        SrcIp: '203.0.113.1',
        DestPort: 22,
        Protocol: 'TCP',
        FlowDirection: 'Inbound',
        FlowStatus: 'Denied',
        FlowState: 'Begin',
        BytesSrcToDest: null,
      },
      {
        FlowStatus: 'Allowed',
        FlowState: 'Continue',
        PacketsSrcToDest: 1n,
        BytesDestToSrc: 4n,
        MacAddress: '00AA',
      },
    ],
  },
  {
    name: 'VNet flow log, version 4',
    file: 'vnet/PT1H.json',
    content: json({
      records: [
        {
          time: TIME,
          flowLogVersion: 4,
          macAddress: '00AA',
          category: 'FlowLogFlowEvent',
          flowLogResourceID: '/S/FL',
          targetResourceID: '/subscriptions/X/VNET',
          flowRecords: {
            flows: [
              {
                aclID: 'acl',
                flowGroups: [
                  { rule: 'r', flowTuples: ['1700000000123,10.0.0.4,10.0.0.5,51000,443,6,O,D,NX,0,0,0,0'] },
                ],
              },
            ],
          },
        },
      ],
    }),
    shape: 'vnet-flow-log',
    table: 'VNetFlowLogs_CL',
    rows: [
      {
        TimeGenerated: ticksFromIso('2023-11-14T22:13:20.123Z'),
        AclId: 'acl',
        Rule: 'r',
        Protocol: 'TCP',
        FlowStatus: 'Denied',
        FlowState: 'Deny',
        FlowEncryption: 'NX',
        TargetResourceId: '/subscriptions/X/VNET',
      },
    ],
  },
  {
    name: 'unified audit log, Management Activity API',
    file: 'ual.json',
    content: json([
      {
        Id: 'o-1',
        CreationTime: '2026-03-01T10:11:12',
        Operation: 'New-InboxRule',
        Workload: 'Exchange',
        RecordType: 1,
        UserType: 2,
        UserId: 'm@x',
        OrganizationId: 'org',
        ObjectId: 'rule',
        Parameters: [{ Name: 'ForwardTo', Value: 'y@z' }],
      },
    ]),
    shape: 'ual-records',
    table: 'OfficeActivity',
    rows: [
      {
        TimeGenerated: ticksFromIso('2026-03-01T10:11:12Z'),
        OfficeId: 'o-1',
        RecordType: 'ExchangeAdmin',
        UserType: 'Admin',
        OfficeWorkload: 'Exchange',
        OfficeObjectId: 'rule',
        Parameters: '[{"Name":"ForwardTo","Value":"y@z"}]',
      },
    ],
  },
  {
    name: 'unified audit log, Extractor Suite JSON with AuditData as an object',
    file: 'UAL-20260301.json',
    content: `${JSON.stringify([{ RecordType: 'ExchangeAdmin', CreationDate: '3/1/2026 10:11:12 AM', AuditData: { Id: 'o-2', CreationTime: '2026-03-01T10:11:12', Operation: 'Set-Mailbox', Workload: 'Exchange', RecordType: 1 } }], null, 4)}\r\n\r\n`,
    shape: 'ual-wrapped',
    table: 'OfficeActivity',
    rows: [
      { OfficeId: 'o-2', Operation: 'Set-Mailbox', TimeGenerated: ticksFromIso('2026-03-01T10:11:12Z') },
    ],
  },
  {
    name: 'unified audit log, Purview portal CSV',
    file: 'AuditLog.csv',
    content: `RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits\no-3,"2026-03-01T10:11:12.0000000Z ",25,MemberAdded,m@x,"${json({ Id: 'o-3', CreationTime: '2026-03-01T10:11:12', Operation: 'MemberAdded', Workload: 'MicrosoftTeams', RecordType: 25, Members: [{ UPN: 'a' }] }).replaceAll('"', '""')}",\n`,
    shape: 'ual-csv',
    table: 'OfficeActivity',
    rows: [{ OfficeId: 'o-3', RecordType: 'MicrosoftTeams', Members: '[{"UPN":"a"}]' }],
  },
  {
    name: 'advanced hunting CSV, whose table only its columns tell',
    file: 'New query.csv',
    content: `Timestamp,DeviceId,DeviceName,ActionType,RemoteIP,RemotePort,RemoteUrl,LocalIP,LocalPort,Protocol,ReportId\n${TIME},d-1,pc,ConnectionSuccess,203.0.113.1,443,x.example,10.0.0.1,5000,Tcp,77\n`,
    shape: 'log-analytics-csv',
    table: 'DeviceNetworkEvents',
    rows: [
      {
        TimeGenerated: TICKS,
        Timestamp: TICKS,
        RemotePort: 443,
        ReportId: 77n,
        $key: '77~1772359872123~d-1'.replace('~d-1', ';d-1'),
      },
    ],
  },
  {
    name: 'advanced hunting API answer',
    file: 'hunt.json',
    content: json({
      schema: [{ name: 'Timestamp', type: 'DateTime' }],
      results: [
        {
          Timestamp: TIME,
          AlertId: 'a1',
          Title: 'T',
          Severity: 'High',
          Category: 'Execution',
          ServiceSource: 'x',
          DetectionSource: 'y',
          AttackTechniques: '',
        },
      ],
    }),
    shape: 'hunting-api',
    table: 'AlertInfo',
    rows: [{ Timestamp: TICKS, AlertId: 'a1' }],
  },
  {
    name: 'advanced hunting rows of Untitled Goose Tool, named by their file',
    file: 'mde/IdentityLogonEvents.json',
    content: lines({
      Timestamp: TIME,
      ActionType: 'LogonSuccess',
      AccountUpn: 'm@x',
      IPAddress: '203.0.113.1',
      ReportId: 'r',
    }),
    shape: 'table-rows',
    table: 'IdentityLogonEvents',
    rows: [{ Timestamp: TICKS, AccountUpn: 'm@x' }],
  },
  {
    name: 'Defender streaming',
    file: 'stream.json',
    content: json({
      records: [
        {
          time: '2026-03-01T11:00:00Z',
          tenantId: 't',
          operationName: 'Publish',
          category: 'AdvancedHunting-DeviceEvents',
          properties: { Timestamp: TIME, DeviceId: 'd', ActionType: 'PowerShellCommand', ReportId: 4 },
        },
      ],
    }),
    shape: 'defender-streaming',
    table: 'DeviceEvents',
    rows: [{ TimeGenerated: TICKS, Timestamp: TICKS, ActionType: 'PowerShellCommand' }],
  },
  {
    name: 'Entra portal sign-ins with a duplicate header',
    file: 'InteractiveSignIns_2026-03-01_2026-03-02.csv',
    content:
      '\ufeffDate (UTC),Request ID,User,Username,Application,Application ID ,IP address,Status,Sign-in error code,Incoming token type,Browser,Incoming token type\n2026-03-01T10:11:12Z,s-9,Mara,m@x,Portal,app,203.0.113.1,Success,,none,Edge,none\n',
    shape: 'entra-portal-signins-csv',
    table: 'SigninLogs',
    rows: [
      {
        Id: 's-9',
        ResultType: '0',
        AppId: 'app',
        UserPrincipalName: 'm@x',
        DeviceDetail: '{"browser":"Edge"}',
      },
    ],
  },
  {
    name: 'Entra portal audit log',
    file: 'AuditLogs_2026.csv',
    content:
      'Date (UTC),CorrelationId,Service,Category,Activity,Result,ResultReason,ActorUserPrincipalName,Target1DisplayName\n2026-03-01T10:11:12Z,c,Core Directory,UserManagement,Add user,success,,m@x,Bo\n',
    shape: 'entra-portal-audits-csv',
    table: 'AuditLogs',
    rows: [
      {
        OperationName: 'Add user',
        InitiatedBy: '{"user":{"userPrincipalName":"m@x"}}',
        TargetResources: '[{"displayName":"Bo"}]',
      },
    ],
  },
  {
    name: 'risk detections of the Extractor Suite',
    file: 'RiskyEvents.csv',
    content: `Activity,ActivityDateTime,DetectedDateTime,IPAddress,Id,LastUpdatedDateTime,City,CountryOrRegion,State,RiskEventType,RiskState,UserPrincipalName\nsignin,${TIME},${TIME},203.0.113.1,r-7,${TIME},Bern,CH,BE,anonymizedIPAddress,atRisk,m@x\n`,
    shape: 'extractor-suite-csv',
    table: 'AADUserRiskEvents',
    rows: [
      {
        IpAddress: '203.0.113.1',
        Location: '{"city":"Bern","state":"BE","countryOrRegion":"CH"}',
        RiskEventType: 'anonymizedIPAddress',
      },
    ],
  },
  {
    name: 'any NDJSON, typed by its values',
    file: 'Proxy.log.ndjson',
    content: lines(
      { timestamp: TIME, bytes: 12, ratio: 0.5, ok: true, tags: ['a'], code: '007', Code: 'x' },
      { timestamp: TIME, bytes: 13, ratio: 2, ok: null, other: 'y' },
    ),
    shape: 'custom',
    table: 'Proxy_CL',
    rows: [
      {
        TimeGenerated: TICKS,
        timestamp: TICKS,
        bytes: 12n,
        ratio: 0.5,
        ok: true,
        tags: '["a"]',
        code: '007',
        Code_2: 'x',
      },
      { bytes: 13n, ok: null, other: 'y' },
    ],
  },
  {
    name: 'any CSV, typed by its texts, as the table that a person names',
    file: 'x.csv',
    content: 'when;count;id\n2026-03-01 10:11:12;3;0042\n',
    options: { table: 'Mine_CL' },
    shape: 'custom',
    table: 'Mine_CL',
    rows: [{ when: ticksFromIso('2026-03-01T10:11:12Z'), count: 3n, id: '0042' }],
  },
];
