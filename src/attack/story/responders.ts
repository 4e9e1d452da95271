import type { TimelineEvent } from '../../domain/timelineEvent.ts';

/** Why the event is the responders' own doing; undefined where none of their accounts (compared without case) did it. */
export function ownAction(event: TimelineEvent, accounts: readonly string[]): string | undefined {
  const known = new Set(accounts.map((account) => account.trim().toLowerCase()));
  // The first account is the one that acted; those after it are what it acted on.
  const caller = event.entities.find(({ kind }) => kind === 'account');
  return caller && known.has(caller.value.toLowerCase())
    ? `${caller.value} is one of the responders`
    : undefined;
}
