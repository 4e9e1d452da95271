/** A word of a query outside strings and comments. */
export interface Word {
  readonly text: string;
  /** UTF-16 offset. */
  readonly start: number;
  /** Whether an opening parenthesis follows. */
  readonly calls: boolean;
  /** Whether a dot stands before it, which makes it a part of a path. */
  readonly inPath: boolean;
}

const TOKEN =
  /\/\/[^\n]*|```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|[hH]?@"(?:[^"]|"")*(?:"|$)|[hH]?@'(?:[^']|'')*(?:'|$)|[hH]?"(?:\\.|[^"\\\n])*(?:"|$)|[hH]?'(?:\\.|[^'\\\n])*(?:'|$)|[A-Za-z_][A-Za-z_0-9]*|\d[\w.]*/gm;

/** Words in order; strings, comments and numbers are passed over. */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    if (!/^[A-Za-z_]\w*$/.test(token)) continue;
    const end = match.index + token.length;
    words.push({
      text: token,
      start: match.index,
      calls: /^\s*\(/.test(text.slice(end, end + 40)),
      inPath: text[match.index - 1] === '.',
    });
  }
  return words;
}

/** Offset past the parenthesis that closes the one at `open`; undefined where none does. Strings are passed over. */
export function closing(text: string, open: number): number | undefined {
  let depth = 0;
  const pattern = new RegExp(`${TOKEN.source}|[()]`, 'gm');
  pattern.lastIndex = open;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (match[0] === '(') depth++;
    if (match[0] === ')' && --depth === 0) return match.index + 1;
  }
  return undefined;
}
