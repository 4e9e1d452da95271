import type { KustoType } from '../../../../src/domain/kustoType.ts';
import type { SyntaxNode } from '../../../../src/kql/syntax/node.ts';
import { convert, textOf } from '../convert.ts';
import { mapRows, rowEnv } from '../rows.ts';
import type { Env } from '../scope.ts';
import { elements, nameOf, operatorParameters, part } from '../syntax.ts';
import { unknown } from '../unknown.ts';
import { columnsOf, nullOf, type Table, type Value } from '../values.ts';

/** A pattern as text, column, text, column …; only columns of type string and long, and `*`. */
interface Piece {
  readonly literal: string;
  readonly column?: { readonly name: string; readonly type: KustoType };
  readonly skip?: true;
}

export function parse(node: SyntaxNode, input: Table, env: Env): Table {
  if (operatorParameters(node).size > 0) throw unknown('parse with a kind');
  const columns = columnsOf(node);
  const pieces = piecesOf(elements(node, 'Patterns'));
  return mapRows(input, columns, (row, i) => {
    const text = textOf(env.world.scalar(part(node, 'Expression'), rowEnv(input, i, env)));
    const found = matched(pieces, text);
    return [
      columns.map((column) => {
        const own = input.columns.findIndex(({ name }) => name === column.name);
        const isNew = pieces.some((piece) => piece.column?.name === column.name);
        if (!isNew) return row[own] ?? nullOf(column.type);
        return found?.get(column.name) ?? nullOf(column.type);
      }),
    ];
  });
}

function piecesOf(patterns: readonly SyntaxNode[]): Piece[] {
  return patterns.map((pattern): Piece => {
    if (pattern.kind === 'StarExpression') return { literal: '', skip: true };
    if (pattern.kind === 'StringLiteralExpression') return { literal: pattern.string ?? '' };
    if (pattern.kind === 'NameDeclaration')
      return { literal: '', column: { name: nameOf(pattern), type: 'string' } };
    const type = pattern.parts['Type']?.symbol?.name;
    if (pattern.kind === 'NameAndTypeDeclaration' && type === 'string')
      return { literal: '', column: { name: nameOf(part(pattern, 'Name')), type } };
    throw unknown('a column of parse that is no text');
  });
}

/** Each text is found at its first place after the last one; a column is what lies between. */
function matched(pieces: readonly Piece[], text: string): Map<string, Value> | undefined {
  const found = new Map<string, Value>();
  let at = 0;
  let open: Piece | undefined;
  for (const piece of pieces) {
    if (piece.column || piece.skip) {
      if (open) throw unknown('two columns without a text between');
      open = piece;
      continue;
    }
    const place = open ? text.indexOf(piece.literal, at) : text.startsWith(piece.literal, at) ? at : -1;
    if (place < 0) return undefined;
    close(open, text.slice(at, place), found);
    at = place + piece.literal.length;
    open = undefined;
  }
  if (!open && at < text.length) throw unknown('text after the last literal');
  close(open, text.slice(at), found);
  return found;
}

function close(open: Piece | undefined, text: string, found: Map<string, Value>): void {
  if (open?.column) found.set(open.column.name, convert({ type: 'string', value: text }, open.column.type));
}
