/**
 * Text of a log as Markdown that shows it and does nothing else: one line, and every character that could begin
 * structure, a link, an image, HTML or an entity is escaped.
 */
export function markdownText(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
