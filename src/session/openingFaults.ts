import { isShape, isString } from '../base/guards.ts';
import { backslashNames } from '../cases/backslashNames.ts';
import { type EvidenceStore, evidencePath } from '../cases/evidence.ts';
import type { readJournals, WrittenLine } from '../cases/journal.ts';
import { LAYOUT } from '../cases/layout.ts';
import { isLocked } from '../cases/lock.ts';
import type { Storage } from '../cases/storage.ts';
import { verifyTimeline } from '../cases/verifyTimeline.ts';
import type { VerifyFinding } from '../domain/verifyReport.ts';
import { IMPORT_LOCK } from './importing.ts';

/** What does not fit in a case that is being opened, in sentences: damage, what a kill left, what is missing. */
export async function openingFaults(
  storage: Storage,
  evidence: EvidenceStore,
  { lines, problems }: Awaited<ReturnType<typeof readJournals>>,
): Promise<readonly string[]> {
  const { findings } = await verifyTimeline(storage, lines);
  return [
    ...(await backslashNames(storage)).map(sentence),
    ...problems.map(sentence),
    ...(await missingOriginals(storage, evidence)),
    ...unfinishedImports(lines, await isLocked(storage, IMPORT_LOCK)),
    ...unfinishedChanges(lines),
    ...findings.map(sentence),
  ];
}

function sentence({ file, line, message }: VerifyFinding): string {
  return `${file}${line === undefined ? '' : `, line ${line}`}: ${message}.`;
}

async function missingOriginals(storage: Storage, evidence: EvidenceStore): Promise<readonly string[]> {
  const present = new Set((await storage.list(LAYOUT.evidence)).map(({ name }) => name));
  return evidence
    .entries()
    .filter(({ file }) => !present.has(file))
    .map(({ file, name }) => `The original "${name}" (${evidencePath(file)}) is missing.`);
}

/** Imports that began and did not end, but for those whose paths were imported to the end since, and one that is running. */
function unfinishedImports(lines: readonly WrittenLine[], isRunning: boolean): readonly string[] {
  const started = new Map<unknown, { readonly at: string; readonly what: string }>();
  for (const { kind, data, at } of lines) {
    const { id } = data;
    if (kind === 'import.started') started.set(id, { at, what: JSON.stringify(data['options'] ?? null) });
    if (kind === 'import.failed') started.delete(id);
    if (kind !== 'import.done') continue;
    const done = started.get(id)?.what;
    for (const [other, { what }] of started) if (other === id || what === done) started.delete(other);
  }
  const begun = [...started.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
  return begun
    .slice(0, isRunning ? -1 : undefined)
    .map(
      ({ at }) =>
        `The import that began at ${at} did not come to its end. Import the same files again: what is in the case already is recognised.`,
    );
}

const isChange = isShape({ title: isString, target: isString, outcome: isString });

/** Changes to a tenant of which the last that is known is that they were about to be sent. */
function unfinishedChanges(lines: readonly WrittenLine[]): readonly string[] {
  const open = new Map<string, string>();
  for (const { kind, data, at } of lines) {
    if (kind !== 'tenant.changed' || !isChange(data)) continue;
    const { title, target, outcome } = data;
    const key = JSON.stringify([title, target]);
    open.delete(key);
    if (outcome !== 'sending') continue;
    open.set(
      key,
      `It is not known what became of "${title}", which was to be sent at ${at}: no answer is in the journal. Look at it in the tenant (${target}).`,
    );
  }
  return [...open.values()];
}
