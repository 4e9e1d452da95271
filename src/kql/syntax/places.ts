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
}

const STRING = String.raw`[hH]?(?:@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')`;
const PLACE = String.raw`\b(?<kind>workspace|app|resource|database|cluster)\s*\(\s*(?<name>${STRING})\s*\)\s*\.\s*`;
const WATCHLIST = String.raw`\b_GetWatchlist\s*\(\s*(?<alias>${STRING})\s*\)`;
const TOKEN = new RegExp(
  String.raw`//[^\n]*|\x60{3}[^]*?\x60{3}|~{3}[^]*?~{3}|${PLACE}|${WATCHLIST}|${STRING}`,
  'g',
);

/**
 * What Log Analytics adds to Kusto's language, written so that Kusto.Language reads it: a place becomes blank, and
 * `_GetWatchlist("a")` becomes a call of the function that stands for that watchlist.
 */
export function plainText(text: string): PlainText {
  const places: Place[] = [];
  const watchlists: PlainText['watchlists'][number][] = [];
  const plain = text.replace(TOKEN, (token: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Readonly<Record<'kind' | 'name' | 'alias', string | undefined>>;
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
    if (groups.alias === undefined) return token;
    const alias = content(groups.alias);
    watchlists.push({ alias, start, length: token.length });
    return `['${watchlistFunction(alias)}']()`.padEnd(token.length);
  });
  return { text: plain, places, watchlists };
}

const WATCHLIST_PREFIX = 'watchlist:';

/** No longer than what it replaces: `_GetWatchlist('` and `['watchlist:` begin the two. */
export function watchlistFunction(alias: string): string {
  return `${WATCHLIST_PREFIX}${alias.replace(/['"\\\n]/g, '_')}`;
}

export function watchlistOf(functionName: string): string | undefined {
  return functionName.startsWith(WATCHLIST_PREFIX) ? functionName.slice(WATCHLIST_PREFIX.length) : undefined;
}

function content(literal: string): string {
  const quoted = literal.replace(/^[hH]?@?/, '');
  return quoted.slice(1, -1);
}
