import type { Dynamic } from '../values/dynamic.ts';
import { dynamicToString } from '../values/dynamic.ts';
import { dyn } from './dyn.ts';
import { type ScalarEntry, sql } from './entry.ts';
import { termPattern } from './search.ts';

/** What the builder itself calls: access into dynamics, elements of arrays, terms of lists. */
export const STRUCTURE: readonly ScalarEntry[] = [
  sql('path', ['dynamic', 'string'], 'kql_path({0}, {1})'),
  dyn('member', ['dynamic', 'string'], 'dynamic', (bag: Dynamic, key: string) =>
    bag instanceof Map ? (bag.get(key) ?? null) : null,
  ),
  dyn('element', ['dynamic', 'long'], 'dynamic', (items: Dynamic, index: bigint) =>
    Array.isArray(items) ? (items.at(Number(index)) ?? null) : null,
  ),
  sql('text_or_empty', ['string'], "coalesce({0}, '')"),
  // The casts: of what it finds to be null before it runs, the database takes the elements for one JSON.
  sql(
    'element_list',
    ['dynamic'],
    "CASE WHEN {0} IS NULL THEN [NULL::JSON] WHEN starts_with({0}, '[') THEN json_extract({0}, '$[*]')::JSON[] WHEN starts_with({0}, '{') THEN json_extract(kql_elements({0}), '$[*]')::JSON[] ELSE [{0}::JSON] END",
  ),
  sql(
    'element_pairs',
    ['dynamic'],
    "CASE WHEN {0} IS NULL THEN [NULL::JSON] WHEN starts_with({0}, '[') THEN json_extract({0}, '$[*]')::JSON[] WHEN starts_with({0}, '{') THEN json_extract(kql_pairs({0}), '$[*]')::JSON[] ELSE [{0}::JSON] END",
  ),
  dyn(
    'array_has',
    ['dynamic', 'dynamic', 'bool'],
    'bool',
    (items: Dynamic, value: Dynamic, fold: boolean) => {
      const cased = (x: Dynamic): string => (fold ? dynamicToString(x).toLowerCase() : dynamicToString(x));
      const wanted = cased(value);
      return Array.isArray(items) ? items.some((item) => cased(item) === wanted) : cased(items) === wanted;
    },
  ),
  dyn('array_has_any_term', ['string', 'dynamic'], 'bool', (text: string, terms: Dynamic) =>
    termsOf(terms).some((term) => hasTerm(text, term)),
  ),
  dyn('array_has_all_terms', ['string', 'dynamic'], 'bool', (text: string, terms: Dynamic) =>
    termsOf(terms).every((term) => hasTerm(text, term)),
  ),
];

function termsOf(terms: Dynamic): string[] {
  return (Array.isArray(terms) ? terms : [terms]).map(dynamicToString);
}

const patterns = new Map<string, RegExp>();

function hasTerm(text: string, term: string): boolean {
  let pattern = patterns.get(term);
  if (!pattern) {
    if (patterns.size > 10_000) patterns.clear();
    pattern = new RegExp(termPattern(term, {}), 'isu');
    patterns.set(term, pattern);
  }
  return pattern.test(text);
}
