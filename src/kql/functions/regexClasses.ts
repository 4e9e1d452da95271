/** Code points, ascending, ends included. */
export type Ranges = readonly (readonly [from: number, to: number])[];

const LAST = 0x10ffff;

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

const known = new Map<string, Ranges | undefined>();

/** Of a property or script of Unicode, or of \w as `word`; undefined where there is none of that name. Some 0.1 s the first time. */
export function rangesOf(name: 'word'): Ranges;
export function rangesOf(name: string): Ranges | undefined;
export function rangesOf(name: string): Ranges | undefined {
  if (!known.has(name)) known.set(name, computed(name));
  return known.get(name);
}

/** All code points but these. */
export function without(ranges: Ranges): Ranges {
  const out: [number, number][] = [];
  let next = 0;
  for (const [from, to] of ranges) {
    if (from > next) out.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST) out.push([next, LAST]);
  return out;
}

function computed(name: string): Ranges | undefined {
  const test = name === 'word' ? wordPattern() : propertyPattern(name);
  if (!test) return undefined;
  const out: [number, number][] = [];
  for (let point = 0; point <= LAST; point++) {
    if (!test.test(String.fromCodePoint(point))) continue;
    const last = out.at(-1);
    if (last && last[1] === point - 1) last[1] = point;
    else out.push([point, point]);
  }
  return out;
}

function wordPattern(): RegExp {
  return /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;
}

function propertyPattern(name: string): RegExp | undefined {
  for (const written of [name, `Script=${name}`])
    try {
      return new RegExp(`\\p{${written}}`, 'u');
    } catch {
      // No property of that name; perhaps a script.
    }
  return undefined;
}
