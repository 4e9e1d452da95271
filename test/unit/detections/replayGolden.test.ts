import assert from 'node:assert/strict';
import type { RuleSource } from '../../../src/detections/rule/source.ts';
import type { AlertEntity } from '../../../src/detections/service/alerts.ts';
import { groupIncidents, type RaisedAlert } from '../../../src/detections/service/incidents.ts';
import { at, type Event, rule, run, times } from './replaySupport.ts';

type Rule = RuleSource['rule'];
const more = (yaml: string): readonly [string, string] => ['version: 1.0.0', `${yaml}\nversion: 1.0.0`];
const PER_RESULT = more('eventGroupingSettings: { aggregationKind: AlertPerResult }');

// Worked out by hand from the service's documentation. The rule runs every 10 minutes over the last 10 minutes: windows
// close at 10:10, 10:20 … and are queried five minutes later; each result is a user.
describe('detections: replay, worked out by hand', function () {
  this.timeout(240_000);

  it('compares the number of results with the threshold in each way', async () => {
    // Results by window: 10:10 two, 10:20 one, 10:30 none, 10:40 three. The threshold is two.
    const events: Event[] = [
      ['10:01:00', 'a'],
      ['10:02:00', 'b'],
      ['10:11:00', 'a'],
      ['10:31:00', 'a'],
      ['10:32:00', 'b'],
      ['10:33:00', 'c'],
    ];
    for (const [operator, raised] of [
      ['gt', ['10:40']],
      ['eq', ['10:10']],
      ['ne', ['10:20', '10:30', '10:40']],
      ['lt', ['10:20', '10:30']],
    ] as const) {
      const of = rule(
        ['triggerOperator: gt', `triggerOperator: ${operator}`],
        ['triggerThreshold: 0', 'triggerThreshold: 2'],
      );
      const report = await run(of, events, '10:00:00', '10:40:00');
      assert.deepEqual(
        report.alerts.map(({ time }) => time.slice(11, 16)),
        raised,
        operator,
      );
    }
  });

  it('raises one alert a run or one a result, at most 150 (NRT: 30), the last for all', async () => {
    const two: Event[] = [
      ['10:01:00', 'a'],
      ['10:02:00', 'b'],
    ];
    assert.deepEqual(times(await run(rule(), two, '10:00:00', '10:10:00')), ['10:10 a+b']);
    assert.deepEqual(times(await run(rule(PER_RESULT), two, '10:00:00', '10:10:00')), ['10:10 a', '10:10 b']);
    const many = (count: number): Event[] =>
      Array.from({ length: count }, (_, n): Event => ['10:00:30', `u${n}`]);
    const nrt = rule(PER_RESULT, ['kind: Scheduled', 'kind: NRT']);
    for (const [of, count, alerts, ofLast] of [
      [rule(PER_RESULT), 150, 150, 1],
      [rule(PER_RESULT), 151, 150, 151],
      [nrt, 30, 30, 1],
      [nrt, 31, 30, 31],
    ] as const) {
      const report = await run(of, many(count), '10:00:00', '10:10:00');
      assert.equal(report.alerts.length, alerts);
      assert.equal(report.alerts.at(-1)?.entities.length, ofLast);
    }
  });

  it('runs first one frequency after the start, and looks a period back from there', async () => {
    // The run of 10:10 sees from 09:10, that of 10:20 from 09:20.
    const of = rule(['queryPeriod: 10m', 'queryPeriod: 1h']);
    const events: Event[] = [
      ['09:09:59', 'before'],
      ['09:15:00', 'old'],
    ];
    assert.deepEqual(times(await run(of, events, '10:00:00', '10:30:00')), ['10:10 old']);
  });

  it('rests for as long as it is said, counted from the run that raised the alert', async () => {
    const events = ['10:01', '10:11', '10:21', '10:31', '10:41', '10:51'].map(
      (time): Event => [`${time}:00`, 'a'],
    );
    const during = async (duration: string): Promise<string[]> =>
      times(
        await run(
          rule(more(`suppressionEnabled: true\nsuppressionDuration: ${duration}`)),
          events,
          '10:00:00',
          '11:00:00',
        ),
      );
    // From 10:10 for 20 minutes: the run of 10:20 is left out and that of 10:30 is made.
    assert.deepEqual(await during('20m'), ['10:10 a', '10:30 a', '10:50 a']);
    assert.deepEqual(await during('21m'), ['10:10 a', '10:40 a']);
    // A rest that is shorter than the frequency leaves nothing out.
    assert.equal((await during('10m')).length, 6);
    const off = rule(more('suppressionEnabled: false\nsuppressionDuration: 1h'));
    assert.equal((await run(off, events, '10:00:00', '11:00:00')).alerts.length, 6);
  });

  it('puts threshold, arrival, rest, an alert a result, and reopened incidents together', async () => {
    const events: Event[] = [
      ['00:05:00', 'a'],
      ['00:12:00', 'b'],
      ['00:50:00', 'b'],
      // Can be queried when the run over 00:40 to 01:00 is done, and before the one over 00:50 to 01:10.
      ['00:52:00', 'c', '01:07:00'],
      ['01:15:00', 'a'],
    ];
    const report = await run(
      rule(
        ['queryPeriod: 10m', 'queryPeriod: 20m'],
        ['triggerThreshold: 0', 'triggerThreshold: 1'],
        more(`suppressionEnabled: true
suppressionDuration: 30m
eventGroupingSettings: { aggregationKind: AlertPerResult }
incidentConfiguration:
  groupingConfiguration: { enabled: true, lookbackDuration: 1h, matchingMethod: AllEntities, reopenClosedIncident: true }`),
      ),
      events,
      '00:00:00',
      '02:00:00',
      { closedAfter: 25 * 60 },
    );
    // 00:10 and 01:00 have one result, which is not more than one; 00:30, 00:40, 01:20 and 01:30 are left out.
    assert.deepEqual(times(report).sort(), ['00:20 a', '00:20 b', '01:10 b', '01:10 c']);
    assert.deepEqual([report.runs, report.suppressed, report.lost.count], [12, 4, 0]);
    const who = ({ alerts: members }: { alerts: readonly number[] }): string =>
      members.map((member) => times(report)[member]).join(' ');
    // The incident on b was closed at 00:45 and is opened again within its hour.
    assert.deepEqual(report.incidents.map((each) => [who(each), each.reopened]).sort(), [
      ['00:20 a', 0],
      ['00:20 b 01:10 b', 1],
      ['01:10 c', 0],
    ]);
  });

  it('loses an event that can be queried only after the run of its window, to the second', async () => {
    // Events come six minutes late. The window to 10:10 is queried at 10:15:00, so that 10:09:00 is just in time.
    const events: Event[] = [
      ['10:08:00', 'a'],
      ['10:09:00', 'b'],
      ['10:09:01', 'c'],
      ['10:10:00', 'd'],
    ];
    const report = await run(rule(), events, '10:00:00', '10:30:00', { delay: 360 });
    assert.deepEqual(times(report), ['10:10 a+b', '10:20 d']);
    assert.deepEqual(report.lost, {
      count: 1,
      examples: [
        { table: 'SigninLogs', time: at('10:09:01'), arrived: at('10:15:01'), window: at('10:10:00') },
      ],
    });
    // A period of twice the frequency holds the event until 10:25:00, and shows what was in time twice.
    const longer = rule(['queryPeriod: 10m', 'queryPeriod: 20m']);
    const saved = await run(longer, events, '10:00:00', '10:40:00', { delay: 360 });
    assert.deepEqual(times(saved), ['10:10 a+b', '10:20 a+b+c+d', '10:30 d']);
    assert.equal(saved.lost.count, 0);
  });

  it('runs NRT rules by the minute of arrival, and lets them rest too', async () => {
    const nrt = rule(
      ['kind: Scheduled', 'kind: NRT'],
      more('suppressionEnabled: true\nsuppressionDuration: 5m'),
    );
    // a raises at 10:01, then nothing runs until 10:06; b arrives in between and is never seen, c arrives in 10:06 to 10:07.
    const report = await run(
      nrt,
      [
        ['10:00:30', 'a'],
        ['10:01:30', 'b'],
        ['09:30:00', 'c', '10:06:10'],
      ],
      '10:00:00',
      '10:10:00',
    );
    assert.deepEqual(times(report), ['10:01 a', '10:07 c']);
    assert.equal(report.suppressed, 4 + 3);
  });
});

const entity = (type: string, value: string): AlertEntity => ({
  type,
  identifiers: { [type === 'IP' ? 'Address' : 'FullName']: value },
});
/** Minutes after midnight; a title and a severity where they matter. */
const raised = (
  minute: number,
  entities: readonly AlertEntity[],
  {
    title = 't',
    severity = 'Medium',
    who = '',
  }: { title?: string; severity?: 'Medium' | 'High'; who?: string } = {},
): RaisedAlert => ({
  title,
  severity,
  description: '',
  tactics: [],
  entities,
  customDetails: { Who: [who] },
  results: [],
  at: minute * 60,
});
const grouped = (grouping: string): Rule =>
  rule(
    more(
      `incidentConfiguration: { createIncident: true, groupingConfiguration: { enabled: true, lookbackDuration: 1h, ${grouping} } }`,
    ),
  );
const members = (of: Rule, alerts: readonly RaisedAlert[], closedAfter?: number): (readonly number[])[] =>
  groupIncidents(of, alerts, closedAfter).map((incident) => incident.alerts);

describe('detections: incidents, worked out by hand', () => {
  const [ann, bob] = [entity('Account', 'ann'), entity('Account', 'bob')];
  const [one, two] = [entity('IP', '203.0.113.1'), entity('IP', '203.0.113.2')];

  it('makes an incident of each alert where nothing is grouped, and none where it is said', () => {
    const alerts = [raised(0, [ann]), raised(1, [ann])];
    assert.deepEqual(members(rule(), alerts), [[0], [1]]);
    assert.deepEqual(members(rule(more('incidentConfiguration: { createIncident: false }')), alerts), []);
  });

  it('groups by all entities: the same ones, whatever their order', () => {
    const of = grouped('matchingMethod: AllEntities');
    assert.deepEqual(
      members(of, [
        raised(0, [ann, one]),
        raised(1, [one, ann]),
        raised(2, [ann]),
        raised(3, [ann, two]),
        raised(4, [ann, one]),
        raised(5, []),
        raised(6, []),
      ]),
      [[0, 1, 4], [2], [3], [5], [6]],
    );
  });

  it('groups all alerts, for as long as the lookback says after the first', () => {
    const of = grouped('matchingMethod: AnyAlert');
    // 60 minutes after the first is still in; the next incident begins at 61 and takes that of 121.
    const alerts = [0, 30, 60, 61, 121, 122].map((minute, n) => raised(minute, n % 2 ? [ann] : [bob]));
    assert.deepEqual(members(of, alerts), [[0, 1, 2], [3, 4], [5]]);
  });

  it('groups by what is selected: entities of a type, title and severity, custom details', () => {
    const alerts = [
      raised(0, [ann, one], { who: 'x' }),
      raised(1, [ann, two], { who: 'x', severity: 'High' }),
      raised(2, [bob, one], { who: 'y', title: 'u' }),
      raised(3, [ann, one], { who: 'y' }),
    ];
    const by = (selected: string): (readonly number[])[] =>
      members(grouped(`matchingMethod: Selected, ${selected}`), alerts);
    assert.deepEqual(by('groupByEntities: [Account]'), [[0, 1, 3], [2]]);
    assert.deepEqual(by('groupByEntities: [IP]'), [[0, 2, 3], [1]]);
    assert.deepEqual(by('groupByEntities: [Account, IP]'), [[0, 3], [1], [2]]);
    assert.deepEqual(by('groupByAlertDetails: [DisplayName]'), [[0, 1, 3], [2]]);
    assert.deepEqual(by('groupByAlertDetails: [Severity]'), [[0, 2, 3], [1]]);
    assert.deepEqual(by('groupByCustomDetails: [Who]'), [
      [0, 1],
      [2, 3],
    ]);
    assert.deepEqual(by('groupByEntities: [Account], groupByCustomDetails: [Who]'), [[0, 1], [2], [3]]);
  });

  it('opens a closed incident again, or begins another one', () => {
    // Each is closed 15 minutes after it was opened: at 15; or, opened again at 30, at 45.
    const alerts = [0, 10, 30, 40, 50].map((minute) => raised(minute, [ann]));
    const closes = 15 * 60;
    const shut = grouped('matchingMethod: AllEntities, reopenClosedIncident: false');
    assert.deepEqual(members(shut, alerts, closes), [[0, 1], [2, 3], [4]]);
    const open = grouped('matchingMethod: AllEntities, reopenClosedIncident: true');
    assert.deepEqual(
      groupIncidents(open, alerts, closes).map(({ alerts: of, reopened }) => [of, reopened]),
      [[[0, 1, 2, 3, 4], 2]],
    );
    // Past the lookback it is not opened again.
    assert.deepEqual(members(open, [raised(0, [ann]), raised(61, [ann])], closes), [[0], [1]]);
  });

  it('puts no more than 150 alerts into an incident', () => {
    const alerts = Array.from({ length: 151 }, () => raised(0, [ann]));
    assert.deepEqual(
      members(grouped('matchingMethod: AnyAlert'), alerts).map((of) => of.length),
      [150, 1],
    );
  });
});
