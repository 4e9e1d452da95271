import assert from 'node:assert/strict';
import { inSightFirst } from '../../../src/host/notebook/inSight.ts';

const cells = Array.from({ length: 10 }, (_, index) => ({ index }));
const order = (shown: readonly { start: number; end: number }[]): number[] =>
  inSightFirst(cells, shown).map(({ index }) => index);

describe('cells by what is in sight', () => {
  it('begins with those on screen, from the top, and goes on with their neighbours', () =>
    assert.deepEqual(order([{ start: 6, end: 8 }]), [6, 7, 5, 8, 4, 9, 3, 2, 1, 0]));

  it('takes the nearer of two editors of one notebook', () =>
    assert.deepEqual(
      order([
        { start: 0, end: 1 },
        { start: 8, end: 10 },
      ]),
      [0, 8, 9, 1, 7, 2, 6, 3, 5, 4],
    ));

  it('keeps the order where nothing is on screen', () =>
    assert.deepEqual(order([]), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
});
