/** Names that differ from what was written by case or by a few edits, a third of it at most, the nearest first; at most three. */
export function nearestNames(
  written: string,
  names: Iterable<string>,
  limit = Math.max(1, Math.floor(written.length / 3)),
): readonly string[] {
  const lower = written.toLowerCase();
  return [...new Set(names)]
    .filter((name) => Math.abs(name.length - written.length) <= limit)
    .map((name) => ({ name, distance: editDistance(lower, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** The nearest of them, where one is near enough to be a slip. */
export function nearestName(written: string, names: Iterable<string>, limit?: number): string | null {
  return nearestNames(written, names, limit)[0] ?? null;
}

/** Insertions, deletions and replacements that make one text of the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
