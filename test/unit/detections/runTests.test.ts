import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RuleTests, type TestedFile } from '../../../src/ruleServer/ruleTests.ts';
import { ruleWith } from './ruleText.ts';

const EVENTS = `templates:
  refused: { $table: SigninLogs, ResultType: "50126", UserPrincipalName: a@contoso.example, IPAddress: 203.0.113.9, $times: 11, $at: -30m }
`;

describe('detections: tests of rules', function () {
  this.timeout(240_000);
  let folder: string;
  let tests: RuleTests;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'azimuth-rule-tests-'));
    tests = new RuleTests();
  });
  after(async () => {
    await tests.close();
    rmSync(folder, { recursive: true });
  });

  async function run(testText: string, ruleText = ruleWith(), mutate = false): Promise<TestedFile> {
    writeFileSync(join(folder, 'rule.yaml'), ruleText);
    writeFileSync(join(folder, 'rule.test.yaml'), testText);
    tests.forget();
    return tests.run(join(folder, 'rule.test.yaml'), { mutate });
  }
  const outcomes = (file: TestedFile): string[] =>
    file.tests.map(({ name, outcome }) => `${outcome} ${name}`);

  it('judges alerts, rows, entities and severity, and shows what came instead', async () => {
    const file = await run(`${EVENTS}tests:
  - name: right
    events: [{ $like: refused }]
    expect: { alerts: 1, rows: [{ Failures: 11 }], entities: [{ Account: { FullName: a@contoso.example } }], severity: Medium }
  - name: wrong
    events: [{ $like: refused }]
    expect: { alerts: 0, rows: [{ Failures: 12 }], entities: [], severity: High }
`);
    assert.deepEqual(outcomes(file), ['passed right', 'failed wrong']);
    assert.deepEqual(
      file.tests[1]?.mismatches.map(({ what, expected, actual }) => [what, expected, actual]),
      [
        ['alerts', 0, 1],
        ['rows', [{ Failures: 12 }], [{ Failures: 11 }]],
        ['entities', [], [{ Account: { FullName: 'a@contoso.example' } }]],
        ['severity', 'High', ['Medium']],
      ],
    );
    assert.equal(file.tests[1]?.line, 7);
  });

  it('sees what a run of the rule would see: the period before now', async () => {
    const file = await run(`${EVENTS}tests:
  - name: an hour
    events: [{ $like: refused }]
    expect: { alerts: 1 }
    quietWith: [{ $at: -2h }, { $at: 0, $every: 1s }]
`);
    assert.deepEqual(outcomes(file), [
      'passed an hour',
      'passed an hour; quiet with $at -2h',
      'passed an hour; quiet with $at 0, $every 1s',
    ]);
  });

  it('overrides severity, title and details from columns, an alert a result', async () => {
    const rule = ruleWith([
      'version: 1.0.0',
      'alertDetailsOverride: { alertDisplayNameFormat: "{{UserPrincipalName}} from {{IPAddress}}", alertSeverityColumnName: Level }\neventGroupingSettings: { aggregationKind: AlertPerResult }',
    ]);
    const file = await run(
      `${EVENTS}tests:
  - name: two accounts
    events: [{ $like: refused }, { $like: refused, UserPrincipalName: b@contoso.example }]
    expect:
      severity: High
      alerts:
        - { title: a@contoso.example from 203.0.113.9, customDetails: { Failures: "11" } }
        - { title: b@contoso.example from 203.0.113.9, entities: [{ Account: { FullName: b@contoso.example } }] }
`,
      rule.replace('  | where Failures > 10', '  | where Failures > 10\n  | order by UserPrincipalName asc'),
    );
    assert.deepEqual(outcomes(file), ['passed two accounts']);
  });

  it('takes events from files, in table and in export shape', async () => {
    const row = {
      TimeGenerated: '2026-03-02T11:30:00Z',
      ResultType: '50126',
      UserPrincipalName: 'f@contoso.example',
      IPAddress: '203.0.113.7',
    };
    writeFileSync(join(folder, 'rows.json'), JSON.stringify(Array.from({ length: 11 }, () => row)));
    const graph = Array.from({ length: 11 }, (_, index) => ({
      id: `00000000-0000-4000-8000-0000000000${10 + index}`,
      createdDateTime: '2025-01-05T10:00:00Z',
      userPrincipalName: 'g@contoso.example',
      userId: '6b0d5a5e-8f3c-4c8e-9d7a-2f6f3b1f7a01',
      appId: '6b0d5a5e-8f3c-4c8e-9d7a-2f6f3b1f7a02',
      appDisplayName: 'Portal',
      ipAddress: '203.0.113.8',
      clientAppUsed: 'Browser',
      isInteractive: true,
      status: { errorCode: 50126, failureReason: 'Wrong password' },
    }));
    const file = await run(`tests:
  - name: rows
    events: [{ $file: rows.json, $table: SigninLogs }]
    expect: { alerts: 1, entities: [{ Account: { FullName: f@contoso.example } }] }
  - name: export, moved to now
    events:
      - $newest: -10m
        $export: ${JSON.stringify(graph)}
    expect: { alerts: 1, entities: [{ Account: { FullName: g@contoso.example } }] }
  - name: out of the folder
    events: [{ $file: ../secret.json, $table: SigninLogs }]
    expect: { alerts: 0 }
`);
    assert.deepEqual(outcomes(file), [
      'passed rows',
      'passed export, moved to now',
      'broken out of the folder',
    ]);
    assert.match(file.tests[2]?.reason ?? '', /does not lie beside the test/);
  });

  it('says what is wrong with a test file, and where', async () => {
    for (const [text, message] of [
      ['tests:\n  - name: x\n    events: []\n', /expects nothing/],
      ['tests:\n  - name: x\n    evnts: []\n    expect: { alerts: 0 }\n', /no evnts/],
      ['tests: []\n', /no tests/],
      [
        'tests:\n  - name: x\n    events: [{ $like: nothing }]\n    expect: { alerts: 0 }\n',
        /no template nothing/,
      ],
      ['tests:\n  - name: x\n    expect: { alerts: many }\n', /wrong form/],
    ] as const) {
      const { faults, tests: none } = await run(text);
      assert.match(faults[0]?.message ?? '', message);
      assert.deepEqual(none, []);
    }
    const wrong = await run(
      'tests:\n  - { name: x, events: [{ $table: SigninLogs, Colour: red }], expect: { alerts: 0 } }\n',
    );
    assert.match(wrong.tests[0]?.reason ?? '', /SigninLogs has no column Colour/);
  });

  it('finds the changes of a query that weak tests do not notice', async () => {
    const weak = await run(
      `${EVENTS}tests:\n  - { name: fires, events: [{ $like: refused, $times: 50 }], expect: { alerts: 1 } }\n`,
      undefined,
      true,
    );
    assert.deepEqual(
      weak.mutation?.mutants
        .filter(({ fate }) => fate === 'alive')
        .map(({ id }, index) => [id, weak.mutation?.lines[index] !== undefined]),
      [
        ['drop: ResultType != "0"', true],
        ['drop: Failures > 10', true],
        ['boundary: Failures > 10', true],
        ['threshold: 10 → 11', true],
      ],
    );
    assert.equal(weak.mutation?.score, 2 / 6);
    const strong = await run(
      `${EVENTS}tests:
  - { name: fires, events: [{ $like: refused }], expect: { alerts: 1 }, quietWith: [{ $times: 10 }, { ResultType: "0" }] }
excused:
  - { mutant: "negate: Failures > 10", reason: not needed }
`,
      undefined,
      true,
    );
    assert.deepEqual(
      [strong.mutation?.alive, strong.mutation?.score, strong.mutation?.needlessExcuses],
      [0, 1, ['negate: Failures > 10']],
    );
  });

  it('reads watchlists from CSV beside the rule', async () => {
    const beside = join(folder, 'listed');
    mkdirSync(join(beside, 'watchlists'), { recursive: true });
    writeFileSync(join(beside, 'watchlists', 'offices.csv'), 'Range,City\n198.51.100.0/24,Bern\n');
    writeFileSync(
      join(beside, 'outside.yaml'),
      ruleWith(
        [
          '  SigninLogs\n  | where ResultType != "0"\n',
          '  let offices = toscalar(_GetWatchlist("offices") | summarize make_list(Range));\n  SigninLogs\n  | where not(ipv4_is_in_any_range(IPAddress, offices))\n',
        ],
        ['  | where Failures > 10\n', ''],
      ),
    );
    writeFileSync(
      join(beside, 'outside.test.yaml'),
      `tests:
  - name: outside
    events:
      - { $table: SigninLogs, UserPrincipalName: ann, IPAddress: 203.0.113.9 }
    expect: { alerts: 1 }
    quietWith:
      - { IPAddress: 198.51.100.7 }
`,
    );
    const tested = await tests.run(join(beside, 'outside.test.yaml'));
    assert.deepEqual(
      tested.tests.map(({ outcome, reason }) => [outcome, reason]),
      [
        ['passed', undefined],
        ['passed', undefined],
      ],
      JSON.stringify(tested.faults),
    );
  });
});
