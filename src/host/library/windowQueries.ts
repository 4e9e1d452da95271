import { fileURLToPath } from 'node:url';
import { loadWindowRules } from '../../attack/windows/loadWindows.ts';
import { readWindow } from '../../attack/windows/readWindow.ts';
import { windowQuery } from '../../attack/windows/windowQuery.ts';
import type { LibraryQuery } from '../../hunting/libraryQuery.ts';

const FOLDER = new URL('../../../queries/attack/windows/', import.meta.url);

/** The window rules as queries, one for each table that a rule is about, so that a table that is not there silences no other. */
export async function readWindowQueries(): Promise<readonly LibraryQuery[]> {
  const rules = await loadWindowRules(fileURLToPath(FOLDER));
  return rules.flatMap((rule) =>
    rule.tables.map((table): LibraryQuery => {
      const { id, measure, technique, confidence, severity, reason } = rule;
      return {
        id: `attack/${id}@${table}`,
        area: 'attack',
        title: `${nameOf(id)} (${table})`,
        question: reason,
        tables: measure.kind === 'then' ? [table, measure.table] : [table],
        techniques: [technique],
        notes: [
          ['confidence', confidence],
          ['severity', severity],
        ],
        text: `// ${reason}\n${windowQuery(rule, table)}`,
        reading: (row) => readWindow(rule, row),
      };
    }),
  );
}

/** `Snapshot delete burst` of `window.snapshot-delete-burst`. */
function nameOf(id: string): string {
  const words = id.slice(id.indexOf('.') + 1).replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
