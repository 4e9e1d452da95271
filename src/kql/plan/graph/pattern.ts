import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, tokenText } from '../access.ts';

/** From one node of a pattern over an edge, or a row of edges, to the next. */
export interface Hop {
  readonly from: string;
  readonly to: string;
  /** '' where the pattern gives none. */
  readonly edge: string;
  readonly direction: 'forward' | 'back' | 'either';
  /** How many edges in a row; `variable` where the pattern says from … to. */
  readonly least: number;
  readonly most: number;
  readonly variable: boolean;
}

export interface Path {
  readonly start: string;
  readonly hops: readonly Hop[];
}

const MOST_LENGTHS = 100;

/** The patterns of graph-match, nodes without a name under one that no query can write. */
export function pathsOf(node: SyntaxNode): Path[] {
  let nameless = 0;
  return list(node, 'Patterns').map((pattern) => {
    const elements = list(pattern, 'PatternElements');
    const nodeName = (element: SyntaxNode | undefined): string =>
      element?.parts['Name'] ? nameText(element.parts['Name']) : `\u0000${++nameless}`;
    const start = nodeName(elements[0]);
    const hops: Hop[] = [];
    let from = start;
    for (let i = 1; i + 1 < elements.length; i += 2) {
      const edge = elements[i];
      if (!edge) continue;
      const to = nodeName(elements[i + 1]);
      hops.push({ from, to, ...edgeOf(edge) });
      from = to;
    }
    return { start, hops };
  });
}

function edgeOf(node: SyntaxNode): Omit<Hop, 'from' | 'to'> {
  const first = node.parts['FirstToken'] ? tokenText(node.parts['FirstToken']) : '--';
  const last = node.parts['LastToken'] ? tokenText(node.parts['LastToken']) : '';
  const back = first.startsWith('<');
  const forward = (last || first).endsWith('>');
  const range = node.parts['Range'];
  const bound = (name: string): number => {
    const given = range?.parts[name];
    const value = given ? Number(tokenText(given)) : NaN;
    if (!Number.isInteger(value) || value < 0 || value > MOST_LENGTHS)
      throw refuse(
        'graph-range',
        `The length of a path must be between 0 and ${MOST_LENGTHS}.`,
        range ?? node,
      );
    return value;
  };
  return {
    edge: node.parts['Name'] ? nameText(node.parts['Name']) : '',
    direction: back === forward ? 'either' : back ? 'back' : 'forward',
    least: range ? bound('RangeStart') : 1,
    most: range ? bound('RangeEnd') : 1,
    variable: range !== undefined,
  };
}
