import fc from 'fast-check';
import type { Random } from '../../../src/samples/random.ts';

/** Classes as plain characters of them, so that what is made can be read. */
const PLAIN: Readonly<Record<string, string>> = {
  '.': '[a-z]',
  '\\S': '[a-z0-9]',
  '\\w': '[a-z]',
  '\\s': ' ',
  '\\b': '',
};

/**
 * A text of a regular expression's language; undefined where the expression is not understood here.
 * @param group what this group is to hold
 */
export function sampleOf(
  pattern: string,
  random: Random,
  group?: { readonly index: number; readonly text: string },
): string | undefined {
  const tokens = tokensOf(pattern.replace(/^\(\?i\)/, '').replace(/^\^|(?<!\\)\$$/g, ''));
  const filled = group ? withGroup(tokens, group.index, literal(group.text)) : tokens;
  try {
    const source = filled.map((token) => PLAIN[token] ?? token).join('');
    const texts = fc.stringMatching(new RegExp(`^(?:${source})$`));
    return fc.sample(texts, { numRuns: 1, seed: random.int(0, 1e9) })[0];
  } catch {
    return undefined;
  }
}

function tokensOf(pattern: string): string[] {
  return pattern.match(/\\[^]|\[(?:\\[^]|[^\]\\])*\]|[^]/g) ?? [];
}

/** The tokens with what stands in a capturing group replaced. */
function withGroup(tokens: readonly string[], index: number, replacement: string): readonly string[] {
  let seen = 0;
  const opening = tokens.findIndex((token, i) => token === '(' && tokens[i + 1] !== '?' && ++seen === index);
  if (opening < 0) return tokens;
  let depth = 0;
  const closing = tokens.findIndex((token, i) => {
    if (i < opening) return false;
    depth += token === '(' ? 1 : token === ')' ? -1 : 0;
    return depth === 0;
  });
  return [...tokens.slice(0, opening + 1), replacement, ...tokens.slice(closing)];
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
