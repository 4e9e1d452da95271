import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { TenantIncident } from '../../../src/domain/incident.ts';
import { incident } from '../../support/tenantIncident.ts';
import { badgeOf, unattendedAmong, untold, watch } from '../../../src/host/incidents/attention.ts';

const NOW = Date.parse('2026-03-17T12:00:00Z');

/** Minute by minute: all that is due in one tick sees its end. */
function pass(minutes: number): void {
  for (let minute = 0; minute < minutes; minute++) mock.timers.tick(60_000);
}

const keys = (found: readonly TenantIncident[]) => found.map(({ key }) => key);

describe('attention for incidents', () => {
  it('is asked for the critical ones that nobody has taken for too long, the most urgent first', () => {
    const all = [
      incident('high'),
      incident('raised', { severity: 'medium' }),
      incident('medium', { severity: 'medium' }),
      incident('taken', { owner: 'ana@example.com' }),
      incident('active', { status: 'active' }),
      incident('recent', { created: '2026-03-17T11:30:00Z' }),
      incident('undated', { created: '' }),
    ];
    const score = ({ key }: TenantIncident) => (key === 'raised' ? 30 : 12);
    assert.deepEqual(keys(unattendedAmong(all, score, 60, NOW)), ['raised', 'high']);
    assert.deepEqual(keys(unattendedAmong(all, score, 20, NOW)), ['raised', 'high', 'recent']);
    assert.deepEqual(unattendedAmong(all, score, 0, NOW), []);
    assert.deepEqual(badgeOf(all, 2), {
      value: 6,
      tooltip: '6 new of those that are loaded; 2 critical incidents that nobody has taken',
    });
    assert.equal(badgeOf([incident('active', { status: 'active' })], 0), undefined);
  });

  it('is asked for once', () => {
    const first = untold([incident('a'), incident('b')], []);
    assert.deepEqual(keys(first.fresh), ['a', 'b']);
    const again = untold([incident('a'), incident('c')], first.told);
    assert.deepEqual([keys(again.fresh), again.told], [['c'], ['a', 'b', 'c']]);
    assert.deepEqual(keys(untold([incident('b')], again.told).fresh), []);
  });

  it('comes with a list that is read again as often as the setting says, and not where none was read', () => {
    mock.timers.enable({ apis: ['setInterval', 'Date'] });
    try {
      const done: string[] = [];
      let [isRead, minutes] = [false, 3];
      const watching = watch({
        isRead: () => isRead,
        refreshMinutes: () => minutes,
        refresh: () => done.push('read'),
        look: () => done.push('look'),
      });
      pass(5);
      assert.deepEqual(done, []);
      isRead = true;
      pass(6);
      assert.deepEqual(done, ['read', 'look', 'look', 'read', 'look', 'look']);
      minutes = 0;
      done.length = 0;
      pass(10);
      assert.deepEqual([...new Set(done)], ['look']);
      watching.dispose();
      done.length = 0;
      pass(10);
      assert.deepEqual(done, []);
    } finally {
      mock.timers.reset();
    }
  });
});
