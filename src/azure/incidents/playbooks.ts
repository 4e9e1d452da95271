import { textOf } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import { AzureFault } from '../faults/fault.ts';
import type { AzureClient, AzureRequest } from '../pipeline/client.ts';
import { Pages, type SoFar } from '../pipeline/paging.ts';
import { propertiesOf, type Sentinel } from './sentinel.ts';

export interface Playbook {
  /** ARM id of the Logic App, or of the workflow of one of the Standard plan. */
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** Path below which its runs are, and the version that it takes. */
  readonly runs: string;
  readonly version: string;
}

const CONSUMPTION = '2019-05-01';
const SITES = '2024-04-01';
/** Of the workflows' own host inside a site. */
const HOST = '2018-11-01';

/** Logic Apps of the workspace's subscription, of both plans; `problem` is why some of them are missing. */
export async function listPlaybooks(
  client: AzureClient,
  sentinel: Sentinel,
  signal?: AbortSignal,
): Promise<SoFar<Playbook>> {
  const { workspace, tenant } = sentinel.place;
  const subscription = workspace.split('/').slice(0, 3).join('/');
  const ask = (url: string, what: string, action: string): AzureRequest => ({
    plane: 'arm',
    url,
    what,
    need: { kind: 'role', role: 'Microsoft Sentinel Playbook Operator', scope: subscription, action },
    ...(tenant === undefined ? {} : { tenant }),
  });
  const list = (url: string, what: string, action: string): Promise<SoFar<JsonObject>> =>
    new Pages(client, ask(url, what, action)).soFar(signal);
  const [plain, standard] = await Promise.all([
    list(
      `${subscription}/providers/Microsoft.Logic/workflows?api-version=${CONSUMPTION}`,
      'list playbooks',
      'Microsoft.Logic/workflows/read',
    ),
    standardPlaybooks(list, subscription),
  ]);
  return {
    items: [
      ...plain.items.map((item) => {
        const id = textOf(item['id']);
        const enabled = isEnabled(propertiesOf(item)['state']);
        return { id, name: textOf(item['name']), enabled, runs: `${id}/runs`, version: CONSUMPTION };
      }),
      ...standard.items,
    ],
    problem: plain.problem ?? standard.problem,
  };
}

/** Workflows of sites whose kind says that they are Logic Apps. */
async function standardPlaybooks(
  list: (url: string, what: string, action: string) => Promise<SoFar<JsonObject>>,
  subscription: string,
): Promise<SoFar<Playbook>> {
  const what = 'list playbooks of Logic Apps Standard';
  const read = 'Microsoft.Web/sites/read';
  const found: Playbook[] = [];
  try {
    const url = `${subscription}/providers/Microsoft.Web/sites?api-version=${SITES}`;
    const { items, problem } = await list(url, what, read);
    for (const site of items.filter((each) => /\bworkflowapp\b/i.test(textOf(each['kind'])))) {
      const id = textOf(site['id']);
      const workflows = await list(`${id}/workflows?api-version=${SITES}`, what, read);
      for (const item of workflows.items) {
        // Their names are "site/workflow".
        const name = textOf(item['name']).split('/').at(-1) ?? '';
        found.push({
          id: `${id}/workflows/${name}`,
          name,
          enabled: isEnabled(propertiesOf(item)['flowState']),
          runs: `${id}/hostruntime/runtime/webhooks/workflow/api/management/workflows/${name}/runs`,
          version: HOST,
        });
      }
    }
    return { items: found, problem };
  } catch (error) {
    if (!(error instanceof AzureFault)) throw error;
    return { items: found, problem: error };
  }
}

const isEnabled = (state: unknown): boolean => textOf(state).toLowerCase() !== 'disabled';
