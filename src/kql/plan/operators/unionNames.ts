import type { Column } from '../../../domain/kustoType.ts';
import type { Relation } from '../relation.ts';

export interface UnionColumn extends Column {
  /** The name that the inputs call it by. */
  readonly from: string;
}

/**
 * The columns of a union as the service names them, in order of their names' first appearance: one of several types becomes
 * `name_type` for each, with a number behind it where an input has a column of that name itself.
 */
export function unionColumns(relations: readonly Relation[]): UnionColumn[] {
  const types = new Map<string, Set<Column['type']>>();
  for (const { columns } of relations)
    for (const { name, type } of columns) types.set(name, (types.get(name) ?? new Set()).add(type));
  const taken = new Set([...types].filter(([, found]) => found.size === 1).map(([name]) => name));
  const columns: UnionColumn[] = [];
  const seen = new Set<string>();
  for (const relation of relations)
    for (const { name, type } of relation.columns) {
      const key = `${type} ${name}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const split = (types.get(name)?.size ?? 1) > 1;
      columns.push({ name: split ? unused(`${name}_${type}`, taken) : name, type, from: name });
    }
  // What becomes of one name stands together, where the name was met first.
  const places = new Map([...types.keys()].map((name, place) => [name, place]));
  return columns.sort((a, b) => (places.get(a.from) ?? 0) - (places.get(b.from) ?? 0));
}

function unused(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 1; taken.has(free); n++) free = `${name}${n}`;
  taken.add(free);
  return free;
}
