import type { Expr, PlanColumn } from './expr.ts';

export interface SortKey {
  readonly column: PlanColumn;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export interface Assignment {
  readonly column: PlanColumn;
  readonly expr: Expr;
}

/**
 * Relational nodes. Nothing drops a column but `aggregate`, `distinct`, `union` and `pick`: projections are a matter of which
 * columns a Relation shows, and the database reads only what is used.
 */
export type Rel =
  /** One row without columns. */
  | { readonly op: 'nothing' }
  | {
      readonly op: 'scan';
      readonly table: string;
      /** Set where the table is a file that the query names. */
      readonly file?: true;
      readonly columns: readonly {
        readonly column: PlanColumn;
        readonly stored: string;
        /** The bound of values that were approximate when they were stored. */
        readonly approximate?: string;
      }[];
    }
  | {
      readonly op: 'values';
      readonly columns: readonly PlanColumn[];
      readonly rows: readonly (readonly Expr[])[];
    }
  | {
      readonly op: 'range';
      readonly column: PlanColumn;
      readonly ordinal: PlanColumn;
      readonly from: Expr;
      readonly to: Expr;
      readonly step: Expr;
    }
  | { readonly op: 'filter'; readonly input: Rel; readonly predicate: Expr }
  | { readonly op: 'extend'; readonly input: Rel; readonly items: readonly Assignment[] }
  | { readonly op: 'pick'; readonly input: Rel; readonly items: readonly Assignment[] }
  | {
      readonly op: 'aggregate';
      readonly input: Rel;
      readonly keys: readonly Assignment[];
      readonly aggregates: readonly Assignment[];
    }
  | { readonly op: 'distinct'; readonly input: Rel; readonly items: readonly Assignment[] }
  | { readonly op: 'limit'; readonly input: Rel; readonly order: readonly SortKey[]; readonly count: Expr }
  | {
      readonly op: 'join';
      readonly kind: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'SEMI' | 'ANTI' | 'CROSS';
      readonly left: Rel;
      readonly right: Rel;
      readonly on?: Expr;
      /** Set where `left` filters an extension by a rank to one row per key: the columns of what it is chosen from. */
      readonly chosenFrom?: readonly PlanColumn[];
    }
  | {
      readonly op: 'union';
      /** By column of the union; a column that is not there is null, '' for strings. */
      readonly inputs: readonly { readonly rel: Rel; readonly values: ReadonlyMap<PlanColumn, Expr> }[];
      readonly columns: readonly PlanColumn[];
    }
  | {
      /** Each row once per element of the zipped lists (shorter lists padded with null). */
      readonly op: 'unnest';
      readonly input: Rel;
      readonly lists: readonly { readonly column: PlanColumn; readonly list: Expr }[];
      readonly ordinal: PlanColumn;
    }
  | {
      /** `body` once per row of `input`, seeing its columns; keeps input rows with no body row only where `outer`. */
      readonly op: 'lateral';
      readonly input: Rel;
      readonly body: Rel;
    }
  | {
      /** All rows of `input`, in order, as one JSON array of arrays through a function and back. */
      readonly op: 'rows';
      readonly input: Rel;
      readonly arguments: readonly Expr[];
      readonly order: readonly SortKey[];
      readonly function: string;
      /** JSON, or expressions without columns that make the elements of a JSON array. */
      readonly options: string | readonly Expr[];
      readonly columns: readonly PlanColumn[];
      readonly ordinal: PlanColumn;
      /** The bound of what the function gives, where that is approximate by nature. */
      readonly approximate?: string;
    }
  | {
      /**
       * All rows of `input`, in order, through a function that gives `[index of a row, text…]` as often as it likes: each is
       * that row, extended by the texts in the types of `columns`. The cells that it is given are texts or null.
       */
      readonly op: 'sequence';
      readonly input: Rel;
      readonly cells: readonly Expr[];
      readonly order: readonly SortKey[];
      readonly function: string;
      readonly options: string;
      readonly columns: readonly PlanColumn[];
      readonly ordinal: PlanColumn;
    }
  | { readonly op: 'shared'; readonly id: string; readonly body: Rel };
