import type { DialectGap } from '../../domain/connection.ts';
import { type Word, wordsOf } from './words.ts';

/** Words that a service's Kusto has not, and why, from each product's published list of differences. */
interface Dialect {
  readonly service: string;
  /** As functions, followed by a parenthesis. */
  readonly functions: Readonly<Record<string, string>>;
  /** As the first word of a statement. */
  readonly statements: Readonly<Record<string, string>>;
}

const CURSORS = ['cursor_after', 'cursor_before_or_at', 'cursor_current', 'current_cursor'];
const EXTENTS = ['extent_id', 'extent_tags'];
const all = (names: readonly string[], why: string) => Object.fromEntries(names.map((name) => [name, why]));

const LOG_ANALYTICS: Dialect = {
  service: 'Log Analytics',
  functions: {
    ...all([...CURSORS, ...EXTENTS], 'it is of Azure Data Explorer alone'),
    cluster: 'write adx("cluster/database").Table to reach a cluster from a workspace',
    database: 'a workspace is one database',
    current_principal: 'a workspace does not tell who asks',
  },
  statements: {
    alias: 'alias statements are of Azure Data Explorer alone',
    declare: 'query parameters are of Azure Data Explorer alone; use let',
    restrict: 'restrict statements are of Azure Data Explorer alone',
  },
};

const DEFENDER: Dialect = {
  service: 'Defender advanced hunting',
  functions: {
    ...LOG_ANALYTICS.functions,
    ...all(['workspace', 'app', 'resource'], 'advanced hunting has one store and no other workspaces'),
  },
  statements: LOG_ANALYTICS.statements,
};

const KUSTO: Dialect = {
  service: 'Azure Data Explorer',
  functions: {
    ...all(
      ['workspace', 'app', 'resource', 'adx', 'arg'],
      'it is of Log Analytics alone; use cluster().database()',
    ),
    ...all(
      ['_GetWatchlist', '_GetWatchlistAlias', '_ASIM_GetWatchlistRaw'],
      'watchlists are of Microsoft Sentinel',
    ),
  },
  statements: {},
};

export const DIALECTS = { logAnalytics: LOG_ANALYTICS, defender: DEFENDER, kusto: KUSTO } as const;

/** What in the query the service has not, in order. */
export function dialectGaps(
  text: string,
  { service, functions, statements }: Dialect,
): readonly DialectGap[] {
  const words = wordsOf(text);
  const why = (word: Word): string | undefined => {
    if (word.calls && !word.inPath && Object.hasOwn(functions, word.text)) return functions[word.text];
    const begins = /(?:^|;)\s*$/.test(withoutComments(text.slice(0, word.start)));
    return begins && Object.hasOwn(statements, word.text) ? statements[word.text] : undefined;
  };
  return words.flatMap((word) => {
    const reason = why(word);
    if (reason === undefined) return [];
    return [
      {
        code: 'dialect.not-there',
        message: `${service} has no ${word.text}${word.calls ? '()' : ''}: ${reason}.`,
        start: word.start,
        length: word.text.length,
      },
    ];
  });
}

function withoutComments(text: string): string {
  return text.replace(/\/\/[^\n]*/g, '');
}

/** Whether the last operator of the query says in which order rows come. */
export function isOrdered(text: string): boolean {
  const last = text.slice(text.lastIndexOf('|') + 1);
  const [first] = wordsOf(last);
  return ['sort', 'order', 'top'].includes(first?.text ?? '');
}
