import assert from 'node:assert/strict';
import type { TenantIncident } from '../../../src/domain/incident.ts';
import { sameList } from '../../../src/host/incidents/sameList.ts';
import { incident } from '../../support/tenantIncident.ts';

const list = (...items: readonly TenantIncident[]) => ({ items, done: true, problems: [] });

describe('two readings of the list of incidents', () => {
  it('are the same where each row would be', () => {
    const one = list(incident('a'), incident('b'));
    assert.ok(sameList(one, list(incident('a'), incident('b'))));
    assert.ok(!sameList(one, list(incident('a'))), 'one less');
    assert.ok(!sameList(one, list(incident('b'), incident('a'))), 'another order');
    assert.ok(!sameList(one, { ...one, done: false }), 'more to load');
    const failed = { source: 'Microsoft Defender', error: new Error('x'), partly: false };
    assert.ok(!sameList(one, { ...one, problems: [failed] }), 'a problem');
  });

  it('differ by whatever a row shows', () => {
    const one = list(incident('a'));
    const changes: readonly Partial<TenantIncident>[] = [
      { modified: '2026-03-02' },
      { title: 'Two' },
      { severity: 'low' },
      { status: 'closed' },
      { owner: 'ana' },
      { alerts: 2 },
      { comments: 1 },
      { missingIn: 'defender' },
    ];
    for (const change of changes)
      assert.ok(!sameList(one, list(incident('a', change))), Object.keys(change).join());
  });
});
