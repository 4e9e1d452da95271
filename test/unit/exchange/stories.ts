import { contentDigestOf } from '../../../src/cases/timelineStore.ts';
import type { TechniqueClaim, TimelineEvent } from '../../../src/domain/timelineEvent.ts';
import type { Story } from '../../../src/exchange/exchange.ts';
import { sampleEvent } from '../../support/caseFixture.ts';

/** Log content that would like to be more than text. */
const HOSTILE = [
  '<img src=x onerror="pwned()">',
  '=HYPERLINK("http://198.51.100.7")',
  '  +1+cmd|"/c calc"!A1',
  '@SUM(1)',
  '| a [x](http://198.51.100.7) | <script>pwned()</script>',
  ']]></title><svg onload=pwned()>',
  'line one\nline two\r\nline three, "quoted"',
  '\ud800 alone, \u0000 nul, \u202e turned',
];

export function claim(technique: string, change: Partial<TechniqueClaim> = {}): TechniqueClaim {
  return {
    technique,
    attackVersion: '19.0',
    confidence: 'high',
    by: { rule: 'a.rule' },
    reason: 'Because.',
    ...change,
  };
}

export function event(id: string, change: Partial<TimelineEvent> = {}): TimelineEvent {
  const made = sampleEvent(id, change);
  return { ...made, contentDigest: contentDigestOf(made.table, made.row) };
}

/** Nine events: linked ones, one without a time, one without a technique, one that a person has the last word on, hostile text. */
export function story(change: Partial<Story> = {}): Story {
  return {
    title: 'Contoso: token theft <b>',
    caseId: 'case-1',
    layer: 'curated',
    attackVersion: '19.0',
    by: 'ana',
    made: '2026-03-02T12:00:00Z',
    cut: 0,
    unread: 0,
    notObserved: [
      {
        table: 'SigninLogs',
        window: { start: '2026-03-01T09:30:00Z', end: '2026-03-01T20:00:00Z' },
        kind: 'silent',
        why: 'no row for ten hours',
      },
    ],
    events: [
      event('e1', {
        title: 'Sign-in',
        techniques: [claim('T1110.003')],
        entities: [
          { kind: 'account', value: 'eve@contoso.example' },
          { kind: 'ip', value: '203.0.113.9' },
        ],
      }),
      event('e2', {
        time: '2026-03-01T09:05:00.1234567Z',
        end: '2026-03-01T09:06:00Z',
        title: HOSTILE[0] ?? '',
        severity: 'high',
        techniques: [
          claim('T1685.002'),
          claim('T1562.008', { attackVersion: '18.1', by: { rule: 'b.rule' } }),
        ],
        entities: [
          { kind: 'azure-resource', value: '/subscriptions/1/resourceGroups/rg' },
          { kind: 'ip', value: 'not an address' },
          { kind: 'host', value: 'vm-1' },
        ],
        links: [
          { from: 'e1', state: 'accepted', reason: 'same session', by: 'ana', at: '2026-03-01T12:00:00Z' },
          { from: 'e3', state: 'rejected', reason: 'same address', by: 'ana', at: '2026-03-01T12:00:00Z' },
        ],
      }),
      event('e3', {
        time: '2026-03-01T10:00:00Z',
        title: HOSTILE[1] ?? '',
        techniques: [claim('T1114.003'), claim('T1114.002', { by: { person: 'ana' }, confidence: 'low' })],
        note: HOSTILE[4] ?? '',
      }),
      event('e4', {
        time: '2026-03-01T11:00:00Z',
        title: HOSTILE[2] ?? '',
        techniques: [],
        row: { Text: HOSTILE[3] ?? '', _id: '1', message: 'own' },
      }),
      event('e5', {
        time: '2026-03-01T11:30:00Z',
        title: HOSTILE[3] ?? '',
        entities: [
          { kind: 'url', value: 'http://a b' },
          { kind: 'url', value: 'https://example.org/x' },
          { kind: 'dns', value: 'example.org' },
          { kind: 'mailbox', value: 'info@contoso.example' },
          { kind: 'file', value: 'a.txt' },
          { kind: 'cloud-application', value: 'Portal' },
          { kind: 'ip', value: '2001:db8::1' },
          { kind: 'ip', value: '::ffff:198.51.100.1' },
        ],
      }),
      event('e6', {
        time: '2026-03-01T12:00:00Z',
        title: HOSTILE[5] ?? '',
        severity: 'low',
        techniques: [claim('T1078.004')],
      }),
      event('e7', {
        time: '2026-03-01T12:00:00Z',
        title: HOSTILE[6] ?? '',
        severity: 'informational',
        table: '',
      }),
      event('e8', { time: '2026-03-01T12:30:00Z', title: HOSTILE[7] ?? '', row: { Text: HOSTILE[7] ?? '' } }),
      event('e9', { time: null, title: 'A row without a time', techniques: [claim('T1490')] }),
    ],
    ...change,
  };
}

export function textOf({ content }: { readonly content: string | Uint8Array }): string {
  return typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
}
