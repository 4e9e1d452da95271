import { isRecord, textOf } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Cell, QueryRequest } from '../../domain/answer.ts';
import type { IncidentEntity } from '../../domain/incident.ts';
import type { PriorityFacts } from '../../domain/priority.ts';
import { kqlList } from '../kql/literal.ts';
import type { AzureClient } from '../pipeline/client.ts';
import { askResourceGraph } from '../resources/resourceGraph.ts';
import { defenderDetails, tableEntities } from './details.ts';

type Ask = (
  request: QueryRequest,
  onRows: (rows: readonly (readonly Cell[])[]) => void,
  signal?: AbortSignal,
) => Promise<unknown>;

export interface FactSources {
  readonly client: AzureClient;
  readonly tenant: string | undefined;
  /** The Sentinel workspace as a connection; without it only Defender's evidence is known. */
  readonly ask?: Ask;
}

const GUID = /^[0-9a-f-]{36}$/i;
const RESOURCE = /^\/subscriptions\/[^'"\n]+\/providers\/[^'"\n]+$/i;

/**
 * What raises incidents of one page: the tags of their resources and their matches in threat intelligence, in at most three
 * questions however many incidents. What cannot be read is left out; a priority then rests on less and says so by its parts.
 */
export async function factsOf(
  incidents: readonly { readonly key: string; readonly raw: JsonObject | undefined }[],
  sources: FactSources,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, PriorityFacts>> {
  const entities = new Map<string, readonly IncidentEntity[]>();
  for (const { key, raw } of incidents)
    if (raw && key.startsWith('xdr/')) entities.set(key, defenderDetails(raw).entities);
  const names = incidents.map(({ key }) => key).filter((key) => GUID.test(key));
  if (sources.ask && names.length > 0)
    for (const [name, found] of await optional(entitiesOf(sources.ask, names, signal), signal))
      entities.set(name, found);
  const values = (kinds: readonly string[]) => [
    ...new Set(
      [...entities.values()]
        .flat()
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ value }) => value.toLowerCase()),
    ),
  ];
  const [tags, confidences] = await Promise.all([
    optional(
      tagsOf(
        sources,
        values(['azureresource', 'azure-resource']).filter((id) => RESOURCE.test(id)),
        signal,
      ),
      signal,
    ),
    sources.ask
      ? optional(intelligenceOf(sources.ask, values(['ip', 'url', 'dns', 'file']), signal), signal)
      : new Map<string, number>(),
  ]);
  return new Map(
    [...entities].map(([key, found]) => {
      const lower = found.map(({ value }) => value.toLowerCase());
      return [
        key,
        {
          entities: lower,
          resources: lower.flatMap((id) => tags.get(id) ?? []),
          labels: [],
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
): Promise<ReadonlyMap<string, readonly IncidentEntity[]>> {
  const found = new Map<string, IncidentEntity[]>();
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
        const list = found.get(textOf(name)) ?? [];
        list.push(...tableEntities(entities));
        found.set(textOf(name), list);
      }
    },
    signal,
  );
  return found;
}

type Tagged = PriorityFacts['resources'][number];

async function tagsOf(
  { client, tenant }: FactSources,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, readonly Tagged[]>> {
  if (ids.length === 0) return new Map();
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
