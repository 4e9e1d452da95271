import { unturned } from './visible.ts';

/**
 * Text of a log as Markdown that shows it and does nothing else: one line, and every character that could begin
 * structure, a link, an image, HTML or an entity is escaped; what would turn it around is shown by its code point.
 */
export function markdownText(text: string): string {
  return unturned(text)
    .replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ')
    .replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
