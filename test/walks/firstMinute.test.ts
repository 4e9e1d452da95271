import { showAzimuth, startWalk, type Walk } from './support.ts';

describe('a walk: the first minute, without an account and without logs', function () {
  this.timeout(240_000);
  let walk: Walk;
  const view = '.sidebar .pane:has(.pane-header:has-text("Case"))';

  before(async () => {
    walk = await startWalk(undefined);
  });

  after(() => walk.end());

  it('goes from the empty view to the walkthrough', async () => {
    await showAzimuth(walk);
    const { workbench } = walk;
    await (await workbench.find(`${view} .monaco-button:has-text("Open Walkthrough")`)).click();
    await workbench.find('.getting-started-step:has-text("Pin what matters")');
  });

  it('makes the sample investigation from there, and ticks the step off', async () => {
    const { workbench } = walk;
    const step = '.getting-started-step:has-text("Open the sample investigation")';
    await (await workbench.find(`${step} :text("Open Sample Investigation")`)).click();
    await workbench.find('.sidebar .monaco-list-row:has-text("SigninLogs")', 120_000);
    await workbench.find(`${step} .codicon-getting-started-step-checked`);
  });

  it('opens its notebook by the step that asks a question, and answers it', async () => {
    const { workbench } = walk;
    await (await workbench.find('.getting-started-step:has-text("Ask a question")')).click();
    await (await workbench.find('.getting-started-step :text("Open Notebook...")')).click();
    await workbench.runAll();
    await workbench.find('[role="grid"] [role="row"]');
    await workbench.command('Azimuth: Open Walkthrough');
    await workbench.find(
      '.getting-started-step:has-text("Ask a question") .codicon-getting-started-step-checked',
    );
  });

  it('ticks the step of the timeline off when the timeline is open', async () => {
    const { workbench } = walk;
    const step = '.getting-started-step:has-text("Pin what matters")';
    await (await workbench.find(step)).click();
    await workbench.find(`${step} .codicon-getting-started-step-unchecked`);
    await (await workbench.find('.getting-started-step :text("Open Timeline")')).click();
    await workbench.find('canvas');
    await workbench.command('Azimuth: Open Walkthrough');
    await workbench.find(`${step} .codicon-getting-started-step-checked`);
  });
});
