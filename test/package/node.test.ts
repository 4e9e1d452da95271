import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The Node that runs npm is a person's own, and may be as old as package.json allows. */
const NODE = process.env['npm_node_execpath'] ?? process.execPath;

describe('the command line, on the Node that npm runs on', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'azimuth-node-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  const azimuth = (...args: readonly string[]): string =>
    execFileSync(NODE, ['dist/cli.js', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

  it('imports what a glob matches, asks it, verifies the case and tests a rule', () => {
    const made = join(folder, 'case');
    azimuth('init', made);
    writeFileSync(join(folder, 'a.ndjson'), '{"x":1}\n{"x":2}\n');
    writeFileSync(join(folder, 'b.txt'), 'not matched');
    azimuth('import', join(folder, '*.ndjson'), '--case', made, '--table', 'X_CL');
    const answer = JSON.parse(azimuth('query', '--json', '--case', made, 'X_CL | summarize sum(x)')) as {
      readonly rows: readonly unknown[];
    };
    assert.deepEqual(answer.rows, [[3]]);
    assert.match(azimuth('verify', made), /all is well/);
    assert.match(azimuth('test', 'queries/detections/entra/password-spray.test.yaml'), / 0 failed/);
  });

  it('finds the libraries that some functions load by themselves', () => {
    const query = `print geo_point_to_s2cell(-80.195829, 25.802215, 8),
      geo_point_to_h3cell(-74.04450446039874, 40.689250859314974, 6),
      round(geo_distance_2points(1, 2, 3, 4)),
      tostring(parse_user_agent("Mozilla/5.0 (Windows NT 10.0; rv:130.0) Firefox/130.0", "browser").Browser.Family)`;
    const { rows } = JSON.parse(azimuth('query', '--json', query)) as { readonly rows: readonly unknown[] };
    assert.deepEqual(rows, [['88d9b', '862a1072fffffff', 314284, 'Firefox']]);
  });
});
