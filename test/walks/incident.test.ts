import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { startTenant, type Tenant } from '../../scripts/vscode/tenant.ts';
import { chooseInMenu, showAzimuth, startWalk, type Walk } from './support.ts';

const INCIDENTS = '.sidebar .pane:has(.pane-header:has-text("Incidents"))';
const ROW = `${INCIDENTS} .monaco-list-row`;

describe('a walk: an incident of a tenant, and a bad day', function () {
  this.timeout(240_000);
  let root: string;
  let tenant: Tenant;
  let walk: Walk;

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'azimuth-walk-'));
    tenant = await startTenant(join(root, 'settings'), { rows: 4_000, incidents: 500, resources: 20 });
    walk = await startWalk(root, tenant.settings);
    await walk.workbench.trust();
    await showAzimuth(walk);
    const { page } = walk.workbench;
    for (const name of ['Case', 'Library', 'Resources']) {
      const header = page.locator(`.sidebar .pane-header[aria-expanded="true"]:has-text("${name}")`);
      if (await header.isVisible()) await header.click();
    }
  });

  after(async () => {
    await walk.end();
    await tenant.close();
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  });

  /** The row on top: the most urgent incident that nobody has taken. */
  const first = async (): Promise<{
    readonly row: Locator;
    readonly title: string;
    readonly number: number;
  }> => {
    const row = await walk.workbench.find(`${ROW}:has-text("Look at this first")`);
    const [, title = '', number = ''] =
      /^Look at this first: (.*?)#(\d+)/.exec((await row.textContent()) ?? '') ?? [];
    return { row, title, number: Number(number) };
  };
  /**
   * Takes an entry of the menu of the row that `rowOf` finds, again where the tree was drawn anew in between; `next` is
   * what it brings for that incident, not the question for which one.
   * Gives the number of the incident, since another one may come first any time.
   */
  const actOn = async (
    rowOf: () => Promise<{ readonly row: Locator; readonly number: number }>,
    label: string,
    next: string,
  ): Promise<number> => {
    let found = 0;
    const row = async (): Promise<Locator> => {
      const { row, number } = await rowOf();
      found = number;
      return row;
    };
    await chooseInMenu(walk, row, label, next);
    return found;
  };
  const act = (label: string, next: string): Promise<number> => actOn(first, label, next);
  const DIALOG = '.monaco-dialog-box';
  const PICK = '.quick-input-widget .monaco-list-row';
  const INPUT = (title: string) => `.quick-input-widget:has-text("${title}") input`;
  const dialog = (text: string): Promise<Locator> => walk.workbench.find(`${DIALOG}:has-text("${text}")`);
  const press = async (label: string): Promise<void> =>
    (await walk.workbench.find(`.monaco-dialog-box .monaco-button:has-text("${label}")`)).click();
  const toast = (text: string): Promise<Locator> =>
    walk.workbench.find(`.notification-list-item:has-text("${text}")`);
  const choose = async (label: string): Promise<void> =>
    (await walk.workbench.find(`.quick-input-widget .monaco-list-row:has-text("${label}")`)).click();
  const until = async (isSo: () => Promise<boolean>, what: string): Promise<void> => {
    const end = Date.now() + 60_000;
    while (!(await isSo())) {
      assert.ok(Date.now() < end, what);
      await walk.workbench.page.waitForTimeout(100);
    }
  };
  const clear = (): Promise<void> => walk.workbench.command('Notifications: Clear All Notifications');
  const stored = (number: number): Record<string, unknown> => {
    const { incidents } = tenant.simulator.sentinel;
    const found = [...incidents.values()].find(({ properties }) => properties['incidentNumber'] === number);
    assert.ok(found);
    return found.properties;
  };

  const parts = (number: number) => {
    const { incidents, parts: all } = tenant.simulator.sentinel;
    const found = [...incidents.values()].find(({ properties }) => properties['incidentNumber'] === number);
    return all.get(found?.name ?? '');
  };

  it('shows the first page of all incidents, by priority, with the reason', async () => {
    await walk.workbench.find(`${INCIDENTS} .pane-header:has-text(" of ")`);
    // Priorities follow the first page.
    await walk.workbench.find(`${ROW}[aria-level="2"]:has-text("50 · #")`);
    const shown = (): Promise<boolean> =>
      walk.workbench.find('.monaco-hover:has-text("severity is high")', 5_000).then(
        () => true,
        () => false,
      );
    // A row that is drawn anew under the pointer loses its hover.
    await until(async () => {
      await walk.workbench.page.mouse.move(0, 0);
      await (await first()).row.hover();
      return shown();
    }, 'the reason of the priority');
  });

  it('shows what hangs on an incident, and its page', async () => {
    const { title, number } = await first();
    await (await walk.workbench.find(`${ROW}[aria-level="2"]:has-text("#${number}")`)).click();
    for (const part of ['Alerts', 'Entities', 'Related incidents'])
      await walk.workbench.find(`${ROW}[aria-level="3"]:has-text("${part}")`);
    await act('Open Incident...', `h1:has-text("${title.slice(0, 20)}")`);
    await walk.workbench.find(`h1:has-text("${title.slice(0, 20)}")`);
    await walk.workbench.find('button:has-text("Assign to Me")');
  });

  it('assigns it after showing what will change, and says that it was read back', async () => {
    const number = await act('Assign Incident to Me', DIALOG);
    const shown = (await (await dialog('Assign incident')).textContent()) ?? '';
    assert.match(shown, /owner: .*→ .*analyst@example\.com/);
    assert.match(shown, /status: New → Active/);
    assert.equal(stored(number)['status'], 'New', 'nothing is sent before it is confirmed');
    await press('Send');
    await toast('Done and read back');
    assert.equal(stored(number)['status'], 'Active');
    await clear();
    await until(
      async () => (await first()).number !== number,
      'what is taken is not looked at first any more',
    );
  });

  it('keeps both versions when someone was quicker', async () => {
    const number = await act('Change Incident...', `${PICK}:has-text("Severity")`);
    await choose('Severity');
    await choose('Low');
    await dialog('Change the severity');
    const { incidents } = tenant.simulator.sentinel;
    for (const [name, incident] of incidents)
      if (incident.properties['incidentNumber'] === number)
        incidents.set(name, {
          ...incident,
          etag: '"theirs"',
          properties: { ...incident.properties, severity: 'Medium' },
        });
    await press('Send');
    const conflict = await toast('someone changed it in the meantime');
    await walk.workbench.find('.tab:has-text("yours.json")');
    await walk.workbench.find('.tab:has-text("theirs.json")');
    assert.equal(stored(number)['severity'], 'Medium');
    await conflict.locator('.monaco-button:has-text("Apply Mine")').click();
    await dialog('Change the severity');
    await press('Send');
    await toast('Done and read back');
    assert.equal(stored(number)['severity'], 'Low');
    await clear();
    await until(async () => (await first()).number !== number, 'what is low is not looked at first any more');
  });

  it('asks before it closes an incident whose task is open', async () => {
    const number = await act('Add or Complete Task...', INPUT('Add a Task to'));
    if ((parts(number)?.tasks.size ?? 0) > 0) await choose('New Task');
    await walk.workbench.find('.quick-input-widget:has-text("What is to be done")');
    await walk.workbench.answer('Call the owner');
    await dialog('Add the task');
    await press('Send');
    await toast('Done and read back');
    await clear();
    await act('Change Incident...', `${PICK}:has-text("Status")`);
    await choose('Status');
    await choose('Closed');
    await dialog('Call the owner');
    await press('Cancel');
    assert.notEqual(stored(number)['status'], 'Closed');
  });

  it('keeps what was written when the tenant cannot be reached, and sends it at the next try', async () => {
    const { simulator } = tenant;
    const number = await act('Comment on Incident...', INPUT('Comment on incident #'));
    const before = parts(number)?.comments.size ?? 0;
    if (before > 0) await choose('New Comment');
    await walk.workbench.find('.quick-input-widget:has-text("Everyone who reads the incident sees it")');
    await walk.workbench.answer('Called the owner, who knows nothing of it.');
    await dialog('Add a comment');
    simulator.faults.inject({ method: 'PUT', path: /comments/, fault: { kind: 'status', status: 403 } });
    await press('Send');
    const failed = await toast('was not done');
    simulator.faults.clear();
    await failed.locator('.monaco-button:has-text("Try Again")').click();
    await dialog('Add a comment');
    await press('Send');
    await toast('Done and read back: Add a comment');
    assert.equal(parts(number)?.comments.size, before + 1);
    await clear();
  });

  it('runs a playbook and follows its run', async () => {
    await act('Run Playbook on Incident...', `${PICK}:has-text("Notify-Owner")`);
    await choose('Notify-Owner');
    await dialog('logicAppsResourceId');
    await press('Send');
    await toast('Notify-Owner: Succeeded');
    await clear();
  });

  it('shows one service while the other is throttled, says so, and reads on', async () => {
    const { simulator } = tenant;
    simulator.faults.inject({
      plane: 'graph',
      path: /security\/incidents/,
      fault: { kind: 'status', status: 429, retryAfter: '900' },
    });
    await walk.workbench.command('Azimuth: Refresh Incidents');
    await walk.workbench.find(`${ROW}:has-text("Microsoft Defender could not be read again")`);
    await walk.workbench.find(`${ROW}[aria-level="2"]`);
    simulator.faults.clear();
    await walk.workbench.command('Azimuth: Refresh Incidents');
    await walk.workbench.page
      .locator(`${ROW}:has-text("Microsoft Defender could not be read again")`)
      .waitFor({ state: 'hidden', timeout: 120_000 });
  });

  it('acts on the row that is meant, and keeps what is selected, while the list is read again', async () => {
    const { simulator } = tenant;
    const row = await walk.workbench.find(`${ROW}[aria-level="2"]:has-text("#")`);
    const number = /#(\d+)/.exec((await row.textContent()) ?? '')?.[1] ?? '';
    await row.click();
    const chosen = `${ROW}.selected:has-text("#${number}")`;
    await walk.workbench.find(chosen);
    const asked = simulator.requests.length;
    const slow = { kind: 'slow', pieces: 8, everyMs: 500 } as const;
    simulator.faults.inject({ method: 'GET', path: /SecurityInsights\/incidents$/i, fault: slow });
    await walk.workbench.command('Azimuth: Refresh Incidents');
    await until(() => Promise.resolve(simulator.requests.length > asked), 'nothing was read again');
    const rowOf = async () => {
      const meant = await walk.workbench.find(`${ROW}[aria-level="2"]:has-text("#${number}")`);
      return { row: meant, number: Number(number) };
    };
    await actOn(rowOf, 'Change Incident...', INPUT(`Change incident #${number}`));
    await walk.workbench.key('Escape');
    simulator.faults.clear();
    await walk.workbench.command('Azimuth: Refresh Incidents');
    await walk.workbench.find(chosen);
  });

  it('loads more when it is asked to', async () => {
    const shown = async () =>
      (await (await walk.workbench.find(`${INCIDENTS} .pane-header .description`)).textContent()) ?? '';
    const before = await shown();
    await walk.workbench.command('Azimuth: Load More Incidents');
    await until(async () => (await shown()) !== before, before);
  });

  it('becomes a case with its window, whose first notebook asks the workspace', async () => {
    // Which incident is on top changes while priorities of what was loaded come in.
    const made = () => readdirSync(root).find((name) => existsSync(join(root, name, 'case.yaml')));
    await act('Open Incident as Case...', INPUT('where to put its folder'));
    // The dialog may list its first folder, and name it in the input, after something was typed.
    const { page } = walk.workbench;
    const input = page.locator('.quick-input-widget:has-text("where to put its folder") input').first();
    const button = page.locator('.quick-input-widget .monaco-button:has-text("Make Case Here")');
    await until(async () => {
      if (made() !== undefined) return true;
      if (!(await button.isVisible())) return false;
      if ((await input.inputValue()) !== `${root}/`) await input.fill(`${root}/`);
      else await button.click({ timeout: 1_000 }).catch(() => undefined);
      return false;
    }, 'no case was made');
    const folder = made() ?? '';
    assert.match(folder, /^\d+/);
    const notebooks = join(root, folder, 'notebooks');
    const there = () => (existsSync(notebooks) ? readdirSync(notebooks) : []);
    await until(() => Promise.resolve(there().length === 1), 'no notebook was made');
    const [notebook = ''] = there();
    const text = () => readFileSync(join(notebooks, notebook), 'utf8');
    const asks = /```kql connection=soc timespan=\S+\/\S+\nSigninLogs/;
    await until(() => Promise.resolve(asks.test(text())), 'the notebook does not ask the workspace');
    assert.match(readFileSync(join(root, folder, 'case.yaml'), 'utf8'), /window/);
    await walk.workbench.command('Notifications: Show Notifications');
    const opened = await toast('is open, with its window and entities');
    await opened.locator('.monaco-button:has-text("Open Playbook")').click();
    await choose('Token theft');
    // A file is there before its text is.
    const filled = () =>
      there().some(
        (name) =>
          name !== notebook &&
          /connection: soc\n[^]*accounts: .*@/.test(readFileSync(join(notebooks, name), 'utf8')),
      );
    await until(() => Promise.resolve(filled()), 'no playbook was opened with the accounts');
    await walk.workbench.find('.tab.active:has-text("token-theft")');
    await walk.workbench.open(notebook);
    await walk.workbench.find('.tab.active:has-text("incident-")');
    const { requests } = tenant.simulator;
    const asked = () =>
      requests.filter(({ plane, path }) => plane === 'logAnalytics' && path.endsWith('/query')).length;
    const before = asked();
    // Two groups are open, and what the toolbar of the narrow one has no room for is in a menu.
    await walk.workbench.command('Notebook: Run All');
    await until(() => Promise.resolve(asked() > before + 1), 'the workspace was not asked');
  });
});
