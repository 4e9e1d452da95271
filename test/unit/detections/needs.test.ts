import assert from 'node:assert/strict';
import { needsOf } from '../../../src/detections/kql/needs.ts';
import { Binder } from '../../../src/kql/syntax/analyse.ts';

const columns = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'a', type: 'string' },
  { name: 'n', type: 'long' },
] as const;
const binder = new Binder({
  name: 'test',
  tables: [
    { name: 'T', columns },
    { name: 'U', columns },
  ],
  functions: [],
});

/** Groups as `T where …@oldest..newest`. */
function needs(text: string): string[][] {
  return needsOf(text, binder.inspect(text).root).map((group) =>
    group.map(
      ({ query, oldest, newest }) =>
        query
          .replaceAll('\n', ' ')
          .replace(' | project Kept = 1', '')
          .replace(/\['(\w+)'\]/, '$1') +
        (oldest === undefined && newest === undefined ? '' : ` @${oldest ?? ''}..${newest ?? ''}`),
    ),
  );
}

describe('detections: what a query cannot do without', function () {
  this.timeout(240_000);

  it('takes over the conditions on the rows of the table, and no others', () => {
    assert.deepEqual(
      needs(
        'T | where a == "x" and n > 3 | extend b = tolower(a) | where b has "y" | summarize count() by b | where count_ > 5',
      ),
      [['T | where a == "x" | where n > 3 | extend b = tolower(a) | where b has "y"']],
    );
    assert.deepEqual(needs('let Few = 3; let Seen = U | distinct a; T | where n > Few and a in (Seen)'), [
      ['let Few = 3; T | where n > Few'],
    ]);
    assert.deepEqual(needs('T | sort by TimeGenerated asc | extend p = prev(n) | where p > 1 | project a'), [
      ['T'],
    ]);
  });

  it('reads how far back a condition on the time goes', () => {
    assert.deepEqual(needs('let w = 1h; T | where TimeGenerated > ago(w) and a == "x"'), [
      ['let w = 1h; T | where a == "x" @3600..'],
    ]);
    assert.deepEqual(needs('T | where TimeGenerated between (ago(2h) .. ago(1h))'), [['T @7200..3600']]);
    assert.deepEqual(needs('T | extend TimeGenerated = now() | where TimeGenerated > ago(1h)'), [['T']]);
    assert.deepEqual(needs('T | where TimeGenerated > ago(1h) or a == "x"'), [['T']]);
  });

  it('needs both sides of an inner join, the left one of an outer join, any one of a union', () => {
    const right = '(U | where n == 1)';
    assert.deepEqual(needs(`T | where a == "x" | join kind=inner ${right} on a | where a1 == "q"`), [
      ['T | where a == "x"'],
      ['U | where n == 1'],
    ]);
    assert.deepEqual(needs(`T | join ${right} on a`).length, 2);
    for (const kind of ['leftouter', 'leftanti'])
      assert.deepEqual(needs(`T | join kind=${kind} ${right} on a`), [['T']]);
    assert.deepEqual(needs(`T | join kind=rightouter ${right} on a`), [['U | where n == 1']]);
    assert.deepEqual(needs(`T | join kind=fullouter ${right} on a`), []);
    assert.deepEqual(needs(`union T, ${right} | where a == "x"`), [
      ['T | where a == "x"', 'U | where n == 1 | where a == "x"'],
    ]);
  });

  it('knows nothing where a result may come of nothing', () => {
    for (const query of [
      'T | summarize count()',
      'T | count',
      'print 1',
      'let f = () { T }; f() | where a == "x"',
      'union T, (print a = "x")',
      'search "x"',
    ])
      assert.deepEqual(needs(query), [], query);
  });
});
