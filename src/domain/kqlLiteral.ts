import { isKqlKeyword } from './kqlKeywords.ts';

/** A KQL string literal that no character of the text can leave. */
export function stringLiteral(text: string): string {
  const escaped = text.replace(/[\\"\u0000-\u001f\u007f\u2028\u2029]/g, (c) =>
    c === '\\' || c === '"' ? `\\${c}` : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

/** A name as KQL refers to it: as it is, or in brackets where it is a keyword or no identifier. */
export function nameReference(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !isKqlKeyword(name) ? name : `[${stringLiteral(name)}]`;
}
