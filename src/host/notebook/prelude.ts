import type { CellParts, NamedCellPart } from '../../domain/cellParts.ts';
import { nameReference } from '../../domain/kqlLiteral.ts';
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
  /** The same, taken apart. */
  readonly parts: CellParts;
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
  const wanted = new Set(identifiers(text));
  const nearest = new Map<string, NamedCell>();
  for (const cell of above.toReversed()) {
    if (!wanted.has(cell.name) || nearest.has(cell.name)) continue;
    for (const word of identifiers(cell.text)) wanted.add(word);
    nearest.set(cell.name, cell);
  }
  const used = [...nearest.values()].reverse();
  const needed = parameters.filter(({ name }) => wanted.has(name));
  const parameterLets = letsOf(needed);
  const prelude = parameterLets + used.map((cell) => `${letOf(cell)}\n`).join('');
  return {
    text: prelude + text,
    offset: prelude.length,
    parts: {
      own: { text, ...reach(text, used, parameters) },
      // Name and text alone: a caller's named cells can hold more, and this goes to another process.
      named: used.map(({ name, text: asked }, index) => ({
        name,
        text: asked,
        ...reach(asked, used.slice(0, index), parameters),
      })),
      offset: prelude.length,
    },
    mentioned: wanted,
    missing: needed.filter(({ literal }) => literal === undefined),
  };
}

/** What a text itself mentions: parameters, as statements, and cells above. */
function reach(
  text: string,
  above: readonly NamedCell[],
  parameters: readonly NotebookParameter[],
): Pick<NamedCellPart, 'parameters' | 'uses'> {
  const words = identifiers(text);
  return {
    parameters: letsOf(parameters.filter(({ name }) => words.has(name))),
    uses: above.flatMap(({ name }, index) => (words.has(name) ? [index] : [])),
  };
}

function letsOf(parameters: readonly NotebookParameter[]): string {
  return parameters
    .flatMap(({ name, literal }) =>
      literal === undefined ? [] : `let ${nameReference(name)} = ${literal};\n`,
    )
    .join('');
}

/** A cell with statements of its own keeps them to itself inside a function body. */
function letOf({ name, text }: NamedCell): string {
  const statements = splitStatements(text);
  const reference = nameReference(name);
  if (statements.length <= 1) return `let ${reference} = ${(statements[0] ?? '').trim()}\n;`;
  return `let ${name}__cell = () {\n${statements.map((s) => s.trim()).join('\n;\n')}\n};\nlet ${reference} = ${name}__cell();`;
}
