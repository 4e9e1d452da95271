import { formatCount } from '../../base/counts.ts';
import * as vscode from 'vscode';
import type { Inventory, TenantResource } from '../../azure/resources/inventory.ts';
import type { Azure } from '../azure/azure.ts';
import { confirmed, sent, told } from '../incidents/confirm.ts';
import { priorityRules } from '../incidents/priorityRules.ts';
import type { RecordDocuments } from '../record/recordDocuments.ts';
import type { ResourceNode } from '../views/resourcesTree.ts';
import { criticalityOf } from './resourceRow.ts';

/** Between the last key and the question. Milliseconds. */
const PAUSE = 200;

async function inventoryOf(azure: Azure): Promise<Inventory> {
  const { Inventory: Reader } = await import('../../azure/resources/inventory.ts');
  return new Reader(await azure.client(), (await azure.settings()).tenant);
}

/** A picker that asks Resource Graph while one types; the first page alone, and it says how many there are. */
export async function searchResources(azure: Azure): Promise<TenantResource | undefined> {
  const inventory = await inventoryOf(azure);
  const picker = vscode.window.createQuickPick<
    vscode.QuickPickItem & { readonly resource: TenantResource }
  >();
  picker.title = 'Search Resources';
  picker.placeholder = 'A part of the name, the id or a tag';
  let asked = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const ask = async (text: string): Promise<void> => {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    picker.busy = true;
    try {
      const { resources, total } = await inventory.search(text, undefined, signal);
      picker.title = `Search Resources: ${resources.length} of ${formatCount(total)}`;
      picker.items = resources.map((resource) => ({
        label: resource.name,
        description: resource.type,
        detail: resource.id,
        alwaysShow: true,
        resource,
      }));
    } catch (error) {
      if (!signal.aborted) picker.title = error instanceof Error ? error.message : String(error);
    } finally {
      if (!signal.aborted) picker.busy = false;
    }
  };
  return new Promise((done) => {
    picker.onDidChangeValue((text) => {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(text), PAUSE);
    });
    picker.onDidAccept(() => {
      done(picker.selectedItems[0]?.resource);
      picker.hide();
    });
    picker.onDidHide(() => {
      clearTimeout(timer);
      asked.abort();
      done(undefined);
      picker.dispose();
    });
    picker.show();
    void ask('');
  });
}

/** Sets the criticality tag of a row's resource, or of one that is searched for; confirmed, and read back. */
export async function setCriticality(
  azure: Azure,
  documents: RecordDocuments,
  node: ResourceNode | undefined,
): Promise<void> {
  const resource = node?.resource ?? (await searchResources(azure));
  if (!resource) return;
  const tenant = node?.resource ? node.tenant : (await azure.settings()).tenant;
  const { tag, value: current } = criticalityOf(resource);
  const title = `Criticality of ${resource.name}`;
  const value = await vscode.window.showQuickPick(
    Object.keys(priorityRules().criticality.values).map((each) => ({
      label: each,
      description: each === current ? 'now' : '',
    })),
    { title },
  );
  if (!value || value.label === current) return;
  const [before, after] = [{ [tag]: current ?? null }, { [tag]: value.label }];
  const request = `PATCH ${resource.id}/providers/Microsoft.Resources/tags/default`;
  if (!(await confirmed({ title, request, before, after }))) return;
  const { ResourceTags } = await import('../../azure/resources/tags.ts');
  const tags = new ResourceTags(await azure.client(), resource.id, tenant);
  for (let go = true; go; ) {
    const plan = { title: `${title} is ${value.label}`, after };
    const outcome = await sent({
      azure,
      documents,
      plan,
      run: (signal) => tags.set(tag, value.label, signal),
      about: { title, target: resource.id, before, after },
    });
    go = await told(plan, outcome, documents);
  }
  azure.tellResourcesChanged();
}
