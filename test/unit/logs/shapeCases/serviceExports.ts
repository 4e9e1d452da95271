import { ticksFromIso } from '../../../../src/base/ticks.ts';
import { json, lines, SUB, TICKS, TIME, type ShapeCase } from './shapeCase.ts';

export const SERVICE_EXPORTS: readonly ShapeCase[] = [
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
];
