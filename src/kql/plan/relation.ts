import type { PlanColumn } from './expr.ts';
import type { Rel, SortKey } from './rel.ts';

/** A relational node with what a query sees of it. */
export interface Relation {
  readonly rel: Rel;
  /** What is visible, in order, names unique. */
  readonly columns: readonly PlanColumn[];
  /** Columns of `rel`, visible or not, that put its rows in order. */
  readonly order: readonly SortKey[];
  /** True where the query itself asked for that order. */
  readonly serialized: boolean;
  readonly rowKey?: PlanColumn;
}

export function columnNamed(relation: Relation, name: string): PlanColumn | undefined {
  return relation.columns.find((column) => column.name === name);
}

/** One of the tables that a query gives. */
export interface NamedRelation {
  readonly name: string;
  readonly relation: Relation;
}
