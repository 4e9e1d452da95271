import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../src/base/json.ts';
import { AlertRuleStore } from './alertRules.ts';
import { type Call, type Reply, refuse } from './http.ts';
import { filterOf, orderOf } from './odata.ts';
import { guidOf, type IncidentParts, type IncidentSeed, type SentinelIncident } from './seed.ts';

const READ_ONLY = [
  'createdTimeUtc',
  'lastModifiedTimeUtc',
  'incidentNumber',
  'incidentUrl',
  'providerName',
  'providerIncidentId',
  'relatedAnalyticRuleIds',
  'additionalData',
];
const WRITABLE = [
  'title',
  'description',
  'severity',
  'status',
  'classification',
  'classificationReason',
  'classificationComment',
  'owner',
  'labels',
  'firstActivityTimeUtc',
  'lastActivityTimeUtc',
];
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  severity: ['High', 'Medium', 'Low', 'Informational'],
  status: ['New', 'Active', 'Closed'],
  classification: ['Undetermined', 'TruePositive', 'BenignPositive', 'FalsePositive'],
};
const REASONS: Readonly<Record<string, readonly string[]>> = {
  TruePositive: ['SuspiciousActivity'],
  BenignPositive: ['SuspiciousButExpected'],
  FalsePositive: ['IncorrectAlertLogic', 'InaccurateData'],
};
const TYPE = 'Microsoft.SecurityInsights';

export interface PlaybookRun {
  readonly playbook: string;
  readonly incident: string;
  readonly id: string;
  readonly started: string;
  status: string;
}

/** A workspace's incidents with what hangs on them, and what may be done to them. */
export class Sentinel {
  readonly incidents = new Map<string, SentinelIncident>();
  readonly parts = new Map<string, IncidentParts>();
  readonly runs: PlaybookRun[] = [];
  /** Each version of an incident that was written, in order, as the table of the workspace has them. */
  readonly versions: SentinelIncident[] = [];
  pageSize = 1_000;
  readonly workspace: string;
  readonly alertRules: AlertRuleStore;
  readonly #salt: string;

  /** @param salt makes names other than those of another workspace with the same seeds */
  constructor(workspace: string, seeds: readonly IncidentSeed[], salt = '') {
    this.workspace = workspace;
    this.#salt = salt;
    this.alertRules = new AlertRuleStore(workspace);
    for (const seed of seeds) if (seed.seenBy !== 'defender') this.#add(seed);
  }

  /** `rest` is what follows `Microsoft.SecurityInsights/`. */
  handle(call: Call, rest: readonly string[]): Reply {
    const [collection, id, part, partId] = rest;
    if (collection === 'alertRules') return this.alertRules.handle(call, id);
    if (collection !== 'incidents') refuse(404, 'NotFound', `${collection ?? ''} is not there`);
    if (id === undefined) return this.#list(call);
    if (part === undefined) return this.#one(call, id);
    const parts = this.parts.get(id) ?? refuse(404, 'NotFound', `Incident ${id} does not exist`);
    if (part === 'alerts' && call.method === 'POST') return { status: 200, body: { value: parts.alerts } };
    if (part === 'bookmarks' && call.method === 'POST')
      return { status: 200, body: { value: parts.bookmarks } };
    if (part === 'entities' && call.method === 'POST')
      return {
        status: 200,
        body: {
          entities: parts.entities,
          metaData: [...count(parts.entities)].map(([entityKind, n]) => ({ entityKind, count: n })),
        },
      };
    if (part === 'relations') return { status: 200, body: { value: this.#relations(id, parts) } };
    if (part === 'comments') return this.#children(call, id, 'Comments', parts.comments, partId);
    if (part === 'tasks') return this.#children(call, id, 'Tasks', parts.tasks, partId);
    if (part === 'runPlaybook' && call.method === 'POST') {
      const { logicAppsResourceId = '' } = call.body as { logicAppsResourceId?: string };
      this.runs.push({
        playbook: logicAppsResourceId,
        incident: id,
        id: `0858${String(this.runs.length).padStart(16, '0')}CU00`,
        started: new Date().toISOString(),
        status: 'Running',
      });
      return { status: 204 };
    }
    return refuse(404, 'NotFound', `${part} is not there`);
  }

  #list({ query, origin, path }: Call): Reply {
    const filtered = [...this.incidents.values()].filter(filterOf(query.get('$filter')));
    const order = orderOf(query.get('$orderby'));
    if (order) filtered.sort(order);
    const top = Math.min(Number(query.get('$top') ?? 50), this.pageSize);
    const from = Number(query.get('$skipToken') ?? 0);
    const page = filtered.slice(from, from + top);
    const next = new URLSearchParams(query);
    next.set('$skipToken', String(from + top));
    return {
      status: 200,
      body: {
        value: page.map((incident) => this.#shown(incident)),
        ...(from + top < filtered.length ? { nextLink: `${origin}${path}?${next.toString()}` } : {}),
      },
    };
  }

  #one(call: Call, name: string): Reply {
    const found = this.incidents.get(name);
    if (call.method === 'GET')
      return found
        ? { status: 200, body: this.#shown(found) }
        : refuse(404, 'NotFound', `Incident ${name} does not exist`);
    if (call.method !== 'PUT') return { status: 405 };
    const { etag, properties = {} } = call.body as { etag?: string; properties?: Record<string, unknown> };
    const stale = etag ?? call.headers['if-match'];
    if (found && stale !== undefined && stale !== found.etag)
      refuse(412, 'PreconditionFailed', 'The incident was changed since it was read: its etag is another.');
    for (const name of ['title', 'severity', 'status'])
      if (typeof properties[name] !== 'string') refuse(400, 'BadRequest', `properties.${name} is required`);
    for (const [name, choices] of Object.entries(CHOICES))
      if (properties[name] !== undefined && !choices.includes(String(properties[name])))
        refuse(400, 'BadRequest', `properties.${name} is not valid`);
    if (properties['status'] === 'Closed' && properties['classification'] === undefined)
      refuse(400, 'BadRequest', 'A closed incident needs a classification');
    const reasons = REASONS[String(properties['classification'])] ?? [];
    if (
      properties['classificationReason'] !== undefined &&
      !reasons.includes(String(properties['classificationReason']))
    )
      refuse(400, 'BadRequest', 'properties.classificationReason does not fit the classification');
    // A PUT replaces: what can be written and is left out is gone.
    const kept = Object.entries(found?.properties ?? {}).filter(([key]) => READ_ONLY.includes(key));
    const written = Object.entries(properties).filter(([key]) => WRITABLE.includes(key));
    const incident: SentinelIncident = {
      name,
      etag: `"${randomUUID()}"`,
      properties: {
        ...Object.fromEntries(kept),
        ...Object.fromEntries(written),
        lastModifiedTimeUtc: new Date().toISOString(),
      },
    };
    this.incidents.set(name, incident);
    this.versions.push(incident);
    return { status: found ? 200 : 201, body: this.#shown(incident) };
  }

  #children(
    { method, body, headers, query, origin, path }: Call,
    incident: string,
    kind: 'Comments' | 'Tasks',
    items: Map<string, Record<string, unknown>>,
    id: string | undefined,
  ): Reply {
    const shown = (item: Record<string, unknown>): object => ({
      id: `${this.#incidentId(incident)}/${kind}/${String(item['name'])}`,
      type: `${TYPE}/incidents/${kind.toLowerCase()}`,
      ...item,
    });
    if (id === undefined) {
      const all = [...items.values()];
      const from = Number(query.get('$skipToken') ?? 0);
      const size = 50;
      return {
        status: 200,
        body: {
          value: all.slice(from, from + size).map(shown),
          ...(from + size < all.length
            ? {
                nextLink: `${origin}${path}?api-version=${query.get('api-version')}&$skipToken=${from + size}`,
              }
            : {}),
        },
      };
    }
    const found = items.get(id);
    if (method === 'GET')
      return found ? { status: 200, body: shown(found) } : refuse(404, 'NotFound', `${id} does not exist`);
    if (method === 'DELETE') return { status: items.delete(id) ? 200 : 204 };
    const given = body as { etag?: string; properties: Record<string, unknown> };
    const etag = given.etag ?? headers['if-match'];
    if (found && etag !== undefined && etag !== found['etag'])
      refuse(412, 'PreconditionFailed', 'It was changed since it was read.');
    const before = (found?.['properties'] ?? {}) as Record<string, unknown>;
    const now = new Date().toISOString();
    const person = {
      objectId: '6c5b6c1f-5f1c-4a1b-9f3e-2f7d8a9b0c11',
      email: 'analyst@example.com',
      name: 'The Analyst',
      userPrincipalName: 'analyst@example.com',
    };
    if (kind === 'Comments' && typeof given.properties['message'] !== 'string')
      refuse(400, 'BadRequest', 'properties.message is required');
    const item = {
      name: id,
      etag: `"${randomUUID()}"`,
      properties: {
        ...(kind === 'Comments'
          ? { author: person }
          : { createdBy: person, lastModifiedBy: person, description: '' }),
        createdTimeUtc: before['createdTimeUtc'] ?? now,
        lastModifiedTimeUtc: now,
        ...given.properties,
      },
    };
    items.set(id, item);
    return { status: found ? 200 : 201, body: shown(item) };
  }

  #relations(incident: string, { alerts }: IncidentParts): readonly object[] {
    return alerts.map((alert) => ({
      id: `${this.#incidentId(incident)}/relations/${String(alert['name'])}`,
      name: alert['name'],
      type: `${TYPE}/incidents/relations`,
      properties: {
        relatedResourceId: alert['id'],
        relatedResourceName: alert['name'],
        relatedResourceKind: 'SecurityAlert',
      },
    }));
  }

  #incidentId(name: string): string {
    return `${this.workspace}/providers/${TYPE}/Incidents/${name}`;
  }

  #shown({ name, etag, properties }: SentinelIncident): object {
    const parts = this.parts.get(name);
    const additional = properties['additionalData'] as object;
    return {
      id: this.#incidentId(name),
      name,
      etag,
      type: `${TYPE}/Incidents`,
      properties: {
        ...properties,
        additionalData: { ...additional, commentsCount: parts?.comments.size ?? 0 },
      },
    };
  }

  #add(seed: IncidentSeed): void {
    const name = guidOf('incident', ...(this.#salt === '' ? [] : [this.#salt]), seed.number);
    const times = seed.alerts.map(({ start }) => start).sort();
    const both = seed.seenBy === 'both';
    this.incidents.set(name, {
      name,
      etag: `"${guidOf('etag', seed.number)}"`,
      properties: {
        title: seed.title,
        description: seed.description,
        severity: seed.severity,
        status: seed.status,
        ...(seed.status === 'Closed' ? { classification: 'Undetermined' } : {}),
        owner: {
          objectId: seed.owner === '' ? null : guidOf('user', seed.owner),
          email: seed.owner || null,
          assignedTo: seed.owner || null,
          userPrincipalName: seed.owner || null,
        },
        labels: [],
        firstActivityTimeUtc: times[0] ?? seed.created,
        lastActivityTimeUtc: times.at(-1) ?? seed.created,
        lastModifiedTimeUtc: seed.created,
        createdTimeUtc: seed.created,
        incidentNumber: seed.number,
        additionalData: {
          alertsCount: seed.alerts.length,
          bookmarksCount: 0,
          commentsCount: 0,
          alertProductNames: [...new Set(seed.alerts.map(({ product }) => product))],
          tactics: [...new Set(seed.alerts.map(({ tactic }) => tactic))],
        },
        relatedAnalyticRuleIds: [],
        incidentUrl: `https://portal.azure.com/#asset/Microsoft_Azure_Security_Insights/Incident${this.workspace}/${name}`,
        providerName: both ? 'Microsoft XDR' : 'Azure Sentinel',
        providerIncidentId: both ? String(seed.number + 5_000) : String(seed.number),
      },
    });
    this.parts.set(name, {
      alerts: seed.alerts.map((alert) => this.#alert(alert)),
      entities: entitiesOf(this.workspace, seed),
      bookmarks: [],
      comments: new Map(),
      tasks: new Map(),
    });
    if (seed.number < 100) this.#noted(name, seed);
  }

  /** What the night shift left on the incidents of the sample's attack. */
  #noted(incident: string, seed: IncidentSeed): void {
    const parts = this.parts.get(incident);
    const person = {
      objectId: guidOf('user', 'night'),
      email: 'night@example.com',
      name: 'Night Shift',
      userPrincipalName: 'night@example.com',
    };
    const times = { createdTimeUtc: seed.created, lastModifiedTimeUtc: seed.created };
    const put = (items: Map<string, Record<string, unknown>>, kind: string, properties: object): void => {
      const name = guidOf(kind, seed.number);
      items.set(name, { name, etag: `"${guidOf('etag', name)}"`, properties: { ...properties, ...times } });
    };
    if (!parts) return;
    put(parts.comments, 'comment', { message: 'Seen at night, not worked yet.', author: person });
    put(parts.tasks, 'task', {
      title: 'Ask the user about the sign-in',
      description: 'By telephone.',
      status: 'New',
      createdBy: person,
    });
    const name = guidOf('bookmark', seed.number);
    parts.bookmarks.push({
      id: `${this.workspace}/providers/${TYPE}/Bookmarks/${name}`,
      name,
      type: `${TYPE}/Bookmarks`,
      kind: 'Bookmark',
      properties: {
        displayName: 'The first sign-in from there',
        created: seed.created,
        updated: seed.created,
        labels: [],
        query: 'SigninLogs | take 1',
        eventTime: seed.created,
        friendlyName: 'The first sign-in from there',
      },
    });
  }

  #alert(alert: IncidentSeed['alerts'][number]): JsonObject {
    return {
      id: `${this.workspace}/providers/${TYPE}/Entities/${alert.id}`,
      name: alert.id,
      type: `${TYPE}/Entities`,
      kind: 'SecurityAlert',
      properties: {
        systemAlertId: alert.id,
        tactics: [alert.tactic],
        additionalData: { AttackTechniques: JSON.stringify(alert.techniques) },
        alertDisplayName: alert.title,
        severity: alert.severity,
        startTimeUtc: alert.start,
        endTimeUtc: alert.end,
        timeGenerated: alert.end,
        processingEndTime: alert.end,
        productName: alert.product,
        vendorName: 'Microsoft',
        status: 'New',
        alertType: alert.title,
        confidenceLevel: 'Unknown',
        friendlyName: alert.title,
      },
    };
  }
}

function count(entities: readonly JsonObject[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of entities) counts.set(String(kind), (counts.get(String(kind)) ?? 0) + 1);
  return counts;
}

const KINDS: Readonly<Record<string, string>> = {
  account: 'Account',
  ip: 'Ip',
  url: 'Url',
  'azure-resource': 'AzureResource',
  'cloud-application': 'CloudApplication',
  host: 'Host',
  file: 'File',
};

/** An alert's entities in the form of the Entities API, each once. */
function entitiesOf(workspace: string, { alerts }: IncidentSeed): JsonObject[] {
  const found = new Map<string, JsonObject>();
  for (const entity of alerts.flatMap(({ entities }) => entities)) {
    const kind = KINDS[String(entity['Type']).toLowerCase()];
    if (kind === undefined) continue;
    const own = Object.entries(entity).filter(([key]) => key !== 'Type' && !key.startsWith('$'));
    const properties: Record<string, JsonObject[string]> = {};
    for (const [key, value] of own)
      properties[kind === 'File' && key === 'Name' ? 'fileName' : wireName(key)] = value;
    const name = guidOf('entity', JSON.stringify(properties));
    const friendlyName = String(
      properties['accountName'] ??
        properties['address'] ??
        properties['url'] ??
        properties['resourceId'] ??
        properties['appName'] ??
        '',
    );
    found.set(name, {
      id: `${workspace}/providers/${TYPE}/Entities/${name}`,
      name,
      type: `${TYPE}/Entities`,
      kind,
      properties: { ...properties, friendlyName },
    });
  }
  return [...found.values()];
}

function wireName(key: string): string {
  if (key === 'Name') return 'accountName';
  if (key === 'UPNSuffix') return 'upnSuffix';
  return key.charAt(0).toLowerCase() + key.slice(1);
}
