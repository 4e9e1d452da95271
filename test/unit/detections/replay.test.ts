import assert from 'node:assert/strict';
import { isoFromTicks, TICKS_PER_SECOND, ticksFromIso } from '../../../src/base/ticks.ts';
import { compareReplays } from '../../../src/detections/replay/compare.ts';
import { firesOn } from '../../../src/detections/replay/firesOn.ts';
import { EventEngine } from '../../../src/kql/duckdb/events/eventEngine.ts';
import { at, type Event, rule, run, SCHEMA, times } from './replaySupport.ts';

// Each of these was worked out by hand: windows close at 10:10, 10:20 … and are queried five minutes later.
describe('detections: replay', function () {
  this.timeout(240_000);

  it('puts each event into the window that holds it, the end excluded', async () => {
    const report = await run(
      rule(),
      [
        ['10:00:00', 'a'],
        ['10:09:59', 'b'],
        ['10:10:00', 'c'],
        ['10:35:00', 'd'],
      ],
      '10:00:00',
      '11:00:00',
    );
    assert.deepEqual(times(report), ['10:10 a+b', '10:20 c', '10:40 d']);
    assert.deepEqual([report.runs, report.empty, report.load.queries], [6, 3, 3]);
    assert.deepEqual(report.days, [{ day: '2026-03-02', alerts: 3, incidents: 3 }]);
  });

  it('sees an event again while the period is longer than the frequency', async () => {
    const report = await run(
      rule(['queryPeriod: 10m', 'queryPeriod: 20m']),
      [['10:05:00', 'a']],
      '10:00:00',
      '11:00:00',
    );
    assert.deepEqual(times(report), ['10:10 a', '10:20 a']);
  });

  it('finds what arrives too late for its window, and what a longer period saves', async () => {
    // 10:09 arrives at 10:16, a minute after the run of 10:10; 10:14 arrives at 10:24, in time for that of 10:20.
    const events: Event[] = [
      ['10:09:00', 'late', '10:16:00'],
      ['10:14:00', 'ok', '10:24:00'],
    ];
    const short = await run(rule(), events, '10:00:00', '11:00:00');
    assert.deepEqual(times(short), ['10:20 ok']);
    assert.deepEqual(short.lost, {
      count: 1,
      examples: [
        { table: 'SigninLogs', time: at('10:09:00'), arrived: at('10:16:00'), window: at('10:10:00') },
      ],
    });
    const long = await run(rule(['queryPeriod: 10m', 'queryPeriod: 20m']), events, '10:00:00', '11:00:00');
    assert.deepEqual(times(long), ['10:20 late+ok', '10:30 ok']);
    assert.equal(long.lost.count, 0);
  });

  it('rests while suppressed', async () => {
    const quiet = rule(['version: 1.0.0', 'suppressionEnabled: true\nsuppressionDuration: 25m']);
    const report = await run(
      quiet,
      [
        ['10:05:00', 'a'],
        ['10:15:00', 'b'],
        ['10:25:00', 'c'],
        ['10:35:00', 'd'],
      ],
      '10:00:00',
      '11:00:00',
    );
    assert.deepEqual(times(report), ['10:10 a', '10:40 d']);
    assert.equal(report.suppressed, 4);
  });

  it('raises an alert where nothing came, when that is what the threshold says', async () => {
    const silent = rule(
      ['triggerOperator: gt', 'triggerOperator: lt'],
      ['triggerThreshold: 0', 'triggerThreshold: 1'],
    );
    const report = await run(silent, [['10:05:00', 'a']], '10:00:00', '10:30:00');
    assert.deepEqual(
      report.alerts.map(({ time }) => time.slice(11, 16)),
      ['10:20', '10:30'],
    );
    assert.equal(report.empty, 0);
  });

  it('groups alerts of the same entities into an incident, for as long as it is open to them', async () => {
    const grouped = rule([
      'version: 1.0.0',
      'eventGroupingSettings: { aggregationKind: AlertPerResult }\nincidentConfiguration: { createIncident: true, groupingConfiguration: { enabled: true, lookbackDuration: 20m, matchingMethod: AllEntities } }',
    ]);
    const report = await run(
      grouped,
      [
        ['10:01:00', 'a'],
        ['10:11:00', 'a'],
        ['10:12:00', 'b'],
        ['10:31:00', 'a'],
      ],
      '10:00:00',
      '11:00:00',
    );
    assert.deepEqual(
      report.alerts.map(({ time, incident }) => [time.slice(11, 16), incident]),
      [
        ['10:10', 1],
        ['10:20', 1],
        ['10:20', 2],
        ['10:40', 3],
      ],
    );
    const any = rule([
      'version: 1.0.0',
      'eventGroupingSettings: { aggregationKind: AlertPerResult }\nincidentConfiguration: { groupingConfiguration: { enabled: true, lookbackDuration: 1h, matchingMethod: AnyAlert } }',
    ]);
    const all = await run(
      any,
      [
        ['10:01:00', 'a'],
        ['10:12:00', 'b'],
      ],
      '10:00:00',
      '11:00:00',
    );
    assert.deepEqual(
      all.incidents.map(({ alerts }) => alerts),
      [[0, 1]],
    );
  });

  it('runs an NRT rule every minute by arrival, so that nothing is lost', async () => {
    const nrt = rule(['kind: Scheduled', 'kind: NRT']);
    const report = await run(
      nrt,
      [
        ['10:00:30', 'a'],
        ['10:00:40', 'late', '10:08:00'],
      ],
      '10:00:00',
      '10:10:00',
    );
    assert.deepEqual(times(report), ['10:01 a', '10:09 late']);
    assert.deepEqual([report.runs, report.lost.count], [10, 0]);
  });

  it('gives the same with translations that are timed anew as with ones that are made anew', async () => {
    const relative = rule([
      '  | summarize Failures',
      '  | where TimeGenerated > ago(4m)\n  | summarize Failures',
    ]);
    const events = Array.from(
      { length: 40 },
      (_, n): Event => [
        isoFromTicks(BigInt(n * 97) * TICKS_PER_SECOND + (ticksFromIso(at('10:00:00')) ?? 0n)).slice(11, 19),
        `u${n}`,
      ],
    );
    const report = await run(relative, events, '10:00:00', '11:00:00');
    const expected = events.filter(([time]) => Number(time.slice(4, 5)) >= 6 && time !== '').length;
    assert.equal(
      new Set(times(report).flatMap((each) => each.slice(6).split('+'))).size,
      events.filter(([time]) => Number(time.slice(4, 5)) + Number(time.slice(6)) / 60 > 6).length,
    );
    assert.ok(expected > 0);
  });

  it('compares two versions by what they raise', async () => {
    const events: Event[] = [
      ['10:05:00', 'a'],
      ['10:15:00', 'b'],
    ];
    const before = await run(rule(), events, '10:00:00', '11:00:00');
    const after = await run(
      rule(['  | summarize Failures', '  | where UserPrincipalName != "b"\n  | summarize Failures']),
      events,
      '10:00:00',
      '11:00:00',
    );
    assert.deepEqual(compareReplays(before, after), { gone: [1], added: [], same: 1 });
  });

  it('fires on an event where its alerts would be others without it', async () => {
    const engine = await EventEngine.open();
    try {
      const events = [
        ['10:01:00', 'ann'],
        ['10:02:00', 'ann'],
        ['10:03:00', 'bob'],
        ['10:31:00', 'ann'],
      ] as const;
      const rows = events.map(([time, UserPrincipalName]) => ({
        TimeGenerated: at(time),
        UserPrincipalName,
        _TimeReceived: at(time),
      }));
      await engine.keepEvents([{ schema: SCHEMA, rows }]);
      const parts = {
        engine,
        schema: { name: 'test', tables: [SCHEMA], functions: [] },
        arrival: () => ({ column: '_TimeReceived', delay: 0n }),
      };
      const twice = rule(['by UserPrincipalName\n', 'by UserPrincipalName\n  | where Failures > 1\n']);
      const fired: boolean[] = [];
      for (const [index, [time]] of events.entries()) {
        const ticks = ticksFromIso(at(time)) ?? 0n;
        const event = { table: 'SigninLogs', key: `${index + 1}`, time: ticks, arrived: ticks };
        fired.push(await firesOn(twice, event, parts));
      }
      assert.deepEqual(fired, [true, true, false, false]);
    } finally {
      engine.close();
    }
  });

  it('finds a value under either spelling of its column, whichever the event has', async () => {
    const engine = await EventEngine.open();
    try {
      const columns = ['AccountUPN', 'AccountUpn'].map((name) => ({ name, type: 'string' as const }));
      const schema = { name: 'IdentityInfo', columns };
      await engine.load([{ schema, rows: [{ AccountUPN: 'ada@x' }, { AccountUpn: 'bob@x' }] }]);
      const answer = await engine.query({
        text: 'IdentityInfo | project AccountUpn, AccountUPN',
        schema: { name: 'test', tables: [schema], functions: [] },
        now: at('10:00:00'),
      });
      assert.deepEqual(answer.rows, [
        ['ada@x', 'ada@x'],
        ['bob@x', 'bob@x'],
      ]);
    } finally {
      engine.close();
    }
  });
});
