import assert from 'node:assert/strict';
import { gapsOf } from '../../../src/attack/story/gaps.ts';
import { proposeLinks } from '../../../src/attack/story/proposeLinks.ts';
import { ownAction } from '../../../src/attack/story/responders.ts';
import type { TimelineEvent } from '../../../src/domain/timelineEvent.ts';
import { otherTimes } from '../../../src/domain/otherTimes.ts';
import { sampleEvent } from '../../support/caseFixture.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 9, minute)).toISOString();
const event = (
  id: string,
  minute: number,
  row: TimelineEvent['row'],
  change: Partial<TimelineEvent> = {},
): TimelineEvent => sampleEvent(id, { time: at(minute), row, entities: [], ...change });
const claim = (technique: string, attackVersion = '19.0'): TimelineEvent['techniques'] => [
  { technique, attackVersion, confidence: 'high', by: { rule: 'r' }, reason: '' },
];

describe('attack story', () => {
  it('proposes the nearest earlier event by the strongest tie, with the reason', () => {
    const links = proposeLinks([
      event('c', 30, { CorrelationId: 'X1', SessionId: 's' }),
      event('a', 0, { SessionId: 's', CorrelationId: '00000000-0000-0000-0000-000000000000' }),
      event('b', 10, { CorrelationId: 'x1' }),
      event('d', 40, { CorrelationId: '00000000-0000-0000-0000-000000000000' }),
    ]);
    assert.deepEqual(links, [{ from: 'a', to: 'c', reason: 'same session id (s)' }]);
  });

  it('proposes by caller and address only within two hours, and nothing that was decided on', () => {
    const entities: TimelineEvent['entities'] = [
      { kind: 'account', value: 'Eve@contoso.example' },
      { kind: 'ip', value: '203.0.113.9' },
    ];
    const near = proposeLinks([
      event('a', 0, {}, { entities }),
      event('b', 119, {}, { entities }),
      event('c', 240, {}, { entities }),
    ]);
    assert.deepEqual(
      near.map(({ from, to }) => [from, to]),
      [['a', 'b']],
    );
    const links = [{ from: 'a', state: 'rejected' as const, reason: '', by: 'ana', at: at(0) }];
    assert.deepEqual(
      proposeLinks([event('a', 0, {}, { entities }), event('b', 1, {}, { entities, links })]),
      [],
    );
    assert.deepEqual(
      proposeLinks([
        event('a', 0, { SessionId: 's' }),
        sampleEvent('u', { time: null, row: { SessionId: 's' } }),
      ]),
      [],
    );
  });

  it('asks what the story leaves open, once, with a query that no value of a log breaks out of', () => {
    const account = 'eve" or true //@contoso.example';
    const gaps = gapsOf([
      event(
        'role',
        0,
        {},
        { techniques: claim('T1098.003'), entities: [{ kind: 'account', value: account }] },
      ),
      event(
        'again',
        5,
        {},
        { techniques: claim('T1098.003'), entities: [{ kind: 'account', value: account }] },
      ),
    ]);
    const role = gaps.filter(({ question }) => question.includes('right to give'));
    assert.deepEqual(
      role.map(({ event: raised }) => raised),
      ['role'],
    );
    assert.ok(role[0]?.query.includes(JSON.stringify(account)));
    const older = gapsOf([event('logs', 0, {}, { techniques: claim('T1562.008', '13.1') })]);
    assert.ok(older.some(({ question }) => question.includes('logs')));
  });

  it('asks no more for a sign-in that the story has', () => {
    const entities: TimelineEvent['entities'] = [{ kind: 'account', value: 'eve@contoso.example' }];
    const known = [
      event('in', 0, {}, { table: 'SigninLogs', entities, techniques: claim('T1078.004') }),
      event('act', 5, {}, { table: 'AzureActivity', entities, techniques: claim('T1651') }),
    ];
    assert.ok(!gapsOf(known).some(({ question }) => question.startsWith('From where')));
    assert.ok(gapsOf(known.slice(1)).some(({ question }) => question.startsWith('From where')));
  });

  it('knows the responders by the account that acted', () => {
    const entities: TimelineEvent['entities'] = [
      { kind: 'account', value: 'ana@contoso.example' },
      { kind: 'account', value: 'eve@contoso.example' },
    ];
    assert.match(ownAction(event('a', 0, {}, { entities }), ['ANA@contoso.example']) ?? '', /responders/);
    assert.equal(ownAction(event('a', 0, {}, { entities }), ['eve@contoso.example']), undefined);
  });

  it('sees other times of a row, the farthest first', () => {
    const found = otherTimes(
      { TimeGenerated: at(0), IngestionTime: at(12), StartTime: at(-1), Text: 'x' },
      at(0),
    );
    assert.deepEqual(
      found.map(({ column, after }) => [column, after]),
      [
        ['IngestionTime', 720_000],
        ['StartTime', -60_000],
      ],
    );
    assert.deepEqual(otherTimes({ a: at(0) }, null), []);
  });
});
