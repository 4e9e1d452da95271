import assert from 'node:assert/strict';
import { EditHistory } from '../../../src/host/timeline/history.ts';

describe('history of edits', () => {
  const recorder = () => {
    const done: string[] = [];
    const edit = (label: string) => ({
      label,
      undo: () => Promise.resolve(void done.push(`-${label}`)),
      redo: () => Promise.resolve(void done.push(`+${label}`)),
    });
    return { done, edit };
  };

  it('takes back and does again in order; a new edit forgets what was taken back', async () => {
    const history = new EditHistory();
    const { done, edit } = recorder();
    await history.perform(() => Promise.resolve(edit('a')));
    await history.perform(() => Promise.resolve(edit('b')));
    await Promise.all([history.undo(), history.undo()]);
    assert.equal(await history.undo(), '');
    await history.redo();
    assert.deepEqual(done, ['-b', '-a', '+a']);
    assert.deepEqual(history.labels, { undo: 'a', redo: 'b' });
    await history.perform(() => Promise.resolve(undefined));
    assert.deepEqual(history.labels, { undo: 'a', redo: 'b' });
    await history.perform(() => Promise.resolve(edit('c')));
    assert.deepEqual(history.labels, { undo: 'c', redo: '' });
    history.forget();
    assert.equal(await history.undo(), '');
  });

  it('takes back what was under way when it was asked to, and not what was before', async () => {
    const history = new EditHistory();
    const { done, edit } = recorder();
    await history.perform(() => Promise.resolve(edit('a')));
    const written = Promise.withResolvers<undefined>();
    const second = history.perform(async () => {
      await written.promise;
      return edit('b');
    });
    const undone = history.undo();
    written.resolve(undefined);
    await second;
    assert.equal(await undone, 'b');
    assert.deepEqual(done, ['-b']);
  });

  it('keeps an edit whose undo failed', async () => {
    const history = new EditHistory();
    let works = false;
    await history.perform(() =>
      Promise.resolve({
        label: 'a',
        undo: () => (works ? Promise.resolve() : Promise.reject(new Error('no'))),
        redo: () => Promise.resolve(),
      }),
    );
    await assert.rejects(history.undo());
    works = true;
    assert.equal(await history.undo(), 'a');
  });
});
