import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Cell, QueryRequest } from '../../domain/answer.ts';
import type { IncidentEntity, TenantIncident } from '../../domain/incident.ts';
import type { PriorityFacts } from '../../domain/priority.ts';
import { kqlList } from '../kql/literal.ts';
import type { AzureClient } from '../pipeline/client.ts';
import { askResourceGraph } from '../resources/resourceGraph.ts';
import { defenderDetails } from './details.ts';
import { sensitivityLabels, tableEntities } from './entities.ts';
import { ofWorkspace } from './ofWorkspace.ts';

type Ask = (
  request: QueryRequest,
  onRows: (rows: readonly (readonly Cell[])[]) => void,
  signal?: AbortSignal,
) => Promise<unknown>;

export interface FactSources {
  readonly client: AzureClient;
  /** Whose resources are asked for tags; undefined is the account's own tenant. */
  readonly tenants: readonly (string | undefined)[];
  /** The Sentinel workspaces whose tables can be asked; without one only Defender's evidence is known. */
  readonly workspaces: readonly AskedWorkspace[];
}

interface AskedWorkspace {
  /** ARM id. */
  readonly id: string;
  /** Its id in Log Analytics (GUID), where the connection reads others with it. */
  readonly own?: string | undefined;
  readonly ask: Ask;
}

/** Entities of an incident with the sensitivity labels that they carry. */
interface Known {
  readonly entities: IncidentEntity[];
  readonly labels: string[];
}

const GUID = /^[0-9a-f-]{36}$/i;
const RESOURCE = /^\/subscriptions\/[^'"\n]+\/providers\/[^'"\n]+$/i;

/**
 * What raises incidents of one page: labels of their entities, tags of their resources and matches in threat intelligence, in two
 * questions a workspace and one to each tenant's Resource Graph however many incidents. What cannot be read is left out; a priority then rests
 * on less and says so by its parts.
 */
export async function factsOf(
  incidents: readonly { readonly incident: TenantIncident; readonly raw: JsonObject | undefined }[],
  sources: FactSources,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, PriorityFacts>> {
  const known = new Map<string, Known>();
  for (const { incident, raw } of incidents)
    if (raw && !incident.sentinel)
      known.set(incident.key, {
        entities: [...defenderDetails(raw).entities],
        labels: [...sensitivityLabels(raw)],
      });
  const each = async <V>(ask: (workspace: AskedWorkspace) => Promise<ReadonlyMap<string, V>>) =>
    (await Promise.all(sources.workspaces.map((source) => optional(ask(source), signal)))).flatMap(
      (found) => [...found],
    );
  const listed = incidents.map(({ incident }) => incident);
  for (const [key, found] of await each((workspace) => entitiesOf(workspace, listed, signal)))
    known.set(key, found);
  const values = (kinds: readonly string[]) => [
    ...new Set(
      [...known.values()]
        .flatMap(({ entities }) => entities)
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ value }) => value.toLowerCase()),
    ),
  ];
  const resources = values(['azureresource', 'azure-resource']).filter((id) => RESOURCE.test(id));
  const observables = values(['ip', 'url', 'dns', 'file', 'filehash']);
  const [tags, matched] = await Promise.all([
    tagsOf(sources, resources, signal),
    each(({ ask }) => intelligenceOf(ask, observables, signal)),
  ]);
  const confidences = new Map<string, number>();
  for (const [value, confidence] of matched)
    confidences.set(value, Math.max(confidence, confidences.get(value) ?? 0));
  return new Map(
    [...known].map(([key, { entities, labels }]) => {
      const lower = entities.map(({ value }) => value.toLowerCase());
      return [
        key,
        {
          entities: lower,
          resources: lower.flatMap((id) => tags.get(id) ?? []),
          labels: [...new Set(labels)],
          intelligence: lower.flatMap((value) => {
            const confidence = confidences.get(value);
            return confidence === undefined ? [] : [{ value, confidence }];
          }),
        },
      ];
    }),
  );
}

/** A fact that may not be read is none; anything else that goes wrong is told in the Azure log by the pipeline. */
async function optional<V>(
  facts: Promise<ReadonlyMap<string, V>>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, V>> {
  try {
    return await facts;
  } catch {
    signal?.throwIfAborted();
    return new Map();
  }
}

/** By the incidents' keys: what a workspace tells of a name is of its own incident. */
async function entitiesOf(
  { id, own, ask }: AskedWorkspace,
  incidents: readonly TenantIncident[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Known>> {
  const found = new Map<string, Known>();
  const keys = new Map<string, string>();
  for (const { key, sentinel } of incidents)
    if (sentinel?.workspace === id && GUID.test(sentinel.name)) keys.set(sentinel.name.toLowerCase(), key);
  if (keys.size === 0) return found;
  const text = `${ofWorkspace('SecurityIncident', own)}
| where IncidentName in~ (${kqlList([...keys.keys()])})
| summarize arg_max(TimeGenerated, AlertIds) by IncidentName
| mv-expand AlertId = AlertIds to typeof(string)
| join kind=inner (SecurityAlert | summarize arg_max(TimeGenerated, Entities) by SystemAlertId) on $left.AlertId == $right.SystemAlertId
| project IncidentName, Entities`;
  await ask(
    { text },
    (rows) => {
      for (const [name, entities] of rows) {
        const key = keys.get(textOf(name).toLowerCase());
        if (key === undefined) continue;
        const { entities: list, labels } = found.get(key) ?? { entities: [], labels: [] };
        list.push(...tableEntities(entities));
        labels.push(...sensitivityLabels(entities));
        found.set(key, { entities: list, labels });
      }
    },
    signal,
  );
  return found;
}

type Tagged = PriorityFacts['resources'][number];

async function tagsOf(
  { client, tenants }: FactSources,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, readonly Tagged[]>> {
  if (ids.length === 0) return new Map();
  const each = await Promise.all(
    tenants.map((tenant) => optional(tagsIn(client, tenant, ids, signal), signal)),
  );
  return new Map(each.flatMap((found) => [...found]));
}

async function tagsIn(
  client: AzureClient,
  tenant: string | undefined,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, readonly Tagged[]>> {
  const query = `resources | where id in~ (${kqlList(ids.slice(0, 500))}) | project id, name, tags | order by id asc`;
  const { rows } = await askResourceGraph(
    client,
    { query, top: 1_000, tenant, what: "read the resources' tags" },
    signal,
  );
  return new Map(
    rows.map((row) => [
      textOf(row['id']).toLowerCase(),
      [{ name: textOf(row['name']), tags: stringsOf(row['tags']) }],
    ]),
  );
}

function stringsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, textOf(each)]));
}

async function intelligenceOf(
  ask: Ask,
  values: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  if (values.length === 0) return found;
  const text = `ThreatIntelIndicators
| where IsActive and tolower(ObservableValue) in (${kqlList(values.slice(0, 1_000))})
| summarize Confidence = max(Confidence) by Value = tolower(ObservableValue)`;
  await ask(
    { text },
    (rows) => {
      for (const [value, confidence] of rows)
        if (typeof confidence === 'number') found.set(textOf(value), confidence);
    },
    signal,
  );
  return found;
}
