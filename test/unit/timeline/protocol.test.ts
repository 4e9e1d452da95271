import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseFromTimeline, parseToTimeline } from '../../../src/protocol/timeline.ts';

const rule = {
  id: 'a',
  title: 'A',
  technique: 'T1',
  tactic: 'impact',
  confidence: 'low',
  severity: 'low',
  reason: 'r',
};
const attack = { version: '19.0', tactics: [], techniques: {}, notice: '' };

function observed(change: object): unknown {
  const events = {
    handle: 1,
    count: 2,
    time: new Float64Array(2),
    rule: new Uint16Array(2),
    table: new Uint16Array(2),
    rules: [rule],
    tables: ['T'],
    undated: 0,
    ...change,
  };
  return { type: 'observed', events, attack };
}

describe('timeline protocol', () => {
  it('knows each message of the page', () => {
    const target = { kind: 'observed', handle: 1, index: 2 };
    for (const message of [
      { type: 'ready' },
      { type: 'requestDetails', request: 1, target },
      { type: 'pin', target },
      { type: 'unpin', id: 'x' },
      { type: 'openQuery', query: 'T' },
      { type: 'selectRange', range: { start: 1, end: 2 } },
      { type: 'selectRange', range: null },
      { type: 'copy', text: '' },
      { type: 'zone', zone: 'local' },
      { type: 'offer', offer: 'importLogs' },
    ])
      assert.equal(parseFromTimeline(message), message);
  });

  it('refuses what is not of the protocol', () => {
    for (const message of [
      null,
      'ready',
      [],
      {},
      { type: 'toString' },
      { type: '__proto__' },
      { type: 'pin' },
      { type: 'pin', target: { kind: 'observed', handle: 1, index: -1 } },
      { type: 'pin', target: { kind: 'observed', handle: 1, index: 1.5 } },
      { type: 'pin', target: { kind: 'curated' } },
      { type: 'selectRange', range: { start: 2, end: 1 } },
      { type: 'selectRange', range: { start: NaN, end: 1 } },
      { type: 'zone', zone: 'mars' },
      { type: 'offer', offer: 'workbench.action.terminal.new' },
    ])
      assert.equal(parseFromTimeline(message), undefined, JSON.stringify(message));
    fc.assert(fc.property(fc.anything(), (value) => parseFromTimeline(value) === undefined));
  });

  it('takes columns only as typed arrays of the length that is said', () => {
    assert.ok(parseToTimeline(observed({})));
    for (const change of [
      { time: [1, 2] },
      { time: new Float32Array(2) },
      { rule: new Uint16Array(3) },
      { count: 3 },
      { table: { 0: 1, 1: 2 } },
      { rules: [{ ...rule, severity: 'dire' }] },
      { tables: [1] },
      { undated: -1 },
    ])
      assert.equal(parseToTimeline(observed(change)), undefined, Object.keys(change).join());
  });

  it('takes details only whole', () => {
    const details = {
      time: null,
      title: '',
      table: 'T',
      severity: 'low',
      techniques: [
        { technique: 'T1', attackVersion: '19.0', confidence: 'low', by: { rule: 'a' }, reason: '' },
      ],
      row: {},
      raw: '',
      lineage: {},
      sources: [{ name: 'f', member: '', record: 1, shape: 's' }],
      connection: 'case',
      query: '',
      note: '',
      pinned: null,
    };
    const message = (value: unknown): unknown => ({ type: 'details', request: 1, details: value, error: '' });
    assert.ok(parseToTimeline(message(details)));
    assert.ok(parseToTimeline(message(null)));
    for (const key of Object.keys(details)) {
      const rest = Object.fromEntries(Object.entries(details).filter(([name]) => name !== key));
      assert.equal(parseToTimeline(message(rest)), undefined, key);
    }
    assert.equal(parseToTimeline(message({ ...details, sources: [{}] })), undefined);
    assert.equal(parseToTimeline(message({ ...details, lineage: { a: 1 } })), undefined);
  });
});
