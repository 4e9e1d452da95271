import assert from 'node:assert/strict';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTenant, type Tenant } from '../../scripts/vscode/tenant.ts';
import type { JsonObject } from '../../src/base/json.ts';
import { ruleWith } from '../unit/detections/ruleText.ts';
import { showAzimuth, startWalk, type Walk } from './support.ts';

const OWN = '0f7c2f0e-6c0b-4f0c-9d8e-3a0b5f2a7c11';
const FOREIGN = '2f7c2f0e-6c0b-4f0c-9d8e-3a0b5f2a7c22';
const DIALOG = '.monaco-dialog-box';

describe('a walk: rules are shipped, and what they cover is seen', function () {
  this.timeout(240_000);
  let root: string;
  let tenant: Tenant;
  let walk: Walk;
  const rules = () => tenant.simulator.sentinel.alertRules.rules;
  const deployed = (id: string): JsonObject | undefined => rules().get(id)?.properties;
  const file = (name: string): string => join(root, 'folder', name);

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'azimuth-walk-'));
    mkdirSync(file('detections'), { recursive: true });
    writeFileSync(file('detections/refused.yaml'), ruleWith());
    tenant = await startTenant(join(root, 'settings'), { rows: 200, incidents: 5, resources: 5 });
    rules().clear();
    walk = await startWalk(file(''), tenant.settings);
    await walk.workbench.trust();
    // The commands are there once someone is signed in.
    await showAzimuth(walk);
    await walk.workbench.find(
      '.sidebar .pane:has(.pane-header:has-text("Incidents")) .monaco-list-row:has-text("#")',
    );
  });

  after(async () => {
    await walk.end();
    await tenant.close();
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  });

  const find = (selector: string): Promise<unknown> => walk.workbench.find(selector);
  const press = async (label: string): Promise<void> =>
    (await walk.workbench.find(`${DIALOG} .monaco-button:has-text("${label}")`)).click();
  const quickInput = (text: string): Promise<unknown> => find(`.quick-input-widget:has-text("${text}")`);
  const toast = async (text: string): Promise<void> => {
    await find(`.notification-list-item:has-text("${text}")`);
    await walk.workbench.command('Notifications: Clear All Notifications');
  };
  const lineOfPlan = (text: string): Promise<unknown> =>
    find(`.editor-instance .view-line:has-text("${text}")`);
  /** Up to the plan: the workspace is chosen and the options are taken as they are. */
  const plan = async (): Promise<void> => {
    const { workbench } = walk;
    await workbench.command('Azimuth: Deploy Rules...');
    await (await workbench.find('.quick-input-widget .monaco-list-row:has-text("soc")')).click();
    await quickInput('New rules arrive switched off');
    await workbench.key('Enter');
  };

  it('shows the plan before anything is sent, and sends new rules switched off', async () => {
    await plan();
    await find(`${DIALOG}:has-text("Send 1 change to")`);
    await lineOfPlan('CREATE Many refused sign-ins');
    assert.equal(rules().size, 0, 'something was sent before it was said');
    await press('Cancel');
    assert.equal(rules().size, 0);
    await plan();
    await find(`${DIALOG}:has-text("create Many refused sign-ins")`);
    await press('Send');
    await toast('1 of 1 changes were made');
    assert.equal(deployed(OWN)?.['enabled'], false);
    assert.equal(deployed(OWN)?.['severity'], 'Medium');
  });

  it('finds what was changed in the workspace, and leaves it alone', async () => {
    const rule = rules().get(OWN);
    assert.ok(rule);
    rules().set(OWN, { ...rule, etag: '"of-someone"', properties: { ...rule.properties, severity: 'Low' } });
    writeFileSync(file('detections/refused.yaml'), ruleWith(['gt', 'ne']));
    await plan();
    await lineOfPlan('drifted');
    await toast('nothing is to be sent');
    assert.deepEqual(
      [deployed(OWN)?.['severity'], deployed(OWN)?.['triggerOperator']],
      ['Low', 'GreaterThan'],
    );
  });

  it('pulls the workspace’s rules over the files of the same id', async () => {
    const rule = rules().get(OWN);
    assert.ok(rule);
    rules().set(FOREIGN, {
      ...rule,
      name: FOREIGN,
      properties: { ...rule.properties, displayName: 'Of someone else' },
    });
    const { workbench } = walk;
    await workbench.command('Azimuth: Pull Rules...');
    await (await workbench.find('.quick-input-widget .monaco-list-row:has-text("soc")')).click();
    await find(`${DIALOG}:has-text("Write 2 rules into")`);
    await press('Write');
    await toast('2 rules were pulled');
    assert.match(readFileSync(file('detections/refused.yaml'), 'utf8'), /^severity: Low$/m);
    const other = readFileSync(file('detections/of-someone-else.yaml'), 'utf8');
    assert.match(other, new RegExp(`^id: ${FOREIGN}$`, 'm'));
  });

  it('sends a change, and takes it back', async () => {
    const text = readFileSync(file('detections/refused.yaml'), 'utf8');
    writeFileSync(file('detections/refused.yaml'), text.replace('severity: Low', 'severity: High'));
    await plan();
    await lineOfPlan('severity: ');
    await press('Send');
    await toast('1 of 1 changes were made');
    assert.equal(deployed(OWN)?.['severity'], 'High');
    const { workbench } = walk;
    await workbench.command('Azimuth: Roll Back Rules...');
    await quickInput('result.json');
    await workbench.key('Enter');
    await find(`${DIALOG}:has-text("update Many refused sign-ins")`);
    await press('Send');
    await toast('1 of 1 changes were made');
    assert.equal(deployed(OWN)?.['severity'], 'Low');
    assert.equal(globSync(file('detections/deployments/*.rollback.json')).length, 1);
    writeFileSync(file('detections/refused.yaml'), text);
  });

  it('deletes a rule only when its name is typed', async () => {
    rmSync(file('detections/of-someone-else.yaml'));
    const { workbench } = walk;
    const choose = async (): Promise<void> => {
      await plan();
      await quickInput('Of someone else');
      await workbench.key('Control+A');
      await (
        await workbench.find('.quick-input-widget .monaco-list-row:has-text("Of someone else")')
      ).click();
      await workbench.key('Enter');
      await find(`${DIALOG}:has-text("delete Of someone else")`);
      await press('Send');
      await quickInput('to delete it from the workspace');
    };
    await choose();
    await workbench.answer('of someone else');
    await quickInput('This is not its name');
    await workbench.key('Escape');
    assert.ok(deployed(FOREIGN), 'it was deleted under another name');
    await choose();
    await workbench.answer('Of someone else');
    await toast('1 of 1 changes were made');
    assert.equal(deployed(FOREIGN), undefined);
    assert.ok(deployed(OWN));
  });

  it('shows what the rules cover, filtered, with its gaps, and exports it', async () => {
    const { workbench } = walk;
    await workbench.command('Azimuth: Open Coverage');
    await find('h1:has-text("Coverage of ATT&CK")');
    await find('.about:has-text("1 rule cover")');
    const shown = await workbench.find('select[aria-label="Show"]');
    await shown.selectOption('all');
    await find('button.cell[data-id="T1059"].none');
    await (await workbench.find('select[aria-label="Severity"]')).selectOption('Low');
    await find('.about:has-text("1 rule cover")');
    await (await workbench.find('button:has-text("Export Navigator Layer")')).click();
    await workbench.find('.quick-input-widget input');
    await workbench.saveAs(file('layer.json'));
    await toast('The layer was written');
    const layer = JSON.parse(readFileSync(file('layer.json'), 'utf8')) as JsonObject;
    const techniques = layer['techniques'] as readonly JsonObject[];
    assert.ok(techniques.some(({ techniqueID }) => techniqueID === 'T1110'));
    assert.deepEqual(typeof (layer['versions'] as JsonObject)['attack'], 'string');
  });
});
