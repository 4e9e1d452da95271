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
];
