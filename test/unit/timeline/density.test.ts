import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countPixels, PixelCounts } from '../../../webviews/timeline/model/density.ts';
import { TimeIndex } from '../../../webviews/timeline/model/timeIndex.ts';

/** Times that gather: a few instants with many events each, beside scattered ones. */
const times = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(5, 500_000, 500_000.5, 999_999)), {
    maxLength: 300,
  })
  .map((list) => Float64Array.from(list).sort());

describe('counting events of a lane', () => {
  it('finds how many are before a time, for any time', () => {
    fc.assert(
      fc.property(times, fc.double({ min: -10, max: 1_000_010, noNaN: true }), (time, at) => {
        const index = new TimeIndex(time);
        for (const asked of [at, ...time.slice(0, 20)])
          assert.equal(index.before(asked), time.filter((own) => own < asked).length);
      }),
    );
  });

  it('counts each pixel exactly, and loses none between pixels', () => {
    const span = fc.tuple(
      fc.double({ min: -1e5, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 2e6, noNaN: true }),
    );
    fc.assert(
      fc.property(times, span, fc.integer({ min: 1, max: 200 }), (time, [start, length], width) => {
        const counts = new Uint32Array(width);
        const end = start + length;
        const total = countPixels(new TimeIndex(time), { start, end }, width, counts);
        assert.equal(total, time.filter((own) => own >= start && own < end).length);
        assert.equal(
          counts.reduce((sum, count) => sum + count, 0),
          total,
        );
        const index = new TimeIndex(time);
        const pixels = new PixelCounts();
        let part = 1;
        const lane = {
          placeOf: (at: number) => index.before(at),
          passingBefore: (place: number) => Math.ceil(place / part),
        };
        assert.equal(pixels.count(lane, { start, end }, width), total);
        assert.deepEqual(pixels.counts, counts);
        // Another filter: every other event passes.
        part = 2;
        const passing = time.filter((_, i) => i % 2 === 0);
        assert.equal(
          pixels.count(lane, { start, end }, width),
          passing.filter((own) => own >= start && own < end).length,
        );
        const step = length / width;
        const edge = (x: number): number => (x === width ? end : start + x * step);
        counts.forEach((count, x) => {
          assert.equal(count, time.filter((own) => own >= edge(x) && own < edge(x + 1)).length, `pixel ${x}`);
        });
      }),
    );
  });

  it('holds for all events in one instant, for one event, and for none', () => {
    for (const list of [new Array<number>(1000).fill(42), [42], []]) {
      const index = new TimeIndex(Float64Array.from(list));
      assert.equal(index.before(42), 0);
      assert.equal(index.before(42.0001), list.length);
      const counts = new Uint32Array(10);
      assert.equal(countPixels(index, { start: 40, end: 50 }, 10, counts), list.length);
      assert.equal(counts[2], list.length);
    }
  });
});
