import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TimelineEvent } from '../../src/domain/timelineEvent.ts';
import { makeWalkCase, showAzimuth, startWalk, type Walk, type WalkCase, writeExports } from './support.ts';

describe('a walk: my own logs', function () {
  this.timeout(240_000);
  let made: WalkCase;
  let walk: Walk;
  let exports: string;
  const CASE = '.sidebar .pane:has(.pane-header:has-text("Case")) .monaco-list-row';
  const PICK = '.quick-input-widget .monaco-list-row';

  before(async () => {
    made = makeWalkCase({}, {});
    exports = writeExports(made, 4000);
    walk = await startWalk(made.folder);
    await walk.workbench.trust();
    await showAzimuth(walk);
  });

  after(async () => {
    await walk.end();
    made.remove();
  });

  it('imports the files that are dropped on the case into their tables', async () => {
    const { page } = walk.workbench;
    const wanted = /^(SigninLogs|AuditLogs)\b.*\.csv$/;
    const files = readdirSync(exports)
      .filter((name) => wanted.test(name))
      .map((name) => ({ name, text: readFileSync(join(exports, name), 'utf8') }));
    assert.equal(files.length, 2);
    const target = await walk.workbench.find(`${CASE}:has-text("Import Logs...")`);
    // What a browser gives for files that come from outside of it.
    const dataTransfer = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      for (const { name, text } of ${JSON.stringify(files)}) transfer.items.add(new File([text], name));
      return transfer;
    })()`);
    // A drop on a row that is drawn anew at that moment is no drop; the same files a second time add nothing.
    const begun = page.locator(
      `.notification-list-item:has-text("Importing logs"), ${CASE}:has-text("SigninLogs")`,
    );
    for (let attempt = 0; attempt < 3 && (await begun.count()) === 0; attempt++) {
      for (const event of ['dragenter', 'dragover', 'drop'])
        await target.dispatchEvent(event, { dataTransfer });
      await begun
        .first()
        .waitFor({ timeout: 15_000 })
        .catch(() => undefined);
    }
    for (const table of ['SigninLogs', 'AuditLogs'])
      await walk.workbench.find(`${CASE}:has-text("${table}")`);
  });

  it('says what each was taken for and why', async () => {
    await walk.workbench.command('Azimuth: Show Import Report');
    await walk.workbench.find('.view-lines:has-text("SigninLogs-1.csv")');
  });

  it('sweeps the library over them; a hit is pinned, another dismissed with a reason', async () => {
    await walk.workbench.command('Azimuth: Hunt Sweep');
    await walk.workbench.find('.tab:has-text("hunt-sweep")');
    await walk.workbench.command('Azimuth: Pin Hit');
    await (await walk.workbench.find(PICK)).click();
    const timeline = join(made.folder, 'timeline');
    await until(() => readdirSync(timeline).length > 0, 'an event on the timeline');
    const [name = ''] = readdirSync(timeline);
    const event = JSON.parse(readFileSync(join(timeline, name), 'utf8')) as TimelineEvent;
    assert.ok(event.time, 'the event has its time');
    await walk.workbench.command('Azimuth: Dismiss Hit');
    await (await walk.workbench.find(PICK)).click();
    await walk.workbench.answer('The help desk reset it, CHG12345');
    await until(() => journals().includes('CHG12345'), 'the reason in the journal');
  });

  const journals = (): string =>
    readdirSync(join(made.folder, 'journal'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');

  async function until(isSo: () => boolean, what: string): Promise<void> {
    const end = Date.now() + 60_000;
    while (!isSo()) {
      assert.ok(Date.now() < end, `waited for ${what}`);
      await walk.workbench.page.waitForTimeout(100);
    }
  }
});
