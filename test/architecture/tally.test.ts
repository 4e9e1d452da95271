import assert from 'node:assert/strict';
import { judge } from '../../scripts/test/tally.ts';

describe('the test runner', () => {
  it('counts a suite that wrote no tally as failed', () => {
    assert.equal(judge(undefined, 0).failed, 1);
  });

  it('counts a suite in which nothing ran as failed', () => {
    assert.equal(judge({ passed: 0, failed: 0, skipped: 3 }, 0).failed, 1);
  });

  it('counts a suite that ended badly after its last test as failed', () => {
    assert.equal(judge({ passed: 5, failed: 0, skipped: 0 }, 1).failed, 1);
    assert.equal(judge({ passed: 5, failed: 0, skipped: 0 }, null).failed, 1);
  });

  it('takes the counts of a suite that ran as they are', () => {
    assert.deepEqual(judge({ passed: 5, failed: 2, skipped: 1 }, 1), { passed: 5, failed: 2, skipped: 1 });
    assert.deepEqual(judge({ passed: 5, failed: 0, skipped: 0 }, 0), { passed: 5, failed: 0, skipped: 0 });
  });
});
