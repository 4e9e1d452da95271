import { setTimeout as sleep } from 'node:timers/promises';
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** Long enough for the messages that wait to be taken, one a turn; too short to be felt. In milliseconds. */
const WAIT = 5;

/**
 * Does a request's work after the messages behind it were taken: what typing has overtaken is then known to be
 * cancelled or to be of an old version, and is dropped instead of worked out.
 */
export async function inTurn<T>(
  version: () => number | undefined,
  token: CancellationToken,
  work: () => T,
): Promise<T> {
  const asked = version();
  await sleep(WAIT);
  if (token.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
  if (version() !== asked)
    throw new ResponseError(LSPErrorCodes.ContentModified, 'The text has changed since.');
  return work();
}
