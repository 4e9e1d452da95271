import { AzimuthError } from '../../base/errors.ts';
import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import type { IncidentAlert, IncidentComment, IncidentDetails, IncidentTask } from '../../domain/incident.ts';
import { AzureFault } from '../faults/fault.ts';
import { idOf } from '../pipeline/answerParts.ts';
import type { SoFar } from '../pipeline/paging.ts';
import { productOf } from './defender.ts';
import { distinct, entitiesOf } from './entities.ts';
import { evidenceOf } from './evidence.ts';
import { propertiesOf, type Sentinel, severityOf, texts } from './sentinel.ts';
import { timeOf } from './times.ts';

/** What hangs on a Sentinel incident; a part that cannot be read is told and leaves the others. */
export async function sentinelDetails(
  sentinel: Sentinel,
  name: string,
  signal?: AbortSignal,
): Promise<IncidentDetails> {
  const problems: string[] = [];
  let failed = 0;
  const part = async (read: Promise<SoFar<JsonObject>>): Promise<readonly JsonObject[]> => {
    try {
      const { items, problem } = await read;
      if (problem) problems.push(problem.message);
      return items;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof AzimuthError)) throw error;
      failed++;
      problems.push(error.message);
      return [];
    }
  };
  const parts = await Promise.all([
    part(sentinel.part(name, 'alerts', signal)),
    part(sentinel.entities(name, signal)),
    part(sentinel.part(name, 'bookmarks', signal)),
    part(sentinel.part(name, 'comments', signal)),
    part(sentinel.part(name, 'tasks', signal)),
  ]);
  // What keeps all of it away is said once.
  if (failed === parts.length)
    problems.splice(
      0,
      problems.length,
      `Nothing that hangs on the incident could be read. ${problems[0] ?? ''}`,
    );
  const [alerts, entities, bookmarks, comments, tasks] = parts;
  return {
    alerts: once(alerts.map(alertOf)),
    entities: distinct(entities.flatMap(entitiesOf)),
    bookmarks: once(bookmarks.map(bookmarkOf)),
    comments: once(comments.map(commentOf)),
    tasks: once(tasks.map(taskOf)),
    problems,
  };
}

function bookmarkOf(item: JsonObject): IncidentDetails['bookmarks'][number] {
  const properties = propertiesOf(item);
  return {
    id: idOf(item['name']),
    title: textOf(properties['displayName']),
    time: timeOf(properties['eventTime']) || timeOf(properties['created']),
  };
}

function commentOf(item: JsonObject): IncidentComment {
  const properties = propertiesOf(item);
  const author = isRecord(properties['author']) ? properties['author'] : {};
  return {
    id: idOf(item['name']),
    etag: textOf(item['etag']),
    author: textOf(author['userPrincipalName']) || textOf(author['email']) || textOf(author['name']),
    time: timeOf(properties['createdTimeUtc']),
    text: textOf(properties['message']),
  };
}

function taskOf(item: JsonObject): IncidentTask {
  return {
    id: idOf(item['name']),
    etag: textOf(item['etag']),
    title: titleOf(item),
    description: textOf(propertiesOf(item)['description']),
    done: isDone(item),
  };
}

/** Pages that overlap give the same again; what has no id is of its own. */
function once<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item, index) => [item.id || index, item])).values()];
}

/** Titles of the tasks that are not done, as they are now; `problem` is why there may be others. */
export async function openTasks(sentinel: Sentinel, name: string): Promise<SoFar<string>> {
  try {
    const { items, problem } = await sentinel.part(name, 'tasks');
    return { items: items.filter((item) => !isDone(item)).map(titleOf), problem };
  } catch (error) {
    if (error instanceof AzureFault) return { items: [], problem: error };
    throw error;
  }
}

const isDone = (task: JsonObject): boolean =>
  textOf(propertiesOf(task)['status']).toLowerCase() === 'completed';
const titleOf = (task: JsonObject): string => textOf(propertiesOf(task)['title']);

/** The same of an incident that only Defender shows: all of it came with the incident. */
export function defenderDetails(item: JsonObject): IncidentDetails {
  const alerts = records(item['alerts']);
  return {
    alerts: once(
      alerts.map((alert) => ({
        id: idOf(alert['id']),
        title: textOf(alert['title']),
        severity: severityOf(alert['severity']),
        time: timeOf(alert['createdDateTime']),
        product: productOf(alert),
        tactics: textOf(alert['category']) === '' ? [] : [textOf(alert['category'])],
        techniques: texts(alert['mitreTechniques']),
      })),
    ),
    entities: distinct(
      alerts.flatMap((alert) => records(alert['evidence']).flatMap((each) => evidenceOf(each))),
    ),
    bookmarks: [],
    comments: records(item['comments']).map((comment, index) => ({
      id: String(index),
      etag: '',
      author: textOf(comment['createdByDisplayName']) || textOf(comment['createdBy']),
      time: timeOf(comment['createdDateTime']) || timeOf(comment['createdTime']),
      text: textOf(comment['comment']),
    })),
    tasks: [],
    problems:
      textOf(item['alerts@odata.nextLink']) === ''
        ? []
        : [`Microsoft Graph gave the first ${alerts.length} alerts of the incident and has more.`],
  };
}

function alertOf(item: JsonObject): IncidentAlert {
  const properties = propertiesOf(item);
  const more = isRecord(properties['additionalData']) ? properties['additionalData'] : {};
  return {
    id: idOf(properties['systemAlertId']) || idOf(item['name']),
    title: textOf(properties['alertDisplayName']),
    severity: severityOf(properties['severity']),
    time: timeOf(properties['timeGenerated']) || timeOf(properties['startTimeUtc']),
    product: textOf(properties['productName']),
    tactics: texts(properties['tactics']),
    techniques: [...texts(properties['techniques']), ...parsedTexts(more['AttackTechniques'])],
  };
}

function records(value: JsonObject[string] | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((each): each is JsonObject => isRecord(each)) : [];
}

/** A list, or the text of one. */
function parsedTexts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return texts(value);
  try {
    return texts(JSON.parse(textOf(value)));
  } catch {
    return [];
  }
}
