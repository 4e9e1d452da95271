import assert from 'node:assert/strict';
import { openAddress, type Workbench } from '../../scripts/vscode/workbench.ts';
import { type Started, startAzimuth } from './started.ts';

/** The workbench answers only who has the token that `npm start` printed. */
async function statusWithout(address: string): Promise<number> {
  const url = new URL(address);
  url.searchParams.delete('tkn');
  return (await fetch(url, { redirect: 'manual' })).status;
}

describe('npm start', function () {
  this.timeout(240_000);
  let started: Started;
  let workbench: Workbench;

  before(async () => {
    started = await startAzimuth();
    workbench = await openAddress(started.address);
  });

  after(async () => {
    await workbench.close();
    await started.interrupt();
  });

  it('opens a VS Code that asks for its token and for trust', async () => {
    assert.equal(await statusWithout(started.address), 403);
    await workbench.trust();
  });

  it('shows the sample investigation with its logs', async () => {
    await (await workbench.find('.activitybar [aria-label^="Azimuth"]', 30_000)).click();
    await workbench.find('.sidebar .monaco-list-row :text-is("Logs")', 60_000);
    // The first of its tables by name: the tree draws only what fits.
    await workbench.find('.sidebar .monaco-list-row :text-is("AADManagedIdentitySignInLogs")');
  });

  it('shows the sample’s incident', async () => {
    await workbench.command('Azimuth: Focus on Incidents View');
    await workbench.find('.sidebar .pane:has(.pane-header:has-text("Incidents")) .monaco-list-row', 30_000);
  });

  it('opens the sample’s notebook and answers its questions', async () => {
    await workbench.open('first-questions.kql.md');
    await workbench.runAll();
    await workbench.find('[role="grid"] [role="row"]', 60_000);
  });

  it('opens the sample’s timeline', async () => {
    await workbench.command('Azimuth: Open Timeline');
    await workbench.find('canvas', 30_000);
  });

  it('ends when it is interrupted, and closes its port', async () => {
    await workbench.close();
    const { code, printed } = await started.interrupt();
    assert.equal(code, 0);
    assert.match(printed, /ended\s*$/);
    await assert.rejects(fetch(started.address));
  });
});
