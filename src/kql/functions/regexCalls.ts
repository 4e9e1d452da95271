import { carryRefusal, refuse } from '../diagnostics.ts';
import { Recent } from '../../base/recent.ts';
import { type Call, constantText, type Expr } from '../plan/expr.ts';
import { type ScalarEntry, udf } from './entry.ts';
import { quote } from './quote.ts';
import { RegexProblem, translateRegex, type TranslatedRegex } from './regexSyntax.ts';

const translated = new Recent<TranslatedRegex>(64);

/** The bound of what a pattern with \b finds. */
const BOUNDARIES =
  'A word boundary (\\b) is one between letters of ASCII and others here; the service has it of all letters.';

function translationOf(pattern: string): TranslatedRegex {
  const known = translated.get(pattern);
  if (known) return known;
  const made = translateRegex(pattern);
  translated.set(pattern, made);
  return made;
}

/** Calls of the database's functions over a text, with the pattern as it is for texts of ASCII and for others. */
export function overRegex(
  pattern: Expr | undefined,
  printed: string,
  text: string,
  print: (pattern: string) => string,
): string {
  const isAscii = `strlen(${text}) = length(${text})`;
  const constant = constantText(pattern);
  if (constant === undefined) return print(`kql_regex(${printed}, ${isAscii})`);
  const { ascii, unicode } = translationOf(constant);
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

/** An entry whose pattern, at `index`, is checked before it runs; what it gives is marked where \b stands in it. */
export function withRegex(index: number, entry: ScalarEntry): ScalarEntry {
  return {
    ...entry,
    check: (call) => regexProblem(call.args[index]) ?? entry.check?.(call),
    bound: (call) => boundaryBound(call, index) ?? entry.bound?.(call),
  };
}

function boundaryBound({ args }: Call, index: number): string | undefined {
  const constant = constantText(args[index]);
  return constant !== undefined && translationOf(constant).boundary ? BOUNDARIES : undefined;
}

function regexFor(pattern: string, isAscii: boolean): string {
  try {
    const { ascii, unicode } = translationOf(pattern);
    return isAscii ? ascii : unicode;
  } catch (error) {
    if (error instanceof RegexProblem)
      throw carryRefusal(refuse('argument-not-exact', error.message, { start: 0, length: 0 }));
    throw error;
  }
}

export const REGEX_PARTS: readonly ScalarEntry[] = [udf('regex', ['string', 'bool'], 'string', regexFor)];
