/** The reference evaluator agrees with every answer to a detection that it can give. */
import { haveDetections, runDetections } from '../conformance/detections.ts';

const counts = { agrees: 0, unknown: 0, differs: 0 };
if (haveDetections())
  await runDetections(
    undefined,
    () => true,
    ({ one, opinion }) => {
      if (!opinion) return;
      counts[opinion.kind]++;
      if (opinion.kind === 'differs') console.log(`${one.id}: ${opinion.reason}`);
    },
  );
console.log(JSON.stringify(counts));
process.exitCode = counts.differs > 0 ? 1 : 0;
