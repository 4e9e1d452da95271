import { carryRefusal, refuse } from '../diagnostics.ts';
import { Recent } from '../../base/recent.ts';
import { constantText, type Expr } from '../plan/expr.ts';
import { type ScalarEntry, udf } from './entry.ts';
import { quote } from './quote.ts';
import { RegexProblem, translateRegex, type TranslatedRegex } from './regexSyntax.ts';
import { REGEX_WORDS, withoutLetters } from './regexWords.ts';

const translated = new Recent<TranslatedRegex>(64);

function translationOf(pattern: string): TranslatedRegex {
  const known = translated.get(pattern);
  if (known) return known;
  const made = translateRegex(pattern);
  translated.set(pattern, made);
  return made;
}

interface RegexPrint {
  /** The call of the database's function, with a pattern of RE2. */
  readonly print: (pattern: string) => string;
  /** The same from the JSON of all matches; else texts with letters beyond ASCII are refused where the pattern has boundaries. */
  readonly fromMatches?: (matches: string) => string;
  /** The function's name for a refusal. */
  readonly name: string;
}

/** Calls of the database's functions over a text, with the pattern as it is for texts of ASCII and for others. */
export function overRegex(
  pattern: Expr | undefined,
  printed: string,
  text: string,
  { print, fromMatches, name }: RegexPrint,
): string {
  const isAscii = `strlen(${text}) = length(${text})`;
  const constant = constantText(pattern);
  if (constant === undefined) return print(`kql_regex(${printed}, ${text})`);
  const { ascii, unicode, boundary } = translationOf(constant);
  if (boundary) {
    const others = fromMatches
      ? fromMatches(`kql_regex_found(${text}, ${quote(constant)})`)
      : `CASE WHEN kql_regex_plain(${text}, ${quote(name)}) THEN ${print(quote(unicode))} END`;
    return `CASE WHEN ${isAscii} THEN ${print(quote(ascii))} ELSE ${others} END`;
  }
  return ascii === unicode
    ? print(quote(ascii))
    : `CASE WHEN ${isAscii} THEN ${print(quote(ascii))} ELSE ${print(quote(unicode))} END`;
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

/** A pattern that is known only when the query runs, for the text that it is applied to. */
function regexFor(pattern: string, text: string): string {
  try {
    const { ascii, unicode, boundary } = translationOf(pattern);
    const isAscii = /^[\0-\x7f]*$/.test(text);
    if (boundary && !isAscii) withoutLetters(text, 'A search');
    return isAscii ? ascii : unicode;
  } catch (error) {
    if (error instanceof RegexProblem)
      throw carryRefusal(refuse('argument-not-exact', error.message, { start: 0, length: 0 }));
    throw error;
  }
}

export const REGEX_PARTS: readonly ScalarEntry[] = [
  udf('regex', ['string', 'string'], 'string', regexFor),
  ...REGEX_WORDS,
];
