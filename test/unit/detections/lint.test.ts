import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { JsonObject, JsonValue } from '../../../src/base/json.ts';
import { CATALOGUE, findingSentence } from '../../../src/detections/lint/catalogue.ts';
import type { Finding, FindingCode } from '../../../src/detections/lint/findings.ts';
import { lintRule } from '../../../src/detections/lint/lintRule.ts';
import { lintPages } from '../../../src/detections/lint/pages.ts';
import { FIELDS } from '../../../src/detections/rule/fields.ts';
import { ruleYaml } from '../../../src/detections/rule/writeYaml.ts';
import { RuleSource } from '../../../src/detections/rule/source.ts';
import { RuleLinter } from '../../../src/ruleServer/lintFiles.ts';
import { looksLikeRule } from '../../../src/ruleServer/ruleFiles.ts';
import { MISTAKES, where } from './mistakes.ts';
import { published, ruleWith, SOUND } from './ruleText.ts';

const SHARED = new URL('../../../../shared/detections/yaml/', import.meta.url);

function lint(text: string): readonly Finding[] {
  return lintRule(new RuleSource(text), { inspector: published });
}
const codes = (text: string): FindingCode[] => lint(text).map(({ code }) => code);

describe('detections: lint', function () {
  this.timeout(240_000);

  it('finds nothing in a sound rule', () => assert.deepEqual(codes(SOUND), []));

  for (const [code, marked, ...changes] of MISTAKES)
    it(`${code} marks ${marked.slice(0, 40).replace(/\n/g, ' ')}`, () => {
      const text = ruleWith(...changes);
      const found = lint(text).find((each) => each.code === code);
      assert.ok(found, `found only ${codes(text).join(', ')}`);
      assert.equal(text.slice(found.span.start, found.span.start + found.span.length), marked);
      assert.ok(findingSentence(found).length > 10);
      for (const { edits } of found.fixes) {
        const fixed = [...edits]
          .sort((a, b) => b.start - a.start)
          .reduce(
            (all, edit) => all.slice(0, edit.start) + edit.text + all.slice(edit.start + edit.length),
            text,
          );
        const still: readonly Finding[] = lint(fixed).filter(
          (each) => each.code === code && each.span.start === found.span.start,
        );
        assert.deepEqual(still.map(findingSentence), []);
      }
    });

  it('says nothing of columns after rows from a function that is not known', () => {
    const steps = '  | where ResultType != "0"\n';
    for (const [step, found] of [
      ['  | invoke FileProfile(UserId, 10)\n  | where GlobalPrevalence < 5\n', []],
      ['  | where Wrong == 1\n  | invoke FileProfile(UserId, 10)\n', ['Wrong']],
      ['  | where IsVip(UserId) and Wrong == 1\n', ['Wrong']],
    ] as const) {
      const text = ruleWith([steps, step]);
      const wrong = lint(text).filter(({ code }) => code === 'column-unknown');
      assert.deepEqual(
        wrong.map(({ span }) => text.slice(span.start, span.start + span.length)),
        found,
      );
    }
  });

  it('finds a value of the wrong form in each field, at its line', () => {
    const sound = parse(SOUND) as JsonObject;
    for (const { name, value } of FIELDS) {
      if (value.form === 'any') continue;
      const wrong: readonly JsonValue[] = [
        ...(value.form === 'list' ? ['text', 5] : [['element']]),
        ...(value.form === 'record' || value.form === 'map' ? ['text'] : [{ inner: 1 }]),
        ...(value.form === 'flag' || value.form === 'duration' ? [5, 'neither'] : [true]),
      ];
      for (const each of wrong) {
        const text = ruleYaml({ ...sound, [name]: each });
        const source = new RuleSource(text);
        const line = text.slice(0, text.search(new RegExp(`^${name}:`, 'm'))).split('\n').length;
        const at = lint(text)
          .filter(({ severity }) => severity === 'error')
          .map(({ span }) => source.position(span.start).line);
        assert.ok(
          at.some((found) => found === line || found === line + 1),
          `${name}: ${JSON.stringify(each)} is on line ${line}, found on ${at.join(', ')}`,
        );
      }
    }
  });

  it('reads what people write: line ends, comments, anchors, folded and quoted texts, durations', () => {
    for (const text of [
      SOUND.replaceAll('\n', '\r\n'),
      `---\n${SOUND}...\n`,
      `${SOUND}---\n# the end\n`,
      SOUND.replaceAll(/^(?=[a-z])/gm, '# a comment\n'),
      SOUND.replace('query: |', 'query: >'),
      SOUND.replace('query: |', 'query: |2-'),
      JSON.stringify(parse(SOUND)),
      ruleWith(['tactics:\n  - ', 'tactics:\n- '], ['kind: Scheduled', "kind: 'scheduled'"]),
      ruleWith(['columnName: UserP', 'columnName: &who UserP'], ['Failures: Failures', 'Who: *who']),
      ruleWith(
        ['queryFrequency: 1h', 'queryFrequency: PT1H'],
        ['queryPeriod: 1h', 'queryPeriod: 1.00:00:00'],
      ),
      ruleWith(
        ['  | where Failures', '  \t| where Failures'],
        ['triggerOperator: gt', 'triggerOperator: GreaterThan'],
      ),
    ])
      assert.deepEqual(lint(text).map(findingSentence), [], text);
    for (const [text, line] of [
      [`${SOUND}severity: Low\n`, 31],
      [`${SOUND}---\n${SOUND}`, 31],
      [ruleWith(['tactics:\n  - ', 'tactics:\n\t- ']), 14],
    ] as const) {
      const source = new RuleSource(text);
      assert.deepEqual(
        lint(text).map(({ code, span }) => [code, source.position(span.start).line]),
        [['yaml-syntax', line]],
      );
    }
  });

  it('complains less of what another version of ATT&CK or another workspace has', () => {
    const of = (text: string): readonly string[] =>
      lint(text).map(({ code, severity }) => `${code} ${severity}`);
    assert.deepEqual(of(ruleWith(['CredentialAccess', 'DefenseEvasion'], ['T1110', 'T1548'])), [
      'technique-without-tactic warning',
    ]);
    assert.deepEqual(of(ruleWith(['SigninLogs\n  | where', 'OktaSSO\n  | where'])), [
      'table-unknown information',
    ]);
    assert.deepEqual(
      of(ruleWith(['SigninLogs\n  | where', 'union SigninLogs, imAuthentication\n  | where'])),
      [],
    );
    assert.deepEqual(of(ruleWith([where, '| where todatetime(CreatedDateTime) > ago(30d)'])), []);
    const expanded =
      '| where Failures > 10\n  | extend Who = split(UserPrincipalName, ",")\n  | mv-expand Who';
    const byWho = ['columnName: UserPrincipalName', 'columnName: Who'] as const;
    assert.deepEqual(of(ruleWith(['| where Failures > 10', expanded], byWho)), []);
    assert.deepEqual(
      of(ruleWith(['| where Failures > 10', expanded.replace('| mv-expand Who', '')], byWho)),
      ['entity-column-type warning'],
    );
    assert.deepEqual(of(ruleWith([where, '| where TimeGenerated > ago(65m)'])), ['period-too-short warning']);
    assert.deepEqual(
      of(
        ruleWith(
          ['  SigninLogs\n', '  let old = ago(30d);\n  SigninLogs\n'],
          [where, '| where todatetime(CreatedDateTime) < old'],
        ),
      ),
      [],
    );
    assert.deepEqual(
      of(
        ruleWith([
          '  SigninLogs\n',
          '  union isfuzzy=true SigninLogs, _Im_Dns_Infoblox, SignInLogs_CL, OktaSSO\n',
        ]),
      ),
      [],
    );
  });

  it('has a mistake of each code', () => {
    const seeded = new Set<string>(MISTAKES.map(([code]) => code));
    // Of several files, and of tests (complete.test.ts).
    for (const code of ['id-taken', 'test-invalid', 'test-without-rule', 'excuse-unknown']) seeded.add(code);
    const missing = Object.keys(CATALOGUE).filter((code) => !seeded.has(code));
    assert.deepEqual(missing, []);
  });

  it('tells rules, however wrong, from other YAML', () => {
    for (const text of [SOUND, ruleWith(['query: |', 'querry: |']), 'kind: NRT\nseverity: High\n'])
      assert.ok(looksLikeRule(text));
    for (const text of ['', 'version: 3\nservices: {}\n', 'kind: CustomDetection\nproperties:\n  query: x\n'])
      assert.ok(!looksLikeRule(text));
  });

  it('finds two rules with one id', async () => {
    const linter = new RuleLinter({});
    const ids = new Map<string, string>();
    await linter.lint(join(import.meta.dirname, 'a.yaml'), SOUND, ids);
    const { findings } = await linter.lint(join(import.meta.dirname, 'b.yaml'), SOUND, ids);
    assert.deepEqual(
      findings.map(({ code, line }) => [code, line]),
      [['id-taken', 1]],
    );
  });

  it('is silenced by a comment with a reason, on the line, before it, and for the file', () => {
    const bad = ruleWith(['severity: Medium', 'severity: Bad']);
    const reason = 'azimuth-ignore field-word: seen';
    for (const text of [
      bad.replace('severity: Bad', `severity: Bad # ${reason}`),
      bad.replace('severity', `# ${reason}\nseverity`),
      `# ${reason}\n${bad}`,
    ])
      assert.deepEqual(codes(text), []);
    const inQuery = ruleWith([
      where,
      '// azimuth-ignore column-unknown: ours has it\n  | where Colour != "0"',
    ]);
    assert.deepEqual(codes(inQuery), []);
  });

  it('says once of a watchlist that nothing tells whether it is there', async () => {
    const list = '(_GetWatchlist("admins") | project SearchKey)';
    const text = ruleWith([where, `| where UserPrincipalName in (${list}) or UserId in (${list})`]);
    const linter = new RuleLinter({});
    const { findings } = await linter.lint(join(import.meta.dirname, 'a.yaml'), text);
    assert.deepEqual(
      findings.map(({ code, severity }) => [code, severity]),
      [['watchlist-unknown', 'information']],
    );
    const told = new RuleLinter({
      schema: {
        label: 'soc',
        schema: {
          name: 'soc',
          tables: [published.source.table('SigninLogs') ?? assert.fail()],
          functions: [],
          watchlists: [{ alias: 'vips', columns: [] }],
        },
      },
    });
    const judged = await told.lint(join(import.meta.dirname, 'a.yaml'), text);
    assert.deepEqual(
      judged.findings.filter(({ code }) => code === 'watchlist-unknown').map(({ severity }) => severity),
      ['warning', 'warning'],
    );
  });

  it('names the columns of a strict schema as errors', () => {
    assert.equal(lint(ruleWith([where, '| where Colour == 1']))[0]?.severity, 'warning');
  });

  it('has a page for each code, as the catalogue says', () => {
    const folder = new URL('../../../docs/lint/', import.meta.url);
    const pages = lintPages();
    assert.deepEqual(
      readdirSync(folder).sort(),
      [...pages.keys()].sort(),
      'run node scripts/buildLintPages.ts',
    );
    for (const [name, text] of pages) assert.equal(readFileSync(new URL(name, folder), 'utf8'), text);
  });

  it('finds no error in the community’s files', function () {
    if (!existsSync(SHARED)) this.skip();
    const files = readdirSync(SHARED).filter((name) => name.endsWith('.yaml'));
    assert.ok(files.length > 0);
    for (const name of files) {
      const found = lint(readFileSync(new URL(name, SHARED), 'utf8'));
      assert.deepEqual(
        found.filter(({ severity }) => severity !== 'information').map(findingSentence),
        [],
        name,
      );
    }
  });
});
