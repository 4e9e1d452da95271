import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Random, Weighted } from '../../../src/samples/random.ts';

describe('samples: random', () => {
  it('gives the same sequence for the same labels and another for others', () => {
    const draw = (...labels: (string | number)[]): number[] => {
      const random = new Random(...labels);
      return Array.from({ length: 20 }, () => random.bits());
    };
    fc.assert(
      fc.property(fc.integer(), fc.string(), (seed, label) => {
        assert.deepEqual(draw(seed, label), draw(seed, label));
        assert.notDeepEqual(draw(seed, label), draw(seed, `${label}x`));
        assert.notDeepEqual(draw(seed, label), draw(seed + 1, label));
      }),
    );
  });

  it('spreads evenly', () => {
    const random = new Random('even');
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[Math.floor(random.unit() * 10)]! += 1;
    for (const count of counts) assert.ok(Math.abs(count - 10_000) < 500, String(counts));
  });

  it('makes version 4 guids that do not repeat', () => {
    const random = new Random('guid');
    const made = Array.from({ length: 20_000 }, () => random.guid());
    for (const guid of made.slice(0, 100))
      assert.match(guid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(new Set(made).size, made.length);
  });

  it('picks by weight', () => {
    const random = new Random('weights');
    const weighted = new Weighted([
      ['a', 1],
      ['b', 3],
      ['never', 0],
    ]);
    const counts: Record<string, number> = {};
    for (let i = 0; i < 40_000; i++) {
      const item = weighted.pick(random);
      counts[item] = (counts[item] ?? 0) + 1;
    }
    assert.equal(counts['never'], undefined);
    assert.ok(Math.abs((counts['b'] ?? 0) / (counts['a'] ?? 1) - 3) < 0.2, JSON.stringify(counts));
  });

  it('takes several different items, or all where there are fewer', () => {
    const random = new Random('several');
    assert.equal(new Set(random.several([1, 2, 3, 4, 5], 3)).size, 3);
    assert.deepEqual([...random.several([1, 2], 5)].sort(), [1, 2]);
  });
});
