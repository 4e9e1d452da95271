import assert from 'node:assert/strict';
import type { IncidentDetails } from '../../../src/domain/incident.ts';
import { ReadDetails } from '../../../src/host/incidents/readDetails.ts';

function withAlerts(...ids: readonly string[]): IncidentDetails {
  const alerts = ids.map((id) => ({
    id,
    title: id,
    severity: 'high' as const,
    time: '2026-03-02T01:00:00Z',
    product: '',
    tactics: [],
    techniques: [],
  }));
  return { alerts, entities: [], bookmarks: [], comments: [], tasks: [], problems: [] };
}

describe('details of incidents', () => {
  it('are read once, and once more after they were called outdated', async () => {
    const details = new ReadDetails();
    let reads = 0;
    const read = () => {
      reads++;
      return Promise.resolve(withAlerts('a'));
    };
    await Promise.all([details.of('1', read), details.of('1', read)]);
    assert.equal(reads, 1);
    details.outdate();
    await details.of('1', read);
    assert.equal(reads, 2);
  });

  it('have known alerts while they are read anew, and none where nobody asked', async () => {
    const details = new ReadDetails();
    assert.deepEqual(await details.alertsOf('1'), []);
    void details.of('1', () => Promise.resolve(withAlerts('a', 'b')));
    assert.deepEqual(await details.alertsOf('1'), ['a', 'b']);
    details.outdate();
    assert.deepEqual(await details.alertsOf('1'), ['a', 'b']);
    await details.of('1', () => Promise.resolve(withAlerts('c')));
    assert.deepEqual(await details.alertsOf('1'), ['c']);
    details.forget();
    assert.deepEqual(await details.alertsOf('1'), []);
  });

  it('are read again after a failure, which takes nothing newer away', async () => {
    const details = new ReadDetails();
    let fail = (_error: Error): void => undefined;
    const failing = details.of('1', () => new Promise((_resolve, reject) => (fail = reject)));
    details.outdate();
    const newer = details.of('1', () => Promise.resolve(withAlerts('a')));
    fail(new Error('no answer'));
    await assert.rejects(failing, /no answer/);
    assert.equal(await details.of('1', () => Promise.reject(new Error('not asked'))), await newer);
    details.outdate();
    await assert.rejects(details.of('1', () => Promise.reject(new Error('no answer'))));
    assert.deepEqual((await details.of('1', () => Promise.resolve(withAlerts()))).alerts, []);
  });
});
