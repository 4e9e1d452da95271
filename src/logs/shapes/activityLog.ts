import type { FieldPath, TableMapping } from '../../domain/logMapping.ts';
import { type Source, tableMapping } from './mappingText.ts';
import { memo } from './memo.ts';
import { type Shape, has, hasHeader, inDateOrder, only, share } from './shape.ts';

const UPN = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn';
const NAME = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name';
const OMIT = ['TenantId', 'SourceSystem', 'Type', 'Hierarchy'];

const RESOURCE = {
  ResourceId: 'resourceId',
  _ResourceId: { from: 'resourceId', as: { op: 'lower' } },
} satisfies Record<string, Source>;

/** The words of the storage and Event Hub channel are the table's own; the others are turned into them. */
const STATUS = {
  op: 'words',
  words: { Started: 'Start', Succeeded: 'Success', Failed: 'Failure', Accepted: 'Accept' },
} as const;

/** Older records say what was done in place of the category. */
const CATEGORY = {
  op: 'words',
  words: { Write: 'Administrative', Delete: 'Administrative', Action: 'Administrative' },
} as const;

/** The activity log as diagnostic settings write it, in an envelope. */
export function activityEnvelope(): TableMapping {
  return tableMapping('AzureActivity', {
    columns: {
      ...RESOURCE,
      TimeGenerated: 'time|timestamp|timeStamp',
      OperationName: 'operationName.localizedValue|operationName',
      OperationNameValue: 'operationName.value|operationName',
      ActivityStatus: 'resultType|status.value|status',
      ActivityStatusValue: { from: 'resultType|status.value|status', as: STATUS },
      ActivitySubstatus: { from: 'resultSignature', as: { op: 'after-dot' } },
      ActivitySubstatusValue: { from: 'resultSignature', as: { op: 'after-dot' } },
      Category: 'properties.eventCategory|category',
      CategoryValue: { from: 'properties.eventCategory|category', as: CATEGORY },
      CallerIpAddress: 'callerIpAddress',
      Caller: {
        from: [
          ['caller'],
          ['identity', 'claims', UPN],
          ['identity', 'claims', NAME],
          ['identity', 'claims', 'upn'],
          ['identity', 'claims', 'unique_name'],
          ['identity', 'claims', 'name'],
          ['identity', 'claims', 'appid'],
        ],
      },
      Claims: 'identity.claims',
      Claims_d: 'identity.claims',
      Authorization: 'identity.authorization',
      Authorization_d: 'identity.authorization',
      Properties: 'properties',
      Properties_d: 'properties',
      HTTPRequest: 'httpRequest',
      EventDataId: 'eventDataId|properties.eventDataId',
      EventSubmissionTimestamp: 'submissionTimestamp',
      OperationId: 'operationId|properties.operationId',
      SubscriptionId: {
        from: 'subscriptionId|resourceId',
        as: { op: 'resource-part', part: 'subscription' },
      },
      ResourceGroup: { from: 'resourceId', as: { op: 'resource-part', part: 'group' } },
      ResourceProvider: { from: 'resourceId', as: { op: 'resource-part', part: 'provider' } },
      ResourceProviderValue: { from: 'resourceId', as: { op: 'resource-part', part: 'provider' } },
      Resource: { from: 'resourceId', as: { op: 'resource-part', part: 'name' } },
    },
    sameName: [''],
    omit: OMIT,
  });
}

/** REST names in camel case; `n` gives the names of another tool, `v` the text of a `{value, localizedValue}` pair. */
function eventMapping(n: (name: string) => string, content: (name: string) => string): TableMapping {
  const v = (name: string): string => `${n(name)}.${n('value')}|${n(name)}`;
  const local = (name: string): string => `${n(name)}.${n('localizedValue')}|${v(name)}`;
  return tableMapping('AzureActivity', {
    columns: {
      TimeGenerated: n('eventTimestamp'),
      // .NET's first day stands for none.
      EventSubmissionTimestamp: {
        from: n('submissionTimestamp'),
        as: {
          op: 'words',
          words: { '0001-01-01T00:00:00': '', '0001-01-01T00:00:00Z': '', '/Date(-62135596800000)/': '' },
        },
      },
      EventDataId: n('eventDataId'),
      OperationName: { from: local('operationName'), as: { op: 'member', member: 'localizedValue' } },
      OperationNameValue: { from: v('operationName'), as: { op: 'member', member: 'value' } },
      ActivityStatus: { from: local('status'), as: { op: 'member', member: 'localizedValue' } },
      ActivityStatusValue: { from: v('status'), as: { ...STATUS, op: 'member', member: 'value' } },
      ActivitySubstatus: local('subStatus'),
      ActivitySubstatusValue: v('subStatus'),
      Category: local('category'),
      CategoryValue: v('category'),
      Caller: 'caller',
      CallerIpAddress: `${n('httpRequest')}.${n('clientIpAddress')}`,
      HTTPRequest: n('httpRequest'),
      Claims: content('claims'),
      Claims_d: content('claims'),
      Authorization: 'authorization',
      Authorization_d: 'authorization',
      Properties: content('properties'),
      Properties_d: content('properties'),
      CorrelationId: n('correlationId'),
      OperationId: n('operationId'),
      ResourceId: n('resourceId'),
      _ResourceId: { from: n('resourceId'), as: { op: 'lower' } },
      ResourceGroup: n('resourceGroupName'),
      ResourceProvider: local('resourceProviderName'),
      ResourceProviderValue: v('resourceProviderName'),
      Resource: { from: n('resourceId'), as: { op: 'resource-part', part: 'name' } },
      SubscriptionId: n('subscriptionId'),
      Level: 'level',
    },
    sameName: [],
  });
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const same = (name: string): string => name;

function shape(
  id: string,
  title: string,
  [time, event, operation]: readonly [string, string, string],
  mapping: () => TableMapping,
): Shape {
  const table = memo((name) => (name === 'AzureActivity' ? mapping() : undefined));
  return {
    id,
    title,
    mapping: table,
    detect(sample, options, forced) {
      if (
        !forced &&
        share(
          sample,
          (record) =>
            Object.hasOwn(record, time) &&
            (has(record, event) || (has(record, operation) && has(record, 'caller'))),
        ) < 0.5
      )
        return undefined;
      const made = table('AzureActivity');
      return (
        made && {
          why: `Its records have ${time}, and ${event} or ${operation}.`,
          routing: inDateOrder(only(id, '', made), options.dateOrder),
        }
      );
    },
  };
}

export const activityLogRest = shape(
  'activity-log-rest',
  'Activity log of the REST API, az monitor activity-log list or the portal (JSON)',
  ['eventTimestamp', 'eventDataId', 'operationName'],
  () => eventMapping(same, (name) => name),
);

export const activityLogSdk = shape(
  'activity-log-sdk',
  'Activity log of the Python SDK (Untitled Goose Tool)',
  ['event_timestamp', 'event_data_id', 'operation_name'],
  () => eventMapping(snake, (name) => name),
);

export const activityLogPowerShell = shape(
  'activity-log-powershell',
  'Activity log of Get-AzActivityLog',
  ['EventTimestamp', 'EventDataId', 'OperationName'],
  () => eventMapping(same, (name) => `${name}.content|${name}`),
);

/** Column ← headers of the portal's download, in any case and order. */
const PORTAL: Readonly<Record<string, readonly string[]>> = {
  TimeGenerated: ['Time', 'Time stamp', 'Event timestamp'],
  CorrelationId: ['Correlation id'],
  OperationName: ['Operation name'],
  ActivityStatus: ['Status'],
  Category: ['Event category'],
  CategoryValue: ['Event category'],
  Level: ['Level'],
  SubscriptionId: ['Subscription', 'Subscription id'],
  Caller: ['Event initiated by'],
  ResourceGroup: ['Resource group'],
  ResourceId: ['Resource'],
};

const portalMapping = memo((table) => {
  if (table !== 'AzureActivity') return undefined;
  const columns = Object.entries(PORTAL).map(([column, names]): [string, Source] => [
    column,
    { from: names.map((name): FieldPath => [name]) },
  ]);
  return tableMapping(table, {
    columns: {
      ...Object.fromEntries(columns),
      ActivityStatusValue: { from: [['Status']], as: STATUS },
      _ResourceId: { from: [['Resource']], as: { op: 'lower' } },
      Resource: { from: [['Resource']], as: { op: 'split', separator: '/', index: -1 } },
    },
    sameName: [],
    identity: [],
  });
});

export const activityLogPortalCsv: Shape = {
  id: 'activity-log-portal-csv',
  title: 'Activity log of the portal (CSV)',
  mapping: portalMapping,
  detect(sample, options, forced) {
    const made = portalMapping('AzureActivity');
    const fits =
      sample.format === 'csv' && hasHeader(sample, 'Operation name', 'Event initiated by', 'Status');
    if (!made || (!fits && !forced)) return undefined;
    return {
      why: 'Its header is that of the activity log’s download in the portal.',
      routing: inDateOrder(only('activity-log-portal-csv', '', made), options.dateOrder),
      notes: ['This download has neither event ids nor claims; the JSON has them.'],
    };
  },
};
