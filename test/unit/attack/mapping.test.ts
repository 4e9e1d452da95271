import assert from 'node:assert/strict';
import { assembleObserved, observedRules } from '../../../src/attack/mapping/assembleObserved.ts';
import { assignObservedKeys, observedKeyQueries } from '../../../src/attack/mapping/observedKeys.ts';
import { parseRuleSet } from '../../../src/attack/mapping/parseRules.ts';
import { parseRowText, renderRowText } from '../../../src/attack/mapping/rowText.ts';
import { ruleBook } from '../../../src/attack/mapping/rule.ts';
import { observedQueries } from '../../../src/attack/mapping/ruleQueries.ts';
import { AzimuthError } from '../../../src/base/errors.ts';
import { NO_RULE } from '../../../src/domain/observed.ts';

const GOOD = `
tables: [Signs]
attackVersion: "19.0"
columns: { Kind: string, Who: string, Where: dynamic, Ip: string }
let: { K: tolower(Kind) }
text: { Actor: "Who,Where.name" }
entities: { Who: account, Ip: ip }
sample: { Who: ada }
rules:
  - id: signs.logs
    title: "{Actor|Someone} cut the logs of {Ip|a place}"
    where: K == "cut"
    technique: T1685.002
    tactic: defense-impairment
    confidence: high
    severity: high
    reason: Because.
    fires: [{ Kind: Cut }]
    quiet: [{ Kind: Keep }]
  - id: signs.tools
    title: "{Actor|Someone} changed a tool"
    where: K == "tool"
    technique: T1685
    tactic: defense-impairment
    confidence: low
    severity: low
    reason: Because.
    fires: [{ Kind: Tool }]
    quiet: [{ Kind: Keep }]
`;

function refused(text: string, pattern: RegExp): void {
  assert.throws(
    () => parseRuleSet(text, 'signs.yaml'),
    (error) =>
      error instanceof AzimuthError && error.code === 'attack.bad-rules' && pattern.test(error.message),
  );
}

describe('reading mapping rules', () => {
  it('reads a set', () => {
    const set = parseRuleSet(GOOD, 'signs.yaml');
    assert.deepEqual(set.tables, ['Signs']);
    assert.deepEqual(set.lets, [['K', 'tolower(Kind)']]);
    assert.equal(set.rules.length, 2);
  });

  it('names the file, the rule and the fault', () => {
    refused(
      GOOD.replace('T1685.002', 'T1562.008'),
      /signs\.yaml, rule signs\.logs: T1562\.008 is not an active technique/,
    );
    refused(
      GOOD.replace('tactic: defense-impairment', 'tactic: impact'),
      /rule signs\.logs: T1685\.002 is not in the tactic impact/,
    );
    refused(GOOD.replace('    quiet: [{ Kind: Keep }]\n', ''), /signs\.logs: has no quiet/);
    refused(GOOD.replace('quiet: [{ Kind: Keep }]', 'quiet: []'), /one on which it does not/);
    refused(GOOD.replace('confidence: high', 'confidence: sure'), /has a confidence of the wrong form/);
    refused(GOOD.replace('fires: [{ Kind: Cut }]', 'fires: [{ Kin: Cut }]'), /uses the column Kin,/);
    refused(GOOD.replace('{Ip|a place}', '{Ipp|a place}'), /uses the column Ipp,/);
    refused(GOOD.replace('{Ip|a place}', '{Ip|a place'), /brace/);
    refused(GOOD.replace('id: signs.tools', 'id: signs.logs'), /two rules have the id signs\.logs/);
    refused(GOOD.replace('id: signs.tools', 'id: Signs Tools'), /lower case/);
    refused(GOOD.replace('reason: Because.', 'reson: Because.'), /unknown key "reson"/);
    refused(GOOD.replace('"19.0"', '"99.0"'), /ATT&CK 99\.0 is not known/);
    refused(GOOD.replace('K: tolower', 'Kind: tolower'), /let Kind hides a column/);
    refused(GOOD.replace('Kind: string', 'Kind: text'), /columns of the wrong form/);
    refused('- a\n- b\n', /not a mapping/);
    refused('a: [', /signs\.yaml: /);
    refused('a: &x 1\nb: *x\n', /signs\.yaml|Excessive|alias/);
  });
});

describe('titles', () => {
  it('fill from columns, members, JSON text and the last part of a path', () => {
    const text = parseRowText('{Actor|Someone} on {Id:last|x} by {List[1].n|y}', { Actor: 'A,B.c' });
    assert.equal(renderRowText(text, {}), 'Someone on x by y');
    assert.equal(
      renderRowText(text, { B: { c: 'eve' }, Id: '/a/b/vm1', List: '[{"n":1},{"n":2}]' }),
      'eve on vm1 by 2',
    );
  });

  it('keep hostile values on one line and in bounds, and reach nothing but the row', () => {
    const text = parseRowText('{A|none} {B.constructor|none} {C.length|none} {C[0]|none}', {});
    const shown = renderRowText(text, { A: `a\u0000\n\u2028${'x'.repeat(500)}`, B: {}, C: [1] });
    assert.match(shown, /^a x+… none none 1$/);
    assert.ok(shown.length < 200);
  });
});

describe('the observed layer', () => {
  const book = ruleBook([parseRuleSet(GOOD, 'signs.yaml')]);

  it('asks each table once, and gives a table what its rules need and it has not', () => {
    const [signs, other, still] = observedQueries(book, {
      name: 'case',
      functions: [],
      tables: [
        {
          name: 'Signs',
          columns: [
            { name: 'TimeGenerated', type: 'datetime' },
            { name: 'Kind', type: 'int' },
          ],
        },
        { name: 'Other-1', columns: [{ name: 'Timestamp', type: 'datetime' }] },
        { name: 'Still', columns: [{ name: 'TimeGenerated', type: 'string' }] },
      ],
    });
    assert.match(
      signs?.kql ?? '',
      /extend Kind = tostring\(Kind\), Who = "", Where = dynamic\(null\), Ip = ""/,
    );
    assert.match(signs?.kql ?? '', /extend K = tolower\(Kind\)/);
    assert.equal(other?.kql, '["Other-1"]\n| project Time = Timestamp, Rule = int(-1)');
    assert.equal(still?.kql, 'Still\n| project Time = datetime(null), Rule = int(-1)');
  });

  it('merges the answers by time, keeps the table’s order at equal times, and counts what has no time', () => {
    const { events } = assembleObserved(
      book,
      [
        { table: 'Signs', time: Float64Array.of(30, NaN, 10, 20), rule: Float64Array.of(0, 1, -1, 1) },
        { table: 'Other', time: Float64Array.of(20, 5), rule: Float64Array.of(-1, -1) },
      ],
      '19.0',
      3,
    );
    assert.deepEqual([...events.time], [5, 10, 20, 20, 30]);
    assert.deepEqual([...events.rule], [NO_RULE, NO_RULE, 1, NO_RULE, 0]);
    assert.deepEqual([...events.table], [1, 0, 0, 1, 0]);
    assert.equal(events.undated, 1);
    assert.equal(events.time.buffer.byteLength, events.count * 8);
  });

  it('names rules in the version that is shown', () => {
    const shown = (version: string): unknown[] =>
      observedRules(book, version).map((rule) => [rule.technique, rule.tactic, rule.title]);
    assert.deepEqual(shown('19.0'), [
      ['T1685.002', 'defense-impairment', 'Cut the logs'],
      ['T1685', 'defense-impairment', 'Changed a tool'],
    ]);
    assert.deepEqual(shown('18.1'), [
      ['T1562.008', 'defense-evasion', 'Cut the logs'],
      ['T1562.001', 'defense-evasion', 'Changed a tool'],
    ]);
  });

  it('finds each event again, one to one, also where several share an instant', () => {
    const at = 1_767_225_600_000;
    const { events } = assembleObserved(
      book,
      [
        { table: 'Signs', time: Float64Array.of(at, at, at, at + 5), rule: Float64Array.of(0, 1, 0, 1) },
        { table: 'Other', time: Float64Array.of(at), rule: Float64Array.of(-1) },
      ],
      '19.0',
      1,
    );
    const iso = '2026-01-01T00:00:00Z';
    const answers = [
      {
        table: 'Signs',
        rows: [
          [iso, 0],
          ['2026-01-01T00:00:00.005Z', 1],
          [iso, 0],
          [iso, 1],
        ],
        keys: ['Signs/b', 'Signs/d', 'Signs/a', 'Signs/c'],
      },
      { table: 'Other', rows: [[iso, -1]], keys: ['Other/e'] },
    ];
    const whole = assignObservedKeys(events, 0, 5, answers);
    assert.deepEqual(whole, ['Signs/a', 'Signs/c', 'Signs/b', 'Other/e', 'Signs/d']);
    for (let i = 0; i < 5; i++) assert.deepEqual(assignObservedKeys(events, i, 1, answers), [whole[i]]);
    assert.throws(() => assignObservedKeys(events, 0, 5, answers.slice(1)), /changed since/);
  });

  it('asks the rules again only where they tell events of one microsecond apart', () => {
    const at = 1_767_225_600_000;
    const times = Float64Array.of(at, at, at + 5, at + 5, at + 9);
    const { events } = assembleObserved(
      book,
      [{ table: 'Signs', time: times, rule: Float64Array.of(0, 1, 1, 1, 0) }],
      '19.0',
      1,
    );
    const column = { name: 'TimeGenerated', type: 'datetime' } as const;
    const schema = { name: 'case', tables: [{ name: 'Signs', columns: [column] }], functions: [] };
    const asksRules = (from: number, count: number): boolean[] =>
      observedKeyQueries(book, schema, events, from, count).map(({ kql }) => kql.includes('Rule ='));
    assert.deepEqual(asksRules(0, 1), [true]);
    assert.deepEqual(asksRules(1, 1), [true]);
    assert.deepEqual(asksRules(2, 3), [false]);
    assert.deepEqual(asksRules(1, 2), [true]);
    const rows = [['2026-01-01T00:00:00.009Z'], ['2026-01-01T00:00:00.005Z'], ['2026-01-01T00:00:00.005Z']];
    const keys = ['Signs/c', 'Signs/b', 'Signs/a'];
    const answers = [{ table: 'Signs', rows, keys }];
    assert.deepEqual(assignObservedKeys(events, 2, 3, answers), ['Signs/a', 'Signs/b', 'Signs/c']);
    assert.deepEqual(assignObservedKeys(events, 3, 1, answers), ['Signs/b']);
  });
});
