import assert from 'node:assert/strict';
import fc from 'fast-check';
import { carriedRefusal } from '../../src/kql/diagnostics.ts';
import { scalarEntry } from '../../src/kql/functions/table.ts';

/** What the function that the plan calls gives; undefined where it refuses the rows. */
function run(name: string, rows: unknown, options: unknown): unknown {
  const call = scalarEntry(name)?.udf?.run as unknown as (rows: string, options: string) => string;
  try {
    return JSON.parse(call(JSON.stringify(rows), JSON.stringify(options)));
  } catch (error) {
    assert.ok(error instanceof Error && carriedRefusal(error.message), String(error));
    return undefined;
  }
}

const PLACE = [0, 1, 'plugin'];
/** Events at times of their own. */
const times = fc.uniqueArray(fc.integer({ min: 0, max: 25 }), { maxLength: 9 });

describe('KQL sequences of events, whatever the events', () => {
  it('are each choice of one event a step, times ascending within the windows', () => {
    fc.assert(
      fc.property(
        times,
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 9, maxLength: 9 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 20 }),
        (moments, masks, window, span) => {
          const events = moments.map((time, i) => ({ time, mask: masks[i] ?? 1 }));
          const ofStep = (step: number): number[] =>
            events.filter(({ mask }) => (mask >> step) & 1).map(({ time }) => time);
          const all = ofStep(0).flatMap((a) =>
            ofStep(1).flatMap((b) => ofStep(2).map((c): [number, number, number] => [a, b, c])),
          );
          const chosen = all
            .filter(([a, b, c]) => a < b && b < c && b - a <= window && c - b <= window && c - a <= span)
            .sort(([a, b, c], [x, y, z]) => a - x || b - y || c - z);
          const found = run(
            'sequences_of',
            events.map(({ time, mask }) => [time, mask]),
            [...PLACE, window, span, 3],
          );
          // One event for several steps, and a choice in the middle, of which the first event itself may be one, are refused.
          const inMiddle = (a: number, b: number): boolean =>
            ofStep(1).some((other) => other >= a && other < b);
          const sameEvent = all.some(
            ([a, b, c]) =>
              (a === b || b === c) && a <= b && b <= c && b - a <= window && c - b <= window && c - a <= span,
          );
          if (sameEvent || chosen.some(([a, b]) => inMiddle(a, b))) assert.equal(found, undefined);
          else
            assert.deepEqual(
              found,
              chosen.map(([a, b, c]) => [a, b, c, c - a]),
            );
        },
      ),
    );
  });

  it('make funnels whose every step has no more ids than the one before', () => {
    fc.assert(
      fc.property(
        times,
        fc.array(fc.constantFrom('A', 'B', 'C', 'X'), { minLength: 9, maxLength: 9 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 9, maxLength: 9 }),
        (moments, states, ids) => {
          const rows = moments.map((time, i) => [ids[i] ?? 1, time, states[i] ?? 'X']);
          const options = [...PLACE, 0, 30, 30, ['A', 'B', 'C'], ['00:00:00.0000005', '1.00:00:00']];
          const found = run('funnel_completion_of', rows, options) as
            | [number, string, number, number][]
            | undefined;
          if (!found) return;
          const count = (state: string, period: number): number =>
            found.find(([, s, p]) => s === state && p === period)?.[3] ?? 0;
          for (const period of [5, 864_000_000_000]) {
            const [a, b, c] = ['A', 'B', 'C'].map((state) => count(state, period));
            assert.ok((a ?? 0) >= (b ?? 0) && (b ?? 0) >= (c ?? 0));
            assert.equal(a, new Set(rows.filter(([, , s]) => s === 'A').map(([id]) => id)).size);
          }
          assert.ok(count('C', 5) <= count('C', 864_000_000_000));
        },
      ),
    );
  });

  it('make transitions that start and end with what stands beside the one sequence there is', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D', 'E'), { minLength: 2 }),
        fc.nat(3),
        (states, at) => {
          const first = Math.min(at, states.length - 2);
          const [a = '', b = ''] = states.slice(first);
          const rows = states.map((state, i) => ['id', i, state]);
          const options = [...PLACE, 0, 30, 30, [a, b], 10, ['prev', 'next']];
          assert.deepEqual(run('funnel_sequence_of', rows, options), [
            [0, states[first - 1] ?? '', states[first + 2] ?? '', 1, ['id']],
          ]);
        },
      ),
    );
  });
});
