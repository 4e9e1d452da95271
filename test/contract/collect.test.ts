import assert from 'node:assert/strict';
import { collect } from '../../src/azure/collect/collect.ts';
import { type DirectoryPlace, directorySource } from '../../src/azure/collect/listSources.ts';
import { halves, slicesOf } from '../../src/azure/collect/slices.ts';
import { tableSource } from '../../src/azure/collect/tableSource.ts';
import { openConnection } from '../../src/azure/connections/settings.ts';
import { readJournals } from '../../src/cases/journal.ts';
import { makeCase } from '../../src/cases/newCase.ts';
import { NodeStorage } from '../../src/cases/nodeStorage.ts';
import type { AskedQuestion } from '../../src/domain/tenant.ts';
import { uncovered } from '../../src/domain/windows.ts';
import { defaultParts } from '../../src/session/defaultParts.ts';
import { openCase } from '../../src/session/openCase.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { person, temporaryFolder } from '../support/caseFixture.ts';
import { KeptSlices } from '../support/keptSlices.ts';
import { failureOf, sharedSimulator, signIn } from './support.ts';

describe('collecting', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  before(async () => (simulator = await sharedSimulator()));
  afterEach(() => simulator.faults.clear());

  const window = { start: '2026-03-16T00:00:00Z', end: '2026-03-26T00:00:00Z' };
  const nothing = (): Promise<void> => Promise.resolve();
  const source = async (record: (question: AskedQuestion) => Promise<void> = nothing) => {
    const { client } = signIn(simulator);
    const setting = {
      name: 'soc',
      kind: 'logAnalytics',
      workspaces: [simulator.workspaces[0]!.customerId],
    } as const;
    return tableSource(
      openConnection(client, setting, () => Promise.resolve([])),
      'SigninLogs',
      record,
    );
  };
  const total = async (): Promise<number> =>
    (await (await source()).count(window, undefined)).reduce((sum, { rows = 0 }) => sum + rows, 0);

  it('brings every row of a window into a case, with where it came from, and does not fetch it twice', async function () {
    const folder = await temporaryFolder(this);
    const storage = new NodeStorage(folder);
    const { id } = await makeCase(storage, { title: 'Collected', owner: 'ana' }, person());
    const session = await openCase(folder, defaultParts);
    try {
      const table = await source((question) => session.recordQuestion(question));
      const report = await collect(table, session, window, () => undefined, undefined, 40);
      const all = await total();
      assert.deepEqual([report.rows, report.known, report.rejects, report.differences], [all, 0, 0, []]);
      assert.ok(report.slices > 2);
      const rows: unknown[] = [];
      await session.query({ text: 'SigninLogs | count' }, (chunk) => void rows.push(...chunk.flat()));
      assert.deepEqual(rows, [all]);
      const again = await collect(await source(), session, window, () => undefined, undefined, 40);
      assert.deepEqual([again.rows, again.slices, again.skipped], [0, 0, report.slices]);
      const { lines } = await readJournals(storage, id, ['query.run', 'import.started']);
      const asked = lines.filter(({ kind, data }) => kind === 'query.run' && data['connection'] === 'soc');
      assert.equal(asked.length, report.slices + 1);
      const imported = lines.filter(
        ({ kind, data }) => kind === 'import.started' && 'collected' in (data['options'] as object),
      );
      assert.equal(imported.length, report.slices);
    } finally {
      await session.close();
    }
  });

  it('goes on where it was broken off', async () => {
    const kept = new KeptSlices();
    const before = await total();
    let fetched = 0;
    const broken = await source();
    const breaking = {
      ...broken,
      fetch: (...args: Parameters<typeof broken.fetch>) => {
        if (++fetched > 2) throw new Error('pulled');
        return broken.fetch(...args);
      },
    };
    await failureOf(collect(breaking, kept, window, () => undefined, undefined, 40));
    assert.equal(kept.slices.length, 2);
    await collect(await source(), kept, window, () => undefined, undefined, 40);
    assert.equal(
      kept.slices.reduce((sum, { rows }) => sum + rows, 0),
      before,
    );
    const starts = kept.slices.map((slice) => slice.window.start);
    assert.equal(new Set(starts).size, starts.length);
  });

  it('is shown as in part while something of it is missing, whatever stopped it, and then goes on', async function () {
    const folder = await temporaryFolder(this);
    await makeCase(new NodeStorage(folder), { title: 'Collected', owner: 'ana' }, person());
    const session = await openCase(folder, defaultParts);
    try {
      const table = await source();
      simulator.faults.inject({ plane: 'logAnalytics', after: 4, fault: { kind: 'reset' } });
      const error = await failureOf(collect(table, session, window, () => undefined, undefined, 40));
      assert.equal(error.code, 'azure.network');
      const [left, ...others] = (await session.summary()).collections;
      assert.ok(left && others.length === 0);
      assert.deepEqual([left.connection, left.table, left.window], ['soc', 'SigninLogs', window]);
      const kept = await session.collected('soc', 'SigninLogs');
      assert.equal(left.missing.length, 1);
      assert.equal(left.missing[0]?.start, kept.at(-1)?.window.end);
      simulator.faults.clear();
      const abort = new AbortController();
      const stopping = collect(table, session, window, () => abort.abort(), abort.signal, 40);
      assert.equal((await failureOf(stopping)).name, 'AbortError');
      assert.equal((await session.summary()).collections.length, 1, 'the same, once');
      const rest = await collect(table, session, window, () => undefined, undefined, 40);
      assert.equal(rest.skipped, kept.length);
      assert.deepEqual((await session.summary()).collections, []);
      const rows: unknown[] = [];
      await session.query({ text: 'SigninLogs | count' }, (chunk) => void rows.push(...chunk.flat()));
      assert.deepEqual(rows, [await total()]);
    } finally {
      simulator.faults.clear();
      await session.close();
    }
  });

  it('halves a slice that comes back cut, until each is whole', async () => {
    const kept = new KeptSlices();
    const all = await total();
    simulator.logAnalytics.mostRows = 15;
    try {
      await collect(await source(), kept, window, () => undefined, undefined, 40);
      assert.equal(
        kept.slices.reduce((sum, { rows }) => sum + rows, 0),
        all,
      );
    } finally {
      simulator.logAnalytics.mostRows = 500_000;
    }
  });

  it('says where the service’s count and what came differ', async () => {
    const kept = new KeptSlices();
    const one = await source();
    const counting = {
      ...one,
      count: async (...args: Parameters<typeof one.count>) =>
        (await one.count(...args)).map((each, i) =>
          i === 0 ? { ...each, rows: (each.rows ?? 0) + 1 } : each,
        ),
    };
    const { differences } = await collect(counting, kept, window, () => undefined);
    assert.equal(differences.length, 1);
    assert.match(differences[0] ?? '', /counted \d+ rows and sent \d+/);
  });

  for (const table of [
    'SigninLogs',
    'AADNonInteractiveUserSignInLogs',
    'AADServicePrincipalSignInLogs',
    'AuditLogs',
    'AADUserRiskEvents',
    'AzureActivity',
  ])
    it(`brings ${table} in without a workspace`, async function () {
      const folder = await temporaryFolder(this);
      await makeCase(new NodeStorage(folder), { title: 'Collected', owner: 'ana' }, person());
      const session = await openCase(folder, defaultParts);
      try {
        const [, , subscription = ''] = simulator.sentinel.workspace.split('/');
        const found = directorySource(signIn(simulator).client, table, { subscription });
        assert.ok(found);
        const days = { start: '2026-03-16T00:00:00.000Z', end: '2026-03-19T00:00:00.000Z' };
        const report = await collect(found, session, days, () => undefined);
        assert.ok(report.rows > 0 && report.rejects === 0, JSON.stringify(report));
        const rows: unknown[] = [];
        await session.query(
          { text: `${table} | summarize count(), min(TimeGenerated), max(TimeGenerated)` },
          (chunk) => void rows.push(...chunk.flat()),
        );
        assert.equal(rows[0], report.rows);
        assert.ok(String(rows[1]) >= '2026-03-16' && String(rows[2]) < '2026-03-19', JSON.stringify(rows));
      } finally {
        await session.close();
      }
    });

  it('keeps what it brings of several tenants apart', async function () {
    const folder = await temporaryFolder(this);
    await makeCase(new NodeStorage(folder), { title: 'Collected', owner: 'ana' }, person());
    const session = await openCase(folder, defaultParts);
    try {
      const { tenantId, partner } = simulator;
      const end = Date.parse(simulator.now);
      const days = {
        start: new Date(end - 5 * 86_400_000).toISOString(),
        end: new Date(end - 3_600_000).toISOString(),
      };
      const from = async (place: DirectoryPlace) => {
        const found = directorySource(signIn(simulator).client, 'SigninLogs', place);
        assert.ok(found);
        return collect(found, session, days, () => undefined);
      };
      const counts = async (): Promise<unknown> => {
        const rows: unknown[] = [];
        const text = 'SigninLogs | summarize count() by AADTenantId | order by AADTenantId asc';
        await session.query({ text }, (chunk) => void rows.push(...chunk));
        return Object.fromEntries(rows as [string, number][]);
      };
      const ours = await from({ tenant: tenantId });
      const theirs = await from({ tenant: partner.tenantId });
      assert.ok(ours.rows > 0);
      assert.deepEqual(
        [theirs.rows, theirs.skipped, theirs.rejects],
        [5, 0, 0],
        'not what was fetched of the other',
      );
      assert.deepEqual(await counts(), { [tenantId]: ours.rows, [partner.tenantId]: 5 });
      assert.deepEqual((await from({ tenant: partner.tenantId })).rows, 0, 'nor fetched twice');
      // One that was begun when a collection did not name its tenant goes on under its name.
      assert.equal(
        directorySource(signIn(simulator).client, 'SigninLogs', {}, tenantId)?.connection,
        'auditLogs/signIns',
      );
    } finally {
      await session.close();
    }
  });

  it('plans windows that neither overlap nor leave anything out', () => {
    const hours = Array.from({ length: 6 }, (_, i) => ({
      start: new Date(Date.UTC(2026, 0, 1, i)).toISOString(),
      end: new Date(Date.UTC(2026, 0, 1, i + 1)).toISOString(),
      rows: [5, 0, 9, 12, 1, 1][i],
    }));
    const day = { start: '2026-01-01T00:00:00.000Z', end: '2026-01-01T06:00:00.000Z' };
    const slices = slicesOf(day, hours, 10);
    assert.deepEqual(
      slices.map(({ rows }) => rows),
      [5, 9, 12, 2],
    );
    assert.equal(slices[0]?.start, day.start);
    assert.equal(slices.at(-1)?.end, day.end);
    for (const [i, slice] of slices.entries()) if (i > 0) assert.equal(slice.start, slices[i - 1]?.end);
    assert.deepEqual(uncovered(day, [{ start: '2026-01-01T01:00:00Z', end: '2026-01-01T02:00:00Z' }]), [
      { start: day.start, end: '2026-01-01T01:00:00.000Z' },
      { start: '2026-01-01T02:00:00.000Z', end: day.end },
    ]);
    assert.equal(
      halves({ start: day.start, end: new Date(Date.parse(day.start) + 1).toISOString() }),
      undefined,
    );
  });
});
