import { type Call, refuse, type Reply } from './http.ts';
import type { Faults } from './faults.ts';
import {
  type ArmResource,
  CONTAINERS,
  containerRows,
  RESOURCES,
  resourceRows,
  type Subscription,
} from './estate.ts';
import { kqlRefusal, type Workspace } from './logAnalytics.ts';
import { LogicApps, type Playbook } from './logicApps.ts';
import { filterOf } from './odata.ts';
import type { Sentinel } from './sentinel.ts';
import type { Tables } from './tables.ts';

export interface ArmState {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly domain: string;
  readonly subscriptions: readonly Subscription[];
  readonly resources: ArmResource[];
  readonly workspaces: readonly Workspace[];
  readonly playbooks: readonly Playbook[];
  /** One a workspace that is onboarded. */
  readonly sentinels: readonly Sentinel[];
  readonly graphTables: Tables;
  /** Rows of AzureActivity's REST form. */
  readonly activity: () => Promise<readonly object[]>;
}

const PROVIDERS = /\/providers\/([^/]+)\/(.*)$/;

/** Azure Resource Manager: what is needed to find resources, tag them, and work incidents. */
export class Arm {
  readonly #state: ArmState;
  readonly #faults: Faults;
  readonly #logicApps: LogicApps;
  pageSize = 100;

  constructor(state: ArmState, faults: Faults) {
    this.#state = state;
    this.#faults = faults;
    this.#logicApps = new LogicApps(state.playbooks, state.sentinels);
  }

  async handle(call: Call): Promise<Reply> {
    if (!call.query.has('api-version'))
      refuse(
        400,
        'MissingApiVersionParameter',
        'The api-version query parameter (?api-version=) is required for all requests.',
      );
    const reply = await this.#route(call);
    const left = call.method === 'GET' || call.method === 'POST' ? 'reads' : 'writes';
    return {
      ...reply,
      headers: { [`x-ms-ratelimit-remaining-subscription-${left}`]: '199', ...reply.headers },
    };
  }

  async #route(call: Call): Promise<Reply> {
    const { path } = call;
    const state = this.#state;
    if (path === '/tenants')
      return list([
        {
          id: `/tenants/${state.tenantId}`,
          tenantId: state.tenantId,
          tenantCategory: 'Home',
          displayName: state.tenantName,
          defaultDomain: state.domain,
          domains: [state.domain],
          countryCode: 'GB',
          tenantType: 'AAD',
        },
      ]);
    if (path === '/subscriptions')
      return list(
        state.subscriptions.map(({ id, name, tags }) => ({
          id: `/subscriptions/${id}`,
          subscriptionId: id,
          displayName: name,
          tenantId: state.tenantId,
          state: 'Enabled',
          authorizationSource: 'RoleBased',
          managedByTenants: [],
          tags,
        })),
      );
    if (path === '/providers/Microsoft.ResourceGraph/resources') return this.#resourceGraph(call);
    if (path.endsWith('/providers/Microsoft.Resources/tags/default')) return this.#tags(call);
    const [, provider = '', rest = ''] = PROVIDERS.exec(path.slice(path.lastIndexOf('/providers/'))) ?? [];
    switch (provider.toLowerCase()) {
      case 'microsoft.securityinsights':
        return this.#sentinel(call, rest.split('/'));
      case 'microsoft.operationalinsights':
        if (rest === 'workspaces') return list(state.workspaces.map(workspaceShown));
        break;
      case 'microsoft.logic':
      case 'microsoft.web':
        return this.#logicApps.handle(call, (action, scope) => this.#allow(action, scope));
      case 'microsoft.insights':
        if (rest === 'eventtypes/management/values') {
          if (!call.query.get('$filter')?.includes('eventTimestamp'))
            refuse(400, 'BadRequest', "The filter must have 'eventTimestamp'");
          return this.#paged(call, (await state.activity()).filter(filterOf(call.query.get('$filter'))));
        }
        if (rest.toLowerCase() === 'diagnosticsettings') return this.#diagnosticSettings(path);
        break;
    }
    const resource = state.resources.find(({ id }) => id.toLowerCase() === path.toLowerCase());
    if (resource && call.method === 'GET') return { status: 200, body: resource };
    return refuse(404, 'ResourceNotFound', `The Resource '${path}' was not found.`);
  }

  /** Vaults and storage send their logs to the workspace; disks and network interfaces have none; all else could and does not. */
  #diagnosticSettings(path: string): Reply {
    const id = path.slice(0, path.lastIndexOf('/providers/'));
    const resource = this.#state.resources.find((each) => each.id.toLowerCase() === id.toLowerCase());
    const type = resource?.type.toLowerCase() ?? '';
    if (/\/(disks|networkinterfaces)$/.test(type))
      refuse(
        400,
        'ResourceTypeNotSupported',
        `The resource type '${type}' does not support diagnostic settings.`,
      );
    if (!/\/(vaults|storageaccounts)$/.test(type)) return list([]);
    return list([
      {
        id: `${id}/providers/microsoft.insights/diagnosticSettings/to-soc`,
        type: 'Microsoft.Insights/diagnosticSettings',
        name: 'to-soc',
        properties: {
          workspaceId: this.#state.workspaces[0]?.id,
          storageAccountId: null,
          eventHubName: null,
          logs: [{ category: null, categoryGroup: 'audit', enabled: true }],
          metrics: [],
        },
      },
    ]);
  }

  #sentinel(call: Call, rest: readonly string[]): Reply {
    const workspace = call.path.slice(0, call.path.lastIndexOf('/providers/Microsoft.SecurityInsights'));
    const sentinel =
      this.#state.sentinels.find((each) => each.workspace.toLowerCase() === workspace.toLowerCase()) ??
      refuse(404, 'ResourceNotFound', `The workspace ${workspace} is not onboarded to Microsoft Sentinel.`);
    const writes = call.method === 'PUT' || call.method === 'DELETE';
    const part = rest[2] === 'comments' || rest[2] === 'tasks' ? `/${rest[2]}` : '';
    const action =
      rest[2] === 'runPlaybook'
        ? 'Microsoft.SecurityInsights/incidents/runPlaybook/action'
        : `Microsoft.SecurityInsights/${rest[0] === 'alertRules' ? 'alertRules' : 'incidents'}${part}/${writes ? 'write' : 'read'}`;
    this.#allow(action, workspace);
    return sentinel.handle(call, rest);
  }

  tagsOf(id: string): Readonly<Record<string, string>> {
    return this.#state.resources.find((each) => each.id.toLowerCase() === id.toLowerCase())?.tags ?? {};
  }

  async #tags(call: Call): Promise<Reply> {
    const scope = call.path.slice(0, call.path.indexOf('/providers/Microsoft.Resources/tags/default'));
    const target =
      this.#state.resources.find(({ id }) => id.toLowerCase() === scope.toLowerCase()) ??
      this.#state.subscriptions.find(({ id }) => `/subscriptions/${id}` === scope) ??
      refuse(404, 'ResourceNotFound', `The Resource '${scope}' was not found.`);
    if (call.method !== 'GET') {
      this.#allow('Microsoft.Resources/tags/write', scope);
      const { operation = 'Replace', properties } = call.body as {
        operation?: string;
        properties: { tags: Record<string, string> };
      };
      if (operation === 'Merge') target.tags = { ...target.tags, ...properties.tags };
      else if (operation === 'Delete')
        target.tags = Object.fromEntries(
          Object.entries(target.tags).filter(([name]) => !(name in properties.tags)),
        );
      else target.tags = properties.tags;
      await this.index();
    }
    return {
      status: 200,
      body: {
        id: `${scope}/providers/Microsoft.Resources/tags/default`,
        name: 'default',
        type: 'Microsoft.Resources/tags',
        properties: { tags: target.tags },
      },
    };
  }

  /** Writes what Resource Graph reads. */
  async index(): Promise<void> {
    const { tenantId, resources, subscriptions, graphTables } = this.#state;
    await graphTables.put(
      new Map([
        [RESOURCES, resourceRows(tenantId, resources)],
        [CONTAINERS, containerRows(tenantId, subscriptions, resources)],
      ]),
    );
  }

  async #resourceGraph({ body, method }: Call): Promise<Reply> {
    if (method !== 'POST') return { status: 405 };
    const { query, options = {} } = body as {
      query?: string;
      options?: { $top?: number; $skip?: number; $skipToken?: string; resultFormat?: string };
    };
    if (typeof query !== 'string') refuse(400, 'BadRequest', 'Please provide a query');
    const engine = await this.#state.graphTables.engine();
    const answer = await engine.queryAll({ text: query }).catch((error: unknown) => {
      throw kqlRefusal(error, query);
    });
    const top = Math.min(options.$top ?? 1_000, 1_000);
    const from = Number(options.$skipToken ?? options.$skip ?? 0);
    const rows = answer.rows.slice(from, from + top);
    const more = from + rows.length < answer.rows.length;
    return {
      status: 200,
      headers: { 'x-ms-user-quota-remaining': '14', 'x-ms-user-quota-resets-after': '00:00:05' },
      body: {
        totalRecords: answer.rows.length,
        count: rows.length,
        resultTruncated: 'false',
        ...(more ? { $skipToken: String(from + rows.length) } : {}),
        data:
          options.resultFormat === 'table'
            ? { columns: answer.columns.map(({ name, type }) => ({ name, type })), rows }
            : rows.map((row) =>
                Object.fromEntries(answer.columns.map(({ name }, i) => [name, row[i] ?? null])),
              ),
      },
    };
  }

  #paged({ query, origin, path }: Call, all: readonly object[]): Reply {
    const from = Number(query.get('$skiptoken') ?? 0);
    const next = new URLSearchParams(query);
    next.set('$skiptoken', String(from + this.pageSize));
    return {
      status: 200,
      body: {
        value: all.slice(from, from + this.pageSize),
        ...(from + this.pageSize < all.length ? { nextLink: `${origin}${path}?${next.toString()}` } : {}),
      },
    };
  }

  #allow(action: string, scope: string): void {
    if (this.#faults.denies(action))
      refuse(
        403,
        'AuthorizationFailed',
        `The client 'analyst@example.com' with object id '6c5b6c1f' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid.`,
      );
  }
}

function list(value: readonly object[]): Reply {
  return { status: 200, body: { value } };
}

function workspaceShown({ id, name, customerId }: Workspace): object {
  return {
    id,
    name,
    type: 'Microsoft.OperationalInsights/workspaces',
    location: 'uksouth',
    properties: {
      customerId,
      provisioningState: 'Succeeded',
      retentionInDays: 90,
      sku: { name: 'PerGB2018' },
    },
  };
}
