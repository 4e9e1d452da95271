import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type AttackLabels,
  NO_RULE,
  type ObservedEvents,
  type ObservedRule,
} from '../../../src/domain/observed.ts';
import type { ShownEvent } from '../../../src/protocol/timeline.ts';
import { durationText, ticks, timeText } from '../../../src/picture/axis.ts';
import { hit } from '../../../webviews/timeline/model/hit.ts';
import { placeLabels } from '../../../src/picture/labels.ts';
import { layOut } from '../../../webviews/timeline/model/layout.ts';
import { fitted, length, panned, pixelAt, timeAt, zoomed } from '../../../src/picture/span.ts';
import { Timeline } from '../../../webviews/timeline/model/timeline.ts';

const attack: AttackLabels = {
  version: '19.0',
  tactics: [
    { id: 'TA0001', shortname: 'initial-access', name: 'Initial Access' },
    { id: 'TA0002', shortname: 'execution', name: 'Execution' },
    { id: 'TA0040', shortname: 'impact', name: 'Impact' },
  ],
  techniques: { T1490: { name: 'Inhibit System Recovery', tactics: ['impact'] } },
  notice: 'notice',
};

function rule(id: string, tactic: string): ObservedRule {
  return { id, title: id, technique: 'T1', tactic, confidence: 'low', severity: 'low', reason: 'r' };
}

function observed(list: readonly (readonly [time: number, rule: number])[]): ObservedEvents {
  return {
    handle: 7,
    count: list.length,
    time: Float64Array.from(list, ([time]) => time),
    rule: Uint16Array.from(list, ([, number]) => number),
    table: new Uint16Array(list.length),
    rules: [rule('a', 'impact'), rule('b', 'initial-access'), rule('c', 'unheard-of')],
    tables: ['T'],
    undated: 0,
  };
}

function pin(id: string, time: string | null, technique: string, byRule: string): ShownEvent {
  return {
    format: 1,
    id,
    time,
    end: null,
    title: id,
    table: 'T',
    severity: 'high',
    entities: [],
    techniques: [{ technique, attackVersion: '19.0', confidence: 'high', by: { rule: byRule }, reason: '' }],
    note: '',
    shown: [{ id: technique, name: '', tactics: technique === 'T1490' ? ['impact'] : [], translated: '' }],
    own: '',
    row: {},
    contentDigest: '',
    provenance: {
      connection: 'case',
      query: '',
      window: null,
      answerDigest: '',
      event: null,
      pinnedBy: '',
      pinnedAt: '',
    },
  };
}

describe('timeline model', () => {
  it('puts each event on the lane of its rule, in kill-chain order, and the unknown last', () => {
    const timeline = new Timeline(() => undefined);
    timeline.load(
      observed([
        [10, 0],
        [20, 1],
        [30, NO_RULE],
        [40, 0],
        [50, 2],
      ]),
      attack,
    );
    assert.deepEqual(
      timeline.lanes.map((lane) => {
        const entries = [...Array(lane.count).keys()];
        return [lane.key, entries.map((at) => lane.timeAt(at)), entries.map((at) => lane.eventAt(at))];
      }),
      [
        ['initial-access', [20], [1]],
        ['execution', [], []],
        ['impact', [10, 40], [0, 3]],
        ['', [30, 50], [2, 4]],
      ],
    );
    assert.deepEqual(timeline.shownLanes(), [0, 2, 3]);
    timeline.showEmptyLanes(true);
    assert.deepEqual(timeline.shownLanes(), [0, 1, 2, 3]);
  });

  it('gives a pin the lane of its rule, else of its technique, and never a time that it has not', () => {
    const timeline = new Timeline(() => undefined);
    timeline.load(observed([[10, 0]]), attack);
    timeline.setCurated([
      pin('by-rule', '1970-01-01T00:00:00.005Z', 'T1490', 'b'),
      pin('by-technique', '1970-01-01T00:00:00.001Z', 'T1490', 'gone'),
      pin('undated', null, 'T1490', 'a'),
      pin('unknown', '1970-01-01T00:00:00.009Z', 'T9999', 'gone'),
    ]);
    assert.deepEqual(
      timeline.curated.pins.map(({ id, time, keys }) => [id, time, keys.tactic]),
      [
        ['by-technique', 1, 'impact'],
        ['by-rule', 5, 'initial-access'],
        ['unknown', 9, ''],
      ],
    );
    assert.deepEqual(
      timeline.curated.undated.map((event) => event.id),
      ['undated'],
    );
    assert.deepEqual(timeline.extent, { start: 1, end: 10 });
  });

  it('is empty without any event', () => {
    const timeline = new Timeline(() => undefined);
    timeline.load(observed([]), attack);
    assert.equal(timeline.isEmpty, true);
    timeline.setCurated([pin('undated', null, 'T1490', 'a')]);
    assert.deepEqual([timeline.isEmpty, timeline.extent], [false, null]);
    timeline.setCurated([pin('dated', '2026-01-01T00:00:00Z', 'T1490', 'a')]);
    assert.equal(timeline.isEmpty, false);
  });

  it('names what is chosen as the host knows it, and forgets a pin that is gone', () => {
    const timeline = new Timeline(() => undefined);
    timeline.load(
      observed([
        [10, 1],
        [20, 0],
      ]),
      attack,
    );
    timeline.select({ kind: 'event', lane: 2, at: 0 });
    assert.deepEqual(timeline.target(), { kind: 'observed', handle: 7, index: 1 });
    timeline.setCurated([pin('p', '1970-01-01T00:00:00.005Z', 'T1490', 'a')]);
    timeline.select({ kind: 'pin', id: 'p' });
    assert.deepEqual(timeline.target(), { kind: 'curated', id: 'p' });
    timeline.setCurated([]);
    assert.equal(timeline.selection, null);
  });

  it('hits the nearest pin, then the nearest event, then a stretch of several on one pixel', () => {
    const timeline = new Timeline(() => undefined);
    timeline.load(
      observed([
        [100, 0],
        [500, 0],
        [500.2, 0],
        [900, 1],
      ]),
      attack,
    );
    timeline.look({ start: 0, end: 1000 });
    const { boxes } = layOut([2], 200);
    const box = boxes[0]!;
    assert.deepEqual(hit(timeline, box, timeline.span, 103, 1000), { kind: 'event', lane: 2, at: 0 });
    assert.deepEqual(hit(timeline, box, timeline.span, 500, 1000), {
      kind: 'stretch',
      lane: 2,
      from: 1,
      to: 3,
    });
    assert.equal(hit(timeline, box, timeline.span, 300, 1000), null);
    timeline.setCurated([pin('p', '1970-01-01T00:00:00.104Z', 'T1490', 'a')]);
    timeline.look({ start: 0, end: 1000 });
    assert.deepEqual(hit(timeline, box, timeline.span, 103, 1000), { kind: 'pin', id: 'p' });
  });
});

describe('spans', () => {
  const extent = { start: 1.7e12, end: 1.7e12 + 86_400_000 };

  it('keeps the time under the pointer where it is when zooming', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 0.8, noNaN: true }),
        fc.double({ min: 0.1, max: 1.9, noNaN: true }),
        (at, factor) => {
          const span = fitted(extent);
          const fixed = timeAt(span, 1000, at * 1000);
          const next = zoomed(span, fixed, factor, extent);
          if (length(next) < length(span))
            assert.ok(Math.abs(pixelAt(next, 1000, fixed) - at * 1000) < 0.5 || middleIsKept(next));
        },
      ),
    );
  });

  function middleIsKept(span: { start: number; end: number }): boolean {
    const middle = (span.start + span.end) / 2;
    return Math.abs(middle - extent.start) < 1 || Math.abs(middle - extent.end) < 1;
  }

  it('never loses the events: the middle stays inside, a millisecond is the nearest', () => {
    const span = fitted(extent);
    const far = panned(span, 1e15, extent);
    assert.equal((far.start + far.end) / 2, extent.end);
    assert.equal(length(zoomed(span, extent.start, 1e-30, extent)), 1);
    assert.ok(length(zoomed(span, extent.start, 1e30, extent)) <= 2.1 * length(span));
    assert.equal(length(fitted({ start: 5, end: 5 })), 3_600_000);
  });
});

describe('labels', () => {
  it('never cover one another on a row, and stay in the picture', () => {
    const wish = fc.record({ x: fc.integer({ min: 0, max: 1000 }), width: fc.integer({ min: 1, max: 200 }) });
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 30 }), fc.integer({ min: 1, max: 4 }), (wishes, rows) => {
        wishes.sort((a, b) => a.x - b.x);
        const places = placeLabels(wishes, rows, 8, 1000);
        const taken = places.flatMap((place, i) =>
          place ? [{ row: place.row, from: place.x, to: place.x + wishes[i]!.width }] : [],
        );
        for (const a of taken)
          for (const b of taken)
            if (a !== b && a.row === b.row)
              assert.ok(a.to <= b.from || b.to <= a.from, JSON.stringify([a, b]));
        for (const { from, to } of taken) assert.ok(from >= 0 && to <= 1000, `${from} to ${to} is cut`);
        for (const label of taken.filter(({ row }) => row === 0))
          for (const { x } of wishes)
            assert.ok(x <= label.from - 8 || x >= label.to + 8, 'a mark is covered');
        if (wishes.length === 1) assert.ok(places[0], 'one alone always has a place');
      }),
    );
  });
});

describe('axis', () => {
  it('ticks at round times, labelled to what the step needs', () => {
    const day = Date.UTC(2026, 0, 5);
    assert.deepEqual(
      ticks({ start: day, end: day + 86_400_000 }, 500, 'utc').map((tick) => tick.label),
      ['2026-01-05', '06:00', '12:00', '18:00', '2026-01-06'],
    );
    const seconds = ticks({ start: day + 3_600_000, end: day + 3_602_000 }, 300, 'utc');
    assert.equal(seconds[0]?.label, '01:00:00');
  });

  it('writes times in full and durations in two units', () => {
    assert.equal(timeText(Date.UTC(2026, 1, 3, 10, 11, 12, 345), 'utc'), '2026-02-03 10:11:12.345Z');
    assert.match(timeText(Date.UTC(2026, 1, 3), 'local'), /^2026-02-0[234] \d\d:\d\d:00\.000[+-]\d\d:\d\d$/);
    assert.equal(durationText(3 * 86_400_000 + 4 * 3_600_000), '3 d 4 h');
    assert.equal(durationText(0.2), '0 ms');
  });
});
