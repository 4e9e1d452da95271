import type { RuleSet } from './rule.ts';
import { TEXT } from './shortLists.ts';

/** A text that expressions read, as a column of its own. */
export interface SharedText {
  /** As KQL refers to it. */
  readonly name: string;
  /** What it is. */
  readonly text: string;
  /** Places of the expressions that read it. */
  readonly readers: readonly number[];
}

const TOSTRING = new RegExp(String.raw`${TEXT}|\btostring\((\w+)((?:\.\w+|\[\d+\])*)\)`, 'g');

/**
 * The expressions with a column for each `tostring` of a dynamic column or of a place in one: the engine reads and writes
 * the JSON anew for each of them, which costs as much as a pattern over it.
 */
export function tostringsAsColumns(
  set: Pick<RuleSet, 'columns'>,
  expressions: readonly string[],
): { readonly columns: readonly SharedText[]; readonly expressions: readonly string[] } {
  const readers = new Map<string, Set<number>>();
  const replaced = expressions.map((expression, at) =>
    expression.replace(TOSTRING, (whole, column: string | undefined) => {
      if (column === undefined || set.columns[column] !== 'dynamic') return whole;
      readers.set(whole, (readers.get(whole) ?? new Set()).add(at));
      return columnOf([...readers.keys()].indexOf(whole));
    }),
  );
  const columns = [...readers].map(([text, places], i) => ({
    name: columnOf(i),
    text,
    readers: [...places],
  }));
  return { columns, expressions: replaced };
}

function columnOf(place: number): string {
  return `['$text${place}']`;
}
