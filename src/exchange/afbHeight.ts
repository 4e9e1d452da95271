import type { JsonValue } from '../base/json.ts';

export type Property = readonly [name: string, value: JsonValue];

/**
 * What the builder's themes draw of a block: heights of its parts, and how far a line of text may go. All are multiples of
 * 10, which keeps the middles of blocks on the grid that the builder moves them on.
 */
const DRAWN = { head: 50, field: 30, line: 20, end: 20, width: 300 };
/** Sizes of the two fonts that texts of any length are drawn in. */
const FONT = { name: 17.4, value: 14 };
/**
 * At most, in ems: what letters of a kind take up in the bold of the builder's font. Where it has none, those of the
 * system are drawn; the scripts of East Asia have squares in every font.
 */
const EMS: readonly (readonly [kind: RegExp, ems: number])[] = [
  [/[ !',.:;`Iijl|()[\]/\\ftr1]/, 0.45],
  [/[mwMW@%]/, 1.07],
  [/[\u0000-\u007f]/, 0.78],
  [/[\p{Ll}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u, 1],
];
const OTHER_EMS = 1.2;

/** At most: the builder measures its texts, and blocks that touch hide each other's fields. */
export function heightOf(properties: readonly Property[]): number {
  const texts = properties.flatMap(([property, value]) =>
    typeof value === 'string' ? [[property, value] as const] : [],
  );
  const name = texts.find(([property]) => property === 'name')?.[1] ?? '';
  // The two ids stand for what `ttp` shows of them: the id and a name.
  const fields = texts
    .filter(([property]) => property !== 'name')
    .map(([property, value]) => (property.endsWith('_id') ? `[ENT] ${value} ${name}` : value));
  return fields.reduce(
    (sum, value) => sum + DRAWN.field + DRAWN.line * linesOf(value, DRAWN.width / FONT.value),
    DRAWN.head + DRAWN.line * linesOf(name, DRAWN.width / FONT.name) + DRAWN.end,
  );
}

/** Wrapped as the builder wraps: at blanks, and words that are wider than a line at their letters, from a new line on. */
function linesOf(text: string, ems: number): number {
  let lines = 0;
  for (const line of text.trim().split('\n')) {
    lines++;
    let at = 0;
    for (const [i, token] of line.split(/(\s+)/).filter(Boolean).entries()) {
      const width = emsOf(token);
      if (/\s/.test(token) || at + width <= ems) {
        at += width;
        continue;
      }
      if (i > 0) lines++;
      at = width;
      if (width <= ems) continue;
      at = 0;
      for (const letter of token) {
        const wide = emsOf(letter);
        if (at > 0 && at + wide > ems) {
          lines++;
          at = 0;
        }
        at += wide;
      }
    }
  }
  return lines;
}

/** The builder takes letters beyond the first plane apart where it breaks a word: each half is drawn as a letter. */
function emsOf(text: string): number {
  let sum = 0;
  for (const letter of text)
    sum += letter.length * (EMS.find(([kind]) => kind.test(letter))?.[1] ?? OTHER_EMS);
  return sum;
}
