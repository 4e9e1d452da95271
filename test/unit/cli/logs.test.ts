import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportReport } from '../../../src/domain/importReport.ts';
import { temporaryFolder } from '../../support/caseFixture.ts';
import { CommandLine, type Outcome } from '../../support/commandLine.ts';

describe('azimuth with logs', function () {
  this.timeout(60_000);
  let folder: string;
  before(async function () {
    folder = await temporaryFolder(this);
  });

  const azimuth = (...args: string[]): Promise<Outcome> => new CommandLine(folder).run(...args);
  const json = (...args: string[]): Promise<unknown> => new CommandLine(folder).json(...args);

  it('imports the alerts that incidents have inside, and tells the two apart', async () => {
    await azimuth('init', 'c5');
    const at = '2026-03-01T08:00:00Z';
    const alert = { id: 'a-1', title: 'Suspicious inbox rule', severity: 'high', createdDateTime: at };
    const incident = { displayName: 'I', severity: 'high', createdDateTime: at, lastUpdateDateTime: at };
    const content = { value: [{ ...incident, id: '7', assignedTo: 'm', alerts: [alert, 'none'] }] };
    await writeFile(join(folder, 'incidents.json'), JSON.stringify(content));
    const { code, out } = await azimuth('import', join(folder, 'incidents.json'), '--case', 'c5', '--json');
    assert.equal(code, 0, out);
    const report = JSON.parse(out) as ImportReport;
    assert.deepEqual(report.files[0]?.tables, {
      SecurityIncident: { rows: 1, known: 0 },
      SecurityAlert: { rows: 1, known: 0 },
    });
    assert.equal(report.rejects, 1);
    const text =
      'SecurityIncident | mv-expand Id = AlertIds to typeof(string) | join kind=inner SecurityAlert on $left.Id == $right.VendorOriginalId | project ProviderIncidentId, AlertName';
    const answer = (await json('query', '--case', 'c5', '--json', text)) as { rows: unknown };
    assert.deepEqual(answer.rows, [['7', alert.title]]);
    assert.equal((await azimuth('verify', 'c5')).code, 0);
  });

  it('answers to a workspace’s spelling of a column and to that of advanced hunting with the one value', async () => {
    await azimuth('init', 'c6');
    const time = '2026-03-01T08:00:00Z';
    const event = (table: string, properties: object): string =>
      `${JSON.stringify({ time, category: `AdvancedHunting-${table}`, properties: { Timestamp: time, ...properties } })}\n`;
    await writeFile(
      join(folder, 'streamed.json'),
      event('IdentityInfo', { AccountUpn: 'ada@x' }) +
        event('IdentityLogonEvents', { Isp: 'Example Net', AccountUpn: 'ada@x' }),
    );
    assert.equal((await azimuth('import', join(folder, 'streamed.json'), '--case', 'c6')).code, 0);
    const text =
      'IdentityInfo | join IdentityLogonEvents on $left.AccountUPN == $right.AccountUpn | project AccountUPN, AccountUpn, ISP, Isp';
    const answer = (await json('query', '--case', 'c6', '--json', text)) as { rows: unknown };
    assert.deepEqual(answer.rows, [['ada@x', 'ada@x', 'Example Net', 'Example Net']]);
  });

  it('imports files, says what they were, and answers over them', async () => {
    await azimuth('init', 'c4');
    await mkdir(join(folder, 'logs'));
    const activity = (n: number): string =>
      JSON.stringify({ TimeGenerated: `2026-03-01T0${n}:00:00Z`, Who: `u${n}`, Count: n });
    await writeFile(join(folder, 'logs/door.ndjson'), [1, 2, 3].map(activity).join('\n'));
    await writeFile(join(folder, 'logs/empty.json'), '');
    const { code, out, notes } = await azimuth('import', join(folder, 'logs'), '--case', 'c4', '--json');
    // The empty file was skipped, which is worth a look.
    assert.equal(code, 1, notes);
    const report = JSON.parse(out) as ImportReport;
    assert.deepEqual([report.rows, report.known, report.rejects], [3, 0, 0]);
    const [table] = Object.keys(report.files[0]?.tables ?? {});
    assert.match(table ?? '', /_CL$/);
    assert.notEqual(report.files[1]?.skipped, undefined);
    const again = await azimuth('import', join(folder, 'logs/door.ndjson'), '--case', 'c4');
    assert.equal(again.code, 0, again.notes);
    assert.match(again.out, /0 rows, 3 known already, 0 rejected/);
    const answer = (await json('query', '--case', 'c4', '--json', `${table ?? ''} | count`)) as {
      rows: unknown;
    };
    assert.deepEqual(answer.rows, [[3]]);
    assert.equal((await azimuth('verify', 'c4')).code, 0);
    assert.equal((await azimuth('import', 'no-such-file', '--case', 'c4')).code, 2);
  });

  it('makes raw exports of a sample, the same ones each time', async () => {
    const sample = async (out: string): Promise<{ rows: number; files: string[] }> =>
      (await json('sample', '--out', out, '--as', 'mixed', '--rows', '2_000', '--seed', '7', '--json')) as {
        rows: number;
        files: string[];
      };
    const [one, two] = [await sample('s1'), await sample('s2')];
    assert.deepEqual(one.files, two.files);
    assert.ok(one.rows >= 2000);
    for (const file of one.files.slice(0, 5))
      assert.deepEqual(await readFile(join(folder, 's1', file)), await readFile(join(folder, 's2', file)));
    assert.equal((await azimuth('sample', '--out', 's1', '--as', 'mixed')).code, 2);
    assert.equal((await azimuth('sample', '--out', 's3', '--as', 'nonsense')).code, 2);
    assert.equal((await azimuth('sample', '--out', 's3', '--scenario', 'nonsense')).code, 2);
    assert.equal((await azimuth('sample')).code, 2);
    assert.equal((await azimuth('sample', '--out', 's1')).code, 2);
  });
});
