import { formatCount } from '../../base/counts.ts';
import { AzureFault, sentence, UNCHANGED } from './fault.ts';

export function pagingLoop(what: string, pages: number): AzureFault {
  return new AzureFault(
    'azure.paging-loop',
    `Azure sent the same page again after ${pages} pages while trying to ${what}, so the list is not complete.`,
    { unharmed: 'what came before it is kept', next: ['Refresh to start the list anew.'] },
  );
}

/** Rows were left out, and no next page was named. */
export function listCut(what: string): AzureFault {
  return new AzureFault(
    'azure.list-cut',
    `Azure cut the answer short when you tried to ${what}, and names no next page.`,
    { unharmed: 'what came is shown', next: ['Narrow what is asked for.'] },
  );
}

export function listTooLong(what: string, most: number): AzureFault {
  return new AzureFault(
    'azure.list-too-long',
    `There are more than ${formatCount(most)} to read when you ${what}, so none are shown rather than some.`,
    { unharmed: UNCHANGED, next: ['Narrow what is asked for.'] },
  );
}

/** A change whose answer was lost and that could not be read back. */
export function outcomeUnknown(what: string, cause: unknown): AzureFault {
  return new AzureFault(
    'azure.outcome-unknown',
    `It is not known whether Azure did ${what}: the answer was lost, and it could not be read back.`,
    { unharmed: 'nothing else was changed', next: ['Read it back before you try again.'] },
    undefined,
    cause,
  );
}

/** A query that the service began and gave no answer to, though it called that a success. */
export function queryFailed(what: string, reason: string): AzureFault {
  return new AzureFault('azure.query-failed', `Azure could not ${what}: ${sentence(reason)}`, {
    unharmed: UNCHANGED,
    next: ['Ask for less at once, or try again.'],
  });
}

/** A long-running operation that ended other than well; the service's own code is kept. */
export function operationFailed(what: string, status: string, code: string, message: string): AzureFault {
  return new AzureFault(
    'azure.operation-failed',
    `Azure began to ${what}, and it ended as ${status}: ${sentence(message || code || 'no reason was given')}`,
    { unharmed: 'other resources are unchanged', next: ['Read the state before you try again.'] },
    { status: 200, code, message, requestId: undefined },
  );
}
