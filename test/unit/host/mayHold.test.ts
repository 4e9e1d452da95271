import assert from 'node:assert/strict';
import { mayHold } from '../../../src/host/views/mayHold.ts';
import { incident } from '../../support/tenantIncident.ts';

describe('where the tree looks for an alert', () => {
  const row = (key: string, ...alerts: readonly string[]) => ({
    tenant: { incident: incident(key) },
    alertIds: () => alerts,
  });

  it('is below groups and incidents that have it', async () => {
    const wanted = { alerts: ['a', 'b'] };
    assert.ok(await mayHold({}, wanted));
    assert.ok(await mayHold(row('one', 'x', 'b'), wanted));
    assert.ok(await mayHold({ alertIds: () => Promise.resolve(['a']) }, wanted), 'of the case');
    assert.ok(!(await mayHold(row('one', 'x'), wanted)));
    assert.ok(!(await mayHold({ alertId: 'a' }, wanted)));
    assert.ok(!(await mayHold({ tenant: { incident: incident('one') } }, wanted)), 'what to look at first');
  });

  it('is the incident on whose page it was selected, where others have it too', async () => {
    const wanted = { alerts: ['a'], incident: 'two' };
    assert.deepEqual(await Promise.all(['one', 'two'].map((key) => mayHold(row(key, 'a'), wanted))), [
      false,
      true,
    ]);
    assert.ok(await mayHold({ alertIds: () => ['a'] }, wanted), 'of the case, which knows no page');
  });
});
