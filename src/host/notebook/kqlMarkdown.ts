import { fenceFor, type KqlFence, scanFences } from './fences.ts';
import { endLine, lineEndOf, toLf, withEndsOf, withEol } from './lineEnds.ts';

/** What the file had for a cell: three pieces that, end to end, are the cell's part of the file, byte for byte. */
export interface CellSource {
  /** The opening line of a KQL cell; '' for Markdown. */
  readonly lead: string;
  readonly body: string;
  /** The closing line of a KQL cell, and the blank lines after the cell. */
  readonly tail: string;
}

export interface MarkdownCell {
  readonly kind: 'markdown' | 'kql';
  /** Without the line end of its last line. */
  readonly text: string;
  /** A KQL cell's options as written after the name of the language; '' for none. */
  readonly info: string;
  /** Absent for a cell that was made in the editor. */
  readonly source?: CellSource;
}

export interface KqlDocument {
  /** Byte order mark, front matter with its `---` lines, and the blank lines before the first cell; '' for none. */
  readonly head: string;
  readonly cells: readonly MarkdownCell[];
  readonly eol: '\n' | '\r\n';
}

const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n(?:[^]*?\r?\n)??(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;
const BLANK_START = /^(?:[ \t]*[\r\n])*/;

export function parseKqlMarkdown(text: string): KqlDocument {
  const front = FRONT_MATTER.exec(text)?.[0] ?? (text.startsWith('\uFEFF') ? '\uFEFF' : '');
  const content = text.slice(front.length);
  const blank = startBlank(content);
  const body = content.slice(blank.length);
  const cells: MarkdownCell[] = [];
  let position = 0;
  for (const fence of scanFences(body).fences) {
    cells.push(...markdownCell(body.slice(position, fence.start)));
    const after = startBlank(body.slice(fence.end));
    cells.push(kqlCell(body, fence, after));
    position = fence.end + after.length;
  }
  cells.push(...markdownCell(body.slice(position)));
  return { head: front + blank, cells, eol: lineEndOf(text) ?? '\n' };
}

/**
 * The inverse. What is unedited comes back byte for byte, and an edited cell keeps its fence, options and blank
 * lines where they still fit; new cells are set off by one blank line. Neighbouring Markdown cells become one
 * when the file is read again, since Markdown has nothing between them.
 */
export function printKqlMarkdown(document: KqlDocument): string {
  const { eol } = document;
  let out = document.head;
  let previous: MarkdownCell | undefined;
  for (const cell of document.cells) {
    const own = (cell.source && lineEndOf(cell.source.lead + cell.source.body + cell.source.tail)) ?? eol;
    let printed = cell.kind === 'kql' ? printKql(cell, own) : printMarkdown(cell, own);
    const open = cell === document.cells.at(-1) ? undefined : scanFences(printed).leftOpen;
    if (open) printed = `${endLine(printed, eol)}${open}${eol}`;
    if (previous) out = separate(out, previous, cell, eol);
    else if (out.trim() !== '') out = endLine(out, eol);
    out += printed;
    previous = cell;
  }
  // A rule at the very top and another one below would be read as front matter.
  return !FRONT_MATTER.test(document.head) && FRONT_MATTER.test(out) ? out.replace('---', `${eol}---`) : out;
}

function separate(out: string, previous: MarkdownCell, cell: MarkdownCell, eol: string): string {
  const ended = endLine(out, eol);
  const asInFile =
    previous.source && cell.source && !(previous.kind === 'markdown' && cell.kind === 'markdown');
  return asInFile || /(?:\n|\r)[ \t]*(?:\r\n|\n|\r)$/.test(ended) ? ended : ended + eol;
}

function printMarkdown({ text, source }: MarkdownCell, eol: string): string {
  if (!source || source.lead !== '') return withEol(text, eol) + eol;
  return (toLf(source.body) === toLf(text) ? source.body : withEndsOf(source.body, text, eol)) + source.tail;
}

function printKql({ text, info, source }: MarkdownCell, eol: string): string {
  const needed = fenceFor(text);
  const marker = source && /^`*/.exec(source.lead)?.[0];
  if (source && marker && marker.length >= needed.length && infoOf(source.lead) === info)
    return bodyText(source.body) === toLf(text)
      ? source.lead + source.body + source.tail
      : endLine(source.lead, eol) + editedBody(text, source, eol) + source.tail;
  const same = source !== undefined && bodyText(source.body) === toLf(text);
  const body = same ? endLine(source.body, eol) : text === '' ? '' : withEol(text, eol) + eol;
  const blank = source ? source.tail.replace(/^ {0,3}`+[ \t]*(?:\r\n|\n|\r)?/, '') : '';
  return `${needed}kql${info && ` ${info}`}${eol}${body}${needed}${eol}${blank}`;
}

/** A fence that the file never closed goes on to its end, with or without a last line end. */
function editedBody(text: string, { body, tail }: CellSource, eol: string): string {
  if (text === '') return '';
  const last = /(?:\r\n|\n|\r)$/.exec(body)?.[0] ?? (tail === '' ? '' : eol);
  return withEndsOf(body.slice(0, body.length - last.length), text, eol) + last;
}

function markdownCell(raw: string): MarkdownCell[] {
  if (raw === '') return [];
  const lastLine = endOfText(raw);
  const body = raw.slice(0, lastLine);
  return [{ kind: 'markdown', text: body, info: '', source: { lead: '', body, tail: raw.slice(lastLine) } }];
}

/** Where the line that holds the last character other than white space ends, its line end excluded. */
function endOfText(raw: string): number {
  let last = raw.length;
  while (last > 0 && ' \t\r\n'.includes(raw.charAt(last - 1))) last--;
  const lineEnd = raw.slice(last).search(/[\r\n]/);
  return lineEnd < 0 ? raw.length : last + lineEnd;
}

function kqlCell(content: string, fence: KqlFence, blankAfter: string): MarkdownCell {
  const body = content.slice(fence.bodyStart, fence.bodyEnd);
  return {
    kind: 'kql',
    text: body.replace(/(?:\r\n|\n|\r)$/, ''),
    info: fence.info,
    source: {
      lead: content.slice(fence.start, fence.bodyStart),
      body,
      tail: content.slice(fence.bodyEnd, fence.end) + blankAfter,
    },
  };
}

function startBlank(text: string): string {
  return BLANK_START.exec(text)?.[0] ?? '';
}

function infoOf(lead: string): string {
  return lead.replace(/^`+[ \t]*(?:kql|kusto)/i, '').trim();
}

function bodyText(body: string): string {
  return toLf(body.replace(/(?:\r\n|\n|\r)$/, ''));
}
