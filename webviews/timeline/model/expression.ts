import { type Facet, FACETS } from './columns.ts';

/** One word of an expression; all of them must hold. */
export interface Term {
  /** The only facet that it may be found in; null for any. */
  readonly facet: Facet | null;
  /** In lower case. */
  readonly word: string;
  readonly negated: boolean;
}

const NAMES: Readonly<Record<string, Facet>> = {
  ...(Object.fromEntries(FACETS.map((facet) => [facet, facet])) as Record<Facet, Facet>),
  source: 'table',
  entity: 'account',
  user: 'account',
  ip: 'address',
};

/** `-` before a term negates it; `facet:` before it says where; quotes keep blanks: `table:Signin -"no role" severity:high` */
export function parseExpression(text: string): Term[] {
  return [...text.matchAll(/(-?)(?:(\w+):)?(?:"([^"]*)"?|(\S+))/g)].flatMap(
    ([, minus, name = '', quoted, plain]) => {
      const facet = NAMES[name.toLowerCase()] ?? null;
      // A colon that names no facet is part of the word.
      const word = `${facet === null && name !== '' ? `${name}:` : ''}${quoted ?? plain ?? ''}`.toLowerCase();
      return word === '' ? [] : [{ facet, word, negated: minus === '-' }];
    },
  );
}
