import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeStorage } from '../../src/cases/nodeStorage.ts';
import { TimelineStore } from '../../src/cases/timelineStore.ts';
import { sampleEvent } from '../support/caseFixture.ts';
import { makeWalkCase, startWalk, type Walk, type WalkCase } from './support.ts';

describe('a walk: a rule from an event, its test, a mistake', function () {
  this.timeout(240_000);
  let made: WalkCase;
  let walk: Walk;
  const file = (name: string): string => join(made.folder, 'detections', name);

  before(async () => {
    made = makeWalkCase({}, {});
    await new TimelineStore(new NodeStorage(made.folder)).write(
      sampleEvent('e1', {
        title: 'Refused sign-in of ann',
        table: 'SigninLogs',
        row: { ResultType: '50126', UserPrincipalName: 'ann@contoso.example', IPAddress: '203.0.113.9' },
      }),
    );
    walk = await startWalk(made.folder);
    await walk.workbench.trust();
  });

  after(async () => {
    await walk.end();
    made.remove();
  });

  it('begins a rule and a test from an event of the timeline', async () => {
    const { workbench } = walk;
    await workbench.find('.statusbar-item:has-text("A walk")');
    await workbench.command('Azimuth: New Rule...');
    await workbench.answer('event');
    await workbench.find('.quick-input-widget .monaco-list-row:has-text("Refused sign-in of ann")');
    await workbench.key('Enter');
    await workbench.find('.quick-input-widget :text("Title of the rule")');
    await workbench.answer('Refused sign-in');
    await workbench.find('.tab:has-text("refused-sign-in.yaml")');
    assert.deepEqual(readdirSync(join(made.folder, 'detections')).sort(), [
      'refused-sign-in.test.yaml',
      'refused-sign-in.yaml',
    ]);
    assert.match(readFileSync(file('refused-sign-in.yaml'), 'utf8'), /where ResultType == "50126"/);
  });

  it('the test passes in the Test Explorer', async () => {
    const { workbench } = walk;
    await workbench.command('Testing: Focus on Test Explorer View');
    await workbench.find('.test-explorer .monaco-list-row:has-text("refused-sign-in")');
    await workbench.command('Test: Run All Tests');
    await workbench.find('.test-explorer :text("1/1")', 90_000);
  });

  it('fails with a difference once the rule no longer finds the event', async () => {
    const { workbench } = walk;
    const text = readFileSync(file('refused-sign-in.yaml'), 'utf8');
    writeFileSync(file('refused-sign-in.yaml'), text.replace('"50126"', '"50055"'));
    await workbench.command('Test: Run All Tests');
    await workbench.find('.test-explorer :text("0/1")', 90_000);
    await workbench.find('.test-output-peek-tree .monaco-list-row:has-text("alerts differ")');
  });
});
