/** Where a query of a text begins and ends (UTF-16). */
export interface QueryBlock {
  readonly start: number;
  readonly end: number;
}

/**
 * The queries of a `.kql` text. A blank line ends a query, as in Kusto's own tools, unless the statement before it
 * was ended with `;` or the next line of code goes on with `|`, so that `let` statements may stand apart.
 */
export function queryBlocks(text: string): readonly QueryBlock[] {
  const queries: QueryBlock[] = [];
  let query: QueryBlock | undefined;
  /** A comment that stands alone: it belongs to what comes after it, which may go on with the query before. */
  let comment: QueryBlock | undefined;
  for (const block of paragraphs(text)) {
    const next = text.slice(block.start, block.end);
    if (query && withoutComments(next) === '') {
      comment = { start: comment?.start ?? block.start, end: block.end };
    } else if (query && !goesOn(text.slice(query.start, query.end), next)) {
      queries.push(query);
      query = { start: comment?.start ?? block.start, end: block.end };
      comment = undefined;
    } else {
      query = { start: query?.start ?? block.start, end: block.end };
      comment = undefined;
    }
  }
  if (query && comment && goesOn(text.slice(query.start, query.end), ''))
    return [...queries, { start: query.start, end: comment.end }];
  return [...queries, ...[query, comment].filter((each) => each !== undefined)];
}

/** Runs of lines that are not blank; blank lines inside a triple-quoted text do not part. */
function* paragraphs(text: string): Generator<QueryBlock> {
  let start: number | undefined;
  let end = 0;
  let offset = 0;
  let isQuoted = false;
  for (const line of text.split('\n')) {
    const isBlank = line.trim() === '' && !isQuoted;
    if (isBlank && start !== undefined) {
      yield { start, end };
      start = undefined;
    }
    if (!isBlank) {
      start ??= offset;
      end = offset + line.replace(/\r$/, '').length;
      if ((line.match(/```/g) ?? []).length % 2 === 1) isQuoted = !isQuoted;
    }
    offset += line.length + 1;
  }
  if (start !== undefined) yield { start, end };
}

function goesOn(before: string, next: string): boolean {
  const code = withoutComments(before);
  return code === '' || code.endsWith(';') || withoutComments(next).startsWith('|');
}

/** Enough to see how a block begins and ends: whole-line comments, and those behind the last code. */
function withoutComments(block: string): string {
  return block
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('//'))
    .join('\n')
    .replace(/;[^\S\n]*\/\/[^\n]*$/, ';')
    .trim();
}
