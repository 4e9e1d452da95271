import assert from 'node:assert/strict';
import { compareReplays } from '../../../src/detections/replay/compare.ts';
import type { ReplayedAlert, ReplayReport } from '../../../src/detections/replay/replay.ts';
import { replayText } from '../../../src/ruleServer/replayText.ts';

function alert(time: string, address: string): ReplayedAlert {
  return {
    time,
    incident: 1,
    events: [],
    title: 'Spray',
    description: '',
    severity: 'Medium',
    tactics: [],
    entities: [{ type: 'IP', identifiers: { Address: address } }],
    customDetails: {},
    at: Date.parse(time) / 1000,
    results: [0],
  };
}

function report(...alerts: readonly ReplayedAlert[]): ReplayReport {
  return {
    runs: 24,
    empty: 0,
    suppressed: 0,
    alerts,
    incidents: [],
    days: [{ day: '2026-03-01', alerts: alerts.length, incidents: 0 }],
    lost: { count: 0, examples: [] },
    load: { queries: 24, events: 1, elapsedMs: 1 },
    cut: undefined,
  };
}

describe('a replay in words', () => {
  it('names the alerts that only one of two versions raises', () => {
    const both = alert('2026-03-01T01:00:00Z', '203.0.113.1');
    const own = report(both, alert('2026-03-01T02:00:00Z', '203.0.113.2'));
    const other = report(both, alert('2026-03-01T03:00:00Z', '203.0.113.3'));
    const text = replayText({
      ...own,
      rule: 'new.yaml',
      name: 'Spray',
      start: '2026-03-01T00:00:00Z',
      end: '2026-03-02T00:00:00Z',
      other: { rule: 'old.yaml', report: other, comparison: compareReplays(other, own) },
    });
    assert.match(text, /^against old\.yaml$/m);
    assert.match(text, /^which has 2 alerts, 2\.0 a day: 1 alert the same, 1 only here, 1 only there$/m);
    assert.match(text, /^ {2}only here: 2026-03-01T02:00:00Z .* IP 203\.0\.113\.2$/m);
    assert.match(text, /^ {2}only there: 2026-03-01T03:00:00Z .* IP 203\.0\.113\.3$/m);
    assert.doesNotMatch(text, /^ {2}\S.*Spray/m, 'the title of the rule is not said again for each alert');
  });
});
