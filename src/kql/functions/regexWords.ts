import { carryRefusal, refuse } from '../diagnostics.ts';
import { Recent } from '../../base/recent.ts';
import { type ScalarEntry, udf } from './entry.ts';
import { RegexProblem, translateRegex } from './regexSyntax.ts';

/*
 * Word boundaries between letters beyond ASCII, which RE2 does not know: patterns with \b over such texts are run by
 * JavaScript, where they cannot go back and forth without end.
 */

const LETTER = '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]';
const BOUNDARY = `(?:(?<=${LETTER})(?!${LETTER})|(?<!${LETTER})(?=${LETTER}))`;
const NO_BOUNDARY = `(?:(?<=${LETTER})(?=${LETTER})|(?<!${LETTER})(?!${LETTER}))`;
const BEYOND_ASCII = new RegExp(`(?![\\0-\\x7f])${LETTER}`, 'u');

/** Longer texts could take long. */
const LONGEST = 8192;

const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  space: '\\t-\\r ',
  upper: 'A-Z',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
};

const compiled = new Recent<RegExp>(64);

/** What is refused of a pattern with \b over texts with letters beyond ASCII. */
function wordsRefusal(message: string): Error {
  return carryRefusal(
    refuse(
      'argument-not-exact',
      message,
      { start: 0, length: 0 },
      'Write what may stand before and after the word in place of \\b, as (^|[^a-z]) does.',
    ),
  );
}

/** The pattern for JavaScript. @throws RegexProblem where it has no counterpart or could take long */
function inJavaScript(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known) return known;
  const { unicode } = translateRegex(pattern);
  if (/\)[*+{]/.test(unicode.replace(/\\./gs, '')))
    throw new RegexProblem(
      'A pattern with \\b and a repeated group is not answered over letters beyond ASCII.',
    );
  const [, flags = ''] = /^\(\?([is]+)\)/.exec(unicode) ?? [];
  const source = unicode
    .slice(flags === '' ? 0 : flags.length + 3)
    .replace(
      /\\[pP]\{\w+\}|\\x(?:\{[\da-f]+\}|[\da-f]{2})|\[\^?(?:\[:\^?\w+:\]|\\[pP]\{\w+\}|\\.|[^\]])*\]|\\.|\(\?P<|\(\?[a-zA-Z-]*[mU]|\(\?[a-zA-Z-]*\)|\./gis,
      (part) =>
        part.startsWith('[')
          ? part.replace(/\[:\^?\w+:\]|\\[pP]\{\w+\}|\\x(?:\{[\da-f]+\}|[\da-f]{2})|\\./gis, inClass)
          : outside(part, flags),
    );
  try {
    const made = new RegExp(source, `gu${flags}`);
    compiled.set(pattern, made);
    return made;
  } catch {
    throw new RegexProblem('This pattern with \\b is not answered over letters beyond ASCII.');
  }
}

function inClass(part: string): string {
  if (part.startsWith('[:')) {
    const posix = POSIX[part.slice(2, -2)];
    if (posix === undefined) throw new RegexProblem(`${part} is not answered beside \\b.`);
    return posix;
  }
  return escape(part);
}

function outside(part: string, flags: string): string {
  if (part === '(?P<') return '(?<';
  if (part === '.') return flags.includes('s') ? '.' : '[^\\n]';
  if (part.startsWith('(?')) throw new RegexProblem('Flags inside of a pattern are not answered beside \\b.');
  switch (part) {
    case '\\b':
      return BOUNDARY;
    case '\\B':
      return NO_BOUNDARY;
    case '\\A':
      return '(?<![^])';
    case '\\z':
      return '(?![^])';
    default:
      return escape(part);
  }
}

function escape(part: string): string {
  if (part.startsWith('\\x{')) return `\\u{${part.slice(3)}`;
  if (/^\\[x0-7]/.test(part) && part.length < 4)
    throw new RegexProblem(`${part} is not answered beside \\b.`);
  const [, letter = '', name = ''] = /^\\([pP])\{(\w+)\}$/.exec(part) ?? [];
  if (letter !== '') return name.length <= 2 ? part : `\\${letter}{Script=${name}}`;
  if (part === '\\a') return '\\x07';
  // Of other escapes JavaScript knows only those of its own syntax; a dash is one inside of classes alone.
  return part.startsWith('\\x') || /^\\[\^$\\.*+?()[\]{}|/dDsSwWtnrfv]$/.test(part)
    ? part
    : `\\u{${part.charCodeAt(1).toString(16)}}`;
}

/** Of each match its text and those of its groups, as JSON. */
function found(text: string, pattern: string): string {
  if (text.length > LONGEST)
    throw wordsRefusal(
      'A text of more than 8,192 characters with letters beyond ASCII is not searched for \\b.',
    );
  try {
    return JSON.stringify(
      [...text.matchAll(inJavaScript(pattern))].map((match) =>
        [...match].map((group: string | undefined) => group ?? ''),
      ),
    );
  } catch (error) {
    if (error instanceof RegexProblem) throw wordsRefusal(error.message);
    throw error;
  }
}

/** True where the text has no letters beyond ASCII, so that RE2's boundaries are those of the service. */
export function withoutLetters(text: string, name: string): boolean {
  if (!BEYOND_ASCII.test(text)) return true;
  throw wordsRefusal(
    `${name} of a pattern with \\b is not answered over letters beyond ASCII, which some rows have.`,
  );
}

export const REGEX_WORDS: readonly ScalarEntry[] = [
  udf('regex_found', ['string', 'string'], 'string', found),
  udf('regex_plain', ['string', 'string'], 'bool', withoutLetters),
];
