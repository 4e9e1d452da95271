import assert from 'node:assert/strict';
import { TreeFollower } from '../../../src/host/views/treeFollower.ts';

/** A tree of names and its view, which selects a row only where the tree is not read anew meanwhile. */
class FakeTree {
  refreshes = 0;
  visible = true;
  selection: readonly string[] = [];
  names: readonly string[] = ['one', 'two'];
  revealed: string[] = [];
  /** Done before a row is looked for, and before it is selected. */
  beforeFind: (() => void | Promise<void>) | undefined;
  beforeReveal: (() => void | Promise<void>) | undefined;
  readonly follower = new TreeFollower<string>(this, this, 1);
  readonly chosen: string[] = [];

  async find(is: (node: string) => boolean): Promise<string | undefined> {
    const before = this.beforeFind;
    this.beforeFind = undefined;
    await before?.();
    return this.names.find(is);
  }

  async reveal(node: string): Promise<void> {
    const read = this.refreshes;
    const before = this.beforeReveal;
    this.beforeReveal = undefined;
    await before?.();
    this.revealed.push(node);
    if (read === this.refreshes) this.select(node);
  }

  select(node: string): void {
    this.selection = [node];
    if (this.follower.isChoice(node)) this.chosen.push(node);
  }

  show(name: string): Promise<void> {
    return this.follower.show(
      (node) => node === name,
      () => true,
    );
  }
}

describe('a tree that follows what is selected elsewhere', () => {
  it('selects it, which is no choice of a person', async () => {
    const tree = new FakeTree();
    await tree.show('two');
    assert.deepEqual([tree.selection, tree.chosen], [['two'], []]);
    tree.select('two');
    assert.deepEqual(tree.chosen, ['two']);
  });

  it('selects it when it has been read, where it was read anew before it was selected', async () => {
    const tree = new FakeTree();
    tree.beforeReveal = () => {
      tree.refreshes++;
    };
    await tree.show('two');
    assert.deepEqual([tree.selection, tree.revealed], [['two'], ['two', 'two']]);
  });

  it('finds a row that only came while it was looked for', async () => {
    const tree = new FakeTree();
    tree.names = [];
    tree.beforeFind = () =>
      void Promise.resolve().then(() => {
        tree.refreshes++;
        tree.names = ['two'];
      });
    const shown = tree.show('two');
    await shown;
    assert.deepEqual(tree.selection, ['two']);
  });

  it('finds a row that comes a moment later, and gives up where none comes', async () => {
    const tree = new FakeTree();
    tree.names = [];
    setTimeout(() => (tree.names = ['two']), 2);
    await tree.show('two');
    await tree.show('three');
    assert.deepEqual([tree.selection, tree.chosen], [['two'], []]);
  });

  it('looks again where the view refused, and gives up where it does not stop refusing', async () => {
    const tree = new FakeTree();
    tree.beforeReveal = () => Promise.reject(new Error('Cannot resolve tree item'));
    await tree.show('one');
    assert.deepEqual(tree.selection, ['one']);
    tree.selection = [];
    tree.reveal = () => Promise.reject(new Error('Cannot resolve tree item'));
    await tree.show('one');
    assert.deepEqual(tree.selection, []);
  });

  it('selects the latest, however long an earlier one was looked for or revealed', async () => {
    const tree = new FakeTree();
    let go = (): void => undefined;
    const wait = new Promise<void>((resolve) => (go = resolve));
    tree.beforeFind = () => wait;
    const slow = tree.show('one');
    await tree.show('two');
    go();
    await slow;
    assert.deepEqual([tree.selection, tree.revealed], [['two'], ['two']]);

    let reveal = (): void => undefined;
    tree.beforeReveal = () => new Promise((resolve) => (reveal = resolve));
    const revealing = tree.show('one');
    await new Promise((resolve) => setTimeout(resolve, 0));
    const latest = tree.show('two');
    reveal();
    await Promise.all([revealing, latest]);
    assert.deepEqual(tree.selection, ['two']);
  });

  it('leaves what a person chose meanwhile, and a view that is hidden', async () => {
    const tree = new FakeTree();
    tree.beforeFind = () => tree.select('two');
    await tree.show('one');
    assert.deepEqual([tree.selection, tree.chosen], [['two'], ['two']]);
    tree.beforeFind = () => void (tree.visible = false);
    await tree.show('one');
    assert.deepEqual([tree.selection, tree.revealed], [['two'], []]);
  });
});
