import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { IncidentFilter, IncidentStatus, TenantIncident } from '../../domain/incident.ts';
import type { Severity } from '../../domain/timelineEvent.ts';
import { AzureFault, type Need } from '../faults/fault.ts';
import { badAnswer } from '../faults/way.ts';
import { idOf, wholeOf } from '../pipeline/answerParts.ts';
import type { AzureClient, AzureRequest } from '../pipeline/client.ts';
import { Pages, type SoFar } from '../pipeline/paging.ts';
import { timeOf } from './times.ts';

/** Stable since 2025-09; incidents, comments, relations and tasks are in it. */
const VERSION = '2025-09-01';
/** Running a playbook is in previews only. */
const PREVIEW = '2025-07-01-preview';

/** A Sentinel workspace: its ARM id, and the tenant whose token it takes. */
export interface SentinelPlace {
  readonly workspace: string;
  readonly tenant: string | undefined;
}

/** A workspace's incidents over ARM. What is written is what was read with the change in it, under its etag. */
export class Sentinel {
  readonly place: SentinelPlace;
  readonly #client: AzureClient;

  constructor(client: AzureClient, place: SentinelPlace) {
    this.#client = client;
    this.place = place;
  }

  /** The workspace's name. */
  get name(): string {
    return this.place.workspace.split('/').at(-1) ?? this.place.workspace;
  }

  readonly pause = (ms: number, signal?: AbortSignal): Promise<unknown> => this.#client.pause(ms, signal);

  /** Newest first. */
  pages(filter: IncidentFilter, size: number): Pages {
    const query = new URLSearchParams({
      'api-version': VERSION,
      $top: String(size),
      $orderby: 'properties/createdTimeUtc desc',
    });
    const text = sentinelFilter(filter);
    if (text !== '') query.set('$filter', text);
    return new Pages(this.#client, this.#request(`incidents?${query.toString()}`, 'list incidents', 'read'));
  }

  async read(name: string, signal?: AbortSignal): Promise<JsonObject> {
    const { body, headers } = await this.#client.send({
      ...this.#one(name, 'read the incident', 'read'),
      signal,
    });
    const incident = objectOf(body, 'read the incident');
    const etag = headers.get('etag');
    return incident['etag'] === undefined && etag !== undefined ? { ...incident, etag } : incident;
  }

  /** @param incident as it was read; its etag makes the service refuse where someone was quicker */
  async write(name: string, incident: JsonObject, signal?: AbortSignal): Promise<JsonObject> {
    const { etag = null, properties = {} } = incident;
    const { body } = await this.#client.send({
      ...this.#one(name, 'change the incident', 'write'),
      method: 'PUT',
      headers: typeof etag === 'string' ? { 'if-match': etag } : {},
      body: { etag, properties },
      signal,
    });
    return objectOf(body, 'change the incident');
  }

  /** Lists of what hangs on an incident: alerts and bookmarks are asked for by POST, comments and tasks by GET. */
  async part(
    name: string,
    part: 'alerts' | 'bookmarks' | 'comments' | 'tasks',
    signal?: AbortSignal,
  ): Promise<SoFar<JsonObject>> {
    const request = this.#request(
      `incidents/${name}/${part}?api-version=${VERSION}`,
      `read the incident's ${part}`,
      'read',
    );
    const posted = part === 'alerts' || part === 'bookmarks';
    return new Pages(this.#client, posted ? { ...request, method: 'POST', reads: true } : request).soFar(
      signal,
    );
  }

  async entities(name: string, signal?: AbortSignal): Promise<SoFar<JsonObject>> {
    const { body } = await this.#client.send({
      ...this.#request(
        `incidents/${name}/entities?api-version=${VERSION}`,
        "read the incident's entities",
        'read',
      ),
      method: 'POST',
      reads: true,
      signal,
    });
    const list = objectOf(body, 'read the entities')['entities'];
    const items = Array.isArray(list) ? (list as readonly JsonValue[]) : [];
    return { items: items.filter((each): each is JsonObject => isRecord(each)), problem: undefined };
  }

  /** One comment or task; undefined where neither its own address nor the list has it: a list may be short, an address wrong for a moment. */
  async readPart(
    name: string,
    part: 'comments' | 'tasks',
    id: string,
    signal?: AbortSignal,
  ): Promise<JsonObject | undefined> {
    const what = part === 'comments' ? 'read the comment' : 'read the task';
    const path = `incidents/${name}/${part}/${id}?api-version=${VERSION}`;
    try {
      const { body } = await this.#client.send({ ...this.#request(path, what, 'read'), signal });
      return objectOf(body, what);
    } catch (error) {
      if (!(error instanceof AzureFault) || error.reply?.status !== 404) throw error;
      const { items, problem } = await this.part(name, part, signal);
      const found = items.find((each) => each['name'] === id);
      if (!found && problem) throw problem;
      return found;
    }
  }

  /** Adds or replaces a comment or a task. */
  async putPart(
    name: string,
    part: 'comments' | 'tasks',
    id: string,
    body: JsonObject,
    signal?: AbortSignal,
  ): Promise<JsonObject> {
    const what = part === 'comments' ? 'write the comment' : 'write the task';
    const { etag } = body;
    const response = await this.#client.send({
      ...this.#request(`incidents/${name}/${part}/${id}?api-version=${VERSION}`, what, `${part}/write`),
      method: 'PUT',
      headers: typeof etag === 'string' ? { 'if-match': etag } : {},
      body,
      signal,
    });
    return objectOf(response.body, what);
  }

  async runPlaybook(name: string, playbook: string, signal?: AbortSignal): Promise<void> {
    await this.#client.send({
      ...this.#request(
        `incidents/${name}/runPlaybook?api-version=${PREVIEW}`,
        'run the playbook',
        'runPlaybook/action',
      ),
      method: 'POST',
      need: {
        kind: 'role',
        role: 'Microsoft Sentinel Playbook Operator',
        scope: this.place.workspace,
        action: 'Microsoft.SecurityInsights/incidents/runPlaybook/action',
      },
      body: {
        logicAppsResourceId: playbook,
        ...(this.place.tenant === undefined ? {} : { tenantId: this.place.tenant }),
      },
      signal,
    });
  }

  #one(name: string, what: string, right: 'read' | 'write'): AzureRequest {
    return this.#request(`incidents/${name}?api-version=${VERSION}`, what, right);
  }

  #request(path: string, what: string, right: string): AzureRequest {
    const { workspace, tenant } = this.place;
    const need: Need = {
      kind: 'role',
      role: right === 'read' ? 'Microsoft Sentinel Reader' : 'Microsoft Sentinel Responder',
      scope: workspace,
      action: `Microsoft.SecurityInsights/incidents/${right}`,
    };
    return {
      plane: 'arm',
      url: `${workspace}/providers/Microsoft.SecurityInsights/${path}`,
      what,
      need,
      ...(tenant === undefined ? {} : { tenant }),
    };
  }
}

const STATUS: Readonly<Record<IncidentStatus, string>> = { new: 'New', active: 'Active', closed: 'Closed' };
const SEVERITY: Readonly<Record<Severity, string>> = {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  informational: 'Informational',
};

export const sentinelStatus = (status: IncidentStatus): string => STATUS[status];
export const sentinelSeverity = (severity: Severity): string => SEVERITY[severity];

/** What the service can filter itself; the rest is filtered where the pages are read. */
function sentinelFilter({ severities, statuses, since }: IncidentFilter): string {
  const any = (field: string, values: readonly string[]) =>
    values.length === 0
      ? []
      : [`(${values.map((value) => `properties/${field} eq '${value}'`).join(' or ')})`];
  return [
    ...any('severity', severities.map(sentinelSeverity)),
    ...any('status', statuses.map(sentinelStatus)),
    ...(since === '' ? [] : [`properties/createdTimeUtc ge ${since}`]),
  ].join(' and ');
}

export interface SentinelIncident {
  readonly incident: TenantIncident;
  /** The id under which Defender shows it, where it came from there. */
  readonly defender: string | undefined;
}

/** What an incident of a workspace is known by here: names are given by whoever makes an incident, and ARM's are the same in any case. */
function sentinelKey(workspace: string, name: string): string {
  return `${workspace}/${name}`.toLowerCase();
}

/** An incident of the ARM API; undefined for something without a name, by which alone it could be read and changed. */
export function readSentinel(item: JsonObject, workspace: string): SentinelIncident | undefined {
  const name = idOf(item['name']) || (textOf(item['id']).split('/').at(-1) ?? '');
  if (name === '') return undefined;
  const properties = propertiesOf(item);
  const more = isRecord(properties['additionalData']) ? properties['additionalData'] : {};
  const owner = isRecord(properties['owner']) ? properties['owner'] : {};
  const created = timeOf(properties['createdTimeUtc']);
  const status = textOf(properties['status']).toLowerCase();
  const synced = /XDR|365 Defender/i.test(textOf(properties['providerName']));
  return {
    defender: synced ? idOf(properties['providerIncidentId']) || undefined : undefined,
    incident: {
      key: sentinelKey(workspace, name),
      sentinel: {
        id: `${workspace}/providers/Microsoft.SecurityInsights/incidents/${name}`,
        name,
        workspace,
        etag: textOf(item['etag']),
        number: numberOf(properties['incidentNumber']),
        url: textOf(properties['incidentUrl']),
      },
      defender: undefined,
      missingIn: undefined,
      title: textOf(properties['title']),
      description: textOf(properties['description']),
      severity: severityOf(properties['severity']),
      status: status === 'closed' || status === 'active' ? status : 'new',
      owner: textOf(owner['userPrincipalName']) || textOf(owner['email']) || textOf(owner['assignedTo']),
      created,
      modified: timeOf(properties['lastModifiedTimeUtc']) || created,
      firstActivity: timeOf(properties['firstActivityTimeUtc']) || created,
      lastActivity: timeOf(properties['lastActivityTimeUtc']) || created,
      tactics: texts(more['tactics']),
      techniques: texts(more['techniques']),
      products: texts(more['alertProductNames']),
      labels: labelsOf(properties['labels']),
      classification: textOf(properties['classification']),
      alerts: numberOf(more['alertsCount']),
      comments: numberOf(more['commentsCount']),
    },
  };
}

/** Of an ARM resource; empty where there are none. */
export function propertiesOf(item: JsonObject): JsonObject {
  return isRecord(item['properties']) ? item['properties'] : {};
}

export function severityOf(value: unknown): Severity {
  const lower = textOf(value).toLowerCase();
  return lower === 'high' || lower === 'medium' || lower === 'low' ? lower : 'informational';
}

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function labelsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(isRecord).map((label) => textOf(label['labelName'])) : [];
}

function numberOf(value: unknown): number {
  return wholeOf(value) ?? 0;
}

function objectOf(body: JsonValue | undefined, what: string): JsonObject {
  if (isRecord(body)) return body;
  throw badAnswer('Azure', what, 'an object was asked for and none came');
}
