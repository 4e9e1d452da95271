import assert from 'node:assert/strict';
import { SteadyRows } from '../../../src/host/views/steadyRows.ts';

interface Item {
  readonly key: string;
  readonly group: string;
  readonly text: string;
}
interface Row {
  readonly words: string;
  readonly about?: Item;
  readonly children?: () => readonly Row[];
}

describe('rows that stay the same objects', () => {
  let items: readonly Item[];
  let rows: SteadyRows<Item, Row>;
  const item = (key: string, group = 'high', text = key): Item => ({ key, group, text });
  const groups = () => Map.groupBy(items, ({ group }) => group);
  beforeEach(() => {
    items = [item('a'), item('b'), item('c', 'low')];
    rows = new SteadyRows<Item, Row>({
      items: () => items,
      groups,
      roots: (row) => [
        { words: 'first' },
        ...[...groups()].map(([words, own]): Row => ({ words, children: () => own.map(row) })),
      ],
      row: (about) => ({ words: about.text, about }),
      words: ({ words }) => words,
    });
  });
  const opened = () => rows.roots().flatMap(({ children }) => children?.() ?? []);

  it('say which of them changed, and are changed themselves', () => {
    const [a, b, c] = opened();
    assert.deepEqual(rows.changes(), []);
    items = [item('a'), item('b', 'high', 'another text'), item('c', 'low')];
    assert.deepEqual(rows.changes(), [b]);
    assert.equal(b?.words, 'another text');
    assert.deepEqual(rows.changes(), []);
    assert.deepEqual(
      opened().map((row, i) => row === [a, b, c][i]),
      [true, true, true],
    );
  });

  it('are about what is so now, also under a group that was drawn before', () => {
    const [, high] = rows.roots();
    const [a] = high?.children?.() ?? [];
    const now = { ...item('a'), text: 'a' };
    items = [now, item('b'), item('c', 'low')];
    assert.deepEqual(rows.changes(), []);
    assert.equal(a?.about, now);
    assert.equal(high?.children?.()[0]?.about, now);
  });

  it('are all drawn anew where one comes, goes or moves', () => {
    for (const other of [
      [item('a'), item('b')],
      [item('b'), item('a'), item('c', 'low')],
      [item('a'), item('b', 'low'), item('c', 'low')],
      [item('n'), item('a'), item('b'), item('c', 'low')],
    ]) {
      items = [item('a'), item('b'), item('c', 'low')];
      opened();
      items = other;
      assert.equal(rows.changes(), undefined);
      assert.equal(rows.changes(), undefined, 'until they were');
      opened();
      assert.deepEqual(rows.changes(), []);
    }
  });

  it('are told of where they were given, and forgotten when they are gone', () => {
    rows.roots();
    assert.equal(rows.known('a'), undefined, 'its group was not opened');
    opened();
    assert.equal(rows.known('a')?.words, 'a');
    items = [item('b')];
    opened();
    assert.equal(rows.known('a'), undefined);
  });
});
