import { AzimuthError } from '../base/errors.ts';
import type { VerifyFinding, VerifyReport } from '../domain/verifyReport.ts';
import { backslashNames } from './backslashNames.ts';
import { readCaseFile } from './caseFile.ts';
import { LAYOUT } from './layout.ts';
import type { Storage } from './storage.ts';
import { verifyEvidence } from './verifyEvidence.ts';
import { verifyJournals } from './verifyJournals.ts';
import { verifyRejects } from './verifyRejects.ts';
import { verifyTimeline } from './verifyTimeline.ts';

/**
 * Recomputes every chain, head and digest of the case; changes nothing. An unkeyed chain finds damage, not a
 * forger who recomputes it. Rejects only where there is no case at all or it cannot be read.
 */
export async function verifyCase(
  storage: Storage,
  onProgress: (done: number, total: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<VerifyReport> {
  const findings: VerifyFinding[] = [];
  const caseId = await caseIdOf(storage, findings);
  findings.push(...(await backslashNames(storage)));
  const journals = await verifyJournals(storage, caseId, signal);
  if (journals.journals === 0)
    findings.push({
      code: 'journal.none',
      file: LAYOUT.journal,
      message: 'The case has no journal, so nothing says what belongs to it',
    });
  const evidence = await verifyEvidence(storage, journals.lines, onProgress, signal);
  const timeline = await verifyTimeline(storage, journals.lines, signal);
  const rejects = await verifyRejects(storage, journals.lines, signal);
  findings.push(...journals.findings, ...evidence.findings, ...timeline.findings, ...rejects);
  return {
    findings,
    checked: {
      journals: journals.journals,
      lines: journals.count,
      originals: evidence.originals,
      events: timeline.events,
    },
  };
}

async function caseIdOf(storage: Storage, findings: VerifyFinding[]): Promise<string | undefined> {
  try {
    return (await readCaseFile(storage)).id;
  } catch (error) {
    if (!(error instanceof AzimuthError) || error.code !== 'case.file-invalid') throw error;
    findings.push({ code: error.code, file: LAYOUT.caseFile, message: error.message });
    return undefined;
  }
}
