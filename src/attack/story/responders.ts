import type { TimelineEvent } from '../../domain/timelineEvent.ts';

/** What the case knows of those who answer the attack: their accounts, and the ids of what they did. */
export interface Responders {
  /** UPNs or object ids; compared without case. */
  readonly accounts: readonly string[];
  /** Correlation ids of actions that the case's journal holds. */
  readonly correlations: readonly string[];
}

/** Why the event is the responders' own doing; undefined where nothing says so. */
export function ownAction(event: TimelineEvent, { accounts, correlations }: Responders): string | undefined {
  const correlation = event.row['CorrelationId'] ?? event.row['correlationId'];
  if (typeof correlation === 'string' && correlation !== '' && correlations.includes(correlation))
    return `the case's journal holds an action with its correlation id ${correlation}`;
  const caller = event.entities.find(
    ({ kind, value }) =>
      kind === 'account' && accounts.some((account) => account.toLowerCase() === value.toLowerCase()),
  );
  return caller && `${caller.value} is one of the responders`;
}
