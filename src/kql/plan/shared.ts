import type { Builder } from './builder.ts';
import type { Relation } from './relation.ts';

/** The relation computed once and read by name. */
export function shareRelation(builder: Builder, relation: Relation): Relation {
  const id = builder.fresh('shared', 'string').sql;
  return { ...relation, rel: { op: 'shared', id, body: relation.rel } };
}
