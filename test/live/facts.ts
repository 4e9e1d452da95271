import { AzureFault } from '../../src/azure/faults/fault.ts';
import { listPlaybooks } from '../../src/azure/incidents/playbooks.ts';
import { Sentinel } from '../../src/azure/incidents/sentinel.ts';
import type { AzureClient, AzureRequest, AzureResponse } from '../../src/azure/pipeline/client.ts';
import type { AzureSettings } from '../../src/azure/settings.ts';
import { isRecord, textOf } from '../../src/base/guards.ts';
import type { JsonObject } from '../../src/base/json.ts';

/** What was found: nothing other than is relied on, what differs, or why it could not be looked at. */
export type Finding =
  | { readonly kind: 'holds' }
  | { readonly kind: 'differs'; readonly how: string }
  | { readonly kind: 'unseen'; readonly why: string };

/** Something that the code relies on and that no published description says for certain. Looked at by reading alone. */
export interface Fact {
  readonly name: string;
  look(tenant: LiveTenant): Promise<Finding>;
}

export interface LiveTenant {
  readonly client: AzureClient;
  readonly settings: AzureSettings;
}

const HOLDS: Finding = { kind: 'holds' };
const differs = (how: string): Finding => ({ kind: 'differs', how });
const unseen = (why: string): Finding => ({ kind: 'unseen', why });

const ask = (
  { client, settings: { tenant } }: LiveTenant,
  plane: AzureRequest['plane'],
  url: string,
  more: Partial<AzureRequest> = {},
): Promise<AzureResponse> =>
  client.send({ plane, url, what: 'check a fact', ...(tenant === undefined ? {} : { tenant }), ...more });
const valueOf = ({ body }: AzureResponse): readonly JsonObject[] => {
  const value: unknown = isRecord(body) ? body['value'] : undefined;
  return Array.isArray(value) ? value.filter((each): each is JsonObject => isRecord(each)) : [];
};
const propertiesOf = (item: JsonObject): JsonObject =>
  isRecord(item['properties']) ? item['properties'] : {};
const workspaceOf = ({ settings }: LiveTenant): string | undefined =>
  settings.connections.find(({ workspaceId = '' }) => workspaceId !== '')?.workspaceId;
const incidents = (tenant: LiveTenant, query = ''): Promise<AzureResponse> | undefined => {
  const workspace = workspaceOf(tenant);
  if (workspace === undefined) return undefined;
  const path = `${workspace}/providers/Microsoft.SecurityInsights/incidents?api-version=2025-09-01${query}`;
  return ask(tenant, 'arm', path);
};
const NO_WORKSPACE = unseen('no connection names a Sentinel workspace ("workspaceId")');

/** Actions of Sentinel's roles by which a refusal names the role that is missing. */
const ROLES: Readonly<Record<string, string>> = {
  'Microsoft Sentinel Reader': 'Microsoft.SecurityInsights/incidents/read',
  'Microsoft Sentinel Responder': 'Microsoft.SecurityInsights/incidents/write',
  'Microsoft Sentinel Contributor': 'Microsoft.SecurityInsights/alertRules/write',
  'Microsoft Sentinel Playbook Operator': 'Microsoft.Logic/workflows/read',
  'Tag Contributor': 'Microsoft.Resources/tags/write',
  'Monitoring Reader': 'Microsoft.Insights/diagnosticSettings/read',
};

const role = (name: string, action: string): Fact => ({
  name: `the role "${name}" allows ${action}`,
  async look(tenant) {
    const filter = encodeURIComponent(`roleName eq '${name}'`);
    const [found] = valueOf(
      await ask(
        tenant,
        'arm',
        `/providers/Microsoft.Authorization/roleDefinitions?api-version=2022-04-01&$filter=${filter}`,
      ),
    );
    if (!found) return differs('there is no such role');
    const permissions: unknown = propertiesOf(found)['permissions'];
    const allowed = (Array.isArray(permissions) ? permissions : [])
      .filter(isRecord)
      .flatMap(({ actions }): readonly unknown[] => (Array.isArray(actions) ? actions : []))
      .map(textOf);
    return allowed.some((each) => allows(each, action)) ? HOLDS : differs(`it allows ${allowed.join(', ')}`);
  },
});

function allows(pattern: string, action: string): boolean {
  const parts = pattern
    .toLowerCase()
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(action.toLowerCase());
}

export const FACTS: readonly Fact[] = [
  {
    name: 'ARM says how many reads are left (x-ms-ratelimit-remaining-…)',
    async look(tenant) {
      const { headers } = await ask(tenant, 'arm', '/subscriptions?api-version=2022-12-01');
      const names = [...headers].map(([name]) => name.toLowerCase());
      return names.some((name) => name.startsWith('x-ms-ratelimit-remaining-'))
        ? HOLDS
        : differs('no such header came');
    },
  },
  {
    name: 'Sentinel lists 50 incidents where nothing is asked for',
    async look(tenant) {
      const answer = await incidents(tenant);
      if (!answer) return NO_WORKSPACE;
      const count = valueOf(answer).length;
      const more = isRecord(answer.body) && textOf(answer.body['nextLink']) !== '';
      return count === 50 || (count < 50 && !more) ? HOLDS : differs(`${count} came`);
    },
  },
  {
    name: 'an incident has an etag in its body',
    async look(tenant) {
      const answer = await incidents(tenant, '&$top=1');
      if (!answer) return NO_WORKSPACE;
      const [first] = valueOf(answer);
      if (!first) return unseen('there is no incident');
      return textOf(first['etag']) === '' ? differs('it has none') : HOLDS;
    },
  },
  {
    name: 'an incident of Defender names it in providerName and providerIncidentId, and Graph has it',
    async look(tenant) {
      const answer = await incidents(tenant, '&$top=50');
      if (!answer) return NO_WORKSPACE;
      const synced = valueOf(answer)
        .map(propertiesOf)
        .find(({ providerName }) => /XDR|365 Defender/i.test(textOf(providerName)));
      if (!synced) return unseen('no incident of the last 50 came from Defender');
      const id = textOf(synced['providerIncidentId']);
      const { body } = await ask(tenant, 'graph', `/v1.0/security/incidents/${encodeURIComponent(id)}`);
      return isRecord(body) && textOf(body['id']) === id ? HOLDS : differs(`Graph has no incident ${id}`);
    },
  },
  {
    name: 'Graph counts, sorts and expands the incidents of Defender',
    async look(tenant) {
      const query = '$top=5&$count=true&$expand=alerts&$orderby=createdDateTime%20desc';
      const { body } = await ask(tenant, 'graph', `/v1.0/security/incidents?${query}`);
      if (!isRecord(body) || !('@odata.count' in body)) return differs('no count came');
      const times = valueOf({ body } as AzureResponse).map((item) =>
        Date.parse(textOf(item['createdDateTime'])),
      );
      return times.every((time, i) => i === 0 || time <= (times[i - 1] ?? 0))
        ? HOLDS
        : differs('not in order');
    },
  },
  {
    name: 'Graph gives sign-ins in pages of up to 1,000',
    async look(tenant) {
      await ask(tenant, 'graph', '/v1.0/auditLogs/signIns?$top=1000');
      return HOLDS;
    },
  },
  {
    name: 'Logic Apps Standard list their workflows below the site, and the runs of each on its host',
    async look(tenant) {
      const workspace = workspaceOf(tenant);
      if (workspace === undefined) return NO_WORKSPACE;
      const sentinel = new Sentinel(tenant.client, { workspace, tenant: tenant.settings.tenant });
      const { items, problem } = await listPlaybooks(tenant.client, sentinel);
      const standard = items.find(({ id }) => /\/Microsoft\.Web\/sites\//i.test(id));
      if (!standard) return unseen(problem?.message ?? 'the subscription has none');
      const runs = await ask(tenant, 'arm', `${standard.runs}?api-version=${standard.version}&$top=1`);
      return isRecord(runs.body) && Array.isArray(runs.body['value'])
        ? HOLDS
        : differs('no list of runs came');
    },
  },
  {
    name: 'Log Analytics names a workspace that there is not: WorkspaceNotFoundError, 404',
    async look(tenant) {
      const request = { method: 'POST', reads: true, body: { query: 'print 1' } } as const;
      const url = '/v1/workspaces/00000000-0000-4000-8000-000000000000/query';
      try {
        await ask(tenant, 'logAnalytics', url, request);
        return differs('it answered');
      } catch (error) {
        const reply = error instanceof AzureFault ? error.reply : undefined;
        if (!reply) throw error;
        const said = `${reply.status} ${reply.code}`;
        return said === '404 WorkspaceNotFoundError' ? HOLDS : differs(`it said ${said}`);
      }
    },
  },
  ...Object.entries(ROLES).map(([name, action]) => role(name, action)),
];

/** Looks at a fact; what may not be read is unseen. */
export async function lookAt(fact: Fact, tenant: LiveTenant): Promise<Finding> {
  try {
    return await fact.look(tenant);
  } catch (error) {
    return unseen(error instanceof Error ? error.message : String(error));
  }
}
