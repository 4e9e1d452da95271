import { LAST_POINT, type Ranges } from './ranges.ts';

/** What \w is, as RE2 can say it: letters, marks, digits, connectors, and letters in circles and squares. */
export const WORD =
  '\\p{L}\\p{Nl}\\p{M}\\p{Nd}\\p{Pc}\\x{24b6}-\\x{24e9}\\x{1f130}-\\x{1f149}\\x{1f150}-\\x{1f169}\\x{1f170}-\\x{1f189}\\x{200c}\\x{200d}';

export const WHITE_SPACE: Ranges = [
  [0x9, 0xd],
  [0x20, 0x20],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
];

const points = (first: string, last: string): Ranges[number] => [
  first.codePointAt(0) ?? 0,
  last.codePointAt(0) ?? 0,
];
const DIGITS = points('0', '9');
const LOWER = points('a', 'z');
const UPPER = points('A', 'Z');

export const ASCII_PERL: Readonly<Record<string, Ranges>> = {
  d: [DIGITS],
  s: [
    [0x9, 0xd],
    [0x20, 0x20],
  ],
  w: [DIGITS, UPPER, points('_', '_'), LOWER],
};

/** The classes that are written [:name:]. */
export const ASCII_NAMED: Readonly<Record<string, Ranges>> = {
  alnum: [DIGITS, UPPER, LOWER],
  alpha: [UPPER, LOWER],
  ascii: [[0, 0x7f]],
  blank: [
    [0x9, 0x9],
    [0x20, 0x20],
  ],
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: [DIGITS],
  graph: [points('!', '~')],
  lower: [LOWER],
  print: [points(' ', '~')],
  punct: [points('!', '/'), points(':', '@'), points('[', '`'), points('{', '~')],
  space: ASCII_PERL['s'] ?? [],
  upper: [UPPER],
  word: ASCII_PERL['w'] ?? [],
  xdigit: [DIGITS, points('A', 'F'), points('a', 'f')],
};

const known = new Map<string, Ranges | undefined>();

/** Of a general category, script or other property of Unicode, its name as loosely written as UTS 18 lets it be; or of \w as `word`. Some 0.1 s the first time. */
export function rangesOf(name: string): Ranges | undefined {
  if (!known.has(name)) known.set(name, computed(name));
  return known.get(name);
}

function computed(name: string): Ranges | undefined {
  const test = name === 'word' ? /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u : propertyPattern(name);
  if (!test) return undefined;
  const out: [number, number][] = [];
  for (let point = 0; point <= LAST_POINT; point++) {
    if (!test.test(String.fromCodePoint(point))) continue;
    const last = out.at(-1);
    if (last && last[1] === point - 1) last[1] = point;
    else out.push([point, point]);
  }
  return out;
}

const KINDS: Readonly<Record<string, string>> = {
  gc: 'General_Category=',
  generalcategory: 'General_Category=',
  sc: 'Script=',
  script: 'Script=',
  scx: 'Script_Extensions=',
  scriptextensions: 'Script_Extensions=',
};

function propertyPattern(name: string): RegExp | undefined {
  const [, kind, bare = ''] = /^(?:([^=:]*)[=:])?(.*)$/.exec(name) ?? [];
  const prefix = kind === undefined ? undefined : KINDS[kind.toLowerCase().replace(/[ _-]/g, '')];
  if (kind !== undefined && prefix === undefined) return undefined;
  const words = bare.trim().split(/[ _-]+/);
  const title = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()).join('_');
  for (const written of [bare, title, bare.toUpperCase(), bare.toLowerCase()])
    for (const property of prefix === undefined ? [written, `Script=${written}`] : [`${prefix}${written}`])
      try {
        return new RegExp(`\\p{${property}}`, 'u');
      } catch {
        // No property of that name; perhaps in another spelling.
      }
  return undefined;
}
