import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AzimuthError } from '../../../src/base/errors.ts';
import { AnswerBuffer } from '../../../src/host/notebook/answerBuffer.ts';
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

describe('the rows that an output holds', () => {
  it('are cut by number, and all are counted', () => {
    const buffer = new AnswerBuffer(3);
    buffer.add([[1], [2]], ['T/1', null]);
    buffer.add([[3], [4], [5]], undefined);
    assert.deepEqual(buffer.rows, [[1], [2], [3]]);
    assert.deepEqual(buffer.keys, ['T/1', null, null]);
    assert.equal(buffer.total, 5);
  });

  it('are cut by size too', () => {
    const buffer = new AnswerBuffer(1000);
    const row = ['x'.repeat(1_000_000)];
    for (let i = 0; i < 100; i++) buffer.add([row], undefined);
    assert.ok(buffer.rows.length > 10 && buffer.rows.length < 40);
    assert.equal(buffer.total, 100);
  });
});

describe('messages between the results and the host', () => {
  it('pass where they are well-formed', () => {
    const pin = { type: 'pin', run: 'r', rows: [[0, 3]] };
    assert.deepEqual(parseFromResults(pin), pin);
    assert.deepEqual(parseFromResults({ type: 'record', run: 'r', row: 4 }), {
      type: 'record',
      run: 'r',
      row: 4,
    });
    assert.deepEqual(parseToResults({ type: 'zone', zone: 'local' }), { type: 'zone', zone: 'local' });
  });

  it('are dropped otherwise', () => {
    const wrong = [
      undefined,
      'pin',
      { type: 'pin' },
      { type: 'pin', run: 'r', rows: [[3, 3]] },
      { type: 'pin', run: 'r', rows: [[0, 1e300]] },
      { type: 'pin', run: 'r', rows: [[-1, 3]] },
      { type: 'record', run: 'r', row: 0.5 },
      { type: 'run', run: 'r', command: 'x' },
    ];
    for (const message of wrong) assert.equal(parseFromResults(message), undefined, JSON.stringify(message));
    fc.assert(fc.property(fc.anything(), (value) => parseAnswer(value) === undefined));
    fc.assert(fc.property(fc.anything(), (value) => parseFailure(value) === undefined));
    assert.equal(parseToResults({ type: 'zone', zone: 'mars' }), undefined);
  });
});
