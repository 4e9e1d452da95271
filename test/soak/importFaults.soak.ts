/** Every changing call of an import fails with each error and, in a process of its own, is where it is killed. */
import { FaultBench } from '../support/importFaults.ts';

const bench = await FaultBench.make();
try {
  const { from, calls } = await bench.calls();
  const outcomes = { old: 0, new: 0 };
  for (const [index, name] of calls.entries()) {
    const call = from + index;
    try {
      for (const errno of ['ENOSPC', 'EIO', 'EPERM'] as const)
        outcomes[await bench.fail({ call, errno, bytes: index % 40 })] += 1;
      outcomes[await bench.kill(call, index % 40)] += 1;
      if (index % 10 === 9) console.log(`${index + 1} of ${calls.length} calls`);
    } catch (error) {
      throw new Error(`at call ${index + 1} of ${calls.length}, ${name}`, { cause: error });
    }
  }
  console.log(
    `${calls.length} calls: ${outcomes.old} times the old state, ${outcomes.new} times the new one`,
  );
} finally {
  await bench.remove();
}
