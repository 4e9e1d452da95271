import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Cell, QueryRequest } from '../../domain/answer.ts';
import type { IncidentEntity } from '../../domain/incident.ts';
import type { PriorityFacts } from '../../domain/priority.ts';
import { kqlList } from '../kql/literal.ts';
import type { AzureClient } from '../pipeline/client.ts';
import { askResourceGraph } from '../resources/resourceGraph.ts';
import { defenderDetails } from './details.ts';
import { sensitivityLabels, tableEntities } from './entities.ts';

type Ask = (
  request: QueryRequest,
  onRows: (rows: readonly (readonly Cell[])[]) => void,
  signal?: AbortSignal,
) => Promise<unknown>;

export interface FactSources {
  readonly client: AzureClient;
  /** Whose resources are asked for tags; undefined is the account's own tenant. */
  readonly tenants: readonly (string | undefined)[];
  /** The Sentinel workspaces as connections; without one only Defender's evidence is known. */
  readonly asks: readonly Ask[];
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
  incidents: readonly { readonly key: string; readonly raw: JsonObject | undefined }[],
  sources: FactSources,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, PriorityFacts>> {
  const known = new Map<string, Known>();
  for (const { key, raw } of incidents)
    if (raw && key.startsWith('xdr/'))
      known.set(key, { entities: [...defenderDetails(raw).entities], labels: [...sensitivityLabels(raw)] });
  const names = incidents.map(({ key }) => key).filter((key) => GUID.test(key));
  const each = async <V>(ask: (ask: Ask) => Promise<ReadonlyMap<string, V>>) =>
    (await Promise.all(sources.asks.map((source) => optional(ask(source), signal)))).flatMap((found) => [
      ...found,
    ]);
  if (names.length > 0)
    for (const [name, found] of await each((ask) => entitiesOf(ask, names, signal))) known.set(name, found);
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
    each((ask) => intelligenceOf(ask, observables, signal)),
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

async function entitiesOf(
  ask: Ask,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Known>> {
  const found = new Map<string, Known>();
  const text = `SecurityIncident
| where IncidentName in (${kqlList(names)})
| summarize arg_max(TimeGenerated, AlertIds) by IncidentName
| mv-expand AlertId = AlertIds to typeof(string)
| join kind=inner (SecurityAlert | summarize arg_max(TimeGenerated, Entities) by SystemAlertId) on $left.AlertId == $right.SystemAlertId
| project IncidentName, Entities`;
  await ask(
    { text },
    (rows) => {
      for (const [name, entities] of rows) {
        const { entities: list, labels } = found.get(textOf(name)) ?? { entities: [], labels: [] };
        list.push(...tableEntities(entities));
        labels.push(...sensitivityLabels(entities));
        found.set(textOf(name), { entities: list, labels });
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
