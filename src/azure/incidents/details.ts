import { AzimuthError } from '../../base/errors.ts';
import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import type { IncidentAlert, IncidentDetails, IncidentEntity } from '../../domain/incident.ts';
import { type Sentinel, severityOf, texts } from './sentinel.ts';

/** What hangs on a Sentinel incident; a part that cannot be read is told and leaves the others. */
export async function sentinelDetails(
  sentinel: Sentinel,
  name: string,
  signal?: AbortSignal,
): Promise<IncidentDetails> {
  const problems: string[] = [];
  const part = async (read: Promise<readonly JsonObject[]>): Promise<readonly JsonObject[]> => {
    try {
      return await read;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof AzimuthError)) throw error;
      problems.push(error.message);
      return [];
    }
  };
  const [alerts, entities, bookmarks, comments, tasks] = await Promise.all([
    part(sentinel.part(name, 'alerts', signal)),
    part(sentinel.entities(name, signal)),
    part(sentinel.part(name, 'bookmarks', signal)),
    part(sentinel.part(name, 'comments', signal)),
    part(sentinel.part(name, 'tasks', signal)),
  ]);
  return {
    alerts: alerts.map(alertOf),
    entities: distinct(entities.map(entityOf)),
    bookmarks: bookmarks.map((item) => {
      const properties = propertiesOf(item);
      return {
        id: textOf(item['name']),
        title: textOf(properties['displayName']),
        time: textOf(properties['eventTime']),
      };
    }),
    comments: comments.map((item) => {
      const properties = propertiesOf(item);
      const author = isRecord(properties['author']) ? properties['author'] : {};
      return {
        id: textOf(item['name']),
        etag: textOf(item['etag']),
        author: textOf(author['userPrincipalName']) || textOf(author['email']) || textOf(author['name']),
        time: textOf(properties['createdTimeUtc']),
        text: textOf(properties['message']),
      };
    }),
    tasks: tasks.map((item) => {
      const properties = propertiesOf(item);
      return {
        id: textOf(item['name']),
        etag: textOf(item['etag']),
        title: textOf(properties['title']),
        description: textOf(properties['description']),
        done: textOf(properties['status']) === 'Completed',
      };
    }),
    problems,
  };
}

/** The same of an incident that only Defender shows: all of it came with the incident. */
export function defenderDetails(item: JsonObject): IncidentDetails {
  const alerts = records(item['alerts']);
  return {
    alerts: alerts.map((alert) => ({
      id: textOf(alert['id']),
      title: textOf(alert['title']),
      severity: severityOf(alert['severity']),
      time: textOf(alert['createdDateTime']),
      product: textOf(alert['productName']),
      tactics: textOf(alert['category']) === '' ? [] : [textOf(alert['category'])],
      techniques: texts(alert['mitreTechniques']),
    })),
    entities: distinct(alerts.flatMap((alert) => records(alert['evidence']).map(evidenceOf))),
    bookmarks: [],
    comments: records(item['comments']).map((comment, index) => ({
      id: String(index),
      etag: '',
      author: textOf(comment['createdByDisplayName']),
      time: textOf(comment['createdDateTime']),
      text: textOf(comment['comment']),
    })),
    tasks: [],
    problems: [],
  };
}

function alertOf(item: JsonObject): IncidentAlert {
  const properties = propertiesOf(item);
  const more = isRecord(properties['additionalData']) ? properties['additionalData'] : {};
  return {
    id: textOf(properties['systemAlertId']) || textOf(item['name']),
    title: textOf(properties['alertDisplayName']),
    severity: severityOf(properties['severity']),
    time: textOf(properties['timeGenerated']) || textOf(properties['startTimeUtc']),
    product: textOf(properties['productName']),
    tactics: texts(properties['tactics']),
    techniques: [...texts(properties['techniques']), ...parsedTexts(more['AttackTechniques'])],
  };
}

/** Names by which an entity is told from others, strongest first, for both services. */
const NAMES = [
  'address',
  'hostName',
  'resourceId',
  'url',
  'mailboxPrimaryAddress',
  'fileName',
  'domainName',
  'appName',
  'hashValue',
  'friendlyName',
];

function entityOf(item: JsonObject): IncidentEntity | undefined {
  const properties = propertiesOf(item);
  const kind = textOf(item['kind']).toLowerCase();
  if (kind === 'account') {
    const [name, suffix] = [textOf(properties['accountName']), textOf(properties['upnSuffix'])];
    const value = textOf(properties['userPrincipalName']) || (suffix === '' ? name : `${name}@${suffix}`);
    return named(kind, value || textOf(properties['aadUserId']));
  }
  return named(kind, NAMES.map((name) => textOf(properties[name])).find((value) => value !== '') ?? '');
}

/** Entities as the Entities column of SecurityAlert has them; references to others (`$ref`) repeat what is there. */
export function tableEntities(value: unknown): readonly IncidentEntity[] {
  // The column is a string of JSON.
  const parsed: unknown = typeof value === 'string' ? parsedJson(value) : value;
  const list: readonly unknown[] = Array.isArray(parsed) ? parsed : [];
  return distinct(
    list.filter(isRecord).map((entity) => {
      const lower = Object.fromEntries(
        Object.entries(entity).map(([name, each]) => [name.charAt(0).toLowerCase() + name.slice(1), each]),
      );
      const kind = textOf(lower['type']).toLowerCase().replace('-', '');
      const [name, suffix] = [textOf(lower['name']), textOf(lower['uPNSuffix'])];
      if (kind === 'account') return named(kind, suffix === '' ? name : `${name}@${suffix}`);
      return named(kind, NAMES.map((each) => textOf(lower[each])).find((each) => each !== '') ?? '');
    }),
  );
}

function evidenceOf(evidence: JsonObject): IncidentEntity | undefined {
  const type = textOf(evidence['@odata.type']).replace('#microsoft.graph.security.', '');
  const account = isRecord(evidence['userAccount']) ? evidence['userAccount'] : {};
  switch (type) {
    case 'userEvidence':
      return named('account', textOf(account['userPrincipalName']) || textOf(account['accountName']));
    case 'ipEvidence':
      return named('ip', textOf(evidence['ipAddress']));
    case 'urlEvidence':
      return named('url', textOf(evidence['url']));
    case 'deviceEvidence':
      return named('host', textOf(evidence['deviceDnsName']) || textOf(evidence['hostName']));
    case 'azureResourceEvidence':
      return named('azureresource', textOf(evidence['resourceId']));
    case 'mailboxEvidence':
      return named('mailbox', textOf(evidence['primaryAddress']));
    default:
      return undefined;
  }
}

function named(kind: string, value: string): IncidentEntity | undefined {
  return kind === '' || value === '' ? undefined : { kind, value };
}

function distinct(entities: readonly (IncidentEntity | undefined)[]): readonly IncidentEntity[] {
  const found = new Map<string, IncidentEntity>();
  for (const entity of entities)
    if (entity) found.set(`${entity.kind} ${entity.value.toLowerCase()}`, entity);
  return [...found.values()];
}

function propertiesOf(item: JsonObject): JsonObject {
  return isRecord(item['properties']) ? item['properties'] : {};
}

function records(value: JsonObject[string] | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((each): each is JsonObject => isRecord(each)) : [];
}

function parsedTexts(value: unknown): readonly string[] {
  return texts(parsedJson(textOf(value)));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
