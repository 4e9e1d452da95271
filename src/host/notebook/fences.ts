/** Where in a Markdown text the cells are, blocks of `kql` or `kusto`. Offsets are UTF-16; a fence's lines include their line ends. */
export interface KqlFence {
  /** Start of the opening line. */
  readonly start: number;
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** End of the closing line; equals `bodyEnd` where the fence is never closed. */
  readonly end: number;
  /** What follows the name of the language on the opening line, without white space around it. */
  readonly info: string;
}

interface OpenFence {
  readonly marker: string;
  readonly start: number;
  readonly bodyStart: number;
  readonly kql: { readonly info: string } | undefined;
}

const OPENING = /^( {0,3})(`{3,}|~{3,})[ \t]*([^\r\n]*)/;
/** GitHub and Microsoft's pages call the language kusto. */
const KQL_INFO = /^(?:kql|kusto)(?:[ \t]+(.*))?$/i;

export interface FenceScan {
  readonly fences: readonly KqlFence[];
  /** What would close the fence (kql or other) or the comment that the end of the text leaves open. */
  readonly leftOpen: string | undefined;
}

/**
 * Finds fenced blocks of KQL by CommonMark's rules for fences and HTML comments. Only fences in the first column
 * are cells: an indented one may belong to a list item or a quotation, which would lose its shape as a cell.
 */
export function scanFences(text: string): FenceScan {
  const fences: KqlFence[] = [];
  let open: OpenFence | undefined;
  let inComment = false;
  for (const line of lines(text)) {
    if (open) {
      if (!closes(line.text, open.marker)) continue;
      if (open.kql) fences.push(toFence(open, open.kql.info, line.start, line.end));
      open = undefined;
    } else if (inComment) {
      inComment = !line.text.includes('-->');
    } else if (/^ {0,3}<!--/.test(line.text)) {
      inComment = !line.text.includes('-->', line.text.indexOf('<!--') + 4);
    } else {
      open = opening(line);
    }
  }
  if (open?.kql) fences.push(toFence(open, open.kql.info, text.length, text.length));
  return { fences, leftOpen: open?.marker ?? (inComment ? '-->' : undefined) };
}

function opening(line: Line): OpenFence | undefined {
  const match = OPENING.exec(line.text);
  if (!match) return undefined;
  const [, indent = '', marker = '', rest = ''] = match;
  const info = rest.trim();
  if (marker.startsWith('`') && info.includes('`')) return undefined;
  const kql = indent === '' && marker.startsWith('`') ? KQL_INFO.exec(info) : null;
  return { marker, start: line.start, bodyStart: line.end, kql: kql ? { info: kql[1] ?? '' } : undefined };
}

function closes(line: string, marker: string): boolean {
  const match = /^ {0,3}(`{3,}|~{3,})[ \t]*[\r\n]*$/.exec(line);
  return match?.[1]?.startsWith(marker) ?? false;
}

function toFence(open: OpenFence, info: string, bodyEnd: number, end: number): KqlFence {
  return { start: open.start, bodyStart: open.bodyStart, bodyEnd, end, info };
}

interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function* lines(text: string): Generator<Line> {
  const ends = /\r\n|\n|\r/g;
  let start = 0;
  while (start < text.length) {
    ends.lastIndex = start;
    const found = ends.exec(text);
    const end = found ? found.index + found[0].length : text.length;
    yield { text: text.slice(start, end), start, end };
    start = end;
  }
}

/** A run of backticks that no line of the body can close. */
export function fenceFor(body: string): string {
  let longest = 2;
  for (const match of body.matchAll(/^ {0,3}(`{3,})[ \t]*$/gm))
    longest = Math.max(longest, match[1]?.length ?? 0);
  return '`'.repeat(longest + 1);
}
