import { isCount, isRecord, isShape, isString } from '../base/guards.ts';
import { sha256 } from '../base/hash.ts';
import type { WrittenLine } from '../cases/journal.ts';
import type { JournalWriter } from '../cases/journalWriter.ts';
import type { TimeWindow } from '../domain/answer.ts';
import type {
  AskedQuestion,
  CollectedSlice,
  Collection,
  OpenCollection,
  TenantChange,
} from '../domain/tenant.ts';
import { uncovered } from '../domain/windows.ts';

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

export async function recordCollection(
  journal: JournalWriter,
  { connection, table, window: { start, end } }: Collection,
  state: 'started' | 'done',
): Promise<void> {
  await journal.append(`collect.${state}`, { connection, table, window: { start, end } });
}

const isWindow = isShape<TimeWindow>({ start: isString, end: isString });
const isCollection = isShape<Collection>({ connection: isString, table: isString, window: isWindow });

/** Collections that were begun and of which something is missing; what a later one fetched is not. */
export function openCollections(lines: readonly WrittenLine[]): readonly OpenCollection[] {
  const begun = new Map<string, Collection>();
  const done: Collection[] = [];
  for (const { kind, data } of lines) {
    if (!isCollection(data)) continue;
    const { connection, table, window } = data;
    const key = JSON.stringify([connection, table, window.start, window.end]);
    if (kind === 'collect.started') begun.set(key, { connection, table, window });
    if (kind === 'collect.done') {
      begun.delete(key);
      done.push({ connection, table, window });
    }
  }
  return [...begun.values()].flatMap((collection) => {
    const { connection, table, window } = collection;
    const parts = [
      ...collectedIn(lines, connection, table),
      ...done.filter((each) => each.connection === connection && each.table === table),
    ];
    const missing = uncovered(
      window,
      parts.map((part) => part.window),
    );
    return missing.length === 0 ? [] : [{ ...collection, missing }];
  });
}

const isSlice = isShape<CollectedSlice>({
  connection: isString,
  table: isString,
  query: isString,
  window: isWindow,
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
