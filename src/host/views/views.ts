import * as vscode from 'vscode';
import type { OpenCase } from '../case/openCase.ts';
import type { TenantIncidents } from '../incidents/tenantIncidents.ts';
import { filterWords, incidentNode, shownOf, tenantGroups, tenantRoots } from '../incidents/tenantTree.ts';
import { badgeOf } from '../incidents/attention.ts';
import { unattended } from '../incidents/unattended.ts';
import { counted } from '../../base/counts.ts';
import type { TenantIncident } from '../../domain/incident.ts';
import type { Clock } from '../clock.ts';
import type { Hunts } from '../library/hunts.ts';
import { readLibrary, readPlaybooks } from '../library/library.ts';
import { caseRoots } from './caseTree.ts';
import { dropLogs } from './dropLogs.ts';
import { type IncidentNode, type IncidentsContent, incidentsContent } from './incidentsTree.ts';
import type { SelectionBus } from '../selection.ts';
import { followInTrees } from './followInTrees.ts';
import { huntNode } from './huntTree.ts';
import { libraryRoots } from './libraryTree.ts';
import { NodeTree, wordsOf } from './nodeTree.ts';
import { type ResourceNode, resourceRoots } from './resourcesTree.ts';
import { tenantResourceRoots } from '../resources/tenantResources.ts';
import { SteadyRows } from './steadyRows.ts';

/** The four views of the activity bar, kept in step with the open case. */
export class Views implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable;
  private readonly refreshLibrary: () => void;
  private filterText = '';

  constructor(
    openCase: OpenCase,
    tenant: TenantIncidents,
    clock: Clock,
    hunts: Hunts,
    selection: SelectionBus,
    scratch: vscode.Uri,
    report: (error: unknown) => void,
  ) {
    const inCase = async <T>(read: () => Promise<readonly T[]>): Promise<readonly T[]> =>
      openCase.state.kind === 'open' ? read() : [];

    const caseTree = new NodeTree(() => caseRoots(openCase, clock), report);
    const caseView = vscode.window.createTreeView('azimuth.case', {
      treeDataProvider: caseTree,
      dragAndDropController: dropLogs(scratch),
      showCollapseAll: true,
    });

    const showIncidents = (content: IncidentsContent | undefined): readonly IncidentNode[] => {
      setContext('azimuth.caseIncidents', content === undefined ? 'none' : 'some');
      const fresh = content?.fresh ?? 0;
      incidentsView.badge = fresh > 0 ? { value: fresh, tooltip: counted(fresh, 'new incident') } : undefined;
      return content?.roots ?? [];
    };
    // VS Code asks for no rows of a view that is not seen, and a badge is for those who do not see it.
    const showBadge = (): void => {
      incidentsView.badge = badgeOf(tenant.items, unattended(tenant).length);
    };
    const tenantRows = new SteadyRows<TenantIncident, IncidentNode>({
      items: () => tenant.items,
      groups: () => tenantGroups(tenant),
      roots: (row) => tenantRoots(tenant, row),
      row: (incident) => incidentNode(tenant, incident, clock),
      words: ({ item }) => wordsOf(item),
    });
    const showTenant = async (): Promise<readonly IncidentNode[]> => {
      // What is shown stays while it is read again.
      if (!tenant.read) await tenant.load();
      const roots = tenantRows.roots();
      setContext('azimuth.incidentsEmpty', roots.length === 0);
      showBadge();
      incidentsView.description = [shownOf(tenant), filterWords(tenant.arrangement.filter)]
        .filter((part) => part !== '')
        .join(' · ');
      return roots;
    };
    const drawTenant = (): void => {
      showBadge();
      const changed = tenantRows.changes();
      if (!changed) incidentsTree.refresh();
      for (const row of changed ?? []) incidentsTree.refresh(row);
    };
    const incidentsTree = new NodeTree<IncidentNode>(async () => {
      if (tenant.signedIn) return showTenant();
      incidentsView.description = '';
      return inCase(async () => showIncidents(await incidentsContent(await openCase.session(), clock)));
    }, report);
    const incidentsView = vscode.window.createTreeView('azimuth.incidents', {
      treeDataProvider: incidentsTree,
      showCollapseAll: true,
    });

    const resourcesTree: NodeTree<ResourceNode> = new NodeTree<ResourceNode>(
      () =>
        tenant.signedIn
          ? tenantResourceRoots(tenant.azure, (node) => resourcesTree.refresh(node))
          : inCase(async () => {
              const roots = await resourceRoots(await openCase.session(), clock);
              setContext('azimuth.caseResources', roots.length === 0 ? 'none' : 'some');
              return roots;
            }),
      report,
    );
    const resourcesView = vscode.window.createTreeView('azimuth.resources', {
      treeDataProvider: resourcesTree,
      showCollapseAll: true,
    });

    const libraryTree = new NodeTree(async () => {
      const tables = openCase.summary && new Set(openCase.summary.tables.map((table) => table.name));
      const [queries, playbooks] = await Promise.all([readLibrary(), readPlaybooks()]);
      return [...huntNode(hunts), ...libraryRoots(queries, playbooks, this.filterText, tables)];
    }, report);
    const libraryView = vscode.window.createTreeView('azimuth.library', {
      treeDataProvider: libraryTree,
      showCollapseAll: true,
    });
    this.refreshLibrary = () => {
      libraryView.description = this.filterText === '' ? '' : `"${this.filterText}"`;
      libraryTree.refresh();
    };

    let logs = '';
    this.subscriptions = vscode.Disposable.from(
      caseView,
      followInTrees(
        selection,
        openCase,
        { tree: caseTree, view: caseView },
        { tree: incidentsTree, view: incidentsView },
        report,
      ),
      tenant.onDidChange(() => {
        if (tenant.signedIn) drawTenant();
        else {
          incidentsView.badge = undefined;
          incidentsTree.refresh();
        }
      }),
      tenant.onDidChangeDetails((key) => {
        const row = tenantRows.known(key);
        if (row) incidentsTree.refresh(row);
      }),
      tenant.azure.onDidChange(() => resourcesTree.refresh()),
      tenant.azure.onDidChangeResources(() => resourcesTree.refresh()),
      incidentsView,
      resourcesView,
      libraryView,
      openCase.onDidChange((state) => {
        caseTree.refresh();
        setContext('azimuth.imported', (openCase.summary?.evidence.files ?? 0) > 0);
        const now = JSON.stringify([
          state.kind,
          openCase.folder?.path,
          openCase.summary?.tables.map((t) => [t.name, t.rows]),
        ]);
        if (now === logs) return;
        logs = now;
        if (state.kind !== 'open') {
          incidentsView.badge = undefined;
          // Not known until they were read: until then a view is empty without saying why.
          setContext('azimuth.caseIncidents', undefined);
          setContext('azimuth.caseResources', undefined);
          hunts.clear();
        }
        incidentsTree.refresh();
        resourcesTree.refresh();
        libraryTree.refresh();
      }),
      hunts.onDidChange(() => libraryTree.refresh()),
      clock.onDidChange(() => {
        for (const tree of [caseTree, incidentsTree, resourcesTree]) tree.refresh();
      }),
    );
  }

  get filter(): string {
    return this.filterText;
  }

  set filter(text: string) {
    this.filterText = text.trim();
    setContext('azimuth.libraryFiltered', this.filterText !== '');
    this.refreshLibrary();
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}

function setContext(key: string, value: string | boolean | undefined): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
