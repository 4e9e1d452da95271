import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { NEWEST_ATTACK_VERSION } from '../../../src/attack/data/attackData.ts';
import { completeRule, describeField } from '../../../src/detections/rule/complete.ts';
import { ruleJsonSchema } from '../../../src/detections/rule/jsonSchema.ts';
import { scaffoldRule } from '../../../src/detections/rule/scaffold.ts';
import { RuleSource } from '../../../src/detections/rule/source.ts';
import { querySteps } from '../../../src/detections/test/querySteps.ts';
import { readTestFile } from '../../../src/detections/test/testFile.ts';
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
