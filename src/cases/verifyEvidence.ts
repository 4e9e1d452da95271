import { sha256OfStream } from '../base/hash.ts';
import type { VerifyFinding } from '../domain/verifyReport.ts';
import { digestOfEvidenceName, evidencePath, isEvidenceEntry } from './evidence.ts';
import type { WrittenLine } from './journal.ts';
import type { EvidenceEntry } from './journalEntry.ts';
import { LAYOUT } from './layout.ts';
import type { Storage } from './storage.ts';
import { journalPath } from './writerName.ts';

/** Reads every original again and compares it with what the journals say of it. */
export async function verifyEvidence(
  storage: Storage,
  lines: readonly WrittenLine[],
  onProgress: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<{ findings: readonly VerifyFinding[]; originals: number }> {
  const findings: VerifyFinding[] = [];
  const finding = (code: string, file: string, message: string): void => {
    findings.push({ code, file, message });
  };
  const recorded = new Map<string, EvidenceEntry>();
  for (const { kind, data, writer, n } of lines) {
    if (kind !== 'evidence.added') continue;
    if (isEvidenceEntry(data)) recorded.set(data.file, data);
    else
      findings.push({
        code: 'journal.entry-invalid',
        file: journalPath(writer),
        line: n,
        message: 'The line does not name an original as Azimuth does',
      });
  }

  const entries = await storage.list(LAYOUT.evidence);
  const sizes = new Map<string, number>();
  for (const { name } of entries) sizes.set(name, (await storage.stat(evidencePath(name)))?.size ?? 0);
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  let done = 0;
  for (const { name, kind } of entries) {
    const file = evidencePath(name);
    const entry = recorded.get(name);
    recorded.delete(name);
    if (kind !== 'file') {
      finding('evidence.not-a-file', file, `It is a ${kind}, not an original`);
      continue;
    }
    const { digest } = await sha256OfStream(storage.openRead(file), signal);
    done += sizes.get(name) ?? 0;
    onProgress(done, total);
    const promised = digestOfEvidenceName(name);
    if (promised !== undefined && digest !== promised)
      finding('evidence.changed', file, `The original was changed: its SHA-256 is ${digest}`);
    else if (!entry) finding('evidence.unknown-file', file, 'No journal says that this original was added');
  }
  for (const { file, name } of recorded.values())
    finding('evidence.missing', evidencePath(file), `The original "${name}" is missing`);
  return { findings, originals: entries.length };
}
