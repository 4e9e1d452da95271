/** What a literal cannot hold as it is: NUL, and the marks that aggregates put around their calls. */
const APART = /[\0⟪⟫]/g;

/** A SQL string literal. */
export function quote(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  const parted = quoted.replace(APART, (character) => `' || chr(${character.charCodeAt(0)}) || '`);
  return parted === quoted ? quoted : `(${parted})`;
}

/** A SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
