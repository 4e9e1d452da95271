import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import type { IncidentFilter, IncidentStatus, TenantIncident } from '../../domain/incident.ts';
import type { Need } from '../faults/fault.ts';
import { badAnswer } from '../faults/way.ts';
import { idOf } from '../pipeline/answerParts.ts';
import type { AzureClient, AzureRequest } from '../pipeline/client.ts';
import { Pages } from '../pipeline/paging.ts';
import { severityOf, texts } from './sentinel.ts';
import { spanOf, timeOf } from './times.ts';

const READ: Need = { kind: 'permission', permission: 'SecurityIncident.Read.All', role: 'Security Reader' };
const WRITE: Need = {
  kind: 'permission',
  permission: 'SecurityIncident.ReadWrite.All',
  role: 'Security Operator',
};
/** The most that the service gives with alerts in them. */
const PAGE = 50;
/** Without it members that an enumeration got later come as `unknownFutureValue`: a status among them. */
const ALL_MEMBERS = { prefer: 'include-unknown-enum-members' };

/** A tenant's incidents in Defender XDR over Microsoft Graph. */
export class Defender {
  /** Whose token it takes; the account's own tenant where undefined. */
  readonly tenant: string | undefined;
  readonly #client: AzureClient;
  readonly #tenant: { readonly tenant?: string };

  constructor(client: AzureClient, tenant: string | undefined) {
    this.#client = client;
    this.tenant = tenant;
    this.#tenant = tenant === undefined ? {} : { tenant };
  }

  readonly pause = (ms: number): Promise<unknown> => this.#client.pause(ms);

  /** Of one incident, in full. */
  address(id: string): string {
    return `${this.#client.cloud.planes.graph.endpoint}/v1.0/security/incidents/${encodeURIComponent(id)}`;
  }

  /** Newest first, with their alerts and with a count of all. */
  pages(filter: IncidentFilter): Pages {
    const query = new URLSearchParams({ $top: String(PAGE), $count: 'true', $expand: 'alerts' });
    const text = defenderFilter(filter);
    if (text !== '') query.set('$filter', text);
    const ask = (more: string): AzureRequest => ({
      plane: 'graph',
      url: `/v1.0/security/incidents?${query.toString()}${more}`,
      what: "list Defender's incidents",
      need: READ,
      headers: ALL_MEMBERS,
      ...this.#tenant,
    });
    // The reference says that the newest come first, and names no $orderby among what the list knows.
    return new Pages(this.#client, ask('&$orderby=createdDateTime%20desc'), ask(''));
  }

  async read(id: string, signal?: AbortSignal): Promise<JsonObject> {
    const { body } = await this.#client.send({
      plane: 'graph',
      url: `${this.address(id)}?$expand=alerts`,
      what: 'read the incident',
      need: READ,
      headers: ALL_MEMBERS,
      ...this.#tenant,
      signal,
    });
    if (isRecord(body)) return body;
    throw badAnswer('Graph', 'read the incident', 'no incident came');
  }

  async change(id: string, change: JsonObject, signal?: AbortSignal): Promise<void> {
    await this.#client.send({
      plane: 'graph',
      method: 'PATCH',
      url: this.address(id),
      what: 'change the incident',
      need: WRITE,
      body: change,
      ...this.#tenant,
      signal,
    });
  }

  async comment(id: string, text: string, signal?: AbortSignal): Promise<void> {
    await this.#client.send({
      plane: 'graph',
      method: 'POST',
      url: `${this.address(id)}/comments`,
      what: 'write the comment',
      need: WRITE,
      body: { '@odata.type': 'microsoft.graph.security.alertComment', comment: text },
      ...this.#tenant,
      signal,
    });
  }
}

const STATUS: Readonly<Record<IncidentStatus, string>> = {
  new: 'active',
  active: 'inProgress',
  closed: 'resolved',
};

const AT_WORK = new Set(['inprogress', 'awaitingaction']);

export const defenderStatus = (status: IncidentStatus): string => STATUS[status];

function defenderFilter({ severities, statuses, since }: IncidentFilter): string {
  const any = (field: string, values: readonly string[]) =>
    values.length === 0 ? [] : [`(${values.map((value) => `${field} eq '${value}'`).join(' or ')})`];
  return [
    ...any('severity', severities),
    ...any('status', statuses.map(defenderStatus)),
    ...(since === '' ? [] : [`createdDateTime ge ${since}`]),
  ].join(' and ');
}

/** The product that raised an alert; the service where no product is named: "Microsoft Defender for Endpoint". */
export function productOf(alert: Readonly<Record<string, unknown>>): string {
  const name = textOf(alert['productName']);
  const source = textOf(alert['serviceSource']);
  if (name !== '' || source === 'unknown' || source === 'unknownFutureValue') return name;
  const words = source.replace(/(?<=[a-z\d])(?=[A-Z])/g, ' ').replaceAll(' For ', ' for ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What an incident of Graph is known by here: tenants count theirs alike. */
export function defenderKey(id: string, tenant: string | undefined): string {
  return tenant === undefined ? `xdr/${id}` : `xdr/${tenant.toLowerCase()}/${id}`;
}

/** An incident of a tenant's Graph; undefined for one without an id, and for one that was merged into another: the other stands for it. */
export function readDefender(item: JsonObject, tenant: string | undefined): TenantIncident | undefined {
  // Words of an enumeration come in either case.
  const status = textOf(item['status']).toLowerCase();
  const id = idOf(item['id']);
  if (status === 'redirected' || id === '') return undefined;
  const alerts = Array.isArray(item['alerts']) ? item['alerts'].filter(isRecord) : [];
  const created = timeOf(item['createdDateTime']);
  const times = (name: string) => spanOf(alerts.map((alert) => timeOf(alert[name])));
  return {
    key: defenderKey(id, tenant),
    sentinel: undefined,
    defender: { id, tenant, url: textOf(item['incidentWebUrl']) },
    missingIn: undefined,
    title: textOf(item['displayName']),
    description: textOf(item['description']) || textOf(item['summary']),
    severity: severityOf(item['severity']),
    status: status === 'resolved' ? 'closed' : AT_WORK.has(status) ? 'active' : 'new',
    owner: textOf(item['assignedTo']),
    created,
    modified: timeOf(item['lastUpdateDateTime']) || created,
    firstActivity: times('firstActivityDateTime').first || created,
    lastActivity: times('lastActivityDateTime').last || created,
    tactics: [...new Set(alerts.map((alert) => textOf(alert['category'])).filter((tactic) => tactic !== ''))],
    techniques: [...new Set(alerts.flatMap((alert) => texts(alert['mitreTechniques'])))],
    products: [...new Set(alerts.map(productOf).filter((name) => name !== ''))],
    labels: texts(item['customTags'] ?? item['tags']),
    classification: textOf(item['classification']),
    alerts: alerts.length,
    comments: Array.isArray(item['comments']) ? item['comments'].length : 0,
  };
}
