import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Marks } from '../../../src/language-server/marks.ts';

/** What an editor waits for at most once it shows a text, in milliseconds. */
const SOON = 300;
const MANY = 250;

describe('checks of open texts', () => {
  let checked: string[];
  let marks: Marks;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    checked = [];
    marks = new Marks(
      (uri) => {
        checked.push(uri);
        return [];
      },
      () => undefined,
    );
  });

  afterEach(() => mock.timers.reset());

  /** Time as it goes by, so that what a timer starts is started at its time. */
  const pass = async (milliseconds: number): Promise<void> => {
    for (let passed = 0; passed < milliseconds; passed += 10) {
      mock.timers.tick(10);
      await turn();
    }
  };
  const openMany = (): string[] => Array.from({ length: MANY }, (_, i) => `cell${i}`);

  it('checks what is shown soon, and all else of a notebook later', async () => {
    const cells = openMany();
    for (const uri of cells) marks.changed(uri);
    for (const uri of ['cell3', 'cell4']) marks.asked(uri);
    await pass(SOON);
    assert.deepEqual(checked, ['cell3', 'cell4']);
    await pass(20_000);
    assert.deepEqual(checked.toSorted(), cells.toSorted());
  });

  it('checks what comes into sight before what waits out of it', async () => {
    for (const uri of openMany()) marks.changed(uri);
    await pass(2030);
    const before = checked.length;
    assert.ok(before > 0 && before < MANY / 2, `${before} were checked`);
    marks.asked('cell200');
    marks.asked('cell201');
    await pass(20);
    assert.deepEqual(
      checked.slice(before).filter((uri) => uri === 'cell200' || uri === 'cell201'),
      ['cell200', 'cell201'],
    );
  });

  it('checks what is written in soon again', async () => {
    marks.changed('cell');
    marks.asked('cell');
    await pass(SOON);
    marks.changed('cell');
    await pass(SOON);
    assert.deepEqual(checked, ['cell', 'cell']);
  });

  it('checks nothing of a notebook that was closed', async () => {
    const cells = openMany();
    for (const uri of cells) marks.changed(uri);
    await pass(2030);
    const before = checked.length;
    for (const uri of cells) marks.closed(uri);
    await pass(20_000);
    assert.equal(checked.length, before);
  });
});
