import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import type { JsonObject, JsonValue } from '../../../src/base/json.ts';
import { armFromYaml, yamlFromArm } from '../../../src/detections/rule/arm.ts';
import { isoDuration, parseDuration, shortFromIso } from '../../../src/detections/rule/duration.ts';
import type { RuleData } from '../../../src/detections/rule/rule.ts';
import { RuleSource } from '../../../src/detections/rule/source.ts';
import { ruleYaml } from '../../../src/detections/rule/writeYaml.ts';
import { ruleWith, SOUND } from './ruleText.ts';

const SHARED = new URL('../../../../shared/detections/yaml/', import.meta.url);
const dataOf = (text: string): RuleData => new RuleSource(text).data as RuleData;
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const EXPORTED: JsonObject = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: { workspace: { type: 'String' }, other: { type: 'Int', defaultValue: 3 } },
  resources: [
    {
      id: "[concat(resourceId('Microsoft.OperationalInsights/workspaces/providers', parameters('workspace'), 'Microsoft.SecurityInsights'),'/alertRules/0f7c2f0e-6c0b-4f0c-9d8e-3a0b5f2a7c11')]",
      name: "[concat(parameters('workspace'),'/Microsoft.SecurityInsights/0f7c2f0e-6c0b-4f0c-9d8e-3a0b5f2a7c11')]",
      type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
      kind: 'Scheduled',
      apiVersion: '2023-12-01-preview',
      properties: {
        displayName: 'Exported',
        enabled: false,
        severity: 'Low',
        query: 'SigninLogs\n| take 1',
        queryFrequency: 'PT30M',
        queryPeriod: 'PT1H30M',
        triggerOperator: 'LessThan',
        triggerThreshold: 3,
        suppressionDuration: 'PT6H',
        suppressionEnabled: true,
        startTimeUtc: null,
        tactics: ['Persistence'],
        techniques: ['T1098', 'T1136'],
        subTechniques: ['T1098.003'],
        alertRuleTemplateName: null,
        incidentConfiguration: {
          createIncident: true,
          groupingConfiguration: { enabled: true, lookbackDuration: 'PT5H', matchingMethod: 'AllEntities' },
        },
        customDetails: null,
      },
    },
  ],
};

const ID = '7d4f4f6e-8f5b-4f3c-8a1a-0000000000aa';

describe('detections: rule files', () => {
  it('reads durations in every spelling', () => {
    for (const [text, seconds] of [
      ['5m', 300],
      ['14d', 1_209_600],
      ['01:30:00', 5400],
      ['1.00:00:00', 86_400],
      ['PT90M', 5400],
      ['P1DT1H', 90_000],
    ] as const)
      assert.equal(parseDuration(text), seconds, text);
    for (const text of ['', '5', 'x', 'P', '1w', '-5m']) assert.equal(parseDuration(text), undefined, text);
    assert.deepEqual(['24h', '1d', '1440m', '00:05:00'].map(isoDuration), [
      'PT24H',
      'P1D',
      'PT1440M',
      'PT5M',
    ]);
    assert.deepEqual(['PT24H', 'P1D', 'PT1H30M'].map(shortFromIso), ['24h', '1d', '90m']);
  });

  it('knows where each value and each part of the query is', () => {
    const source = new RuleSource(SOUND);
    const { start, length } = source.spanInText(['query'], {
      start: source.rule.query.indexOf('summarize'),
      length: 9,
    });
    assert.equal(SOUND.slice(start, start + length), 'summarize');
    assert.equal(source.offsetInText(['query'], start), source.rule.query.indexOf('summarize'));
    const mapped = source.span(['entityMappings', 0, 'fieldMappings', 0, 'columnName']);
    assert.equal(SOUND.slice(mapped.start, mapped.start + mapped.length), 'UserPrincipalName');
  });

  it('keeps places in queries with blank lines, other indents, quotes and carriage returns', () => {
    const block = 'query: |\n\n    A\n      | where x == 1\n\n    | take 5\nid: 1\n';
    for (const text of [
      block,
      block.replaceAll('\n', '\r\n'),
      'query: "A | take 5"\n',
      'query: A | take 5\n',
    ]) {
      const source = new RuleSource(text);
      const { start, length } = source.spanInText(['query'], {
        start: source.rule.query.indexOf('take'),
        length: 4,
      });
      assert.equal(text.slice(start, start + length), 'take', text);
    }
  });

  it('reads aliases and merged mappings, and refuses those that grow without bound', () => {
    const source = new RuleSource('a: &a { x: 1 }\nb: *a\nc:\n  <<: *a\n  y: 2\n');
    assert.deepEqual(source.data, { a: { x: 1 }, b: { x: 1 }, c: { x: 1, y: 2 } });
    const level = (name: string, of: string): string =>
      `${name}: &${name} [${Array.from({ length: 9 }, () => `*${of}`).join(', ')}]\n`;
    const bomb = `a: &a [1]\n${level('b', 'a')}${level('c', 'b')}${level('d', 'c')}`;
    assert.equal(new RuleSource(bomb).faults.length, 1);
  });

  it('splits techniques and sub-techniques as ARM has them', () => {
    const [resource] = armFromYaml(dataOf(ruleWith(['- T1110', '- T1110.003\n  - T1078'])))['resources'] as {
      properties: JsonObject;
    }[];
    assert.deepEqual(
      [resource?.properties['techniques'], resource?.properties['subTechniques']],
      [['T1110', 'T1078'], ['T1110.003']],
    );
    assert.equal(resource?.properties['queryFrequency'], 'PT1H');
    assert.equal(resource?.properties['triggerOperator'], 'GreaterThan');
  });

  it('goes to ARM and back without a loss', () => {
    const variants = [
      SOUND,
      ruleWith(['queryFrequency: 1h', 'queryFrequency: 00:45:00'], ['queryPeriod: 1h', 'queryPeriod: 1440m']),
      ruleWith(
        ['kind: Scheduled', 'kind: scheduled\ntags: [a, b]\nmetadata: { source: { kind: Community } }'],
        ['gt', 'GreaterThan'],
      ),
      ruleWith(
        ['- T1110', '- T1110\n  - T1110.001\n  - T1110'],
        ['version: 1.0.0', 'version: 1.0\nsuppressionEnabled: false\nunknown: [1, null]'],
      ),
      ruleWith(['kind: Scheduled\n', ''], ['queryFrequency: 1h\n', '']),
    ];
    for (const text of variants)
      assert.deepEqual(yamlFromArm(copy(armFromYaml(dataOf(text)))), [dataOf(text)]);
  });

  it('goes from ARM to YAML text and back without a loss', () => {
    const resource = (EXPORTED['resources'] as JsonObject[])[0]!;
    for (const document of [EXPORTED, resource, { ...resource, etag: '"1"', systemData: { a: [1] } }]) {
      const [data] = yamlFromArm(document);
      assert.equal(data?.['queryPeriod'], '90m');
      assert.deepEqual(copy(armFromYaml(dataOf(ruleYaml(data)))), document);
    }
    assert.equal(yamlFromArm({ value: [resource, resource] }).length, 2);
    assert.throws(() => yamlFromArm({ hello: 1 }), { code: 'rule.not-arm' });
  });

  it('sends what was changed in the file since, not what the template had', () => {
    const [data = {}] = yamlFromArm(EXPORTED);
    const changed = {
      ...data,
      query: 'AuditLogs | take 1',
      queryFrequency: '2h',
      severity: 'High',
      suppressionEnabled: true,
      id: '11111111-2222-4333-8444-555555555555',
    };
    const arm = copy(armFromYaml(changed));
    const [{ properties, ...resource } = {}] = arm['resources'] as JsonObject[];
    const { query, queryFrequency, severity, suppressionEnabled } = properties as JsonObject;
    assert.deepEqual(
      { query, queryFrequency, severity, suppressionEnabled },
      { query: 'AuditLogs | take 1', queryFrequency: 'PT2H', severity: 'High', suppressionEnabled: true },
    );
    assert.match(String(resource['name']), /11111111-2222-4333-8444-555555555555/);
    assert.equal(resource['apiVersion'], (EXPORTED['resources'] as JsonObject[])[0]?.['apiVersion']);
    assert.equal(yamlFromArm(arm)[0]?.['query'], 'AuditLogs | take 1');
  });

  it('reads what parameters and variables of a template say, and gives the expressions back', () => {
    const document: JsonObject = {
      contentVersion: '1.0.0.0',
      parameters: {
        level: { type: 'string', defaultValue: 'High' },
        on: { type: 'bool', defaultValue: false },
      },
      variables: { rule: { id: ID, title: "[concat('It''s ', variables('what'))]" }, what: 'late' },
      resources: [
        {
          type: 'Microsoft.SecurityInsights/alertRuleTemplates',
          name: "[variables('rule').id]",
          kind: 'NRT',
          properties: {
            displayName: "[variables('rule').title]",
            description: '[[Preview] of [one]',
            severity: "[parameters('level')]",
            enabled: "[parameters('on')]",
            query: "[reference('x').query]",
            status: 'Available',
          },
        },
      ],
    };
    const [data = {}] = yamlFromArm(document);
    assert.deepEqual(
      ['id', 'kind', 'name', 'description', 'severity', 'enabled', 'query', 'status'].map((key) => data[key]),
      [ID, 'NRT', "It's late", '[Preview] of [one]', 'High', false, "[reference('x').query]", 'Available'],
    );
    assert.deepEqual(copy(armFromYaml(dataOf(ruleYaml(data)))), document);
    const bracketed = { id: ID, kind: 'NRT', name: '[{{Level}}]', query: "['My table']" };
    assert.deepEqual(yamlFromArm(copy(armFromYaml(bracketed))), [bracketed]);
    assert.match(JSON.stringify(armFromYaml(bracketed)), /"\[\[\{\{Level/);
  });

  it('finds the rules of a package of the gallery, and passes over what has no query', () => {
    const rule = (name: string, more: JsonObject = {}): JsonObject => ({
      type: 'Microsoft.SecurityInsights/AlertRuleTemplates',
      name,
      kind: 'Scheduled',
      properties: { displayName: name, query: 'AuditLogs', queryFrequency: 'PT1H', ...more },
    });
    const packed = (resources: readonly JsonObject[]): JsonObject => ({
      type: 'Microsoft.OperationalInsights/workspaces/providers/contentTemplates',
      name: 'x',
      properties: { mainTemplate: { contentVersion: "[variables('v')]", resources } },
    });
    const fusion = {
      type: 'Microsoft.SecurityInsights/alertRules',
      name: 'f',
      kind: 'Fusion',
      properties: {},
    };
    const parser = {
      type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
      name: 'p',
      properties: { category: 'Microsoft Sentinel Parser', functionAlias: 'P', query: 'x' },
    };
    const rules = yamlFromArm({
      variables: { v: '1.2.3', ids: { first: ID } },
      resources: [
        packed([rule("[variables('ids').first]", { techniques: ['T1078'], subTechniques: ['T1078.004'] })]),
        packed([fusion, parser]),
        packed([
          rule('second', { requiredDataConnectors: [{ connectorId: 'A', dataTypes: ['AuditLogs'] }] }),
        ]),
      ],
    });
    assert.deepEqual(
      rules.map(({ id, version, relevantTechniques, queryFrequency }) => [
        id,
        version,
        relevantTechniques,
        queryFrequency,
      ]),
      [
        [ID, '1.2.3', ['T1078.004'], '1h'],
        ['second', '1.2.3', undefined, '1h'],
      ],
    );
    assert.throws(() => yamlFromArm({ resources: [fusion] }), { code: 'rule.not-arm' });
    assert.equal(
      yamlFromArm({ value: [fusion, { ...rule('a'), type: 'Microsoft.SecurityInsights/alertRules' }] })
        .length,
      1,
    );
  });

  it('keeps the resources that stand beside a rule', () => {
    const [rule = {}] = EXPORTED['resources'] as JsonObject[];
    const workbook = { type: 'Microsoft.Insights/workbooks', name: 'w', properties: { serializedData: '' } };
    const document = { ...EXPORTED, resources: [workbook, rule, workbook] };
    const [data = {}] = yamlFromArm(document);
    assert.deepEqual(copy(armFromYaml(dataOf(ruleYaml(data)))), document);
  });

  it('loses nothing of any data', () => {
    const word = fc.constantFrom(
      '1h',
      '24h',
      '00:05:00',
      'gt',
      'GreaterThan',
      'T1110',
      'T1110.001',
      'Scheduled',
      'nrt',
      'x\ny',
      '',
    );
    const value: fc.Arbitrary<JsonValue> = fc.oneof(
      word,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(word, { maxLength: 3 }),
      fc.dictionary(word, word, { maxKeys: 2, noNullPrototype: true }),
    );
    const fields = [
      'id',
      'kind',
      'name',
      'queryFrequency',
      'queryPeriod',
      'triggerOperator',
      'relevantTechniques',
      'tactics',
      'version',
      'suppressionDuration',
      'description',
      'status',
      'enabled',
      'query',
      'incidentConfiguration',
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...fields), value, { noNullPrototype: true }), (data) => {
        assert.deepEqual(yamlFromArm(copy(armFromYaml(data))), [data]);
        assert.deepEqual(
          parseAllDocuments(ruleYaml(data)).map((each) => each.toJS() as unknown),
          [data],
        );
      }),
      { numRuns: 300 },
    );
  });

  it('carries the community’s files to ARM and back', function () {
    if (!existsSync(SHARED)) this.skip();
    for (const name of readdirSync(SHARED).filter((each) => each.endsWith('.yaml'))) {
      const data = dataOf(readFileSync(new URL(name, SHARED), 'utf8'));
      assert.deepEqual(yamlFromArm(copy(armFromYaml(data))), [data], name);
    }
  });
});
