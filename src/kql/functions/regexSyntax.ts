import { type Ranges, rangesOf, without, WHITE_SPACE, WORD } from './regexClasses.ts';

/**
 * A pattern of the service, whose engine is Rust's, in the syntax of the database's, which is RE2. For texts of ASCII alone
 * and for others: RE2's \w, \d and \s are of ASCII, the service's of Unicode.
 */
export interface TranslatedRegex {
  readonly ascii: string;
  readonly unicode: string;
  /** It has \b or \B, which RE2 knows between letters of ASCII only. */
  readonly boundary: boolean;
}

/** Why the service or this engine has no such pattern. */
export class RegexProblem extends Error {}

const LOOK_AROUND = 'Look-around is not part of the regular expressions of KQL.';
const DIGIT = 'Nd';
/** General categories by the long names that RE2 does not know. */
const CATEGORIES: Readonly<Record<string, string>> = {
  letter: 'L',
  uppercase_letter: 'Lu',
  lowercase_letter: 'Ll',
  mark: 'M',
  number: 'N',
  decimal_number: 'Nd',
  punctuation: 'P',
  symbol: 'S',
  separator: 'Z',
};
const ASCII_SPACE = '\\t-\\r ';
const ASCII_NOT_SPACE = '\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{10ffff}';

/** @throws RegexProblem */
export function translateRegex(pattern: string): TranslatedRegex {
  const [ascii, unicode] = [new Translation(pattern, false), new Translation(pattern, true)];
  return { ascii: ascii.text(), unicode: unicode.text(), boundary: unicode.boundary };
}

interface Modes {
  /** Flag u: whether classes are of Unicode. */
  readonly unicode: boolean;
  /** Flag x: whether white space and comments are left out. */
  readonly verbose: boolean;
}

class Translation {
  boundary = false;
  private at = 0;
  private readonly pattern: string;
  private readonly forUnicode: boolean;

  constructor(pattern: string, forUnicode: boolean) {
    this.pattern = pattern;
    this.forUnicode = forUnicode;
  }

  text(): string {
    return this.sequence({ unicode: true, verbose: false });
  }

  /** Up to the end or the parenthesis that ends the group. */
  private sequence(outer: Modes): string {
    let modes = outer;
    let out = '';
    for (;;) {
      const c = this.pattern[this.at];
      if (c === undefined || c === ')') return out;
      if (c === '\\') out += this.escape(modes, false);
      else if (c === '[') out += this.charClass(modes);
      else if (c === '(') {
        const flags = /^\(\?([a-zA-Z-]*)\)/.exec(this.pattern.slice(this.at));
        if (flags) {
          this.at += flags[0].length;
          const [changed, kept] = withFlags(modes, flags[1] ?? '');
          modes = changed;
          out += kept === '' ? '' : `(?${kept})`;
        } else out += this.group(modes);
      } else if (modes.verbose && /\s/.test(c)) this.at++;
      else if (modes.verbose && c === '#') {
        const end = this.pattern.indexOf('\n', this.at);
        this.at = end < 0 ? this.pattern.length : end;
      } else {
        out += c;
        this.at++;
      }
    }
  }

  private group(modes: Modes): string {
    const rest = this.pattern.slice(this.at);
    const [head] = /^\((\?(P?<[^>=!][^>]*>|[a-zA-Z-]*:))?/.exec(rest) ?? ['('];
    if (head === '(' && rest.startsWith('(?'))
      throw new RegexProblem(
        /^\(\?<?[=!]/.test(rest) ? LOOK_AROUND : `There is no group ${rest.slice(0, 3)}.`,
      );
    this.at += head.length;
    const flags = /^\(\?([a-zA-Z-]*):$/.exec(head);
    const [inner, kept] = withFlags(modes, flags?.[1] ?? '');
    const body = this.sequence(inner);
    if (this.pattern[this.at] !== ')') throw new RegexProblem('A parenthesis is not closed.');
    this.at++;
    const opening = flags ? `(?${kept}:` : head.replace('(?<', '(?P<');
    return `${opening}${body})`;
  }

  private escape({ unicode }: Modes, inClass: boolean): string {
    const rest = this.pattern.slice(this.at);
    const c = rest[1];
    if (c === undefined) throw new RegexProblem('The pattern ends in a backslash.');
    const [property] = /^\\[pP](\{\^?[^}]*\}|.)/.exec(rest) ?? [];
    if (property !== undefined) {
      this.at += property.length;
      return propertyClass(property, inClass);
    }
    const point = /^\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|[uU]\{([\da-fA-F]+)\})/.exec(rest);
    if (point) {
      this.at += point[0].length;
      return `\\x{${point[1] ?? point[2] ?? point[3] ?? ''}}`;
    }
    this.at += 2;
    if (/[sS]/.test(c)) return this.space(c === 'S', unicode, inClass);
    if (/[dDwW]/.test(c)) return this.perlClass(c, unicode, inClass);
    if (/[bB]/.test(c) && !inClass) {
      if (rest[2] === '{')
        throw new RegexProblem('Boundaries of the start or the end of words are not supported.');
      this.boundary ||= unicode;
      return `\\${c}`;
    }
    if (/[<>]/.test(c))
      throw new RegexProblem('Boundaries of the start or the end of words are not supported.');
    if (/[afnrtvAzx0-7]/.test(c)) return `\\${c}`;
    if (/[\w]/.test(c) && c !== '_') throw new RegexProblem(`There is no escape \\${c}.`);
    return c === '_' || c.charCodeAt(0) > 127 ? c : `\\${c}`;
  }

  private perlClass(c: string, unicode: boolean, inClass: boolean): string {
    if (!this.forUnicode || !unicode) return `\\${c}`;
    if (c === 'd' || c === 'D') return `\\${c === 'd' ? 'p' : 'P'}{${DIGIT}}`;
    if (inClass) return c === 'w' ? WORD : printRanges(without(rangesOf('word')));
    return `[${c === 'W' ? '^' : ''}${WORD}]`;
  }

  private space(negated: boolean, unicode: boolean, inClass: boolean): string {
    const wide = this.forUnicode && unicode;
    if (inClass && negated) return wide ? printRanges(without(WHITE_SPACE)) : ASCII_NOT_SPACE;
    const inside = wide ? printRanges(WHITE_SPACE) : ASCII_SPACE;
    return inClass ? inside : `[${negated ? '^' : ''}${inside}]`;
  }

  private charClass(modes: Modes): string {
    let out = '[';
    this.at++;
    if (this.pattern[this.at] === '^') {
      out += '^';
      this.at++;
    }
    for (let first = true; ; first = false) {
      const c = this.pattern[this.at];
      if (c === undefined) throw new RegexProblem('A bracket is not closed.');
      const rest = this.pattern.slice(this.at);
      if (c === ']' && !first) {
        this.at++;
        return `${out}]`;
      }
      const [named] = /^\[:\^?[a-z]+:\]/.exec(rest) ?? [];
      if (named !== undefined) {
        out += named;
        this.at += named.length;
      } else if (c === '[' || /^(&&|--|~~)/.test(rest))
        throw new RegexProblem(
          'Classes inside of classes, and what && -- ~~ make of them, are not supported.',
        );
      else if (c === '\\') out += this.escape(modes, true);
      else if (modes.verbose && /\s/.test(c)) this.at++;
      else {
        out += c === ']' ? '\\]' : c;
        this.at++;
      }
    }
  }
}

/** The modes that the flags make, and those flags that RE2 knows. */
function withFlags(modes: Modes, flags: string): [Modes, string] {
  let { unicode, verbose } = modes;
  let on = true;
  const kept: [string, string] = ['', ''];
  for (const flag of flags) {
    if (flag === '-') on = false;
    else if (flag === 'u') unicode = on;
    else if (flag === 'x') verbose = on;
    else if (/[imsU]/.test(flag)) kept[on ? 0 : 1] += flag;
    else throw new RegexProblem(`The flag ${flag} is not supported.`);
  }
  return [{ unicode, verbose }, kept[1] === '' ? kept[0] : `${kept[0]}-${kept[1]}`];
}

function propertyClass(written: string, inClass: boolean): string {
  const name = written.slice(2).replace(/^\{\^?|\}$/g, '');
  const negated = (written[1] === 'P') !== written.startsWith('{^', 2);
  const bare = name.replace(/^(gc|sc|script|general_category)\s*=\s*/i, '');
  const short = bare.length <= 2 ? bare : CATEGORIES[bare.toLowerCase().replace(/[ -]/g, '_')];
  if (short !== undefined) return `\\${negated ? 'P' : 'p'}{${short}}`;
  const ranges = rangesOf(bare);
  if (ranges === undefined) throw new RegexProblem(`There is no class \\p{${name}}.`);
  const inside = printRanges(negated ? without(ranges) : ranges);
  return inClass ? inside : `[${inside}]`;
}

function printRanges(ranges: Ranges): string {
  return ranges
    .map(([from, to]) => `\\x{${from.toString(16)}}${to > from ? `-\\x{${to.toString(16)}}` : ''}`)
    .join('');
}
