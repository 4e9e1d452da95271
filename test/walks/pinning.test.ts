import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TimelineEvent } from '../../src/domain/timelineEvent.ts';
import { makeWalkCase, showAzimuth, startWalk, type Walk, type WalkCase } from './support.ts';

/** Log content that would like to be more than text. */
const HOSTILE = [
  '<img src=x onerror="globalThis.pwned=1">',
  '<script>globalThis.pwned=1</script>',
  '"><svg onload=globalThis.pwned=1>',
  '[a](command:workbench.action.terminal.new)',
  '![a](http://198.51.100.7/a.png)',
  '\u202Egnp.exe',
  '=HYPERLINK("http://198.51.100.7")',
  '$(flame) `x` **b**',
];

const records = Array.from({ length: 40 }, (_, i) => ({
  TimeGenerated: new Date(Date.UTC(2026, 2, 1, 8, i)).toISOString(),
  Account: `user${i}@contoso.example`,
  Text: HOSTILE[i % HOSTILE.length],
}));
const NOTEBOOK = `# Questions\n\n${HOSTILE.join('\n\n')}\n\n\`\`\`kql\nwalk_CL\n| sort by TimeGenerated asc\n\`\`\`\n`;

describe('a walk: trust, ask, select, pin', function () {
  this.timeout(240_000);
  let made: WalkCase;
  let walk: Walk;
  const requests: string[] = [];
  const view = '.sidebar .pane:has(.pane-header:has-text("Case"))';

  /** The files of the timeline, once there are so many. */
  async function pinsOnDisk(count: number): Promise<readonly string[]> {
    const folder = join(made.folder, 'timeline');
    const end = Date.now() + 30_000;
    while (readdirSync(folder).length !== count) {
      assert.ok(Date.now() < end, `${readdirSync(folder).length} pins, not ${count}`);
      await walk.workbench.page.waitForTimeout(100);
    }
    return readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  }

  before(async () => {
    made = makeWalkCase({ 'walk.ndjson': records }, { 'questions.kql.md': NOTEBOOK });
    walk = await startWalk(made.folder);
    walk.workbench.page.on('request', (request) => requests.push(request.url()));
  });

  after(async () => {
    await walk.end();
    made.remove();
  });

  it('reads no case before the workspace is trusted, and says why', async () => {
    const { page } = walk.workbench;
    await page
      .locator('.monaco-dialog-box .monaco-button', { hasText: 'No, I don' })
      .click({ timeout: 60_000 });
    await showAzimuth(walk);
    await walk.workbench.find(`${view} :text("Restricted Mode")`);
    assert.equal(await page.locator('.sidebar .monaco-list-row:has-text("walk_CL")').count(), 0);
  });

  it('opens the case by itself once it is trusted', async () => {
    const { page } = walk.workbench;
    await page.locator(`${view} .monaco-button`, { hasText: 'Manage Workspace Trust' }).first().click();
    await (await walk.workbench.find('.workspace-trust-editor .monaco-button:has-text("Trust")')).click();
    await walk.workbench.find('.sidebar .monaco-list-row:has-text("walk_CL")');
    await page.locator('.monaco-modal-editor-block [aria-label^="Close"]').first().click();
  });

  it('shows what is written around the questions as text and links, and loads nothing', async () => {
    const { workbench } = walk;
    await (await workbench.find('.sidebar .monaco-list-row:has-text("questions")')).click();
    await workbench.find('#preview :text("<img src=x onerror")');
    await workbench.find('#preview a[href="http://198.51.100.7/a.png"]');
    for (const frame of workbench.page.frames()) {
      assert.equal(await frame.locator('#preview img, #preview script, #preview svg').count(), 0);
      assert.equal(await frame.locator('#preview a[href^="command:"]').count(), 0);
    }
  });

  it('runs the notebook and shows its rows as text', async () => {
    const { workbench } = walk;
    await (await workbench.find('.sidebar .monaco-list-row:has-text("questions")')).click();
    await workbench.runAll();
    const cell = await workbench.find('[role="gridcell"]:has-text("<img src=x")');
    assert.equal(await cell.textContent(), HOSTILE[0]);
    await workbench.find('[role="gridcell"]:has-text("⟨U+202E⟩gnp.exe")');
  });

  it('pins three rows that were selected with the keyboard, and takes them off again with Undo', async () => {
    const { workbench } = walk;
    await (await workbench.find('[role="row"][data-row="0"]')).click();
    await workbench.key('Shift+ArrowDown');
    await workbench.key('Shift+ArrowDown');
    await (await workbench.find('button:has-text("Pin 3 to Timeline")')).press('Enter');
    const toast = '.notification-list-item:has-text("3 events pinned to the timeline")';
    await (await workbench.find(`${toast} .monaco-button:has-text("Undo")`)).click();
    await pinsOnDisk(0);
  });

  it('pins them again by key, each with its query and its event', async () => {
    const { workbench } = walk;
    await (await workbench.find('[role="row"][data-row="0"]')).click();
    await workbench.key('Shift+ArrowDown');
    await workbench.key('Shift+ArrowDown');
    // The extension is told of a selection after the page has drawn it.
    await workbench.find('button:has-text("Pin 3 to Timeline")');
    await workbench.page.waitForTimeout(500);
    await workbench.key('Control+Alt+P');
    for (const text of await pinsOnDisk(3)) {
      const event = JSON.parse(text) as TimelineEvent;
      assert.equal(event.table, 'walk_CL');
      assert.ok(event.provenance.query.includes('walk_CL'));
      assert.match(event.provenance.event ?? '', /^walk_CL\//);
    }
    await workbench.find('.sidebar .monaco-list-row:has-text("3 curated of 40")');
  });

  it('shows the raw record behind a row', async () => {
    const { workbench } = walk;
    await (await workbench.find('[role="row"][data-row="4"]')).click();
    await (await workbench.find('button:has-text("Details"):enabled')).click();
    await (await workbench.find('button:has-text("Show Event Record"):enabled')).click();
    await workbench.find('.tab:has-text("walk_CL record.json")');
    await workbench.command('View: Close Editor');
  });

  it('shows them on the timeline', async () => {
    const { workbench } = walk;
    await workbench.command('Azimuth: Open Timeline');
    await workbench.find('canvas');
    await workbench.find(':text("3 pins")');
  });

  it('ran no script of a log, and asked nobody for anything', async () => {
    const { page } = walk.workbench;
    for (const frame of page.frames())
      assert.equal(await frame.evaluate(() => 'pwned' in globalThis).catch(() => false), false);
    // A webview's own files have a name of VS Code's that its service worker answers; nothing leaves the machine.
    const isOwn = (url: string): boolean =>
      /^(?:data|blob):/.test(url) ||
      new URL(url).host === walk.server.authority ||
      new URL(url).host.endsWith('.vscode-resource.vscode-cdn.net');
    assert.deepEqual(
      requests.filter((url) => !isOwn(url)),
      [],
    );
  });
});
