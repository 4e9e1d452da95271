import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { NEWEST_ATTACK_VERSION } from '../../../src/attack/data/attackData.ts';
import { completeRule, describeField } from '../../../src/detections/rule/complete.ts';
import { completeTest, describeTestField } from '../../../src/detections/test/completeTest.ts';
import { ruleJsonSchema, testJsonSchema } from '../../../src/detections/rule/jsonSchema.ts';
import { scaffoldRule } from '../../../src/detections/rule/scaffold.ts';
import { RuleSource, YamlSource } from '../../../src/detections/rule/source.ts';
import { querySteps } from '../../../src/detections/test/querySteps.ts';
import { readTestFile } from '../../../src/detections/test/testFile.ts';
import { lintTest } from '../../../src/detections/lint/lintTest.ts';
import { lintRule } from '../../../src/detections/lint/lintRule.ts';
import { published, SOUND } from './ruleText.ts';

/** Labels at the place of ¦ in the text. */
function labels(marked: string): string[] {
  const offset = marked.indexOf('¦');
  const facts = {
    attackVersion: NEWEST_ATTACK_VERSION,
    columns: () => [{ name: 'Caller', type: 'string' as const }],
  };
  return completeRule(marked.replace('¦', ''), offset, facts).map(({ label }) => label);
}

describe('detections: writing rules', function () {
  this.timeout(240_000);

  it('completes fields, inner fields and values', () => {
    assert.ok(labels('id: x\nquery¦').includes('queryFrequency'));
    assert.deepEqual(labels('severity: ¦'), ['Informational', 'Low', 'Medium', 'High']);
    assert.ok(labels('tactics:\n  - ¦').includes('CredentialAccess'));
    assert.ok(labels('relevantTechniques:\n  - T11¦').includes('T1110.003'));
    assert.deepEqual(labels('entityMappings:\n  - ¦'), ['entityType', 'fieldMappings']);
    assert.ok(labels('entityMappings:\n  - entityType: ¦').includes('Account'));
    assert.deepEqual(
      labels('entityMappings:\n  - entityType: IP\n    fieldMappings:\n      - identifier: ¦'),
      ['Address', 'AddressScope'],
    );
    assert.ok(labels('incidentConfiguration:\n  groupingConfiguration:\n    ¦').includes('lookbackDuration'));
    assert.deepEqual(labels('query: |\n  SigninLogs ¦'), []);
  });

  it('completes columns of the answer where a column is named', () => {
    const within = (text: string): string => `query: |\n  AzureActivity\n${text}`;
    assert.deepEqual(
      labels(within('entityMappings:\n  - entityType: IP\n    fieldMappings:\n      - columnName: ¦\n')),
      ['Caller'],
    );
    assert.deepEqual(labels(within('customDetails:\n  Who: C¦')), ['Caller']);
    assert.deepEqual(labels(within('alertDetailsOverride:\n  alertDisplayNameFormat: By {{Ca¦')), ['Caller']);
    assert.deepEqual(labels(within('alertDetailsOverride:\n  alertDisplayNameFormat: By Ca¦')), []);
  });

  it('does not offer a field that the file has', () => {
    const offered = labels('id: x\n¦\nseverity: Low');
    assert.ok(!offered.includes('severity') && !offered.includes('id') && offered.includes('query'));
  });

  it('has a JSON schema made of the same fields', () => {
    assert.deepEqual(
      JSON.parse(readFileSync('media/rule.schema.json', 'utf8')),
      ruleJsonSchema(),
      'run node scripts/buildRuleSchema.ts',
    );
  });

  it('says what a field means', () => {
    assert.match(describeField(SOUND, SOUND.indexOf('queryPeriod') + 3) ?? '', /looks? back|looks/);
    assert.match(describeField(SOUND, SOUND.indexOf('identifier') + 3) ?? '', /entity/);
  });

  it('begins a rule that lint has nothing against', () => {
    for (const request of [
      { name: 'From the template' },
      { name: 'From a query', query: 'AuditLogs | where OperationName == "x"' },
      {
        name: 'From an event',
        event: {
          id: 'e1',
          table: 'SigninLogs',
          row: { ResultType: '0', UserPrincipalName: 'a', IPAddress: 'b' },
          techniques: [{ technique: 'T1110.003', attackVersion: NEWEST_ATTACK_VERSION }],
        },
      },
    ]) {
      const { rule, test } = scaffoldRule(request);
      assert.deepEqual(
        lintRule(new RuleSource(rule), { inspector: published }).map(({ code, data }) => [code, data]),
        [],
        rule,
      );
      assert.deepEqual(readTestFile(test).faults, []);
    }
  });

  it('cuts a query off after each operator', () => {
    const text = 'let a = 1;\nSigninLogs\n| where ResultType == "0"\n| take 5';
    assert.deepEqual(
      querySteps(text, published.inspect(text).root).map((step) => step.text.slice(11)),
      [
        'SigninLogs',
        'SigninLogs\n| where ResultType == "0"',
        'SigninLogs\n| where ResultType == "0"\n| take 5',
      ],
    );
  });
});

/** As labels, in the tests of a rule that reads AzureActivity. */
function testLabels(marked: string): string[] {
  const offset = marked.indexOf('¦');
  const facts = {
    tables: () => ['AzureActivity', 'SigninLogs'],
    columns: (table: string) => [
      { name: table === 'SigninLogs' ? 'IPAddress' : 'Caller', type: 'string' as const },
    ],
    answer: () => [{ name: 'Changes', type: 'long' as const }],
    mutants: () => ['drop: Caller == "x"'],
    shapes: () => ['graph-signins'],
  };
  return completeTest(marked.replace('¦', ''), offset, facts).map(({ label }) => label);
}

describe('detections: writing tests of rules', () => {
  const within = (text: string): string =>
    `templates:\n  refused: { $table: SigninLogs, ResultType: "50126" }\n  change:\n    $table: AzureActivity\ntests:\n  - name: a\n${text}`;

  it('completes fields at each place, in blocks and in braces', () => {
    assert.deepEqual(testLabels('¦'), ['rule', 'now', 'templates', 'tests', 'excused']);
    assert.deepEqual(testLabels(within('    ¦')), ['name', 'now', 'events', 'expect', 'quietWith']);
    for (const text of ['    expect:\n      ¦', '    expect: { ¦', '    expect: {"alerts": 1, "¦'])
      assert.deepEqual(testLabels(within(text)), ['alerts', 'rows', 'entities', 'severity'], text);
    assert.ok(testLabels(within('    expect:\n      entities: [{ ¦')).includes('AzureResource'));
    assert.deepEqual(testLabels(within('    expect: { entities: [{ IP: { ¦')), ['Address', 'AddressScope']);
    assert.deepEqual(testLabels(within('    expect:\n      alerts:\n        - severity: ¦')), [
      'Informational',
      'Low',
      'Medium',
      'High',
    ]);
    assert.deepEqual(testLabels('tests: []\nexcused:\n  - ¦'), ['mutant', 'reason']);
    assert.deepEqual(testLabels('tests: []\nexcused:\n  - mutant: ¦'), ['drop: Caller == "x"']);
  });

  it('completes tables, templates and the columns of the event that is written', () => {
    assert.deepEqual(testLabels(within('    events:\n      - { $table: ¦')), ['AzureActivity', 'SigninLogs']);
    assert.deepEqual(testLabels(within('    events:\n      - $like: ¦')), ['refused', 'change']);
    assert.deepEqual(testLabels(within('    events:\n      - { $shape: ¦')), ['graph-signins']);
    const columnsAt = (text: string): string[] =>
      testLabels(within(text)).filter((label) => /^[A-Z]/.test(label));
    assert.deepEqual(columnsAt('    events:\n      - { $like: refused, ¦'), ['IPAddress']);
    assert.deepEqual(columnsAt('    events:\n      - $like: change\n        ¦'), ['Caller']);
    assert.deepEqual(columnsAt('    events:\n      - $table: SigninLogs\n        IP¦'), ['IPAddress']);
    assert.deepEqual(columnsAt('    quietWith:\n      - { ¦'), ['IPAddress', 'Caller']);
    assert.deepEqual(columnsAt('    expect:\n      rows: [{ ¦'), ['Changes']);
    assert.deepEqual(testLabels('templates:\n  one: { $table: SigninLogs, ¦').includes('IPAddress'), true);
  });

  it('says what a field means, of the one under the cursor', () => {
    const text = within('    expect: { alerts: 0, rows: 1 }');
    assert.match(describeTestField(text, text.indexOf('rows') + 1) ?? '', /rows the query gives/);
    assert.match(describeTestField(text, text.indexOf('expect') + 1) ?? '', /must give/);
    assert.equal(describeTestField(text, text.indexOf('ResultType') + 1), undefined);
  });

  it('has a JSON schema made of the same fields', () => {
    assert.deepEqual(
      JSON.parse(readFileSync('media/ruleTest.schema.json', 'utf8')),
      testJsonSchema(),
      'run node scripts/buildRuleSchema.ts',
    );
  });

  it('finds each mistake at its place', () => {
    const query = 'AzureActivity | where Caller == "x"';
    const found = (text: string): string[] =>
      lintTest(new YamlSource(text), { path: 'r.yaml', query }, published).map(
        ({ code, span }) => `${code} ${text.slice(span.start, span.start + span.length)}`,
      );
    const sound =
      'templates:\n  x: { $table: AzureActivity, Caller: x }\ntests:\n  - name: a\n    events: [{ $like: x, $times: 2 }]\n    expect: { alerts: 1, rows: [{ Caller: x }] }\n    quietWith: [{ Caller: y }]\nexcused:\n  - { mutant: "drop: Caller == \\"x\\"", reason: none }\n';
    assert.deepEqual(found(sound), []);
    for (const [from, to, expected] of [
      ['AzureActivity', 'AzureActivty', 'table-unknown AzureActivty'],
      ['Caller: x', 'Callr: x', 'column-unknown Callr'],
      ['Caller: y', 'Callr: y', 'column-unknown Callr'],
      ['$times: 2', '$times: two', 'field-form two'],
      ['$times: 2', '$tims: 2', 'field-unknown $tims'],
      ['alerts: 1', 'alerts: one', 'field-form one'],
      ['alerts: 1', 'allerts: 1', 'field-unknown allerts'],
      ['alerts: 1', 'severity: Hihg', 'field-word Hihg'],
      ['$like: x', '$like: y', 'test-invalid { $like: y, $times: 2 }'],
      ['name: a', 'nam: a', 'field-unknown nam'],
      ['drop: Caller', 'drop: Callr', 'excuse-unknown "drop: Callr == \\"x\\""'],
      ['tests:', 'templates:', 'yaml-syntax t'],
    ] as const)
      assert.ok(
        found(sound.replace(from, to)).includes(expected),
        `${to}: ${found(sound.replace(from, to)).join()}`,
      );
    assert.deepEqual(
      lintTest(new YamlSource(sound), { path: 'r.yaml', query: undefined }, published).map(
        ({ code }) => code,
      ),
      ['test-without-rule'],
    );
  });
});
