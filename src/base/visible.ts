/** What turns text around: marks of direction, embeddings, overrides and isolates. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Those, and what would not be seen or would break a line. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text in the order in which it was written: what would turn it around is shown by its code point. */
export function unturned(text: string): string {
  return text.replace(TURNS, codePoint);
}

/** Text in one line with all that would not be seen shown by its code point. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (c) => (c === '\n' ? '↵' : c === '\t' ? '→' : codePoint(c)));
}

function codePoint(character: string): string {
  return `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
