/*
 * Texts that are neither JSON nor a table under a header, told by their first lines. They are looked for before a table
 * is, since a comma in them would make them one.
 */
const BEGINNINGS: readonly (readonly [pattern: RegExp, sentence: string])[] = [
  [
    /^<Objs\s[^>]*powershell/i,
    'It is XML of Export-Clixml: read it with Import-Clixml, write it with ConvertTo-Json -Depth 20 and import that.',
  ],
  [
    /^(<\?xml[^>]*>\s*)?<Events?[\s>]/i,
    'It is a Windows event log as XML: export its events as JSON lines or CSV and import that.',
  ],
  [
    /^#(Software|Version|Date|Fields): /i,
    'It is a W3C log (#Fields:), as IIS, App Service and Exchange write: make a CSV with the names of #Fields as its header and import that.',
  ],
  [
    /^[12]\.0;\d{4}-\d{2}-\d{2}T[\d:.]+Z;\w+;/,
    'It is a log of classic Storage Analytics ($logs), which has no header: put one before it, name by name with semicolons, and import it as a custom table.',
  ],
  [
    /^(<\d{1,3}>)?[^\n]{0,120}\bCEF:\d\|/,
    'It is a log in the Common Event Format (CEF): export CommonSecurityLog from the workspace and import that.',
  ],
  [
    /^\d{1,3}(\.\d{1,3}){3} \S+ \S+ \[\d{2}\/[A-Z][a-z]{2}\/\d{4}:/,
    'It is the access log of a web server, which has no header: make a CSV of it and import that.',
  ],
  [
    /^(<\d{1,3}>|[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \S+ \S+:)/,
    'It is a syslog: export the table Syslog from the workspace and import that.',
  ],
  [
    /^[^\n]*\S[^\n]*\n(-{2,} +)+-{2,} *\r?\n/,
    'It is a table for reading, with columns made of blanks (az -o table, Format-Table): write it again as JSON (az -o json, ConvertTo-Json) and import that.',
  ],
  [
    /^(---\r?\n)?- \w+:( |\r?\n)/,
    'It is YAML (az -o yaml): write it again as JSON (az -o json) and import that.',
  ],
];

const XML = /^<(\?xml|[a-z][\w:]*[\s>])/i;

/** What a text is whose first lines show that it has no records to import, and what to do; undefined for others. */
export function knownText(head: Buffer): string | undefined {
  const text = head.subarray(0, 4096).toString('utf8').trimStart();
  return BEGINNINGS.find(([pattern]) => pattern.test(text))?.[1];
}

/** XML of any kind: whether it is the error of a service or a web page is known better elsewhere. */
export function isXml(text: string): boolean {
  return XML.test(text);
}

const VALUE =
  /^(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}\S*|\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?|\d{1,3}(\.\d{1,3}){3})$/i;

/**
 * Whether a table's first row is a row of values: a time, a GUID or an address where the second has one too. A pivot's header
 * has such names, but numbers below them.
 */
export function isHeaderless(first: readonly string[], second: readonly string[] | undefined): boolean {
  return first.some((cell, i) => VALUE.test(cell) && (second === undefined || VALUE.test(second[i] ?? '')));
}
