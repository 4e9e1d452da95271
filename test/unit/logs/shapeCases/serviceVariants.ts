import { ticksFromIso } from '../../../../src/base/ticks.ts';
import { json, lines, SUB, TICKS, TIME, type ShapeCase } from './shapeCase.ts';

const FIREWALL = `${SUB}/Microsoft.Network/azureFirewalls/fw`.toUpperCase();

/** Fields that a service names otherwise than its table's columns, or puts elsewhere than others do. */
export const SERVICE_VARIANTS: readonly ShapeCase[] = [
  {
    name: 'Azure AD Graph activity, whose time is among its properties',
    file: 'PT1H.json',
    content: lines({
      category: 'AzureADGraphActivityLogs',
      operationName: 'AAD Graph Activity',
      tenantId: 't-1',
      properties: {
        timeGenerated: TIME,
        actorType: 'User',
        callerIpAddress: '203.0.113.4',
        httpMethod: 'PATCH',
        httpStatusCode: 204,
        issuedAt: '3/1/2026 9:50:39 AM',
        requestId: 'r-1',
        requestUri: '/v2/t-1/applications/a-1',
        tenantId: 't-1',
        userId: 'u-1',
      },
    }),
    shape: 'diagnostic-settings',
    table: 'AADGraphActivityLogs',
    rows: [
      {
        TimeGenerated: TICKS,
        AADTenantId: 't-1',
        CallerIpAddress: '203.0.113.4',
        RequestMethod: 'PATCH',
        ResponseStatusCode: 204,
        TokenIssuedAt: ticksFromIso('2026-03-01T09:50:39Z'),
        RequestId: 'r-1',
        UserId: 'u-1',
      },
    ],
  },
  {
    name: 'Graph activity with the device and the session of its token',
    file: 'PT1H.json',
    content: lines({
      time: TIME,
      category: 'MicrosoftGraphActivityLogs',
      properties: { requestId: 'r-1', C_DeviceId: 'd-1', C_Sid: 's-1', C_Iat: '1' },
    }),
    shape: 'diagnostic-settings',
    table: 'MicrosoftGraphActivityLogs',
    rows: [{ RequestId: 'r-1', DeviceId: 'd-1', SessionId: 's-1' }],
  },
  {
    name: 'threat intelligence of a firewall',
    file: 'PT1H.json',
    content: lines({
      time: TIME,
      category: 'AZFWThreatIntel',
      resourceId: FIREWALL,
      properties: { Action: 'Deny', SourceIp: '10.0.0.4', Url: 'bad.example/x' },
    }),
    shape: 'diagnostic-settings',
    table: 'AZFWThreatIntel',
    rows: [{ SourceIp: '10.0.0.4', TargetUrl: 'bad.example/x' }],
  },
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
    name: 'audit log of Intune, whose category is that of Entra’s',
    file: 'insights-logs-auditlogs/PT1H.json',
    content: lines({
      time: TIME,
      tenantId: 't-1',
      category: 'AuditLogs',
      operationName: 'Delete DeviceManagementConfigurationPolicy',
      properties: {
        ActivityDate: '3/1/2026 10:11:12 AM',
        Actor: { UPN: 'm@x' },
        AuditEventId: 'e-1',
        Category: 3,
      },
      resultType: 'Success',
      correlationId: 'c-1',
      identity: 'm@x',
    }),
    shape: 'diagnostic-settings',
    table: 'IntuneAuditLogs',
    rows: [
      {
        TimeGenerated: TICKS,
        OperationName: 'Delete DeviceManagementConfigurationPolicy',
        Category: 'AuditLogs',
        Identity: 'm@x',
        ResultType: 'Success',
        Properties:
          '{"ActivityDate":"3/1/2026 10:11:12 AM","Actor":{"UPN":"m@x"},"AuditEventId":"e-1","Category":3}',
      },
    ],
  },
  {
    name: 'operational log of Intune, whose category is that of Event Hubs’',
    file: 'insights-logs-operationallogs/PT1H.json',
    content: lines({
      time: TIME,
      tenantId: 't-1',
      category: 'OperationalLogs',
      operationName: 'Enrollment',
      properties: { IntuneDeviceId: 'd-1' },
      resultType: 'Failure',
    }),
    shape: 'diagnostic-settings',
    table: 'IntuneOperationalLogs',
    rows: [{ OperationName: 'Enrollment', Result: 'Failure', Properties: '{"IntuneDeviceId":"d-1"}' }],
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
    name: 'resource log without a table of its own, with a column for each field that it has',
    file: 'insights-logs-kube-audit/PT1H.json',
    content: lines(
      {
        time: TIME,
        category: 'kube-audit',
        operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
        resourceId: `${SUB}/Microsoft.ContainerService/managedClusters/aks-1`,
        ccpNamespace: '5e4b',
        properties: { log: '{"verb":"get"}', pod: 'kube-apiserver-1', stream: null },
      },
      {
        time: TIME,
        category: 'FrontDoorHealthProbeLog',
        resourceId: `${SUB}/Microsoft.Cdn/profiles/fd/customDomains/d`,
        properties: {
          healthProbeResult: 'ConnectionFailure',
          httpStatusCode: 503,
          isHealthy: false,
          startTime: TIME,
          probeId: 'b63a0bb4-6b1c-4d3e-8c5d-9d8f3a1c2b4d',
          details: { msg: 'x' },
        },
      },
    ),
    shape: 'diagnostic-settings',
    table: 'AzureDiagnostics',
    rows: [
      {
        Category: 'kube-audit',
        ResourceType: 'MANAGEDCLUSTERS',
        log_s: '{"verb":"get"}',
        pod_s: 'kube-apiserver-1',
        ccpNamespace_s: '5e4b',
        AdditionalFields: '{"log":"{\\"verb\\":\\"get\\"}","pod":"kube-apiserver-1","stream":null}',
        stream_s: undefined,
      },
      {
        ResourceType: 'PROFILES/CUSTOMDOMAINS',
        healthProbeResult_s: 'ConnectionFailure',
        httpStatusCode_d: 503,
        isHealthy_b: false,
        startTime_t: TICKS,
        probeId_g: 'b63a0bb4-6b1c-4d3e-8c5d-9d8f3a1c2b4d',
        details_s: '{"msg":"x"}',
      },
    ],
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
];
