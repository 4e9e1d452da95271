import type { Simulator } from '../simulator/simulator.ts';
import type { Action } from './faultRun/action.ts';
import { actions } from './faultRun/actions.ts';
import { troubles } from './faultRun/faults.ts';
import { survive } from './faultRun/run.ts';
import { sharedSimulator, signIn } from './support.ts';

/** What told the most; `npm run soak -- azureFaults` has every fault at every request. */
const CHOSEN = new Set([
  'reset, always',
  'reset after it was done at request 1',
  'half a body at request 1',
  '429 without Retry-After, always',
  '503, always',
  '403, always',
  '412 at request 1',
  'an expired token at request 1',
  'a claims challenge, always',
  'a page of a proxy at request 1',
  'JSON that is none, always',
  'an empty answer at request 1',
  'the network pulled after request 1',
  'a page that links to itself',
  'a partial error',
]);

/** Faults for every action. */
describe('whatever goes wrong', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let all: readonly Action[];
  before(async () => {
    simulator = await sharedSimulator();
    all = await actions(simulator, signIn(simulator).client);
  });
  after(() => simulator.sentinel.alertRules.rules.clear());

  for (const trouble of troubles([0]).filter(({ name }) => CHOSEN.has(name)))
    it(`${trouble.name}: is recovered or told`, async () => {
      for (const action of all)
        try {
          await survive(simulator, action, trouble);
        } catch (error) {
          throw new Error(`${action.name}: ${error instanceof Error ? error.message : String(error)}`, {
            cause: error,
          });
        }
    });
});
