import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isoFromTicks, MAX_DATETIME_TICKS, ticksFromIso } from '../../../src/base/ticks.ts';

describe('datetimes as text', () => {
  it('are read back as what they were, over all years', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MAX_DATETIME_TICKS }), (ticks) => {
        assert.equal(ticksFromIso(isoFromTicks(ticks)), ticks);
      }),
      { numRuns: 1000 },
    );
  });

  it('have the digits that they need', () => {
    const texts = [
      '0001-01-01T00:00:00Z',
      '1969-12-31T23:59:59.9999999Z',
      '2024-02-29T23:59:59.5Z',
      '2026-01-02T03:04:05.0000001Z',
      '9999-12-31T23:59:59.9999999Z',
    ];
    assert.deepEqual(
      texts.map((text) => isoFromTicks(ticksFromIso(text) ?? -1n)),
      texts,
    );
  });
});
