/** Any text as a string literal of KQL. */
function kqlString(text: string): string {
  return JSON.stringify(text);
}

export function kqlList(texts: readonly string[]): string {
  return texts.map(kqlString).join(', ');
}
