import { Recent } from '../../base/recent.ts';
import { carryRefusal, refuse } from '../diagnostics.ts';
import { constantText, type Expr } from '../plan/expr.ts';
import { type ScalarEntry, udf } from './entry.ts';
import { quote } from './quote.ts';
import { RegexProblem } from './regex/syntax.ts';
import { type TranslatedRegex, translateRegex } from './regex/translate.ts';

const translated = new Recent<TranslatedRegex>(64);

/** @throws RegexProblem */
export function translationOf(pattern: string): TranslatedRegex {
  const known = translated.get(pattern);
  if (known) return known;
  const made = translateRegex(pattern);
  translated.set(pattern, made);
  return made;
}

/** How a function over a pattern is printed: with RE2's pattern for the database, and with the service's for our own matcher. */
interface RegexCall {
  readonly re2: (pattern: string) => string;
  readonly own: (pattern: string) => string;
  /** Whether all matches are listed: there the database has an empty one right after another match, which the service has not. */
  readonly lists?: boolean;
}

/** The call for texts of ASCII and for others; by the database where RE2 can say the pattern, else by our own matcher. */
export function overRegex(
  pattern: Expr | undefined,
  printed: string,
  text: string,
  { re2, own, lists = false }: RegexCall,
): string {
  const isAscii = `strlen(${text}) = length(${text})`;
  const constant = constantText(pattern);
  if (constant === undefined)
    return `CASE WHEN kql_regex_in_re2(${printed}, ${isAscii}, ${lists}) THEN ${re2(`kql_regex(${printed}, ${isAscii})`)} ELSE ${own(printed)} END`;
  const { ascii, unicode, canBeEmpty } = translationOf(constant);
  if (lists && canBeEmpty) return own(quote(constant));
  const call = (form: string | undefined): string =>
    form === undefined ? own(quote(constant)) : re2(quote(form));
  return ascii === unicode
    ? call(ascii)
    : `CASE WHEN ${isAscii} THEN ${call(ascii)} ELSE ${call(unicode)} END`;
}

/** What is wrong with a call's pattern, where that is known before it runs. */
export function regexProblem(pattern: Expr | undefined): string | undefined {
  const constant = constantText(pattern);
  if (constant === undefined) return undefined;
  try {
    translationOf(constant);
    return undefined;
  } catch (error) {
    if (error instanceof RegexProblem) return error.message;
    throw error;
  }
}

/** An entry whose pattern, at `index`, is checked before it runs. */
export function withRegex(index: number, entry: ScalarEntry): ScalarEntry {
  return { ...entry, check: (call) => regexProblem(call.args[index]) ?? entry.check?.(call) };
}

/** Does something with a pattern of a row; what is wrong with it refuses the query. */
export function refusing<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof RegexProblem)
      throw carryRefusal(refuse('argument-not-exact', error.message, { start: 0, length: 0 }));
    throw error;
  }
}

function formOf(pattern: string, isAscii: boolean): string | undefined {
  const { ascii, unicode } = refusing(() => translationOf(pattern));
  return isAscii ? ascii : unicode;
}

export const REGEX_PARTS: readonly ScalarEntry[] = [
  udf(
    'regex',
    ['string', 'bool'],
    'string',
    (pattern: string, isAscii: boolean) => formOf(pattern, isAscii) ?? '',
  ),
  udf(
    'regex_in_re2',
    ['string', 'bool', 'bool'],
    'bool',
    (pattern: string, isAscii: boolean, lists: boolean) =>
      formOf(pattern, isAscii) !== undefined && !(lists && translationOf(pattern).canBeEmpty),
  ),
];
