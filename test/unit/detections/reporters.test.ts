import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reporters } from '../../../src/cli/reporters/reporter.ts';
import { type TestedFile, RuleTests } from '../../../src/ruleServer/ruleTests.ts';
import { ruleWith } from './ruleText.ts';

const TESTS = `tests:
  - name: weak
    events: [{ $table: SigninLogs, $times: 20, ResultType: "1", UserPrincipalName: ann, IPAddress: 203.0.113.9 }]
    expect: { alerts: 1 }
`;

describe('detections: reports of tests', function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'azimuth-reports-'));
  const tests = new RuleTests();
  let failing: readonly TestedFile[];
  let weak: readonly TestedFile[];

  before(async () => {
    const rule = ruleWith(['Many refused sign-ins', 'a <b>, 100%']);
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, `${name}.yaml`), rule);
      writeFileSync(join(folder, `${name}.test.yaml`), text);
      return join(folder, `${name}.test.yaml`);
    };
    const writeRule = (name: string, text: string | undefined): string => {
      const path = write(name, TESTS);
      if (text === undefined) rmSync(join(folder, `${name}.yaml`));
      else writeFileSync(join(folder, `${name}.yaml`), text);
      return path;
    };
    const wrong = TESTS.replace('name: weak', 'name: "x, y: \\u0007 &"').replace('alerts: 1', 'alerts: 2');
    const broken = TESTS.replace('SigninLogs', 'NoTable');
    failing = [
      await tests.run(write('wrong', wrong)),
      await tests.run(write('broken', broken)),
      await tests.run(write('faulty', 'tests:\n  - nam: x\n    expect: {}\n')),
      await tests.run(writeRule('ruined', rule.replace('severity: ', 'severity: ]'))),
      await tests.run(writeRule('alone', undefined)),
    ];
    weak = [await tests.run(write('weak', TESTS), { mutate: true })];
  });
  after(async () => {
    await tests.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells a failure from an error in JUnit XML', () => {
    const xml = reporters.junit(failing, folder);
    assert.match(xml, /^<\?xml [^\n]*\n<testsuites tests="7" failures="1" errors="6">/);
    assert.match(
      xml,
      /<testcase name="x, y: \uFFFD &#38;" classname="a &#60;b&#62;, 100%" file="wrong.test.yaml" line="2" time="[\d.]+"><failure message="alerts: expected 2, got 1">/,
    );
    assert.match(
      xml,
      /file="broken.test.yaml" line="2" time="[\d.]+"><error message="There is no table NoTable">/,
    );
    assert.match(
      xml,
      /<testcase name="faulty.test.yaml:2" [^>]*line="2"><error message="There is no nam here/,
    );
    const opened = [...xml.matchAll(/<(\w+)[^>]*[^/]>/g)].map(([, name]) => name).sort();
    const closed = [...xml.matchAll(/<\/(\w+)>/g)].map(([, name]) => name).sort();
    assert.deepEqual(opened, closed);
  });

  it('annotates lines of files as they are named in the repository', () => {
    const lines = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('::'));
    const [first = '', second = '', ...faults] = lines(reporters.github(failing, folder));
    assert.equal(
      first,
      '::error file=wrong.test.yaml,line=2,title=x%2C y%3A \u0007 &::alerts: expected 2, got 1',
    );
    assert.match(second, /^::error file=broken.test.yaml,line=2,/);
    assert.equal(faults.length, 5);
    assert.match(faults[3] ?? '', /^::error file=ruined.yaml,line=4,/);
    assert.match(faults[4] ?? '', /^::error file=alone.test.yaml,line=1,.*There is no rule/);
    const alive = lines(reporters.github(weak, join(folder, '..')));
    assert.ok(alive.length > 0);
    for (const line of alive)
      assert.match(line, /^::warning file=azimuth-reports-\w+\/weak.yaml,line=(19|21),/);
    const elsewhere = lines(reporters.github(weak, join(folder, 'other')))[0] ?? '';
    const named = folder.replaceAll('\\', '/').replace(':', '%3A');
    assert.ok(elsewhere.includes(`file=${named}`), elsewhere);
  });

  it('counts points in TAP', () => {
    const tap = reporters.tap([...failing, ...weak], folder).split('\n');
    const points = tap.filter((line) => /^(not )?ok /.test(line));
    assert.equal(tap[1], `1..${points.length}`);
    assert.ok(points.some((line) => line.startsWith('not ok') && line.includes('mutant drop')));
    assert.ok(points.some((line) => line.includes('faulty.test.yaml:2')));
  });
});
