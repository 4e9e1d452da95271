import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { startTenant, type Tenant } from '../../scripts/vscode/tenant.ts';
import { chooseInMenu, makeWalkCase, showAzimuth, startWalk, type Walk, type WalkCase } from './support.ts';

const pane = (name: string): string =>
  `.sidebar .pane:has(.pane-header:has-text("${name}")) .monaco-list-row`;
const ROW = pane('Incidents');
const PINNED = `${pane('Case')}[aria-level="2"]`;
const CANVAS = '.picture canvas';

/** An alert that both the tenant and the case have. */
interface Alert {
  readonly id: string;
  readonly title: string;
  /** ISO 8601. */
  readonly time: string;
  /** Number of its incident. */
  readonly incident: number;
}

describe('a walk: what is selected in one view is selected in the others', function () {
  this.timeout(240_000);
  let root: string;
  let tenant: Tenant;
  let made: WalkCase;
  let walk: Walk;
  let alerts: readonly Alert[];

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'azimuth-walk-'));
    tenant = await startTenant(root, { rows: 500, incidents: 4, resources: 0 });
    const { incidents, parts } = tenant.simulator.sentinel;
    alerts = [...incidents.values()]
      .filter(({ properties }) => properties['status'] !== 'Closed')
      .map(({ name, properties }): Alert => {
        const own = parts.get(name)?.alerts[0]?.['properties'] as Record<string, string> | undefined;
        assert.ok(own);
        const incident = Number(properties['incidentNumber']);
        own['alertDisplayName'] = `Alert of ${incident}`;
        const { systemAlertId = '', alertDisplayName: title = '', startTimeUtc = '' } = own;
        return { id: systemAlertId, title, time: startTimeUtc, incident };
      })
      .sort((a, b) => (a.time < b.time ? -1 : 1));
    const records = alerts.map(({ id, title, time }) => ({
      TimeGenerated: time,
      DisplayName: title,
      AlertName: title,
      SystemAlertId: id,
      AlertSeverity: 'High',
      ProductName: 'Microsoft Defender for Cloud',
      Type: 'SecurityAlert',
    }));
    made = makeWalkCase(
      { 'SecurityAlert.ndjson': records },
      { 'alerts.kql.md': '```kql\nSecurityAlert\n| sort by TimeGenerated asc\n```\n' },
    );
    walk = await startWalk(made.folder, tenant.settings);
    await walk.workbench.trust();
    await showAzimuth(walk);
    for (const name of ['Case', 'Library', 'Resources']) {
      const header = walk.workbench.page.locator(
        `.sidebar .pane-header[aria-expanded="true"]:has-text("${name}")`,
      );
      if (await header.isVisible()) await header.click();
    }
  });

  after(async () => {
    await walk.end();
    await tenant.close();
    made.remove();
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  });

  const alert = (index: number): Alert => {
    const found = alerts[index];
    assert.ok(found);
    return found;
  };
  const click = async (selector: string): Promise<void> => (await walk.workbench.find(selector)).click();
  const gridRow = (index: number): string => `[role="grid"] [role="row"][data-row="${index}"]`;
  const treeRow = (index: number): string => `${ROW}[aria-level="4"]:has-text("${alert(index).title}")`;
  const onPage = (index: number): string => `[data-alert="${alert(index).id}"]`;

  const shown = {
    grid: (index: number) => `${gridRow(index)}[aria-selected="true"]`,
    tree: (index: number) => `${ROW}.selected[aria-level="4"]:has-text("${alert(index).title}")`,
    timeline: (index: number) => `${CANVAS}[aria-label*="${alert(index).time.slice(11, 19)}"]`,
    // The page of the first of the two.
    page: (index: number) => `${onPage(1)}[aria-current="${index === 1}"]`,
    pin: (index: number) => `${PINNED}.selected:has-text("${alert(index).title}")`,
  };
  const isShown = async (index: number, ...places: readonly (keyof typeof shown)[]): Promise<void> => {
    await Promise.all(places.map((place) => walk.workbench.find(shown[place](index))));
  };

  it('has a notebook, the timeline, the page of an incident and the tree side by side', async () => {
    const { workbench } = walk;
    await workbench.open('alerts.kql.md');
    await workbench.runAll();
    await workbench.find(gridRow(0));
    await workbench.command('Azimuth: Open Timeline');
    await workbench.find(CANVAS);
    await workbench.command('View: Move Editor into Right Group');
    await workbench.find(CANVAS);
    // What the tree does not know yet it does not ask the tenant for only to follow.
    for (const index of [1, 2]) {
      await click(`${ROW}[aria-level="2"]:has-text("#${alert(index).incident}")`);
      await click(`${ROW}[aria-level="3"][aria-expanded="false"]:has-text("Alerts")`);
      await workbench.find(treeRow(index));
    }
    const rowOf = (): Promise<Locator> =>
      workbench.find(`${ROW}[aria-level="2"]:has-text("#${alert(1).incident}")`);
    await chooseInMenu(walk, rowOf, 'Open Incident...', onPage(1));
    await workbench.command('View: Move Editor into Right Group');
    await workbench.find(onPage(1));
  });

  it('from the grid', async () => {
    for (const index of [2, 1]) {
      await click(gridRow(index));
      await isShown(index, 'timeline', 'tree', 'page');
    }
  });

  it('from the timeline', async () => {
    await (await walk.workbench.find(CANVAS)).focus();
    await walk.workbench.key('ArrowRight');
    await isShown(2, 'grid', 'tree', 'page');
    await walk.workbench.key('ArrowLeft');
    await isShown(1, 'grid', 'tree', 'page');
  });

  it('from the tree of incidents', async () => {
    for (const index of [2, 1]) {
      await click(treeRow(index));
      await isShown(index, 'grid', 'timeline', 'page');
    }
  });

  it('from the page of an incident', async () => {
    await click(gridRow(2));
    await isShown(2, 'timeline', 'tree', 'page');
    await click(onPage(1));
    await isShown(1, 'grid', 'timeline', 'tree');
  });

  it('while the tree is read anew', async () => {
    const { simulator } = tenant;
    const slow = { kind: 'slow', pieces: 4, everyMs: 250 } as const;
    simulator.faults.inject({ method: 'GET', path: /SecurityInsights\/incidents/i, fault: slow });
    const asked = simulator.requests.length;
    await walk.workbench.command('Azimuth: Refresh Incidents');
    while (simulator.requests.length === asked) await walk.workbench.page.waitForTimeout(20);
    for (const index of [2, 1, 2]) await click(gridRow(index));
    await isShown(2, 'timeline', 'tree', 'page');
    simulator.faults.clear();
  });

  it('of a pinned event, in the Case view as soon as that is seen, and from it', async () => {
    await (await walk.workbench.find(CANVAS)).focus();
    await walk.workbench.key('p');
    await walk.workbench.find('.counts:has-text("1 pin")');
    await click('.sidebar .pane-header:has-text("Case")');
    await isShown(2, 'pin');
    await click(gridRow(1));
    await isShown(1, 'timeline', 'tree');
    await click(`${PINNED}:has-text("${alert(2).title}")`);
    await isShown(2, 'grid', 'timeline', 'tree', 'page');
  });
});
