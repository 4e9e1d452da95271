import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { Row } from '../table.ts';
import { textOf } from '../table.ts';

const WORDS: Readonly<Record<string, string>> = {
  Start: 'Started',
  Accept: 'Accepted',
  Success: 'Succeeded',
  Failure: 'Failed',
};

function named(value: string, localizedValue = value): JsonObject {
  return { value, localizedValue };
}

/** An activity-log record of a diagnostic setting; it has no eventDataId and no caller column. */
export function activityRecord(row: Row, tenantId: string): JsonObject {
  const status = textOf(row, 'ActivityStatusValue');
  const sub = textOf(row, 'ActivitySubstatusValue');
  const operation = textOf(row, 'OperationNameValue');
  return {
    time: row['TimeGenerated'] ?? '',
    resourceId: textOf(row, 'ResourceId').toUpperCase(),
    operationName: operation,
    category: operation.endsWith('/WRITE') ? 'Write' : operation.endsWith('/DELETE') ? 'Delete' : 'Action',
    resultType: status,
    resultSignature: `${WORDS[status] ?? status}.${sub}`,
    durationMs: '0',
    callerIpAddress: row['CallerIpAddress'] ?? '',
    correlationId: row['CorrelationId'] ?? '',
    identity: { authorization: row['Authorization_d'] ?? null, claims: row['Claims_d'] ?? null },
    level: row['Level'] ?? '',
    location: 'global',
    tenantId,
    properties: { ...(row['Properties_d'] as JsonObject), operationId: row['OperationId'] ?? '' },
  };
}

/** An event as the REST interface and `az monitor activity-log list` give it. */
export function activityEvent(row: Row, tenantId: string): JsonObject {
  const timestamp = textOf(row, 'TimeGenerated');
  const status = textOf(row, 'ActivityStatusValue');
  const id = textOf(row, 'EventDataId');
  const resourceId = textOf(row, 'ResourceId');
  const http = JSON.parse(textOf(row, 'HTTPRequest')) as JsonObject;
  const level = textOf(row, 'Level');
  return {
    authorization: row['Authorization_d'] ?? null,
    caller: row['Caller'] ?? '',
    channels: 'Operation',
    claims: row['Claims_d'] ?? null,
    correlationId: row['CorrelationId'] ?? '',
    description: '',
    eventDataId: id,
    eventName: named(
      status === 'Start' ? 'BeginRequest' : 'EndRequest',
      status === 'Start' ? 'Begin request' : 'End request',
    ),
    category: named('Administrative'),
    eventTimestamp: timestamp,
    httpRequest: { ...http, uri: null },
    id: `${resourceId}/events/${id}/ticks/${ticks(timestamp)}`,
    level: level === 'Information' ? 'Informational' : level,
    operationId: row['OperationId'] ?? '',
    operationName: named(mixedCase(row), textOf(row, 'OperationName')),
    properties: row['Properties_d'] ?? null,
    relatedEvents: [],
    resourceGroupName: row['ResourceGroup'] ?? '',
    resourceId,
    resourceProviderName: named(textOf(row, 'ResourceProvider')),
    resourceType: named(mixedCase(row).split('/').slice(0, 2).join('/')),
    status: named(WORDS[status] ?? status),
    subStatus: named(textOf(row, 'ActivitySubstatusValue')),
    submissionTimestamp: row['EventSubmissionTimestamp'] ?? '',
    subscriptionId: row['SubscriptionId'] ?? '',
    tenantId,
  };
}

function mixedCase(row: Row): string {
  const authorization = row['Authorization_d'] as { readonly action?: JsonValue } | null;
  return typeof authorization?.action === 'string' ? authorization.action : textOf(row, 'OperationNameValue');
}

function ticks(timestamp: string): string {
  const milliseconds = BigInt(Date.parse(`${timestamp.slice(0, 23)}Z`));
  return (milliseconds * 10_000n + BigInt(timestamp.slice(23, 27)) + 621_355_968_000_000_000n).toString();
}

/** The same event as Untitled Goose Tool's SDK dumps it: snake_case keys, to the leaves of the known objects. */
export function snakeCased(event: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(event).map(([key, value]) => [
      snake(key),
      NESTED.has(key) && value !== null ? snakeCased(value as JsonObject) : value,
    ]),
  );
}

const NESTED = new Set([
  'eventName',
  'category',
  'httpRequest',
  'operationName',
  'resourceProviderName',
  'resourceType',
  'status',
  'subStatus',
]);

function snake(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
