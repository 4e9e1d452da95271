import type { Cell } from '../domain/answer.ts';
import type { Entity, EntityKind } from '../domain/entity.ts';
import type { HuntHit, HuntResult } from './huntSweep.ts';

/** Hits that have a technique or an entity in common. */
export interface HuntGroup<K> {
  readonly key: K;
  readonly hits: readonly HuntHit[];
}

const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const IPV6 = /^(?=.*:.*:)[0-9a-f:.]{3,45}$/i;
const UPN = /^[^@\s]{1,128}@[^@\s]+\.[^@\s.]{2,}$/;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const APPLICATION = /^(?:AppId|ClientAppId|RequesterAppId)$/;
const HOST = /^(?:Machine|Machines|Device|HostName)$/;

export function hitsOf(results: readonly HuntResult[]): readonly HuntHit[] {
  return results.filter((result) => result.kind === 'hit');
}

/** By technique id, the one with most queries first. */
export function byTechnique(hits: readonly HuntHit[]): readonly HuntGroup<string>[] {
  const groups = new Map<string, HuntHit[]>();
  for (const hit of hits) for (const technique of hit.query.techniques) add(groups, technique, hit);
  return ranked(
    [...groups].map(([key, members]) => ({ key, hits: members })),
    (key) => key,
  );
}

/** By entity that rows name; an entity that several queries name is what to look at first. */
export function byEntity(hits: readonly HuntHit[]): readonly HuntGroup<Entity>[] {
  const groups = new Map<string, HuntHit[]>();
  const entities = new Map<string, Entity>();
  for (const hit of hits)
    for (const entity of entitiesOf(hit)) {
      const id = `${entity.kind} ${entity.value.toLowerCase()}`;
      entities.set(id, entities.get(id) ?? entity);
      add(groups, id, hit);
    }
  return ranked(
    [...groups].flatMap(([id, members]) => {
      const key = entities.get(id);
      return key ? [{ key, hits: members }] : [];
    }),
    ({ kind, value }) => `${kind} ${value}`,
  );
}

/** Each entity of the hit's kept rows once. */
function entitiesOf({ columns, rows }: HuntHit): readonly Entity[] {
  const found = new Map<string, Entity>();
  for (const row of rows)
    for (const [index, column] of columns.entries())
      for (const value of scalars(row[index] ?? null)) {
        const kind = kindOf(column.name, value);
        if (kind) found.set(`${kind} ${value.toLowerCase()}`, { kind, value });
      }
  return [...found.values()];
}

function kindOf(column: string, value: string): EntityKind | undefined {
  if (IPV4.test(value) || IPV6.test(value)) return 'ip';
  if (UPN.test(value)) return 'account';
  if (/^\/subscriptions\//i.test(value)) return 'azure-resource';
  if (APPLICATION.test(column) && GUID.test(value)) return 'cloud-application';
  return HOST.test(column) && value !== '' ? 'host' : undefined;
}

function scalars(cell: Cell): readonly string[] {
  if (typeof cell === 'string') return [cell];
  return Array.isArray(cell) ? cell.filter((one) => typeof one === 'string') : [];
}

function add(groups: Map<string, HuntHit[]>, key: string, hit: HuntHit): void {
  const members = groups.get(key) ?? [];
  if (!members.includes(hit)) members.push(hit);
  groups.set(key, members);
}

function ranked<K>(groups: HuntGroup<K>[], text: (key: K) => string): readonly HuntGroup<K>[] {
  return groups.sort((a, b) => b.hits.length - a.hits.length || (text(a.key) < text(b.key) ? -1 : 1));
}
