import { plain } from '../base/plainText.ts';
import { KqlError } from '../kql/diagnostics.ts';

/** Characters of a line that are shown around a place. */
const WIDTH = 100;

/** A query that is not answered, with the text that its places are in. */
export class MarkedKqlError extends KqlError {
  readonly text: string;

  constructor({ diagnostics: [first, ...others] }: KqlError, text: string) {
    if (first === undefined) throw new Error('a refusal without a reason');
    super([first, ...others]);
    this.text = text;
  }
}

/** Runs what asks the query; where it is not answered, the failure knows its text. */
export async function asked<T>(text: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof KqlError ? new MarkedKqlError(error, text) : error;
  }
}

/** `line 2, column 7`, both from 1. */
export function placeIn(text: string, start: number): string {
  const before = text.slice(0, start);
  return `line ${before.split('\n').length}, column ${start - before.lastIndexOf('\n')}`;
}

/** The line of the place with the place underlined, in two lines; a long line is cut to what is around it. */
export function marked(text: string, start: number, length: number): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const end = text.indexOf('\n', start);
  const line = text.slice(from, end === -1 ? text.length : end).trimEnd();
  const column = Math.min(start - from, line.length);
  const cut = Math.max(0, Math.min(column - WIDTH / 2, line.length - WIDTH));
  const before = shown(line.slice(cut, column));
  const at = shown(line.slice(column, Math.min(column + length, cut + WIDTH)));
  const after = shown(line.slice(column + length, cut + WIDTH));
  const margin = String(text.slice(0, from).split('\n').length);
  const blank = ' '.repeat(margin.length);
  return [
    `  ${margin} | ${before}${at}${after}`,
    `  ${blank} | ${' '.repeat(before.length)}${'^'.repeat(Math.max(1, at.length))}`,
  ].join('\n');
}

function shown(text: string): string {
  return plain(text.replaceAll('\t', ' '));
}
