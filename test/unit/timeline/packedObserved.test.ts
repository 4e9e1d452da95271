import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ObservedEvents } from '../../../src/domain/observed.ts';
import { packObserved, unpackObserved } from '../../../src/protocol/packedObserved.ts';

function events(times: readonly number[], pairs: number, ruleOf = (i: number) => i): ObservedEvents {
  return {
    handle: 1,
    count: times.length,
    time: Float64Array.from(times).sort(),
    rule: Uint16Array.from(times, (_, i) => ruleOf(i % pairs)),
    table: Uint16Array.from(times, (_, i) => (i % pairs) % 3),
    rules: [],
    tables: ['a', 'b', 'c'],
    undated: 2,
  };
}

/** As the session has times: ticks of 100 ns, as milliseconds. */
const logged = fc
  .bigInt({ min: 11_000_000_000_000_000n, max: 21_000_000_000_000_000n })
  .map((ticks) => Number(ticks) / 10_000);

describe('observed events on their way to the page', () => {
  it('are the very same afterwards, whatever their times', () => {
    const any = fc.oneof(
      fc.array(logged, { maxLength: 50 }),
      fc.array(fc.double({ noNaN: true, min: -1e15, max: 1e15 }), { maxLength: 50 }),
      fc
        .tuple(logged, fc.array(fc.nat(100_000), { maxLength: 200 }))
        .map(([first, steps]) => steps.map((step, i) => first + (i * step) / 10)),
    );
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 400 }), (times, pairs) => {
        const original = events(times, pairs);
        const packed = packObserved(original);
        if (packed) assert.deepEqual(unpackObserved(packed), original);
      }),
    );
  });

  it('take six bytes each at most, where they are logs', () => {
    const day = Date.UTC(2026, 2, 1);
    for (const [pairs, each] of [
      [200, 5],
      [2000, 6],
    ] as const) {
      const times = Array.from({ length: 20_000 }, (_, i) => day + i * 4_000 + (i % 7) / 10);
      const packed = packObserved(events([...times, day + 40 * 86_400_000], pairs));
      assert.ok(packed);
      const { steps, codes, jumps } = packed.packed;
      assert.equal((steps.byteLength + codes.byteLength) / packed.count, each);
      assert.deepEqual([...jumps], [0, 20_000]);
    }
  });

  it('travel as they are where packing gains nothing', () => {
    const yearly = Array.from({ length: 100 }, (_, i) => i * 31_557_600_000);
    assert.equal(packObserved(events(yearly, 3)), undefined);
    const crowd = Array.from({ length: 70_000 }, (_, i) => Date.UTC(2026, 2, 1) + i);
    assert.ok(packObserved(events(crowd, 60_000)));
    const both = { ...events(crowd, 70_000, (i) => i % 65_000), table: Uint16Array.from(crowd, (_, i) => i) };
    assert.equal(packObserved(both), undefined);
  });
});
