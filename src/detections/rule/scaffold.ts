import { randomUUID } from 'node:crypto';
import { technique } from '../../attack/data/attackData.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { sentinelTactic } from '../lint/sentinelTactics.ts';
import { ruleYaml } from './writeYaml.ts';

export interface ScaffoldRequest {
  readonly name: string;
  /** KQL to begin with; of the event, or a sign-in example, unless given. */
  readonly query?: string;
  /** A pinned event that the rule is to find. */
  readonly event?: {
    readonly id: string;
    readonly table: string;
    readonly row: JsonObject;
    readonly techniques: readonly { readonly technique: string; readonly attackVersion: string }[];
  };
}

export interface Scaffold {
  readonly rule: string;
  readonly test: string;
}

/** Columns that tell what kind of event a row is; those that a row has become the filter of a new rule. */
const KIND_COLUMNS = [
  'OperationName',
  'OperationNameValue',
  'Operation',
  'ActionType',
  'RiskEventType',
  'ResultType',
  'AuthenticationType',
];
const ACCOUNT_COLUMNS = ['UserPrincipalName', 'Caller', 'UserId', 'AccountUpn'];
const ADDRESS_COLUMNS = ['IPAddress', 'CallerIpAddress', 'ClientIP', 'IpAddress', 'ClientIp'];
const EXAMPLE =
  'SigninLogs\n| where ResultType == "50126"\n| summarize Failures = count() by UserPrincipalName, IPAddress\n| where Failures > 10\n';

/** A new rule and a first test of it, to be gone on with. */
export function scaffoldRule({ name, query, event }: ScaffoldRequest): Scaffold {
  const text = `${(query ?? (event ? queryFor(event) : EXAMPLE)).trim()}\n`;
  const has = (column: string): boolean =>
    new RegExp(`\\b${column}\\b`).test(text) || (event !== undefined && filled(event.row[column]));
  const account = ACCOUNT_COLUMNS.find(has);
  const address = ADDRESS_COLUMNS.find(has);
  const claims = event?.techniques ?? [];
  const tactics = new Set(
    claims.flatMap((claim) => technique(claim.technique, claim.attackVersion)?.tactics.slice(0, 1) ?? []),
  );
  const mapping = (entityType: string, identifier: string, columnName: string): JsonObject => ({
    entityType,
    fieldMappings: [{ identifier, columnName }],
  });
  const entities = [
    ...(account === undefined ? [] : [mapping('Account', 'FullName', account)]),
    ...(address === undefined ? [] : [mapping('IP', 'Address', address)]),
  ];
  const rule = ruleYaml({
    id: randomUUID(),
    name,
    description: 'What it finds, and what else looks like it.\n',
    kind: 'Scheduled',
    severity: 'Medium',
    requiredDataConnectors: [],
    query: text,
    queryFrequency: '1h',
    queryPeriod: '1h',
    triggerOperator: 'gt',
    triggerThreshold: 0,
    tactics: [...tactics].map(sentinelTactic),
    relevantTechniques: [...new Set(claims.map((claim) => claim.technique))],
    ...(entities.length > 0 && { entityMappings: entities }),
    version: '1.0.0',
  });
  return { rule, test: event ? testFor(event.id) : EMPTY_TEST };
}

function queryFor({ table, row }: NonNullable<ScaffoldRequest['event']>): string {
  const filters = KIND_COLUMNS.flatMap((column) => {
    const value = row[column];
    return typeof value === 'string' && value !== '' ? [`| where ${column} == ${JSON.stringify(value)}`] : [];
  });
  return [table, ...filters].join('\n');
}

function testFor(id: string): string {
  return `tests:
  - name: the pinned event
    events:
      - $pinned: ${JSON.stringify(id)}
        $newest: -5m
    expect:
      alerts: 1
`;
}

const EMPTY_TEST = `templates:
  event:
    $table: SigninLogs
    ResultType: "50126"
    UserPrincipalName: ann@contoso.example
    IPAddress: 203.0.113.9
tests:
  - name: eleven refused sign-ins
    events:
      - $like: event
        $times: 11
    expect:
      alerts: 1
    quietWith:
      - { $times: 10 }
      - { ResultType: "0" }
`;

function filled(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}
