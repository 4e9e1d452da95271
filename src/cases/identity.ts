import { hostname, userInfo } from 'node:os';
import type { WriterIdentity } from './writerChoice.ts';

/** Who works here: the account that runs this process, on this machine. */
export function currentIdentity(): Omit<WriterIdentity, 'caseId'> {
  return { person: accountName(), machine: hostname(), now: () => new Date() };
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no account.
    return process.getuid?.().toString() ?? 'someone';
  }
}
