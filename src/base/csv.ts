/**
 * A field of CSV (RFC 4180). Text that a spreadsheet would take for a formula, also behind white space, gets an
 * apostrophe before it; numbers are to be passed as `number` and are kept.
 */
export function csvField(value: string | number | boolean): string {
  const text = typeof value === 'string' ? withoutFormula(value) : String(value);
  return /[",;\r\n\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The characters with which formulas begin, their full-width forms included. */
export function withoutFormula(text: string): string {
  return /^[\s\u0000-\u001f\u200b-\u200f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(text)
    ? `'${text}`
    : text;
}
