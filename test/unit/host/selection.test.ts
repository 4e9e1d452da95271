import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { type SelectedEvents, SelectionBus } from '../../../src/host/selection.ts';

const alert = (...alerts: readonly string[]) => ({ events: [], pins: [], alerts });

describe('what is selected', () => {
  let bus: SelectionBus;
  let passed: string[];

  beforeEach(() => {
    passed = [];
    bus = new SelectionBus((error) => passed.push(String(error)));
    bus.onDidSelect(({ from, alerts }: SelectedEvents) => passed.push(`${from} ${alerts.join(' ')}`));
  });
  afterEach(() => bus.dispose());

  it('is passed on once somebody stopped moving through a list', async () => {
    for (const id of ['a', 'b', 'c']) bus.announce('grid', () => alert(id));
    await pause(250);
    assert.deepEqual(passed, ['grid c']);
  });

  it('is one of what was selected elsewhere, which is a choice too', async () => {
    bus.announce('incidents', () => alert('a', 'b', 'c'));
    await pause(200);
    bus.announce('incident', () => alert('b'));
    await pause(200);
    assert.deepEqual(passed, ['incidents a b c', 'incident b']);
    assert.equal(bus.latest?.from, 'incident');
  });

  it('is not kept back by a place in which nothing is selected', async () => {
    bus.announce('grid', () => alert('a'));
    bus.announce('timeline', () => alert());
    await pause(250);
    assert.deepEqual(passed, ['grid a']);
  });

  it('is what was selected last, not what took longest to work out', async () => {
    bus.announce('incidents', async () => {
      await pause(150);
      return alert('a');
    });
    bus.announce('grid', () => alert('b'));
    await pause(450);
    assert.deepEqual(passed, ['grid b']);
  });
});
