import assert from 'node:assert/strict';
import type { Answer } from '../../../src/domain/answer.ts';
import { disagreement } from './compareAnswers.ts';
import { Inexact, Undetermined, type Table } from '../reference/values.ts';

const answer = (type: 'real' | 'dynamic', ...cells: (number | null)[]): Answer => ({
  columns: [{ name: 'x', type }],
  rows: cells.map((cell) => [cell]),
  ordered: false,
  completeness: { state: 'complete' },
  statistics: { rows: cells.length, elapsedMs: 0, translateMs: 0 },
});
const expected = (...cells: Table['rows'][number]): Table => ({
  columns: [{ name: 'x', type: 'dynamic' }],
  rows: cells.map((cell) => [cell]),
});

describe('what the fuzzer compares', () => {
  it('no type that the binder alone knows: of an unknown cell, a null beside it or no row', () => {
    const unknown = new Undetermined('the function jaccard_index');
    assert.equal(disagreement(expected(unknown, null), answer('real', 1, null)), undefined);
    assert.equal(disagreement(expected(), answer('real')), undefined);
  });

  it('the type of a value that the reference knows', () => {
    assert.match(disagreement(expected(1n), answer('real', 1)) ?? '', /x:real instead of x:dynamic/);
  });

  it('a sum of large terms that cancel up to what rounding may take from it, and no further', () => {
    const about = (x: number): Table => ({
      columns: [{ name: 'x', type: 'real' }],
      rows: [[new Inexact(x, 1e-5)]],
    });
    assert.equal(disagreement(about(0.138888836), answer('real', 0.138888783)), undefined);
    assert.match(disagreement(about(0.138888836), answer('real', 0.1389)) ?? '', /x is 0\.1389 instead/);
  });

  it('a cell that is known against any other', () => {
    assert.match(disagreement(expected(1n), answer('dynamic', 2)) ?? '', /x is 2 instead of 1/);
  });
});
