import { openCaseFolder } from './caseFolder.ts';
import { OpenedCase } from './openedCase.ts';
import type { SessionParts } from './parts.ts';

/** Opens the case in this process. Rejects with `case.*` errors for a folder that is none or cannot be read. */
export async function openCase(folder: string, parts: SessionParts): Promise<OpenedCase> {
  return new OpenedCase(await openCaseFolder(folder), parts);
}
