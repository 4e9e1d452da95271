import assert from 'node:assert/strict';
import { AzimuthError } from '../../../src/base/errors.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { signIn } from '../signIn.ts';
import type { Action } from './action.ts';
import type { Trouble } from './faults.ts';

/**
 * One action while something goes wrong: it ends well, or says in one clear sentence what did not; the tenant is then as was
 * said. `recovered` where it ended well.
 */
export async function survive(
  simulator: Simulator,
  action: Action,
  { rules, skew = 0, silent = false }: Trouble,
): Promise<'recovered' | 'told'> {
  const { client, credential } = signIn(simulator);
  simulator.faults.skewSeconds = skew;
  for (const rule of rules) simulator.faults.inject(rule);
  try {
    const said = await action.run(client);
    if (said.kind === 'whole') return 'recovered';
    for (const error of said.errors) assertClear(error, credential.tokens);
    return 'told';
  } catch (error) {
    if (error instanceof assert.AssertionError) {
      if (silent && action.lists === true) return 'told';
      throw error;
    }
    assert.ok(
      error instanceof AzimuthError,
      `a defect: ${error instanceof Error ? error.stack : String(error)}`,
    );
    assertClear(error, credential.tokens);
    action.unchanged?.();
    return 'told';
  } finally {
    simulator.faults.clear();
  }
}

function assertClear(error: unknown, tokens: readonly string[]): void {
  assert.ok(error instanceof Error, String(error));
  const { message } = error;
  assert.match(message, /^[A-Z"\w].{4,}[.!?)]$/s, `a sentence: ${message}`);
  assert.ok(message.length < 500, `short: ${message}`);
  assert.ok(!/undefined|\[object|<html|\bNaN\b/.test(message), message);
  assert.ok(!tokens.some((token) => message.includes(token)), 'no token');
  if (error instanceof AzimuthError)
    assert.ok(error.guidance.unharmed !== undefined || error.guidance.next !== undefined);
}
