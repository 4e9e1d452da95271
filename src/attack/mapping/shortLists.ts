const MOST = 4;

const LITERAL = /"[^"\\]*"|-?\d+(?:\.\d+)?/.source;
/** A text in KQL. */
export const TEXT = /@"[^"]*"|@'[^']*'|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/.source;
const SUBJECT = /(?<![\w.])\w+(?:\.\w+)*/.source;
/** A text, which is left as it is, or a test of a list. */
const LIST = new RegExp(
  String.raw`${TEXT}|(${SUBJECT}) (!?in~?) \(((?:${LITERAL})(?:,\s*(?:${LITERAL}))*)\)`,
  'g',
);

/**
 * The same predicate with no list of more than four literals: longer ones become several. The engine makes a join of a
 * longer list in an expression. That is evaluated for all rows rather than for those that reach it, and it loses their
 * order, on which columns rely that are read later.
 */
export function withShortLists(predicate: string): string {
  return predicate.replace(LIST, (whole, subject: string | undefined, operator: string, list: string) => {
    if (subject === undefined) return whole;
    const literals = list.match(new RegExp(LITERAL, 'g')) ?? [];
    return literals.length <= MOST ? whole : inShortLists(subject, literals, operator);
  });
}

/** Whether `subject` is one of the literals, without a long list. */
export function inShortLists(subject: string, literals: readonly string[], operator = 'in'): string {
  const lists: string[] = [];
  for (let i = 0; i < literals.length; i += MOST)
    lists.push(`${subject} ${operator} (${literals.slice(i, i + MOST).join(', ')})`);
  return `(${lists.join(operator.startsWith('!') ? ' and ' : ' or ')})`;
}
