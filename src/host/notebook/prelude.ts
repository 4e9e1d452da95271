import type { NotebookParameter } from './parameters.ts';
import { identifiers, splitStatements } from './statements.ts';

/** A named cell above the one that runs. */
export interface NamedCell {
  readonly name: string;
  readonly text: string;
}

/** What is run for a cell: `text` is the prelude and then the cell as it is, from `offset` on. */
export interface CellQuery {
  readonly text: string;
  readonly offset: number;
  /** Every word of it and of the cells put before it. */
  readonly mentioned: ReadonlySet<string>;
  /** Parameters that it needs and that have no value yet; it cannot be run before they have. */
  readonly missing: readonly NotebookParameter[];
}

/**
 * Puts before a cell the `let` statements that it needs: parameters of the notebook and named cells above that it
 * mentions, directly or through another named cell. Of two cells with one name the nearer counts.
 */
export function cellQuery(
  text: string,
  above: readonly NamedCell[],
  parameters: readonly NotebookParameter[],
): CellQuery {
  const lets: string[] = [];
  const wanted = new Set(identifiers(text));
  const seen = new Set<string>();
  for (const cell of above.toReversed()) {
    if (seen.has(cell.name) || !wanted.has(cell.name)) continue;
    seen.add(cell.name);
    for (const word of identifiers(cell.text)) wanted.add(word);
    lets.unshift(letOf(cell));
  }
  const needed = parameters.filter(({ name }) => wanted.has(name));
  for (const { name, literal } of needed.toReversed())
    if (literal !== undefined) lets.unshift(`let ${name} = ${literal};`);
  const prelude = lets.map((line) => `${line}\n`).join('');
  return {
    text: prelude + text,
    offset: prelude.length,
    mentioned: wanted,
    missing: needed.filter(({ literal }) => literal === undefined),
  };
}

/** A cell with statements of its own keeps them to itself inside a function body. */
function letOf({ name, text }: NamedCell): string {
  const statements = splitStatements(text);
  if (statements.length <= 1) return `let ${name} = ${(statements[0] ?? '').trim()}\n;`;
  return `let ${name}__cell = () {\n${statements.map((s) => s.trim()).join('\n;\n')}\n};\nlet ${name} = ${name}__cell();`;
}
