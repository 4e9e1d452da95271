import type { Column } from '../../domain/kustoType.ts';
import type { PlanColumn } from './expr.ts';
import type { Relation } from './relation.ts';

/**
 * Thrown while building where a plugin's columns depend on its input's values: the values are read first, then the
 * query is bound again with those columns written out behind the plugin's call.
 */
export class SchemaProbe extends Error {
  /** What to read. */
  readonly relation: Relation;
  readonly columns: readonly PlanColumn[];
  /** The columns that follow from what was read. */
  readonly schemaOf: (rows: readonly (readonly unknown[])[]) => readonly Column[];
  /** Where in the request's text the schema belongs. */
  readonly at: number;

  constructor(
    relation: Relation,
    at: number,
    schemaOf: (rows: readonly (readonly unknown[])[]) => readonly Column[],
  ) {
    super('The columns depend on the rows.');
    this.relation = relation;
    this.columns = relation.columns;
    this.at = at;
    this.schemaOf = schemaOf;
  }
}
