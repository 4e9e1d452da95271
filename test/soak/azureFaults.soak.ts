/** Every fault at each of the first requests of every action on a tenant: what is recovered, what is told, and that nothing else happens. */
import { startSimulator } from '../simulator/simulator.ts';
import { actions } from '../contract/faultRun/actions.ts';
import { troubles } from '../contract/faultRun/faults.ts';
import { survive } from '../contract/faultRun/run.ts';
import { signIn } from '../contract/signIn.ts';

const simulator = await startSimulator();
try {
  const all = await actions(simulator, signIn(simulator).client);
  const list = troubles([0, 1, 2, 3, 4, 5]);
  const problems: string[] = [];
  for (const action of all) {
    const counts = { recovered: 0, told: 0 };
    for (const trouble of list)
      try {
        counts[await survive(simulator, action, trouble)]++;
      } catch (error) {
        problems.push(
          `${action.name}, ${trouble.name}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    console.log(`${action.name}: ${counts.recovered} recovered, ${counts.told} told`);
  }
  for (const problem of problems) console.log(problem);
  console.log(`${all.length} actions, ${list.length} faults, ${problems.length} problems`);
  if (problems.length > 0) process.exitCode = 1;
} finally {
  await simulator.close();
}
