import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Simulator } from '../simulator/simulator.ts';
import { ruleWith } from '../unit/detections/ruleText.ts';
import { azimuthIn, sharedSimulator, writeAzureFile } from './support.ts';

/** Signs in with a certificate and asks the workspace that the simulator fills. */
describe('rules over a connection', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let folder: string;
  const azimuth = (...args: string[]): ReturnType<typeof azimuthIn> =>
    azimuthIn(folder, ...args, '--connection', 'soc', '--azure', 'azure.json', '--json');
  /** Requests that asked the workspace a query. */
  const queries = (): number => simulator.requests.filter(({ path }) => /\/query$/.test(path)).length;

  before(async () => {
    simulator = await sharedSimulator();
    folder = mkdtempSync(join(tmpdir(), 'azimuth-rules-'));
    writeAzureFile(simulator, folder, [
      { name: 'soc', kind: 'logAnalytics', workspaces: [simulator.workspaces[0]?.customerId] },
    ]);
    writeFileSync(join(folder, 'rule.yaml'), ruleWith(['  | where Failures > 10\n', '']));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are replayed over a slice that is fetched by one query a table', async () => {
    const asked = queries();
    const end = new Date(simulator.now);
    const from = new Date(end.getTime() - 2 * 86_400_000);
    const { code, out, notes } = await azimuth(
      'replay',
      'rule.yaml',
      '--from',
      from.toISOString(),
      '--to',
      end.toISOString(),
    );
    assert.deepEqual([code, notes], [0, '']);
    const report = JSON.parse(out) as { runs: number; load: { events: number }; alerts: unknown[] };
    assert.equal(report.runs, 48);
    assert.ok(report.load.events > 0 && report.alerts.length > 0, out.slice(0, 300));
    assert.equal(queries() - asked, 1);
  });

  it('are linted by the tables and columns that the workspace has', async () => {
    writeFileSync(join(folder, 'wrong.yaml'), ruleWith(['ResultType != "0"', 'ResultTyp != "0"']));
    writeFileSync(join(folder, 'absent.yaml'), ruleWith(['  SigninLogs\n', '  SigninLogz\n']));
    const { code, out } = await azimuth('lint', 'wrong.yaml', 'absent.yaml');
    assert.equal(code, 1);
    const { files } = JSON.parse(out) as {
      files: { findings: { code: string; severity: string; message: string }[] }[];
    };
    assert.deepEqual(
      files.map(({ findings }) => {
        const [first] = findings.filter(({ severity }) => severity === 'error');
        return [first?.code, first?.message.includes('soc')];
      }),
      [
        ['table-unknown', true],
        ['column-unknown', true],
      ],
    );
  });

  it('are dead where what they read does not come any more', async () => {
    writeFileSync(
      join(folder, 'dead.yaml'),
      ruleWith([
        '  SigninLogs\n  |',
        '  AADUserRiskEvents\n  | extend ResultType = RiskLevel, IPAddress = IpAddress\n  |',
      ]),
    );
    const asked = queries();
    const { code, out } = await azimuth('coverage', 'rule.yaml', 'dead.yaml');
    assert.equal(code, 0);
    const { rules } = JSON.parse(out) as {
      rules: { path: string; score: number; dead: { table: string }[] }[];
    };
    const dead = rules.find(({ path }) => path.endsWith('dead.yaml'));
    assert.deepEqual([dead?.score, dead?.dead.map(({ table }) => table)], [0, ['AADUserRiskEvents']]);
    assert.ok(queries() - asked <= 2);
  });
});
