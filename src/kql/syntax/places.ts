import type { Span } from '../diagnostics.ts';

/** `workspace("soc").`, `app("shop").`, `database("case").` … before a table's name. */
export interface Place extends Span {
  readonly kind: 'workspace' | 'app' | 'resource' | 'database' | 'cluster';
  readonly name: string;
  /** Where the name that it qualifies begins. */
  readonly at: number;
}

export interface PlainText {
  /** As long as the text given, so that every position stays what it was. */
  readonly text: string;
  readonly places: readonly Place[];
  readonly watchlists: readonly (Span & { readonly alias: string })[];
  /** Edges by where their `inner_nodes(…)` begins. */
  readonly innerNodes: ReadonlyMap<number, string>;
}

const STRING = String.raw`[hH]?(?:@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')`;
const PLACE = String.raw`\b(?<kind>workspace|app|resource|database|cluster)\s*\(\s*(?<name>${STRING})\s*\)\s*\.\s*`;
const WATCHLIST = String.raw`\b_GetWatchlist\s*\(\s*(?<alias>${STRING})\s*\)`;
const INNER_NODES = String.raw`\binner_nodes\s*\(\s*(?<edge>[A-Za-z_]\w*)\s*\)`;
const TOKEN = new RegExp(
  String.raw`//[^\n]*|\x60{3}[^]*?\x60{3}|~{3}[^]*?~{3}|${PLACE}|${WATCHLIST}|${INNER_NODES}|${STRING}`,
  'g',
);

/**
 * What the services know and Kusto.Language does not, written so that Kusto.Language reads it: a place becomes blank, and
 * `_GetWatchlist("a")` becomes a call of the function that stands for that watchlist, `inner_nodes(edge)` a node's name.
 */
export function plainText(text: string): PlainText {
  const places: Place[] = [];
  const innerNodes = new Map<number, string>();
  const watchlists: PlainText['watchlists'][number][] = [];
  const plain = text.replace(TOKEN, (token: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Readonly<Record<'kind' | 'name' | 'alias' | 'edge', string | undefined>>;
    const start = rest.at(-3) as number;
    if (groups.kind !== undefined && groups.name !== undefined) {
      places.push({
        kind: groups.kind as Place['kind'],
        name: content(groups.name),
        start,
        length: token.trimEnd().length,
        at: start + token.length,
      });
      return token.replace(/[^\n\r]/g, ' ');
    }
    if (groups.edge !== undefined) {
      const node = nodeBefore(text.slice(0, start));
      if (node === undefined || node.length > token.length) return token;
      innerNodes.set(start, groups.edge);
      return node.padEnd(token.length);
    }
    if (groups.alias === undefined) return token;
    const alias = content(groups.alias);
    watchlists.push({ alias, start, length: token.length });
    return `['${watchlistFunction(alias)}']()`.padEnd(token.length);
  });
  return { text: plain, places, watchlists, innerNodes };
}

/** A node of the last pattern: all nodes of a graph have the same properties, so Kusto.Language reads the same columns. */
function nodeBefore(text: string): string | undefined {
  const nodes = [...text.matchAll(/\(\s*([A-Za-z_]\w*)\s*\)\s*<?-/g)];
  return nodes.at(-1)?.[1];
}

const WATCHLIST_PREFIX = 'watchlist:';

/** No longer than what it replaces: `_GetWatchlist('` and `['watchlist:` begin the two. */
export function watchlistFunction(alias: string): string {
  return `${WATCHLIST_PREFIX}${alias.replace(/['"\\\n]/g, '_')}`;
}

export function watchlistOf(functionName: string): string | undefined {
  return functionName.startsWith(WATCHLIST_PREFIX) ? functionName.slice(WATCHLIST_PREFIX.length) : undefined;
}

/** A sentence of Kusto.Language's, which knows nothing of watchlists, with them as they are written. */
export function inWrittenTerms(sentence: string): string {
  return sentence
    .replace(
      /^The name 'watchlist:([^']*)' does not refer to any known function\.$/,
      "No watchlist '$1' is known here.",
    )
    .replace(/^watchlist:(.*?)\(\)/, "_GetWatchlist('$1')");
}

function content(literal: string): string {
  const quoted = literal.replace(/^[hH]?@?/, '');
  return quoted.slice(1, -1);
}
