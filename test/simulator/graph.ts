import type { JsonObject } from '../../src/base/json.ts';
import { type Call, type Reply, refuse } from './http.ts';
import { filterOf, orderOf } from './odata.ts';
import type { IncidentSeed } from './seed.ts';

const STATUS: Readonly<Record<string, string>> = { New: 'active', Active: 'inProgress', Closed: 'resolved' };
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  status: ['active', 'resolved', 'inProgress', 'redirected', 'awaitingAction'],
  classification: ['unknown', 'falsePositive', 'truePositive', 'informationalExpectedActivity'],
  severity: ['unknown', 'informational', 'low', 'medium', 'high'],
};
const WRITABLE = [
  'status',
  'assignedTo',
  'classification',
  'determination',
  'customTags',
  'resolvingComment',
  'displayName',
  'severity',
];

/** Defender's incidents and alerts, hunting, and the directory's logs. */
export class Graph {
  readonly incidents = new Map<string, Record<string, unknown>>();
  pageSize = 50;
  readonly #tenant: string;
  readonly #hunt: (query: string) => Promise<JsonObject>;
  readonly #lists: Readonly<Record<string, () => Promise<readonly JsonObject[]>>>;
  readonly #person: string;

  /** @param person user principal name of whoever asks */
  constructor(
    tenant: string,
    seeds: readonly IncidentSeed[],
    hunt: (query: string) => Promise<JsonObject>,
    lists: Readonly<Record<string, () => Promise<readonly JsonObject[]>>>,
    person = 'analyst@example.com',
  ) {
    this.#person = person;
    this.#tenant = tenant;
    this.#hunt = hunt;
    this.#lists = lists;
    for (const seed of seeds) if (seed.seenBy !== 'sentinel') this.#add(seed);
  }

  async handle(call: Call): Promise<Reply> {
    const path = call.path.replace(/^\/(v1\.0|beta)\//, '');
    if (path === 'security/incidents')
      return this.#page(call, [...this.incidents.values()], 'security/incidents', this.pageSize);
    const [, id, part] = /^security\/incidents\/([^/]+)(?:\/(comments))?$/.exec(path) ?? [];
    if (id !== undefined) return this.#one(call, id, part);
    if (path === 'security/alerts_v2') {
      const alerts = [...this.incidents.values()].flatMap(({ alerts: own }) => own as unknown[]);
      return this.#page(call, alerts, path, this.pageSize);
    }
    if (path === 'security/runHuntingQuery' && call.method === 'POST') {
      const given = call.body as Record<string, unknown>;
      const query = given['Query'] ?? given['query'];
      if (typeof query !== 'string') refuse(400, 'BadRequest', 'Query is required');
      return {
        status: 200,
        body: {
          '@odata.context': `${call.origin}/v1.0/$metadata#microsoft.graph.security.huntingQueryResults`,
          ...(await this.#hunt(query)),
        },
      };
    }
    if (path === 'me')
      return {
        status: 200,
        body: {
          id: '6c5b6c1f-5f1c-4a1b-9f3e-2f7d8a9b0c11',
          userPrincipalName: this.#person,
          displayName: 'The Analyst',
        },
      };
    const [clause = '', kind] =
      / and signInEventTypes\/any\(t: t eq '(\w+)'\)/.exec(call.query.get('$filter') ?? '') ?? [];
    if (kind !== undefined && !call.path.startsWith('/beta/'))
      refuse(400, 'BadRequest', "Could not find a property named 'signInEventTypes'.");
    const list = this.#lists[kind === undefined ? path : `${path} ${kind}`];
    if (list) {
      const most = path.startsWith('identityProtection/') ? 500 : 1_000;
      const top = Number(call.query.get('$top') ?? most);
      if (top > most) refuse(400, 'BadRequest', `The limit of '${most}' for Top query has been exceeded.`);
      // The directory's logs know "ge", "le" and "eq" for times.
      if (/ (lt|gt) \d{4}-/.test(call.query.get('$filter') ?? ''))
        refuse(400, 'BadRequest', 'Filter not supported.');
      const query = new URLSearchParams(call.query);
      query.set('$filter', (query.get('$filter') ?? '').replace(clause, ''));
      return this.#page({ ...call, query }, await list(), path, top);
    }
    return refuse(404, 'ResourceNotFound', `Resource not found for the segment '${path}'.`);
  }

  #page({ query, origin }: Call, all: readonly unknown[], path: string, pageSize: number): Reply {
    const filtered = all.filter(filterOf(query.get('$filter')));
    const order = orderOf(query.get('$orderby'));
    if (order) filtered.sort(order);
    const top = Math.min(Number(query.get('$top') ?? pageSize), pageSize);
    const from = Number(query.get('$skiptoken') ?? query.get('$skip') ?? 0);
    const next = new URLSearchParams(query);
    next.delete('$skip');
    next.set('$skiptoken', String(from + top));
    const expands = query.get('$expand')?.includes('alerts') === true;
    return {
      status: 200,
      body: {
        '@odata.context': `${origin}/v1.0/$metadata#${path}`,
        ...(query.get('$count') === 'true' ? { '@odata.count': filtered.length } : {}),
        ...(from + top < filtered.length
          ? { '@odata.nextLink': `${origin}/v1.0/${path}?${next.toString()}` }
          : {}),
        value: filtered
          .slice(from, from + top)
          .map((item) => (path === 'security/incidents' ? shown(item, expands) : item)),
      },
    };
  }

  #one({ method, body, query, origin }: Call, id: string, part: string | undefined): Reply {
    const found = this.incidents.get(id) ?? refuse(404, 'ResourceNotFound', `Incident ${id} was not found.`);
    const given = (body ?? {}) as Record<string, unknown>;
    if (part === 'comments' && method === 'POST') {
      if (typeof given['comment'] !== 'string') refuse(400, 'BadRequest', 'comment is required');
      const comments = found['comments'] as object[];
      comments.push({
        comment: given['comment'],
        createdByDisplayName: this.#person,
        createdDateTime: new Date().toISOString(),
      });
      return {
        status: 200,
        body: { '@odata.context': `${origin}/v1.0/$metadata#comments`, value: comments },
      };
    }
    if (part !== undefined) return { status: 405 };
    if (method === 'PATCH') {
      for (const [name, value] of Object.entries(given)) {
        if (name.startsWith('@')) continue;
        if (!WRITABLE.includes(name)) refuse(400, 'BadRequest', `${name} cannot be written`);
        if (CHOICES[name] && !CHOICES[name].includes(String(value)))
          refuse(400, 'BadRequest', `${name} is not valid`);
      }
      Object.assign(found, given, { lastUpdateDateTime: new Date().toISOString() });
    } else if (method !== 'GET') return { status: 405 };
    return { status: 200, body: shown(found, query.get('$expand')?.includes('alerts') === true) };
  }

  #add(seed: IncidentSeed): void {
    const id = String(seed.number + 5_000);
    this.incidents.set(id, {
      id,
      tenantId: this.#tenant,
      status: STATUS[seed.status],
      incidentWebUrl: `https://security.microsoft.com/incidents/${id}?tid=${this.#tenant}`,
      redirectIncidentId: null,
      displayName: seed.title,
      createdDateTime: seed.created,
      lastUpdateDateTime: seed.created,
      assignedTo: seed.owner || null,
      classification: 'unknown',
      determination: 'unknown',
      severity: seed.severity.toLowerCase(),
      customTags: [],
      systemTags: [],
      description: seed.description,
      resolvingComment: null,
      summary: null,
      comments: [],
      alerts: seed.alerts.map((alert) => ({
        '@odata.type': '#microsoft.graph.security.alert',
        id: `ad${alert.id}`,
        providerAlertId: alert.id,
        incidentId: id,
        status: 'new',
        severity: alert.severity.toLowerCase(),
        classification: 'unknown',
        serviceSource: 'microsoftDefenderForCloud',
        productName: alert.product,
        title: alert.title,
        category: alert.tactic,
        mitreTechniques: alert.techniques,
        createdDateTime: alert.start,
        lastUpdateDateTime: alert.end,
        firstActivityDateTime: alert.start,
        lastActivityDateTime: alert.end,
        evidence: alert.entities.flatMap(evidenceOf),
      })),
    });
  }
}

function shown(item: unknown, withAlerts: boolean): unknown {
  const { alerts, ...incident } = item as Record<string, unknown>;
  return withAlerts ? { ...incident, alerts } : incident;
}

function evidenceOf(entity: JsonObject): readonly object[] {
  const common = { verdict: 'unknown', remediationStatus: 'none', roles: [], tags: [] };
  switch (entity['Type']) {
    case 'account':
      return [
        {
          '@odata.type': '#microsoft.graph.security.userEvidence',
          ...common,
          userAccount: {
            accountName: entity['Name'],
            userPrincipalName: `${String(entity['Name'])}@${String(entity['UPNSuffix'])}`,
            azureAdUserId: entity['AadUserId'],
          },
        },
      ];
    case 'ip':
      return [
        { '@odata.type': '#microsoft.graph.security.ipEvidence', ...common, ipAddress: entity['Address'] },
      ];
    case 'azure-resource':
      return [
        {
          '@odata.type': '#microsoft.graph.security.azureResourceEvidence',
          ...common,
          resourceId: entity['ResourceId'],
        },
      ];
    default:
      return [];
  }
}
