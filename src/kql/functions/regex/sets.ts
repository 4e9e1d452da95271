import { ASCII_PERL, rangesOf, WHITE_SPACE, WORD } from './classes.ts';
import { folded, LAST_POINT, type Ranges, union, without } from './ranges.ts';
import { type CharSet, type Modes, RegexProblem } from './syntax.ts';

/** A part of a class: how RE2 says it between brackets of texts of ASCII and of others, and what it is. */
export interface ClassPart {
  readonly ascii: string;
  readonly unicode: string;
  ranges(): Ranges;
}

const NOT_TEXT =
  'Without the flag u this matches bytes that are no text, which the service refuses; leave out (?-u).';
/** The general categories that RE2 knows as the service does. */
const CATEGORY = /^(?:L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)$/;

function printRanges(ranges: Ranges): string {
  return ranges.map(([from, to]) => printPoint(from) + (to > from ? `-${printPoint(to)}` : '')).join('');
}

/** As RE2 writes a character, between brackets or not. */
function printPoint(point: number): string {
  const c = String.fromCodePoint(point);
  if (/^[\\^$.|?*+()[\]{}-]$/.test(c)) return `\\${c}`;
  return point < 0x20 || point > 0x7e ? `\\x{${point.toString(16)}}` : c;
}

/** Between brackets; negated, and of letters of either case where the modes say so. */
export function bracketed(parts: readonly ClassPart[], negated: boolean, modes: Modes): CharSet {
  const ranges = (): Ranges => {
    const all = union(parts.flatMap((part) => part.ranges()));
    const cased = modes.fold ? folded(all, modes.unicode) : all;
    return negated ? without(cased) : cased;
  };
  const bracket = (inside: string): string =>
    inside === '' ? `[${negated ? '' : '^'}\\x{0}-\\x{10ffff}]` : `[${negated ? '^' : ''}${inside}]`;
  if (modes.unicode)
    return {
      kind: 'set',
      ascii: bracket(parts.map((part) => part.ascii).join('')),
      unicode: bracket(parts.map((part) => part.unicode).join('')),
      ranges,
    };
  const bytes = ranges();
  if ((bytes.at(-1)?.[1] ?? 0) > 0x7f) throw new RegexProblem(NOT_TEXT);
  const printed = bytes.length === 0 ? '[^\\x{0}-\\x{10ffff}]' : `[${printRanges(bytes)}]`;
  return { kind: 'set', ascii: `(?-i:${printed})`, unicode: `(?-i:${printed})`, ranges };
}

export function single(point: number): ClassPart {
  return range(point, point);
}

export function range(from: number, to: number): ClassPart {
  const printed = printRanges([[from, to]]);
  return { ascii: printed, unicode: printed, ranges: () => [[from, to]] };
}

/** What was computed: the same for all texts. */
export function computedPart(ranges: Ranges): ClassPart {
  const printed = printRanges(ranges);
  return { ascii: printed, unicode: printed, ranges: () => ranges };
}

/** \d \s \w and their capitals. */
export function perlPart(letter: string, modes: Modes): ClassPart {
  const kind = letter.toLowerCase();
  const negated = kind !== letter;
  const ascii = ASCII_PERL[kind] ?? [];
  if (!modes.unicode) return negated ? computedPart(without(ascii)) : computedPart(ascii);
  const positive = (): Ranges =>
    kind === 's' ? WHITE_SPACE : (rangesOf(kind === 'd' ? 'Nd' : 'word') ?? []);
  const ranges = (): Ranges => (negated ? without(positive()) : positive());
  if (kind === 'd') return { ascii: `\\${letter}`, unicode: negated ? '\\P{Nd}' : '\\p{Nd}', ranges };
  if (kind === 's')
    return { ascii: printRanges(negated ? without(ascii) : ascii), unicode: printRanges(ranges()), ranges };
  return {
    ascii: `\\${letter}`,
    get unicode() {
      return negated ? printRanges(ranges()) : WORD;
    },
    ranges,
  };
}

/** \p{name} */
export function propertyPart(name: string, negated: boolean, modes: Modes): ClassPart {
  if (!modes.unicode) throw new RegexProblem(NOT_TEXT);
  const ranges = rangesIn(name, negated, modes);
  if (!CATEGORY.test(name)) return computedPart(ranges());
  const printed = `\\${negated ? 'P' : 'p'}{${name}}`;
  return { ascii: printed, unicode: printed, ranges };
}

function rangesIn(name: string, negated: boolean, modes: Modes): () => Ranges {
  return () => {
    const positive = rangesOf(name);
    if (!positive) throw new RegexProblem(`There is no class \\p{${name}}.`);
    const cased = modes.fold ? folded(positive, true) : positive;
    return negated ? without(cased) : cased;
  };
}

/** What stands outside of brackets: \W needs none of its complement written out. */
export function standing(letter: string, modes: Modes): CharSet {
  const kind = letter.toLowerCase();
  return kind !== letter && kind !== 'd' && modes.unicode
    ? bracketed([perlPart(kind, modes)], true, modes)
    : bracketed([perlPart(letter, modes)], false, modes);
}

/** The point */
export function anyChar(modes: Modes): CharSet {
  if (!modes.unicode) throw new RegexProblem(NOT_TEXT);
  const not: Ranges = modes.dotAll
    ? []
    : modes.crlf
      ? [
          [0xa, 0xa],
          [0xd, 0xd],
        ]
      : [[0xa, 0xa]];
  const printed = modes.crlf && !modes.dotAll ? '[^\\n\\r]' : '.';
  return { kind: 'set', ascii: printed, unicode: printed, ranges: () => without(not) };
}

/** A character that stands for itself. */
export function literal(point: number, modes: Modes): CharSet {
  if (point > LAST_POINT || (point >= 0xd800 && point <= 0xdfff))
    throw new RegexProblem(`There is no character ${point.toString(16)}.`);
  if (modes.fold && !modes.unicode && point < 128) return bracketed([single(point)], false, modes);
  const printed = printPoint(point);
  const one: Ranges = [[point, point]];
  return {
    kind: 'set',
    ascii: printed,
    unicode: printed,
    ranges: () => (modes.fold ? folded(one, true) : one),
  };
}
