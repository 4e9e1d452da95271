import { isCount, isRecord, isShape, isString } from '../base/guards.ts';
import { sha256 } from '../base/hash.ts';
import type { WrittenLine } from '../cases/journal.ts';
import type { JournalWriter } from '../cases/journalWriter.ts';
import type { TimeWindow } from '../domain/answer.ts';
import type { AskedQuestion, CollectedSlice, TenantChange } from '../domain/tenant.ts';

export async function recordQuestion(journal: JournalWriter, question: AskedQuestion): Promise<void> {
  const { window, columns, completeness, ...rest } = question;
  await journal.append('query.run', {
    ...rest,
    textDigest: sha256(question.text),
    window: window && { start: window.start, end: window.end },
    columns: columns.map(({ name, type }) => ({ name, type })),
    completeness: { ...completeness },
  });
}

export async function recordChange(journal: JournalWriter, change: TenantChange): Promise<void> {
  await journal.append('tenant.changed', { ...change, reason: change.reason ?? null });
}

const isSlice = isShape<CollectedSlice>({
  connection: isString,
  table: isString,
  query: isString,
  window: isShape<TimeWindow>({ start: isString, end: isString }),
  counted: isCount,
  rows: isCount,
  digest: isString,
});

/** Slices whose import came to its end; others are fetched again. */
export function collectedIn(
  lines: readonly WrittenLine[],
  connection: string,
  table: string,
): readonly CollectedSlice[] {
  const started = new Map<unknown, CollectedSlice>();
  const found: CollectedSlice[] = [];
  for (const { kind, data } of lines) {
    const { id, options } = data;
    if (kind === 'import.started') {
      const slice = isRecord(options) ? options['collected'] : undefined;
      if (isSlice(slice) && slice.connection === connection && slice.table === table) started.set(id, slice);
    }
    const slice = kind === 'import.done' ? started.get(id) : undefined;
    if (slice) found.push(slice);
  }
  return found;
}
