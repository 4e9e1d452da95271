import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NO_RULE, type ObservedEvents } from '../../../src/domain/observed.ts';
import { bandsOf } from '../../../webviews/timeline/model/bands.ts';
import type { Facet } from '../../../webviews/timeline/model/columns.ts';
import { parseExpression } from '../../../webviews/timeline/model/expression.ts';
import { countFacets } from '../../../webviews/timeline/model/facetCounts.ts';
import { LaneOrder } from '../../../webviews/timeline/model/laneOrder.ts';
import { RankBitmap, wordsFor } from '../../../webviews/timeline/model/rankBitmap.ts';
import { Timeline } from '../../../webviews/timeline/model/timeline.ts';

const rule = (id: string, technique: string, tactic: string, severity: 'high' | 'low') => ({
  id,
  title: `Title of ${id}`,
  technique,
  tactic,
  confidence: 'high' as const,
  severity,
  reason: 'r',
});
const rules = [
  rule('a', 'T1490', 'impact', 'high'),
  rule('b', 'T1078', 'stealth', 'low'),
  rule('c', 'T1490', 'impact', 'low'),
];
const attack = {
  version: '19.0',
  notice: '',
  tactics: [
    { id: 'TA1', shortname: 'stealth', name: 'Stealth' },
    { id: 'TA2', shortname: 'impact', name: 'Impact' },
  ],
  techniques: {
    T1490: { name: 'Inhibit System Recovery', tactics: ['impact'] },
    T1078: { name: 'Valid Accounts', tactics: ['stealth'] },
  },
};
const tables = ['SigninLogs', 'AzureActivity'];
const accounts = ['', 'eve@contoso.example', 'ada@contoso.example'];

type Row = readonly [time: number, rule: number, table: number, account: number];
const row = fc.tuple(
  fc.integer({ min: 0, max: 300 }),
  fc.constantFrom(0, 1, 2, NO_RULE),
  fc.nat(1),
  fc.nat(2),
);
const rows = fc.array(row, { maxLength: 200 }).map((list) => list.sort((a, b) => a[0] - b[0]));

function loaded(list: readonly Row[]): Timeline {
  const timeline = new Timeline(() => undefined);
  const events: ObservedEvents = {
    handle: 1,
    count: list.length,
    time: Float64Array.from(list, ([time]) => time),
    rule: Uint16Array.from(list, ([, own]) => own),
    table: Uint16Array.from(list, ([, , own]) => own),
    rules,
    tables,
    undated: 0,
  };
  timeline.load(events, attack);
  timeline.addFacet({
    handle: 1,
    facet: 'account',
    codes: Uint32Array.from(list, (each) => each[3]),
    values: accounts,
  });
  return timeline;
}

/** What a facet says of a row, told from the row alone. */
function valueOf([, number, table, account]: Row, facet: Facet): string {
  const own = rules[number];
  switch (facet) {
    case 'tactic':
      return own?.tactic ?? '';
    case 'technique':
      return own?.technique ?? '';
    case 'severity':
      return own?.severity ?? '';
    case 'table':
      return tables[table] ?? '';
    case 'account':
      return accounts[account] ?? '';
    case 'address':
      return '';
  }
}

const MODES = ['tactic', 'technique', 'severity', 'table', 'account'] as const;

describe('lanes and filters', () => {
  it('counts what passes exactly, in every mode of lanes, between any two times', () => {
    const chosen = fc.record({
      severity: fc.option(fc.subarray(['high', 'low', '']), { nil: null }),
      account: fc.option(fc.subarray(accounts), { nil: null }),
      text: fc.constantFrom(
        '',
        'recovery',
        'sign',
        '-sign',
        'account:eve',
        'title table:azure',
        '-account:eve -recovery',
        'nothing',
      ),
    });
    fc.assert(
      fc.property(
        rows,
        chosen,
        fc.constantFrom(...MODES),
        fc.integer({ min: 0, max: 300 }),
        (list, { severity, account, text }, mode, at) => {
          const timeline = loaded(list);
          timeline.setMode(mode);
          const keys = new Map<Facet, ReadonlySet<string>>();
          if (severity) keys.set('severity', new Set(severity));
          if (account) keys.set('account', new Set(account));
          timeline.setFilter({ keys, text });
          const passes = (each: Row): boolean => {
            if (severity && !severity.includes(valueOf(each, 'severity'))) return false;
            if (account && !account.includes(valueOf(each, 'account'))) return false;
            const own = rules[each[1]];
            const known = [
              valueOf(each, 'table'),
              valueOf(each, 'account'),
              ...(own
                ? [
                    own.id,
                    own.title,
                    own.technique,
                    own.tactic,
                    own.severity,
                    attack.techniques[own.technique as 'T1490'].name,
                  ]
                : []),
            ].map((one) => one.toLowerCase());
            if (valueOf(each, 'account') === '') known.push('none named');
            return parseExpression(text).every(({ facet, word, negated }) => {
              const found =
                facet === null
                  ? known.some((one) => one.includes(word))
                  : valueOf(each, facet).toLowerCase().includes(word);
              return found !== negated;
            });
          };
          for (const lane of timeline.lanes) {
            const expected = list.flatMap((each, event) =>
              valueOf(each, mode) === lane.key && passes(each) ? [event] : [],
            );
            assert.deepEqual(
              [...Array(lane.count).keys()].map((entry) => lane.eventAt(entry)),
              expected,
            );
            assert.equal(lane.before(at), expected.filter((event) => (list[event]?.[0] ?? 0) < at).length);
            for (const event of expected) assert.equal(lane.eventAt(lane.entryOf(event)), event);
          }
        },
      ),
    );
  });

  it('counts each value under the rest of the filter', async () => {
    const list: Row[] = [
      [1, 0, 0, 1],
      [2, 1, 0, 1],
      [3, 1, 1, 2],
      [4, NO_RULE, 1, 0],
    ];
    const timeline = loaded(list);
    timeline.setFilter({ keys: new Map([['severity', new Set(['low'])]]), text: '-ada' });
    const counts = await new Promise<ReadonlyMap<Facet, Uint32Array>>((done) =>
      countFacets(timeline.columns, timeline.tests(), list.length, new AbortController().signal, done),
    );
    const named = (facet: Facet) =>
      Object.fromEntries(
        (timeline.columns.get(facet)?.keys ?? []).map((key, i) => [key, counts.get(facet)?.[i]]),
      );
    assert.deepEqual(named('severity'), { high: 1, medium: 0, low: 1, informational: 0, '': 1 });
    assert.deepEqual(named('table'), { SigninLogs: 1, AzureActivity: 0 });
  });

  it('keeps the chosen event where lanes or the filter change, and lets it go where it is filtered out', () => {
    const timeline = loaded([
      [1, 0, 0, 1],
      [2, 1, 0, 1],
      [3, 2, 1, 2],
    ]);
    const impact = timeline.lanes.findIndex(({ key }) => key === 'impact');
    timeline.select({ kind: 'event', lane: impact, at: 1 });
    timeline.setMode('table');
    assert.deepEqual(timeline.target(), { kind: 'observed', handle: 1, index: 2 });
    timeline.setFilter({ keys: new Map(), text: 'account:ada' });
    assert.deepEqual(timeline.target(), { kind: 'observed', handle: 1, index: 2 });
    timeline.setFilter({ keys: new Map(), text: 'account:eve' });
    assert.equal(timeline.selection, null);
  });

  it('makes one lane of the rest where values are more than lanes', () => {
    const timeline = new Timeline(() => undefined);
    const count = 900;
    timeline.load(
      {
        handle: 2,
        count,
        time: Float64Array.from({ length: count }, (_, i) => i),
        rule: new Uint16Array(count),
        table: new Uint16Array(count),
        rules,
        tables,
        undated: 0,
      },
      attack,
    );
    timeline.addFacet({
      handle: 2,
      facet: 'account',
      codes: Uint32Array.from({ length: count }, (_, i) => i),
      values: Array.from({ length: count }, (_, i) => `u${i}`),
    });
    assert.equal(timeline.setMode('account'), true);
    assert.equal(timeline.lanes.length, 401);
    assert.equal(timeline.passing, count);
    assert.equal(timeline.setMode('address'), false);
  });
});

describe('rank bitmap', () => {
  it('ranks and selects as counting does', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 300 }), (bits) => {
        const words = wordsFor(bits.length);
        bits.forEach((bit, i) => {
          if (bit) words[i >>> 5] = (words[i >>> 5] ?? 0) | (1 << (i & 31));
        });
        const bitmap = new RankBitmap(words);
        const ins = bits.flatMap((bit, i) => (bit ? [i] : []));
        assert.equal(bitmap.count, ins.length);
        for (let i = 0; i <= bits.length; i++)
          assert.equal(bitmap.rank(i), ins.filter((each) => each < i).length);
        ins.forEach((each, rank) => assert.equal(bitmap.select(rank), each));
      }),
    );
  });
});

describe('expressions', () => {
  it('reads words, places, quotes and negations', () => {
    assert.deepEqual(parseExpression('Eve -table:"Sign in" ip:10.0 http://x severity:high'), [
      { facet: null, word: 'eve', negated: false },
      { facet: 'table', word: 'sign in', negated: true },
      { facet: 'address', word: '10.0', negated: false },
      { facet: null, word: 'http://x', negated: false },
      { facet: 'severity', word: 'high', negated: false },
    ]);
  });
});

describe('arrangement of lanes', () => {
  it('moves, hides and collapses by key', () => {
    const order = new LaneOrder();
    const keys = ['a', 'b', 'c', 'd'];
    order.move(keys, 'c', -1);
    assert.deepEqual(order.arrange(keys), [0, 2, 1, 3]);
    order.hide('a');
    order.toggle('d');
    assert.deepEqual([order.arrange(keys), order.isCollapsed('d'), order.isChanged], [[2, 1, 3], true, true]);
    order.showAll();
    assert.deepEqual([order.arrange(keys), order.isChanged], [[0, 1, 2, 3], false]);
  });
});

describe('bands that were not observed', () => {
  const gap = (table: string, start: number, end: number) => ({
    table,
    window: { start: new Date(start).toISOString(), end: new Date(end).toISOString() },
    kind: 'silent' as const,
    why: 'the table is silent',
  });

  it('tells stretches where all tables of a lane are silent from those where some are', () => {
    const bands = bandsOf([gap('A', 0, 100), gap('B', 50, 150), gap('C', 0, 500)], new Set(['A', 'B']));
    assert.deepEqual(
      bands.map(({ start, end, all }) => [start, end, all]),
      [
        [0, 50, false],
        [50, 100, true],
        [100, 150, false],
      ],
    );
  });
});
