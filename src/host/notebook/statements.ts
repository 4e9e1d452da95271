/** The tokens of KQL that matter for cutting a text into statements; everything else passes as it is. */
const TOKEN =
  /(?<![\w\])])\[\s*(?<quote>['"])(?<bracketed>[A-Za-z_][A-Za-z0-9_]*)\k<quote>\s*\]|\/\/[^\r\n]*|```[^]*?(?:```|$)|~~~[^]*?(?:~~~|$)|[hH]?@"(?:[^"]|"")*"?|[hH]?@'(?:[^']|'')*'?|[hH]?"(?:\\.|[^"\\\r\n])*"?|[hH]?'(?:\\.|[^'\\\r\n])*'?|[A-Za-z_][A-Za-z0-9_]*|[;(){}[\]]/g;

/** Statements of a KQL text, split at `;` outside strings, comments and brackets; empty ones are left out. */
export function splitStatements(text: string): readonly string[] {
  const statements: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if ('({['.includes(token)) depth++;
    else if (')}]'.includes(token)) depth--;
    else if (token === ';' && depth <= 0) {
      statements.push(text.slice(start, index));
      start = index + 1;
    }
  }
  statements.push(text.slice(start));
  return statements.filter((statement) => !isBlank(statement));
}

/** True where the text has white space and comments only. */
export function isBlank(text: string): boolean {
  return text.replace(/\/\/[^\r\n]*/g, '').trim() === '';
}

/** Every word of a KQL text that could name something: outside strings and comments, or bracketed as ['word']. */
export function identifiers(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { 0: token, groups } of text.matchAll(TOKEN)) {
    const bracketed = groups?.['bracketed'];
    if (bracketed !== undefined) words.add(bracketed);
    else if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(token)) words.add(token);
  }
  return words;
}
