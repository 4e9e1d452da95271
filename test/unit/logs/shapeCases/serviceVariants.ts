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
    name: 'older activity log, whose category says what was done',
    file: 'PT1H.json',
    content: json({
      records: [
        {
          time: TIME,
          resourceId: `${SUB}/a/b/c`,
          operationName: 'a/b/write',
          category: 'Write',
          resultType: 'Success',
          properties: { statusCode: 'Created' },
        },
      ],
    }),
    shape: 'event-hub-records',
    table: 'AzureActivity',
    rows: [{ TimeGenerated: TICKS, Category: 'Write', CategoryValue: 'Administrative' }],
  },
  {
    name: 'audit of a database with its duration in milliseconds',
    file: 'PT1H.json',
    content: lines({
      time: TIME,
      category: 'SQLSecurityAuditEvents',
      resourceId: `${SUB}/Microsoft.Sql/servers/s/databases/d`,
      properties: { event_id: 'e-1', sequence_number: 1, duration_milliseconds: 5, statement: 'SELECT 1' },
    }),
    shape: 'diagnostic-settings',
    table: 'SQLSecurityAuditEvents',
    rows: [{ EventId: 'e-1', DurationMs: 5n, Statement: 'SELECT 1' }],
  },
];
