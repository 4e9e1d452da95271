/**
 * What Excel, LibreOffice and Google Sheets begin a formula with, past blanks as they skip them. What has a quote mark before
 * that gets one more, so that a reader who takes one away has what there was.
 */
const FORMULA = /^'*[\s\u0000]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Whether a spreadsheet would run the text as a formula. */
export function isFormula(text: string): boolean {
  return FORMULA.test(text);
}

/** A cell as CSV: safe from formulas, quoted where it must be. */
export function csvCell(text: string): string {
  const safe = isFormula(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The text of an unquoted cell without the quote mark that keeps a spreadsheet from running it. */
export function withoutMark(cell: string): string {
  return cell.startsWith("'") && isFormula(cell) ? cell.slice(1) : cell;
}
