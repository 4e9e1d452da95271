import assert from 'node:assert/strict';
import { directoryPlace } from '../../../src/azure/collect/listSources.ts';
import { collectTenants } from '../../../src/azure/collect/tenants.ts';

const tenant = (id: string) => ({ id, name: `Company ${id}`, domain: '' });

describe('tenants to collect from without a workspace', () => {
  it('are the one that is set up, those that are listed and those of connections, each once', () => {
    const ids = (...given: Parameters<typeof collectTenants>) =>
      collectTenants(...given).map(({ id, name }) => [id, name]);
    const soc = { name: 'soc', tenant: 'B' };
    assert.deepEqual(ids(undefined, [], []), [[undefined, 'Your own tenant']]);
    assert.deepEqual(
      ids(undefined, [tenant('a')], []),
      [[undefined, 'Company a']],
      'the only one is the own',
    );
    assert.deepEqual(ids(undefined, [tenant('a')], [soc, { ...soc, name: 'soc2' }]), [
      [undefined, 'Company a'],
      ['b', 'soc'],
    ]);
    assert.deepEqual(ids(undefined, [tenant('a'), tenant('b')], [soc]), [
      ['a', 'Company a'],
      ['b', 'Company b'],
    ]);
    assert.deepEqual(ids('B', [tenant('a'), tenant('b')], [{ name: 'x', label: 'Partner', tenant: 'c' }]), [
      ['b', 'Company b'],
      ['a', 'Company a'],
      ['c', 'Partner'],
    ]);
    assert.deepEqual(ids(undefined, [], [soc]), [
      [undefined, 'Your own tenant'],
      ['b', 'soc'],
    ]);
  });

  it('are named by what was collected of them', () => {
    assert.deepEqual(directoryPlace('auditLogs/signIns'), {});
    assert.deepEqual(directoryPlace('/tenants/t/auditLogs/signIns'), { tenant: 't' });
    assert.deepEqual(directoryPlace('/subscriptions/s/providers/x'), { subscription: 's' });
    assert.deepEqual(directoryPlace('/tenants/t/subscriptions/s/providers/x'), {
      tenant: 't',
      subscription: 's',
    });
    assert.deepEqual(directoryPlace('soc'), {});
  });
});
