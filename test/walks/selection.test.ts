import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTenant, type Tenant } from '../../scripts/vscode/tenant.ts';
import { makeWalkCase, showAzimuth, startWalk, type Walk, type WalkCase } from './support.ts';

const ROW = '.sidebar .pane:has(.pane-header:has-text("Incidents")) .monaco-list-row';

const IN_CASE = '.sidebar .pane:has(.pane-header:has-text("Case")) .monaco-list-row';
const PINNED = `${IN_CASE}[aria-level="2"]`;

/** Alerts that the tenant's incidents and the table of the case both have. */
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
        const { systemAlertId = '', alertDisplayName = '', startTimeUtc = '' } = own;
        const incident = Number(properties['incidentNumber']);
        return { id: systemAlertId, title: alertDisplayName, time: startTimeUtc, incident };
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
  const canvas = '.picture canvas';

  const inGrid = (index: number): Promise<unknown> =>
    walk.workbench.find(`${gridRow(index)}[aria-selected="true"]`);
  const inTree = (index: number): Promise<unknown> =>
    walk.workbench.find(`${ROW}.selected[aria-level="4"]:has-text("${alert(index).title}")`);
  const onTimeline = (index: number): Promise<unknown> =>
    walk.workbench.find(`${canvas}[aria-label*="${alert(index).time.slice(11, 19)}"]`);
  const marked = (index: number): Promise<unknown> =>
    walk.workbench.find(`${onPage(index)}[aria-current="true"]`);
  const notMarked = (index: number): Promise<unknown> =>
    walk.workbench.find(`${onPage(index)}[aria-current="false"]`);

  it('has a notebook, the timeline and the page of an incident side by side', async () => {
    const { workbench } = walk;
    await workbench.open('alerts.kql.md');
    await click('.notebook-toolbar-container [aria-label*="Run All"]');
    await workbench.find(gridRow(0));
    await workbench.command('Azimuth: Open Timeline');
    await workbench.find(canvas);
    await workbench.command('View: Move Editor into Right Group');
    await workbench.find(canvas);
    // What the tree does not know yet it does not ask the tenant for only to follow.
    for (const index of [1, 2]) {
      await click(`${ROW}[aria-level="2"]:has-text("#${alert(index).incident}")`);
      await click(`${ROW}[aria-level="3"][aria-expanded="false"]:has-text("Alerts")`);
      await workbench.find(treeRow(index));
    }
    const row = await workbench.find(`${ROW}[aria-level="2"]:has-text("#${alert(1).incident}")`);
    await row.click({ button: 'right' });
    await click('.monaco-menu .action-label:has-text("Open Incident...")');
    await workbench.find(onPage(1));
    await workbench.command('View: Move Editor into Right Group');
    await workbench.find(onPage(1));
  });

  it('from the grid', async () => {
    await click(gridRow(2));
    await Promise.all([onTimeline(2), inTree(2), notMarked(1)]);
    await click(gridRow(1));
    await Promise.all([onTimeline(1), inTree(1), marked(1)]);
  });

  it('from the timeline', async () => {
    await (await walk.workbench.find(canvas)).focus();
    await walk.workbench.key('ArrowRight');
    await Promise.all([inGrid(2), inTree(2), notMarked(1)]);
    await walk.workbench.key('ArrowLeft');
    await Promise.all([inGrid(1), inTree(1), marked(1)]);
  });

  it('from the tree of incidents', async () => {
    await click(treeRow(2));
    await Promise.all([inGrid(2), onTimeline(2), notMarked(1)]);
    await click(treeRow(1));
    await Promise.all([inGrid(1), onTimeline(1), marked(1)]);
  });

  it('from the page of an incident', async () => {
    await click(treeRow(2));
    await Promise.all([inGrid(2), onTimeline(2), notMarked(1)]);
    await click(onPage(1));
    await Promise.all([inGrid(1), onTimeline(1), inTree(1)]);
  });

  it('and a pinned event, from the Case view and to it', async () => {
    await click(gridRow(2));
    await onTimeline(2);
    await (await walk.workbench.find(canvas)).focus();
    await walk.workbench.key('p');
    await walk.workbench.find('.counts:has-text("1 pin")');
    await click('.sidebar .pane-header:has-text("Case")');
    await click(`${IN_CASE}:has-text("Timeline") .monaco-tl-twistie`);
    await click(gridRow(1));
    await onTimeline(1);
    await click(`${PINNED}:has-text("Inbox rule")`);
    await Promise.all([inGrid(2), onTimeline(2), inTree(2)]);
    await click(gridRow(1));
    await onTimeline(1);
    await click(gridRow(2));
    await walk.workbench.find(`${PINNED}.selected:has-text("Inbox rule")`);
  });
});
