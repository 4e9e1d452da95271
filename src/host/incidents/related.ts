import { type IncidentEntity, shortName, type TenantIncident } from '../../domain/incident.ts';

export interface RelatedIncident {
  readonly key: string;
  readonly title: string;
  /** "shares ana, 203.0.113.7". */
  readonly why: string;
}

/** So many are shown at most. */
const MOST = 10;

/**
 * Others of a list that share entities with an incident, the most alike first; only those whose entities are known.
 * @param entitiesOf values in lower case, by an incident's key
 */
export function relatedTo(
  incident: TenantIncident,
  entities: readonly IncidentEntity[],
  others: readonly TenantIncident[],
  entitiesOf: (key: string) => readonly string[],
): readonly RelatedIncident[] {
  const own = new Set(entities.map(({ value }) => value.toLowerCase()));
  const shared = others.flatMap(({ key, title }) => {
    const both = entitiesOf(key).filter((value) => own.has(value));
    return key === incident.key || both.length === 0 ? [] : [{ key, title, both }];
  });
  return shared
    .sort((a, b) => b.both.length - a.both.length)
    .slice(0, MOST)
    .map(({ key, title, both }) => ({ key, title, why: sharing(both) }));
}

function sharing(values: readonly string[]): string {
  const named = values.slice(0, 3).map((value) => shortName({ value }));
  return `shares ${named.join(', ')}${values.length > named.length ? ' and more' : ''}`;
}
