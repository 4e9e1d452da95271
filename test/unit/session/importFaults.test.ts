import assert from 'node:assert/strict';
import { FaultBench } from '../../support/importFaults.ts';

const ERRORS = ['ENOSPC', 'EIO', 'EPERM'] as const;

describe('an import that is disturbed', function () {
  this.timeout(240_000);
  let bench: FaultBench;
  let from: number;
  let calls: readonly string[];
  before(async () => {
    bench = await FaultBench.make();
    ({ from, calls } = await bench.calls());
  });
  after(() => bench.remove());

  /** Numbers of the calls at which an import's outcome hangs, spread over all of them. */
  const chosen = (count: number): readonly number[] => {
    const first = calls.findIndex((call) => call.includes('derived/tables/'));
    assert.ok(first > 0 && calls.length - first > count, calls.join('\n'));
    const step = (calls.length - first) / count;
    return Array.from({ length: count }, (_, i) => from + first + Math.floor(i * step));
  };

  it('leaves the tables as they were or with all of it, whichever write fails', async () => {
    const outcomes = new Set<string>();
    for (const [index, call] of chosen(5).entries())
      outcomes.add(await bench.fail({ call, errno: ERRORS[index % 3] ?? 'EIO', bytes: index }));
    assert.deepEqual([...outcomes].sort(), ['new', 'old']);
  });

  it('leaves the tables as they were or with all of it, wherever its process is killed', async () => {
    if (process.platform === 'win32') return;
    for (const [index, call] of chosen(2).entries()) await bench.kill(call, index * 9);
  });
});
