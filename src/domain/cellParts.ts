/** A cell of a notebook that others use as a table by its name. */
export interface NamedCellPart {
  readonly name: string;
  readonly text: string;
  /** `let` statements of the notebook's parameters that it needs. */
  readonly parameters: string;
  /** Indexes, in the list that this one is in, of the earlier cells that it uses. */
  readonly uses: readonly number[];
}

/** How a cell's request is put together, so that what other cells have asked is not asked again for it. */
export interface CellParts {
  readonly own: Omit<NamedCellPart, 'name'>;
  readonly named: readonly NamedCellPart[];
  /** Where the cell's own text begins in the request's. */
  readonly offset: number;
}
