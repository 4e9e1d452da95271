import assert from 'node:assert/strict';
import { ticksFromIso } from '../../../src/base/ticks.ts';
import type { ImportOptions, ImportReport } from '../../../src/domain/importReport.ts';
import { lineage } from '../../../src/logs/shapes/index.ts';
import { ImportCase, type Row } from '../../support/importCase.ts';

const TIME = '2026-03-01T10:11:12.1234567Z';
const TICKS = ticksFromIso(TIME);
const lines = (...records: unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');
const json = (value: unknown): string => JSON.stringify(value);
const SUB = '/subscriptions/5b1f/resourceGroups/rg-app/providers';

interface Case {
  readonly name: string;
  readonly file: string;
  readonly content: string;
  readonly options?: Partial<ImportOptions>;
  readonly shape: string;
  readonly table: string;
  readonly rows: readonly Row[];
}

const CASES: readonly Case[] = [
  {
    name: 'activity log of a diagnostic setting',
    file: 'insights-activity-logs/PT1H.json',
    content: lines({
      time: TIME,
      resourceId: `${SUB}/Microsoft.Compute/virtualMachines/vm-1`.toUpperCase(),
      operationName: 'MICROSOFT.COMPUTE/VIRTUALMACHINES/RUNCOMMAND/ACTION',
      category: 'Administrative',
      resultType: 'Start',
      resultSignature: 'Succeeded.Created',
      callerIpAddress: '203.0.113.4',
      correlationId: 'c-1',
      identity: {
        authorization: { action: 'x' },
        claims: { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'mara@contoso.example' },
      },
      level: 'Information',
      properties: { eventCategory: 'Administrative', hierarchy: 'a/b' },
    }),
    shape: 'diagnostic-settings',
    table: 'AzureActivity',
    rows: [
      {
        TimeGenerated: TICKS,
        OperationNameValue: 'MICROSOFT.COMPUTE/VIRTUALMACHINES/RUNCOMMAND/ACTION',
        ActivityStatusValue: 'Start',
        ActivitySubstatusValue: 'Created',
        Caller: 'mara@contoso.example',
        CallerIpAddress: '203.0.113.4',
        ResourceGroup: 'RG-APP',
        Resource: 'VM-1',
        _ResourceId:
          '/subscriptions/5b1f/resourcegroups/rg-app/providers/microsoft.compute/virtualmachines/vm-1',
        Authorization_d: '{"action":"x"}',
        Properties_d: '{"eventCategory":"Administrative","hierarchy":"a/b"}',
      },
    ],
  },
  {
    name: 'activity log with stringified properties and keys in another case',
    file: 'PT1H.json',
    content: lines({
      Time: TIME,
      ResourceId: `${SUB}/a/b/c`,
      Category: 'Administrative',
      OperationName: 'Op',
      Properties: '{"eventCategory":"Policy"}',
    }),
    shape: 'diagnostic-settings',
    table: 'AzureActivity',
    rows: [
      {
        TimeGenerated: TICKS,
        OperationNameValue: 'Op',
        CategoryValue: 'Policy',
        Properties_d: '{"eventCategory":"Policy"}',
      },
    ],
  },
  {
    name: 'storage logs',
    file: 'storage.json',
    content: lines({
      time: TIME,
      category: 'StorageRead',
      operationName: 'GetBlob',
      statusCode: 200,
      durationMs: 12.5,
      callerIpAddress: '10.1.2.3:38072',
      resourceId: `${SUB}/Microsoft.Storage/storageAccounts/acct/blobServices/default`,
      identity: { type: 'OAuth', tokenHash: 'h', requester: { upn: 'mara@contoso.example', objectId: 'o' } },
      properties: {
        accountName: 'acct',
        objectKey: '/acct/c/x',
        serverLatencyMs: 3,
        responseBodySize: 9007199254740993n.toString(),
      },
      uri: 'https://acct.blob.example/c/x',
    }),
    shape: 'diagnostic-settings',
    table: 'StorageBlobLogs',
    rows: [
      {
        StatusCode: '200',
        DurationMs: 12.5,
        CallerIpAddress: '10.1.2.3:38072',
        AuthenticationType: 'OAuth',
        RequesterUpn: 'mara@contoso.example',
        ResponseBodySize: 9007199254740993n,
        Uri: 'https://acct.blob.example/c/x',
      },
    ],
  },
  {
    name: 'key vault, firewall and SQL audit in one Event Hub body',
    file: 'hub.json',
    content: json({
      records: [
        {
          time: TIME,
          category: 'AZFWNetworkRule',
          resourceId: `${SUB}/Microsoft.Network/azureFirewalls/fw`,
          properties: { SourceIp: '10.0.0.1', SourcePort: '443', Action: 'Deny' },
        },
      ],
    }),
    shape: 'event-hub-records',
    table: 'AZFWNetworkRule',
    rows: [{ SourceIp: '10.0.0.1', SourcePort: 443, Action: 'Deny' }],
  },
  {
    name: 'SQL audit in snake case',
    file: 'sql.json',
    content: lines({
      time: TIME,
      category: 'SQLSecurityAuditEvents',
      resourceId: `${SUB}/Microsoft.Sql/servers/s/databases/d`,
      properties: {
        event_id: 'e-1',
        sequence_number: 1,
        server_principal_name: 'sa',
        succeeded: 'true',
        statement: 'select 1',
        event_time: TIME,
      },
    }),
    shape: 'diagnostic-settings',
    table: 'SQLSecurityAuditEvents',
    rows: [
      {
        EventId: 'e-1',
        SequenceNumber: 1,
        ServerPrincipalName: 'sa',
        Succeeded: true,
        Statement: 'select 1',
        EventTime: TICKS,
      },
    ],
  },
  {
    name: 'risk events with a US envelope time and a one-digit hour',
    file: 'risk.json',
    content: lines({
      time: '8/22/2022 6:07:16 PM',
      category: 'UserRiskEvents',
      operationName: 'User Risk Detection',
      properties: {
        id: 'r-1',
        riskEventType: 'passwordSpray',
        riskType: 'generic',
        riskState: 'atRisk',
        ipAddress: '203.0.113.1',
        detectedDateTime: '2022-09-09T8:48:50.361Z',
        lastUpdatedDateTime: '2022-09-09T8:48:50.361Z',
        additionalInfo: '[{"Key":"userAgent","Value":"x"}]',
        location: { city: 'Bern' },
      },
    }),
    shape: 'diagnostic-settings',
    table: 'AADUserRiskEvents',
    rows: [
      {
        TimeGenerated: ticksFromIso('2022-09-09T08:48:50.361Z'),
        RiskEventType: 'passwordSpray',
        IpAddress: '203.0.113.1',
        AdditionalInfo: '[{"Key":"userAgent","Value":"x"}]',
        Location: '{"city":"Bern"}',
      },
    ],
  },
  {
    name: 'portal CSV in day-first order with dynamic cells',
    file: 'query_data.csv',
    content:
      '"TimeGenerated [UTC]",UserPrincipalName,Status,"DeviceDetail",Type\n"16/07/2026 20:26:12.030",mara@contoso.example,"{""errorCode"":0}",,SigninLogs\n',
    shape: 'log-analytics-csv',
    table: 'SigninLogs',
    rows: [
      {
        TimeGenerated: ticksFromIso('2026-07-16T20:26:12.030Z'),
        Status: '{"errorCode":0}',
        DeviceDetail: null,
      },
    ],
  },
  {
    name: 'portal CSV in local time, with the zone given',
    file: 'local.csv',
    content:
      'TimeGenerated [Local Time],AlertName,SystemAlertId,AlertSeverity,Type\n2026-07-16 20:26:12.030,x,s-1,High,SecurityAlert\n',
    options: { zone: 'Europe/Berlin' },
    shape: 'log-analytics-csv',
    table: 'SecurityAlert',
    rows: [{ TimeGenerated: ticksFromIso('2026-07-16T18:26:12.030Z'), AlertSeverity: 'High' }],
  },
  {
    name: 'query API answer with a dynamic, a long beyond 2^53 and a column of its own',
    file: 'answer.json',
    content:
      '{"tables":[{"name":"PrimaryResult","columns":[{"name":"TimeGenerated","type":"datetime"},{"name":"Status","type":"dynamic"},{"name":"DurationMs","type":"long"},{"name":"Type","type":"string"},{"name":"score_d","type":"real"}],"rows":[["' +
      TIME +
      '","{\\"errorCode\\":0}",9007199254740993,"SigninLogs",1.5]]}]}',
    shape: 'log-analytics-api',
    table: 'SigninLogs',
    rows: [{ TimeGenerated: TICKS, Status: '{"errorCode":0}', DurationMs: 9007199254740993n, score_d: 1.5 }],
  },
  {
    name: 'az monitor log-analytics query, where null is the word None',
    file: 'az.json',
    content: json([
      {
        TableName: 'PrimaryResult',
        TimeGenerated: TIME,
        Type: 'SigninLogs',
        DurationMs: 'None',
        IsInteractive: 'True',
        Identity: 'None',
      },
    ]),
    shape: 'az-monitor-query',
    table: 'SigninLogs',
    rows: [{ TimeGenerated: TICKS, DurationMs: null, IsInteractive: true, Identity: 'None' }],
  },
  {
    name: 'Kusto v1, of which only the first table is the answer',
    file: 'v1.json',
    content: json({
      Tables: [
        {
          TableName: 'Table_0',
          Columns: [
            { ColumnName: 'TimeGenerated', DataType: 'DateTime', ColumnType: 'datetime' },
            { ColumnName: 'Type', DataType: 'String', ColumnType: 'string' },
          ],
          Rows: [[TIME, 'AuditLogs']],
        },
        { TableName: 'Table_1', Columns: [{ ColumnName: 'Value', DataType: 'String' }], Rows: [['{}']] },
      ],
    }),
    shape: 'kusto-v1',
    table: 'AuditLogs',
    rows: [{ TimeGenerated: TICKS }],
  },
  {
    name: 'Kusto v2, of which only the primary result is the answer',
    file: 'v2.json',
    content: json([
      { FrameType: 'DataSetHeader', IsProgressive: false, Version: 'v2.0' },
      {
        FrameType: 'DataTable',
        TableId: 0,
        TableKind: 'QueryProperties',
        TableName: '@ExtendedProperties',
        Columns: [{ ColumnName: 'Key', ColumnType: 'string' }],
        Rows: [['x']],
      },
      {
        FrameType: 'DataTable',
        TableId: 1,
        TableKind: 'PrimaryResult',
        TableName: 'PrimaryResult',
        Columns: [
          { ColumnName: 'TimeGenerated', ColumnType: 'datetime' },
          { ColumnName: 'Type', ColumnType: 'string' },
        ],
        Rows: [[TIME, 'AuditLogs']],
      },
      { FrameType: 'DataSetCompletion', HasErrors: false, Cancelled: false },
    ]),
    shape: 'kusto-v2',
    table: 'AuditLogs',
    rows: [{ TimeGenerated: TICKS }],
  },
  {
    name: 'data-export rule, dynamic columns as JSON texts',
    file: 'WorkspaceResourceId=/PT05M.json',
    content: lines({
      TimeGenerated: TIME,
      Type: 'AuditLogs',
      TenantId: 'w',
      Id: 'Directory_1',
      OperationName: 'Add user',
      InitiatedBy: '{"user":{"id":"1"}}',
    }),
    shape: 'table-rows',
    table: 'AuditLogs',
    rows: [{ TimeGenerated: TICKS, TenantId: 'w', InitiatedBy: '{"user":{"id":"1"}}' }],
  },
  {
    name: 'Graph non-interactive sign-ins, two indented arrays after one another',
    file: 'SignInLogs.json',
    content: [1, 2]
      .map((n) =>
        JSON.stringify(
          [
            {
              id: `s-${n}`,
              createdDateTime: '2026-03-01T10:11:12Z',
              appDisplayName: 'A',
              status: { errorCode: 0 },
              signInEventTypes: ['nonInteractiveUser'],
              location: { countryOrRegion: 'CH' },
              resourceId: 'r',
            },
          ],
          null,
          2,
        ),
      )
      .join('\r\n'),
    shape: 'graph-signins',
    table: 'AADNonInteractiveUserSignInLogs',
    rows: [
      {
        Id: 's-1',
        ResultType: '0',
        Location: 'CH',
        LocationDetails: '{"countryOrRegion":"CH"}',
        ResourceIdentity: 'r',
        OperationName: 'Sign-in activity',
      },
      { Id: 's-2', Category: 'NonInteractiveUserSignInLogs' },
    ],
  },
  {
    name: 'Graph directory audits',
    file: 'audits.json',
    content: json({
      '@odata.context': 'x',
      value: [
        {
          id: 'Directory_2',
          activityDateTime: TIME,
          activityDisplayName: 'Add member to role',
          category: 'RoleManagement',
          operationType: 'Assign',
          result: 'success',
          initiatedBy: { user: { id: 'u' } },
          targetResources: [{ id: 't' }],
        },
      ],
    }),
    shape: 'graph-audits',
    table: 'AuditLogs',
    rows: [
      {
        TimeGenerated: TICKS,
        OperationName: 'Add member to role',
        AADOperationType: 'Assign',
        Category: 'RoleManagement',
        TargetResources: '[{"id":"t"}]',
      },
    ],
  },
  {
    name: 'Graph risk detections',
    file: 'risk.json',
    content: json([
      {
        id: 'r-1',
        riskEventType: 'unfamiliarFeatures',
        riskState: 'atRisk',
        detectedDateTime: TIME,
        activityDateTime: TIME,
        lastUpdatedDateTime: TIME,
        ipAddress: '203.0.113.1',
        userId: 'u',
      },
    ]),
    shape: 'graph-risk-detections',
    table: 'AADUserRiskEvents',
    rows: [{ TimeGenerated: TICKS, IpAddress: '203.0.113.1', RiskState: 'atRisk' }],
  },
  {
    name: 'Graph risky users',
    file: 'users.json',
    content: json([
      {
        id: 'u-1',
        riskLastUpdatedDateTime: TIME,
        riskLevel: 'high',
        riskState: 'atRisk',
        userPrincipalName: 'm@x',
        isDeleted: false,
      },
    ]),
    shape: 'graph-risky-users',
    table: 'AADRiskyUsers',
    rows: [{ TimeGenerated: TICKS, RiskLevel: 'high', IsDeleted: false }],
  },
  {
    name: 'Graph alerts',
    file: 'alerts.json',
    content: json({
      value: [
        {
          id: 'da1',
          title: 'T',
          severity: 'high',
          status: 'inProgress',
          createdDateTime: TIME,
          lastUpdateDateTime: TIME,
          serviceSource: 'microsoftDefenderForEndpoint',
          alertWebUrl: 'https://security.example/1',
          mitreTechniques: ['T1078'],
          evidence: [{ a: 1 }],
          incidentId: '9',
        },
      ],
    }),
    shape: 'graph-alerts',
    table: 'SecurityAlert',
    rows: [
      {
        AlertSeverity: 'High',
        Status: 'InProgress',
        VendorOriginalId: 'da1',
        Techniques: '["T1078"]',
        Entities: '[{"a":1}]',
        ExtendedProperties: `{"IncidentId":"9","LastUpdateDateTime":"${TIME}"}`,
      },
    ],
  },
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
        InitiatedBy: '{"userPrincipalName":"m@x"}',
        TargetResources: '{"displayName":"Bo"}',
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

describe('shapes of exported logs', function () {
  this.timeout(60_000);

  for (const { name, file, content, options, shape, table, rows } of CASES)
    it(name, async () => {
      const target = new ImportCase();
      try {
        const report: ImportReport = await target.import(target.file(file, content), options);
        const [imported] = report.files;
        assert.deepEqual(target.rejects, []);
        assert.equal(imported?.skipped, undefined);
        assert.equal(imported?.shape, shape);
        assert.deepEqual(imported?.tables, { [table]: { rows: rows.length, known: 0 } });
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

  it('says which field a column is from', () => {
    assert.equal(
      lineage('diagnostic-settings', 'SigninLogs')['UserPrincipalName'],
      'properties.userPrincipalName | userPrincipalName',
    );
    assert.equal(lineage('graph-signins', 'SigninLogs')['ResultType'], 'status.errorCode');
    assert.equal(lineage('ual-csv', 'OfficeActivity')['OfficeWorkload'], 'AuditData.Workload | service');
    assert.equal(lineage('log-analytics-csv', 'SigninLogs')['UserId'], 'UserId');
    assert.deepEqual(lineage('nonsense', 'SigninLogs'), {});
  });
});
