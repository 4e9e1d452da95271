import { isCancellation } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import type { PlannedChange, TenantChange } from '../domain/tenant.ts';
import { AzureFault } from './faults/fault.ts';

/** How a change to the tenant ended, as reading it back showed. */
export type ChangeOutcome =
  | { readonly kind: 'applied' }
  /** Someone was quicker: their version of the same fields, and the whole as it is now. */
  | { readonly kind: 'conflict'; readonly theirs: JsonObject; readonly read: JsonObject }
  | {
      readonly kind: 'failed';
      readonly error: unknown;
      readonly applied: 'no' | 'unknown';
      /** Set where it is not known: reads back again, and sends nothing. */
      readonly lookAgain?: () => Promise<ChangeOutcome>;
    };

/** What is there instead of what was wanted. */
export interface Difference {
  readonly theirs: JsonObject;
  readonly read: JsonObject;
}

/** What was sent may still be worked on; it is looked at again after so long. Milliseconds. */
const SETTLE = 1_000;

/**
 * Sends, then looks whatever the sending said; `look` gives what differs, undefined where all is as wanted. The looking is not
 * cancelled with the sending: what was sent must be known. `pause` waits so many milliseconds.
 */
export async function proved(
  send: () => Promise<unknown>,
  look: () => Promise<Difference | undefined>,
  pause: (ms: number) => Promise<unknown>,
): Promise<ChangeOutcome> {
  try {
    await send();
  } catch (failure) {
    return judged(failure, look, pause);
  }
  return judged(undefined, look, pause);
}

/** @param failure of the sending; undefined where it ended well */
async function judged(
  failure: unknown,
  look: () => Promise<Difference | undefined>,
  pause: (ms: number) => Promise<unknown>,
): Promise<ChangeOutcome> {
  const uncertain = failure !== undefined && mayHaveApplied(failure);
  try {
    let found = await look();
    // What was taken may not be seen at once either.
    if (found && (uncertain || failure === undefined)) {
      await pause(SETTLE);
      found = await look();
    }
    if (!found) return { kind: 'applied' };
    if (failure instanceof AzureFault && failure.code === 'azure.conflict')
      return { kind: 'conflict', ...found };
    return { kind: 'failed', error: failure === undefined ? notApplied() : readBack(failure), applied: 'no' };
  } catch (error) {
    if (failure !== undefined && !uncertain) return { kind: 'failed', error: failure, applied: 'no' };
    const lookAgain = (): Promise<ChangeOutcome> => judged(failure, look, pause);
    return { kind: 'failed', error: failure ?? error, applied: 'unknown', lookAgain };
  }
}

/** Whether the service may have done what was asked though no answer said so. */
export function mayHaveApplied(error: unknown): boolean {
  return (
    isCancellation(error) ||
    !(error instanceof AzureFault) ||
    // Of two sendings the second is refused because the first was done.
    error.reply?.isOfRepeated === true ||
    ['azure.network', 'azure.unavailable', 'azure.bad-answer', 'azure.not-azure'].includes(error.code)
  );
}

/** What failed, as it stands after reading back: that it is not known whether it was applied is no longer so. */
function readBack(failure: unknown): unknown {
  if (!(failure instanceof AzureFault) || !mayHaveApplied(failure)) return failure;
  return new AzureFault(
    failure.code as `azure.${string}`,
    failure.message,
    {
      unharmed: 'it was read back, and nothing in the tenant was changed',
      next: ['Try again; what you wrote is kept.'],
    },
    failure.reply,
    failure,
  );
}

function notApplied(): AzureFault {
  return new AzureFault(
    'azure.not-applied',
    'Azure took the change, and reading it back shows another state.',
    { unharmed: 'nothing else was changed', next: ['Refresh and look at who changed it.'] },
  );
}

/** Ends a change that rejected before anything was sent: what a person wrote is then as unsent as after a refusal. */
export function unsent(error: unknown): ChangeOutcome {
  if (isCancellation(error) || error instanceof AzureFault) return { kind: 'failed', error, applied: 'no' };
  throw error;
}

/** For the case's journal. */
export function changeOf(
  { title, before, after, target }: PlannedChange,
  outcome: ChangeOutcome,
): TenantChange {
  const common = { title, before, after, target };
  if (outcome.kind === 'applied') return { ...common, outcome: 'applied' };
  if (outcome.kind === 'conflict')
    return { ...common, outcome: 'refused', reason: 'it was changed by someone else' };
  const reason = outcome.error instanceof Error ? outcome.error.message : String(outcome.error);
  return { ...common, outcome: outcome.applied === 'unknown' ? 'unknown' : 'refused', reason };
}
