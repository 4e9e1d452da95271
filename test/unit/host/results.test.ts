import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AzimuthError } from '../../../src/base/errors.ts';
import { failureOf, faultsOf } from '../../../src/host/notebook/queryFault.ts';
import {
  parseAnswer,
  parseFailure,
  parseFromResults,
  parseToResults,
} from '../../../src/protocol/results.ts';

function faulty(start: number, length: number): AzimuthError {
  const error = new AzimuthError('kql.KS142', 'bad is not known');
  return Object.assign(error, {
    diagnostics: [
      { kind: 'invalid', code: 'KS142', message: 'bad is not known', start, length, rewrite: 'Use good.' },
    ],
  });
}

describe('why a cell has no answer', () => {
  const cell = 'SigninLogs\n| where bad == 1';
  const prelude = 'let a = T\n;\n';

  it('is shown at its place in the cell, not in what was sent', () => {
    const failure = failureOf(faulty(prelude.length + 19, 3), cell, prelude.length);
    assert.equal(failure.title, 'Not valid KQL');
    assert.deepEqual(failure.excerpt, { line: 2, text: '| where bad == 1', start: 8, length: 3 });
    assert.deepEqual(failure.next, ['Use good.']);
    assert.deepEqual(parseFailure(structuredClone(failure)), failure);
  });

  it('is said to be above where a named cell has the fault', () => {
    const failure = failureOf(faulty(4, 1), cell, prelude.length);
    assert.equal(failure.excerpt, null);
    assert.match(failure.next[0] ?? '', /named cell above/);
  });

  it('keeps its excerpt inside the line whatever the span', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (start, length) => {
        const { excerpt } = failureOf(faulty(start, length), cell, 0);
        assert.ok(excerpt && excerpt.start <= excerpt.text.length && excerpt.length >= 1);
        assert.ok(cell.split('\n').includes(excerpt.text));
      }),
    );
  });

  it('is a cancellation, an expected failure or a defect', () => {
    assert.equal(failureOf(new DOMException('x', 'AbortError'), cell, 0).title, 'Cancelled');
    assert.equal(
      failureOf(new AzimuthError('host.no-case', 'No case is open.'), cell, 0).title,
      'The query failed',
    );
    assert.match(failureOf(new TypeError('x'), cell, 0).title, /should not have/);
    assert.deepEqual(faultsOf(Object.assign(new Error('x'), { diagnostics: [{ kind: 'odd' }] })), []);
  });
});

describe('messages between the results and the host', () => {
  const about = { id: '0'.repeat(32), view: { search: '', filters: [{ column: 1, text: 'a' }], sort: [] } };

  it('pass where they are well-formed', () => {
    const all = [
      { ...about, type: 'pin', rows: [[0, 3]] },
      { ...about, type: 'record', row: 4 },
      { ...about, type: 'page', request: 1, columns: [0, 5], from: 0, count: 100 },
      { ...about, type: 'profile', request: 2, column: 1 },
      { ...about, type: 'export', format: 'csv', columns: [0], rows: null },
      { ...about, type: 'verify' },
    ];
    for (const message of all) assert.deepEqual(parseFromResults(message), message);
    assert.deepEqual(parseToResults({ type: 'zone', zone: 'local' }), { type: 'zone', zone: 'local' });
  });

  it('are dropped otherwise', () => {
    const wrong = [
      undefined,
      'pin',
      { type: 'pin', rows: [[0, 3]] },
      { ...about, type: 'pin' },
      { ...about, type: 'pin', rows: [[3, 3]] },
      { ...about, type: 'pin', rows: [[0, 1e300]] },
      { ...about, type: 'pin', rows: [[-1, 3]] },
      {
        ...about,
        view: { ...about.view, sort: [{ column: '0', descending: true }] },
        type: 'count',
        request: 1,
      },
      { ...about, type: 'record', row: 0.5 },
      { ...about, type: 'export', format: 'exe', columns: [], rows: null },
      { ...about, type: 'run', command: 'x' },
    ];
    for (const message of wrong) assert.equal(parseFromResults(message), undefined, JSON.stringify(message));
    fc.assert(fc.property(fc.anything(), (value) => parseAnswer(value) === undefined));
    fc.assert(fc.property(fc.anything(), (value) => parseFailure(value) === undefined));
    assert.equal(parseToResults({ type: 'zone', zone: 'mars' }), undefined);
  });
});
