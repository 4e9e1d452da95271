import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, JsonValue } from '../../src/base/json.ts';
import type { TableSchema } from '../../src/domain/kustoType.ts';
import { sampleInvestigation } from '../../src/samples/investigation/sampleInvestigation.ts';
import type { SampleOptions } from '../../src/samples/plan.ts';
import { makeTenant } from '../../src/samples/tenant.ts';
import { writeSampleExports } from '../../src/samples/writeSample.ts';
import { Arm } from './arm.ts';
import { throwAwayAuthority } from './certificates.ts';
import { Entra } from './entra.ts';
import { resourcesOf, SECURITY, securityRows } from './estate.ts';
import { Faults } from './faults.ts';
import { Graph } from './graph.ts';
import { type Call, type Plane, type Reply, type RequestLog, refuse, servePlane } from './http.ts';
import { cluster } from './kusto.ts';
import { kqlRefusal, LogAnalytics, type Workspace } from './logAnalytics.ts';
import { Partner, PARTNER_ID } from './partner.ts';
import {
  backgroundIncidents,
  guidOf,
  type IncidentSeed,
  type SentinelIncident,
  toldIncidents,
} from './seed.ts';
import { Sentinel } from './sentinel.ts';
import { columnsOf, Tables } from './tables.ts';

export interface SimulatorOptions {
  /** Rows of the sample's logs. */
  readonly rows?: number;
  /** Incidents beside those of the sample's attack. */
  readonly incidents?: number;
  /** Resources beside the sample company's own. */
  readonly resources?: number;
}

export interface Simulator {
  /** Origins, one a plane. */
  readonly endpoints: Readonly<Record<Plane, string>>;
  readonly tenantId: string;
  readonly clientId: string;
  /** PEM of the throw-away authority. */
  readonly authority: string;
  /** PEM of a client's key and certificate that the token service knows. */
  readonly clientCertificate: string;
  readonly workspaces: readonly Workspace[];
  readonly database: string;
  /** ISO 8601, where the sample's logs end. */
  readonly now: string;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly entra: Entra;
  readonly sentinel: Sentinel;
  /** Of the second workspace, which Defender knows nothing of. */
  readonly branch: Sentinel;
  readonly graph: Graph;
  /** Another tenant, which takes tokens of its own. */
  readonly partner: Partner;
  readonly logAnalytics: LogAnalytics;
  /** Tags of a resource by its ARM id. */
  tagsOf(id: string): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const DATABASE = 'security';

/** A tenant of its own on 127.0.0.1: the sample company, with state that changes as it is worked on. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { rows = 4_000, incidents = 60, resources = 0 } = options;
  const { options: sample, info } = sampleInvestigation({ rows });
  const tenant = makeTenant(sample.seed, sample.users);
  const now = info.window?.end ?? sample.start;
  const logs = await Tables.make(now);
  const { security, alerts, incidentTable, alertTable } = await writeLogs(logs, sample);
  const seeds = [
    ...backgroundIncidents(tenant, incidents, Date.parse(now)),
    ...toldIncidents(security, alerts),
  ];

  const graphTables = await Tables.make(now);
  const certificates = throwAwayAuthority();
  const clientId = guidOf('client');
  const entra = new Entra(tenant.id, PARTNER_ID, clientId, certificates.client.certificate);
  const faults = new Faults();
  const requests: RequestLog = [];
  const workspaces: readonly Workspace[] = [
    {
      customerId: tenant.workspace,
      name: tenant.estate.workspace.name,
      id: tenant.estate.workspace.id,
      tables: logs,
    },
    {
      customerId: guidOf('workspace', 'empty'),
      name: 'empty',
      id: tenant.estate.workspace.id.replace(/[^/]+$/, 'empty'),
      tables: undefined,
    },
  ];
  const sentinel = new Sentinel(tenant.estate.workspace.id, seeds);
  const branch = new Sentinel(
    workspaces[1]?.id ?? '',
    backgroundIncidents(tenant, 5, Date.parse(now)).map((seed) => ({
      ...seed,
      number: seed.number + 9_000,
      seenBy: 'sentinel' as const,
    })),
  );
  const rowsOf = incidentRows(seeds, tenant.workspace);
  const firstVersions = rowsOf(sentinel.incidents.values());
  let indexed = 0;
  /** The table of the workspace has a row for each version of an incident; it is written when it is next asked. */
  const follow = async (): Promise<void> => {
    if (indexed === sentinel.versions.length) return;
    indexed = sentinel.versions.length;
    await logs.put(new Map([[incidentTable, [...firstVersions, ...rowsOf(sentinel.versions)]]]));
  };
  await logs.put(
    new Map<TableSchema, readonly JsonObject[]>([
      [incidentTable, firstVersions],
      [
        alertTable,
        [...alerts, ...seeds.flatMap((seed) => (seed.number >= 100 ? seed.alerts.map(alertRow) : []))],
      ],
      [INTELLIGENCE, intelligenceRows(now)],
    ]),
  );
  const list = (query: string) => (): Promise<readonly JsonObject[]> => logs.rows(query);
  const graph = new Graph(tenant.id, seeds, (query) => hunt(logs, query), {
    'auditLogs/signIns': list(SIGN_INS),
    'auditLogs/signIns nonInteractiveUser': list(signInsOf('AADNonInteractiveUserSignInLogs', PERSON)),
    'auditLogs/signIns servicePrincipal': list(signInsOf('AADServicePrincipalSignInLogs', PRINCIPAL)),
    'auditLogs/directoryAudits': list(AUDITS),
    'identityProtection/riskDetections': list(RISKS),
    'identityProtection/riskyUsers': () => Promise.resolve([]),
  });
  const logAnalytics = new LogAnalytics(workspaces);
  const arm = new Arm(
    {
      tenantId: tenant.id,
      tenantName: tenant.company,
      domain: tenant.domain,
      subscriptions: [
        ...tenant.estate.subscriptions.map((each) => ({ ...each, tags: {} })),
        { id: guidOf('subscription', 'empty'), name: 'Sandbox', tags: {} },
      ],
      resources: resourcesOf(tenant, resources),
      workspaces,
      playbooks: [
        'Microsoft.Logic/workflows/Block-Address',
        'Microsoft.Logic/workflows/Notify-Owner',
        'Microsoft.Web/sites/soc-automation/workflows/Isolate-Host',
      ].map((path) => ({
        id: `${tenant.estate.workspace.id.replace(/\/providers\/.*/, '')}/providers/${path}`,
        name: path.split('/').at(-1) ?? '',
        location: tenant.estate.location,
      })),
      sentinels: [sentinel, branch],
      graphTables,
      activity: list(ACTIVITY),
    },
    faults,
  );
  await arm.index();
  await graphTables.put(new Map([[SECURITY, securityRows(tenant.id, seeds)]]));

  const endpoints: Record<Plane, string> = { entra: '', arm: '', graph: '', logAnalytics: '', kusto: '' };
  const partner = new Partner(tenant, 8, Date.parse(now));
  const guarded =
    (plane: Plane, service: (call: Call, tenantId: string) => Promise<Reply>) =>
    (call: Call): Promise<Reply> =>
      service(call, entra.check(call, endpoints[plane]));
  const permitted = (call: Call, tenantId: string): Promise<Reply> => {
    const permission = permissionOf(call);
    if (permission !== undefined && faults.denies(permission))
      refuse(
        403,
        'Forbidden',
        `Missing scope permissions on the request. API requires one of '${permission}'.`,
      );
    return (tenantId === PARTNER_ID ? partner.graph : graph).handle(call);
  };
  const services: Readonly<Record<Plane, (call: Call) => Promise<Reply> | Reply>> = {
    entra: entra.service,
    arm: guarded('arm', async (call, tenantId) =>
      partner.owns(call, tenantId, tenant.id) ? partner.handle(call) : arm.handle(call),
    ),
    graph: guarded('graph', permitted),
    logAnalytics: guarded('logAnalytics', (call) => follow().then(() => logAnalytics.handle(call))),
    kusto: guarded('kusto', (call) => follow().then(() => cluster(call, DATABASE, logs))),
  };
  const servers = await Promise.all(
    (Object.keys(services) as Plane[]).map(async (plane) => {
      const server = await servePlane(plane, services[plane], certificates.server, faults, requests);
      endpoints[plane] = server.origin;
      return server;
    }),
  );
  return {
    endpoints,
    tenantId: tenant.id,
    clientId,
    authority: certificates.authority,
    clientCertificate: `${certificates.client.key}${certificates.client.certificate}`,
    workspaces,
    database: DATABASE,
    now,
    faults,
    requests,
    entra,
    sentinel,
    branch,
    graph,
    partner,
    logAnalytics,
    tagsOf: (id) => arm.tagsOf(id),
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
      await logs.close();
      await graphTables.close();
    },
  };
}

const RISKS =
  'AADUserRiskEvents | project id=Id, riskEventType=RiskEventType, riskState=RiskState, riskLevel=RiskLevel, riskDetail=RiskDetail, activity=Activity, source=Source, ipAddress=IpAddress, location=Location, detectedDateTime=DetectedDateTime, activityDateTime=ActivityDateTime, lastUpdatedDateTime=LastUpdatedDateTime, userId=UserId, userPrincipalName=UserPrincipalName | order by detectedDateTime asc';
const PERSON = 'userPrincipalName=UserPrincipalName, userId=UserId';
const PRINCIPAL = 'servicePrincipalId=ServicePrincipalId, servicePrincipalName=ServicePrincipalName';
const signInsOf = (table: string, who: string): string =>
  `${table} | project id=Id, createdDateTime=CreatedDateTime, ${who}, appId=AppId, ipAddress=IPAddress, correlationId=CorrelationId, isInteractive=false | order by createdDateTime asc`;
const SIGN_INS =
  'SigninLogs | project id=Id, createdDateTime=CreatedDateTime, userPrincipalName=UserPrincipalName, userId=UserId, appDisplayName=AppDisplayName, appId=AppId, ipAddress=IPAddress, clientAppUsed=ClientAppUsed, correlationId=CorrelationId, conditionalAccessStatus=ConditionalAccessStatus, isInteractive=IsInteractive, userAgent=UserAgent, resourceDisplayName=ResourceDisplayName, status=Status, deviceDetail=DeviceDetail, location=LocationDetails | order by createdDateTime asc';
const AUDITS =
  'AuditLogs | project id=Id, activityDateTime=ActivityDateTime, activityDisplayName=ActivityDisplayName, category=Category, result=Result, correlationId=CorrelationId, loggedByService=LoggedByService, operationType=AADOperationType, initiatedBy=InitiatedBy, targetResources=TargetResources, additionalDetails=AdditionalDetails | order by activityDateTime asc';
const ACTIVITY =
  "AzureActivity | project eventDataId=EventDataId, eventTimestamp=TimeGenerated, submissionTimestamp=TimeGenerated, caller=Caller, correlationId=CorrelationId, operationName=bag_pack('value', OperationNameValue), status=bag_pack('value', ActivityStatusValue), resourceId=_ResourceId, subscriptionId=SubscriptionId, level=Level, category=bag_pack('value', CategoryValue), httpRequest=bag_pack('clientIpAddress', CallerIpAddress), tenantId=TenantId | order by eventTimestamp desc";

function permissionOf({ path, method }: Call): string | undefined {
  if (path.includes('/security/incidents'))
    return method === 'GET' ? 'SecurityIncident.Read.All' : 'SecurityIncident.ReadWrite.All';
  if (path.endsWith('/runHuntingQuery')) return 'ThreatHunting.Read.All';
  if (path.includes('/auditLogs/')) return 'AuditLog.Read.All';
  return undefined;
}

async function hunt(logs: Tables, query: string): Promise<JsonObject> {
  try {
    const { columns, rows } = await (await logs.engine()).queryAll({ text: query, maxRows: 100_000 });
    return {
      schema: columns.map(({ name, type }) => ({ name, type: HUNTING_TYPES[type] ?? 'String' })),
      results: rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null]))),
    };
  } catch (error) {
    throw kqlRefusal(error, query);
  }
}

const HUNTING_TYPES: Readonly<Record<string, string>> = {
  bool: 'SByte',
  int: 'Int32',
  long: 'Int64',
  real: 'Double',
  decimal: 'SqlDecimal',
  datetime: 'DateTime',
  timespan: 'TimeSpan',
  guid: 'Guid',
  dynamic: 'Object',
};

/** The sample's logs as Parquet, and the rows of its two alert tables, which become incidents. */
async function writeLogs(
  tables: Tables,
  sample: SampleOptions,
): Promise<{
  readonly security: readonly JsonObject[];
  readonly alerts: readonly JsonObject[];
  readonly incidentTable: TableSchema;
  readonly alertTable: TableSchema;
}> {
  const rows = new Map<TableSchema, Readonly<Record<string, JsonValue>>[]>();
  const scratch = join(
    tmpdir(),
    `azimuth-simulator-rows-${process.pid}-${Math.random().toString(36).slice(2)}`,
  );
  await writeSampleExports({
    ...sample,
    out: scratch,
    shape: 'parquet',
    openParquet: () =>
      Promise.resolve({
        appendRows: (table, more) => {
          const held = rows.get(table);
          if (held) held.push(...more);
          else rows.set(table, [...more]);
          return Promise.resolve();
        },
        close: () => Promise.resolve([]),
      }),
  });
  await rm(scratch, { recursive: true, force: true });
  await tables.put(rows);
  const table = (name: string): [TableSchema, readonly JsonObject[]] => {
    const found = [...rows].find(([each]) => each.name === name);
    if (!found) throw new Error(`the sample has no ${name}`);
    return found;
  };
  const [incidentTable, security] = table('SecurityIncident');
  const [alertTable, alerts] = table('SecurityAlert');
  return { security, alerts, incidentTable, alertTable };
}

const INTELLIGENCE: TableSchema = {
  name: 'ThreatIntelIndicators',
  columns: columnsOf(
    'TimeGenerated:datetime Id ObservableKey ObservableValue Confidence:int IsActive:bool ValidUntil:datetime SourceSystem Type',
  ),
};

function intelligenceRows(now: string): readonly JsonObject[] {
  return ['203.0.113.7', '203.0.113.21', '203.0.113.40'].map((address, index) => ({
    TimeGenerated: now,
    Id: `indicator--${index}`,
    ObservableKey: 'ipv4-addr:value',
    ObservableValue: address,
    Confidence: 50 + index * 20,
    IsActive: true,
    ValidUntil: '2027-01-01T00:00:00Z',
    SourceSystem: 'Microsoft Threat Intelligence',
    Type: 'ThreatIntelIndicators',
  }));
}

function alertRow(alert: IncidentSeed['alerts'][number]): JsonObject {
  return {
    TimeGenerated: alert.end,
    DisplayName: alert.title,
    AlertName: alert.title,
    AlertSeverity: alert.severity,
    SystemAlertId: alert.id,
    ProductName: alert.product,
    StartTime: alert.start,
    EndTime: alert.end,
    Entities: JSON.stringify(alert.entities),
    Tactics: alert.tactic,
    Techniques: JSON.stringify(alert.techniques),
    Status: 'New',
    Type: 'SecurityAlert',
  };
}

function incidentRows(
  seeds: readonly IncidentSeed[],
  customerId: string,
): (versions: Iterable<SentinelIncident>) => readonly JsonObject[] {
  const alertsOf = new Map(seeds.map(({ number, alerts }) => [number, alerts.map(({ id }) => id)]));
  const rowOf = ({ name, properties }: SentinelIncident): JsonObject => ({
    TenantId: customerId,
    AlertIds: alertsOf.get(Number(properties['incidentNumber'])) ?? [],
    TimeGenerated: String(properties['lastModifiedTimeUtc']),
    IncidentName: name,
    IncidentNumber: Number(properties['incidentNumber']),
    Title: String(properties['title']),
    Severity: String(properties['severity']),
    Status: String(properties['status']),
    CreatedTime: String(properties['createdTimeUtc']),
    LastModifiedTime: String(properties['lastModifiedTimeUtc']),
    ProviderName: String(properties['providerName']),
    Owner: (properties['owner'] ?? {}) as JsonObject,
    Classification: String(properties['classification'] ?? ''),
    ClassificationReason: String(properties['classificationReason'] ?? ''),
    ClassificationComment: String(properties['classificationComment'] ?? ''),
    Labels: (properties['labels'] ?? []) as JsonValue,
    Type: 'SecurityIncident',
  });
  return (versions) => [...versions].map(rowOf);
}
