/** A simulator in a process of its own, for whoever forked it: `serve.ts INCIDENTS RESOURCES`. */
import { startSimulator } from './simulator.ts';

const [incidents = 60, resources = 0] = process.argv.slice(2).map(Number);
const simulator = await startSimulator({ incidents, resources });
const { endpoints, authority, sentinel, entra, workspaces, database } = simulator;
process.send?.({
  cloud: {
    authority: endpoints.entra,
    arm: endpoints.arm,
    graph: endpoints.graph,
    logAnalytics: endpoints.logAnalytics,
    clusters: [endpoints.kusto],
    certificateAuthorities: authority,
  },
  workspace: sentinel.workspace,
  workspaceId: workspaces[0]?.customerId,
  cluster: endpoints.kusto,
  database,
  tokens: Object.fromEntries(Object.values(endpoints).map((origin) => [origin, entra.issue(origin)])),
});
process.once('disconnect', () => void simulator.close().then(() => process.exit()));
