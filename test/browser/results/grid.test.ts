import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cellText, copyText } from '../../../webviews/results/cellText.ts';
import { keyAction } from '../../../webviews/results/keys.ts';
import { RowSelection } from '../../../webviews/results/selection.ts';
import { statusParts } from '../../../webviews/results/statusText.ts';
import type { ResultHead } from '../../../src/domain/result.ts';

const key = (
  name: string,
  change: Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {},
) => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...change,
});

describe('selecting rows', () => {
  it('goes as in any list: one, a range from the anchor, single toggles, all, none', () => {
    const selection = new RowSelection(10);
    selection.only(2);
    selection.extendTo(4);
    assert.deepEqual(selection.ranges(), [[2, 5]]);
    selection.extendTo(1);
    assert.deepEqual(selection.ranges(), [[1, 3]]);
    selection.toggle(7);
    selection.toggle(2);
    assert.deepEqual(selection.ranges(), [
      [1, 2],
      [7, 8],
    ]);
    selection.all();
    assert.deepEqual(selection.ranges(), [[0, 10]]);
    selection.clear();
    assert.deepEqual(selection.ranges(), []);
  });

  it('never leaves the rows that there are, by whatever keys', () => {
    const names = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', ' ', 'a', 'Escape'];
    const keys = fc.array(fc.tuple(fc.constantFrom(...names), fc.boolean(), fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(fc.nat(30), keys, (count, pressed) => {
        const selection = new RowSelection(count);
        for (const [name, shiftKey, ctrlKey] of pressed)
          keyAction(key(name, { shiftKey, ctrlKey }), selection, count, 5);
        const ranges = selection.ranges();
        assert.ok(
          ranges.every(([from, to], i) => from < to && to <= count && from > (ranges[i - 1]?.[1] ?? -1)),
        );
        assert.equal(
          ranges.reduce((sum, [from, to]) => sum + to - from, 0),
          selection.size,
        );
      }),
    );
  });

  it('leaves keys that are not its own to VS Code', () => {
    const selection = new RowSelection(3);
    assert.equal(keyAction(key('Enter', { ctrlKey: true }), selection, 3, 5), undefined);
    assert.equal(keyAction(key('Escape'), selection, 3, 5), undefined);
    assert.equal(keyAction(key('ArrowDown', { altKey: true }), selection, 3, 5), undefined);
    assert.equal(keyAction(key('Tab'), selection, 3, 5), undefined);
    assert.equal(keyAction(key('Enter'), selection, 3, 5), 'open');
  });
});

describe('a cell of an answer', () => {
  it('keeps all seven decimals of a time in either zone', () => {
    const column = { name: 't', type: 'datetime' as const };
    assert.equal(cellText('2026-03-01T08:00:00.1234567Z', column, 'utc'), '2026-03-01 08:00:00.1234567Z');
    assert.match(cellText('2026-03-01T08:00:00.1234567Z', column, 'local'), /:00\.1234567[+-]\d\d:\d\d$/);
    assert.equal(cellText('not a time', column, 'utc'), 'not a time');
  });

  it('shows what would be unseen, or would turn text around, by its code', () => {
    const column = { name: 's', type: 'string' as const };
    assert.equal(cellText('a\u202Eb\u200B\u0000', column, 'utc'), 'a⟨U+202E⟩b⟨U+200B⟩⟨U+0000⟩');
    assert.equal(cellText('a\nb\tc', column, 'utc'), 'a↵b→c');
    assert.equal(cellText(null, column, 'utc'), 'null');
    assert.equal(cellText({ a: ['\u202E'] }, { name: 'd', type: 'dynamic' }, 'utc'), '{"a":["⟨U+202E⟩"]}');
  });

  it('is copied exactly, but cannot begin another cell or row', () => {
    assert.equal(copyText('a\tb\r\nc', false), 'a b c');
    assert.equal(copyText({ a: 1 }, false), '{"a":1}');
  });
});

describe('what an answer says of itself', () => {
  const head: ResultHead = {
    id: '0'.repeat(32),
    connection: 'case',
    query: 'T',
    window: null,
    ranAt: '2026-03-01T10:00:00.123Z',
    digest: '0'.repeat(64),
    withKeys: true,
    origin: null,
    columns: [{ name: 'n', type: 'long', approximate: 'within 2%' }],
    ordered: false,
    completeness: { state: 'complete' },
    statistics: { rows: 1, elapsedMs: 12.4 },
  };
  const texts = (change: Partial<ResultHead>, earlier = false) =>
    statusParts({ head: { ...head, ...change }, earlier }, 'utc').map((part) => part.text);

  it('is rows, time, connection, window, completeness and when it was, then what is approximate', () => {
    const when = '2026-03-01 10:00:00Z';
    assert.deepEqual(texts({}), [
      '1 row',
      '12 ms',
      'logs of the case',
      'all times',
      '✓ complete',
      when,
      '≈ n',
    ]);
    assert.ok(texts({}, true).includes(`↺ from ${when}`));
  });

  it('never calls complete what is cut', () => {
    const cut = texts({
      completeness: { state: 'cut', by: 'rowLimit', reason: 'only 10,000 rows were read' },
    });
    assert.ok(cut.includes('⚠ cut: only 10,000 rows were read'));
    assert.ok(!cut.some((text) => text.includes('complete')));
    assert.ok(!cut.some((text) => text.startsWith('Narrow')), 'the engine says itself how to go on');
    const remote = (completeness: ResultHead['completeness']) =>
      texts({ connection: 'soc', completeness }).at(5);
    assert.match(remote({ state: 'cut', by: 'rowLimit', reason: 'a limit' }) ?? '', /^Narrow/);
    assert.match(remote({ state: 'cut', by: 'cancelled', reason: 'by a person' }) ?? '', /^Run it again/);
    assert.match(remote({ state: 'partial', reason: 'no answer' }) ?? '', /^Rows may be missing/);
    assert.ok(!texts({ connection: 'soc' }).some((text) => /^(Narrow|Run|Rows)/.test(text)));
  });
});
