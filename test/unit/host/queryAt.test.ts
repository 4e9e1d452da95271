import assert from 'node:assert/strict';
import { queryAt } from '../../../src/host/results/queryAt.ts';

describe('the query that is run of a text file', () => {
  const text = 'T1\n| take 1\n\n\n  \nlet a = 1;\nT2 | where x == a\r\n\r\nT3';
  const at = (needle: string): string | undefined => {
    const place = text.indexOf(needle);
    const found = queryAt(text, place, place);
    if (found) assert.equal(text.slice(found.start, found.start + found.text.length), found.text);
    return found?.text;
  };

  it('is the one around the cursor, set apart by blank lines', () => {
    assert.equal(at('T1'), 'T1\n| take 1');
    assert.equal(at('take'), 'T1\n| take 1');
    assert.equal(at('let'), 'let a = 1;\nT2 | where x == a');
    assert.equal(at('T2'), 'let a = 1;\nT2 | where x == a');
    assert.equal(at('T3'), 'T3');
    assert.equal(queryAt(text, text.length, text.length)?.text, 'T3');
  });

  it('goes on behind a comment that blank lines set apart, where a pipe follows it', () => {
    const text = 'T1\n\n// only some\n\n| take 1\n\n// another\n\nT2\n\n// the end\n';
    const at = (needle: string): string | undefined => {
      const place = text.indexOf(needle);
      return queryAt(text, place, place)?.text;
    };
    assert.equal(at('take'), 'T1\n\n// only some\n\n| take 1');
    assert.equal(at('T2'), '// another\n\nT2');
    assert.equal(at('the end'), '// the end');
  });

  it('is none on a blank line, and the selection where there is one', () => {
    assert.equal(at('  \n'), undefined);
    assert.equal(queryAt('', 0, 0), undefined);
    assert.deepEqual(queryAt(text, 0, 3), { text: 'T1', start: 0 });
    assert.deepEqual(queryAt(text, 2, text.indexOf('let')), { text: '| take 1', start: 3 });
  });
});
