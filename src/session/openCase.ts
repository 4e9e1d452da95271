import { openCaseFolder } from './caseFolder.ts';
import { OpenedCase } from './openedCase.ts';
import type { SessionParts } from './parts.ts';
import { rebuildTables } from './rebuild.ts';

/**
 * Opens the case in this process; `onStep` hears of work that takes its time. Rejects with `case.*` errors for a folder
 * that is no case or cannot be read.
 */
export async function openCase(
  path: string,
  parts: SessionParts,
  onStep: (what: string) => void = () => undefined,
): Promise<OpenedCase> {
  const folder = await openCaseFolder(path);
  try {
    const faults = await rebuildTables(folder, parts, onStep);
    return new OpenedCase({ ...folder, warnings: [...folder.warnings, ...faults] }, parts);
  } catch (error) {
    await folder.journal.close();
    throw error;
  }
}
