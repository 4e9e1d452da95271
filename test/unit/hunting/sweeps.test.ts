import assert from 'node:assert/strict';
import { KqlError } from '../../../src/kql/diagnostics.ts';
import type { Cell, QueryRequest } from '../../../src/domain/answer.ts';
import { byEntity, byTechnique, hitsOf } from '../../../src/hunting/huntSummary.ts';
import { sweepCells } from '../../../src/host/library/huntReport.ts';
import { type HuntResult, huntSweep, MAX_KEPT } from '../../../src/hunting/huntSweep.ts';
import { readIndicators } from '../../../src/hunting/indicators.ts';
import { indicatorSweep } from '../../../src/hunting/indicatorSweep.ts';
import { parseLibraryQuery } from '../../../src/hunting/libraryQuery.ts';
import type { Connection } from '../../../src/domain/connection.ts';
import { openEngine } from '../../../src/kql/duckdb/openEngine.ts';
import { DEFAULT_OPTIONS } from '../../../src/samples/plan.ts';
import { storeSample } from '../samples/sampleEngine.ts';
import type { StoredSample } from '../samples/sampleEngine.ts';
import type { EmbeddedEngine } from '../../../src/kql/engine.ts';

const query = (id: string, tables: string, techniques: string, text: string) =>
  parseLibraryQuery(id, `// title: ${id}\n// tables: ${tables}\n// techniques: ${techniques}\n${text}`);

describe('sweeps', function () {
  this.timeout(300_000);
  let stored: StoredSample;
  let engine: EmbeddedEngine;
  let target: Pick<Connection, 'schema' | 'query'>;
  const asked: QueryRequest[] = [];

  before(async () => {
    stored = await storeSample({ ...DEFAULT_OPTIONS, rows: 4000 });
    engine = await openEngine(stored.options);
    target = {
      schema: () => Promise.resolve(engine.schema()),
      query: async (request, onRows, signal) => {
        asked.push(request);
        return { ...(await engine.query(request, onRows, signal)), digest: request.text };
      },
    };
  });
  after(async () => {
    await engine.close();
    await stored.remove();
  });

  const options = () => ({ window: null, onQuery: () => undefined, signal: new AbortController().signal });
  const fact = (name: string): string => {
    const value = stored.plan.truth.scenarios[0]?.facts[name];
    assert.ok(typeof value === 'string');
    return value;
  };

  it('of hunts run what can be run, say what is missing and go on after a failure', async () => {
    const results = await huntSweep(
      target,
      [
        query(
          'a/hit',
          'SigninLogs',
          'T1078.004',
          "range n from 1 to 300 step 1 | project UserPrincipalName = 'ada@contoso.example', IPAddress = strcat('192.0.2.', n % 250)",
        ),
        query('a/quiet', 'SigninLogs', 'T1110', 'SigninLogs | where false'),
        query('a/missing', 'NoSuch_CL', 'T1110', 'NoSuch_CL'),
        query('a/wrong', 'SigninLogs', 'T1110', 'SigninLogs | nonsense'),
      ],
      options(),
    );
    assert.deepEqual(
      results.map(({ kind }) => kind),
      ['hit', 'quiet', 'missing', 'failed'],
    );
    const [hit] = hitsOf(results);
    assert.equal(hit?.total, 300);
    assert.equal(hit.rows.length, MAX_KEPT);
    assert.deepEqual(
      byTechnique([hit]).map(({ key }) => key),
      ['T1078.004'],
    );
    assert.ok(byEntity([hit]).some(({ key }) => key.kind === 'account'));
  });

  it('of hunts keep what they know when they are cancelled, and pass on the window', async () => {
    const window = { start: '2026-03-20T00:00:00Z', end: '2026-03-21T00:00:00Z' };
    const queries = ['a', 'b', 'c'].map((id) => query(id, 'SigninLogs', '', 'SigninLogs'));
    const cancelledAt = (count: number): Promise<readonly HuntResult[]> => {
      const controller = new AbortController();
      return huntSweep(target, queries, {
        window,
        onQuery: (_query, done) => {
          if (done === count) controller.abort();
        },
        signal: controller.signal,
      });
    };
    await assert.rejects(cancelledAt(0), { name: 'AbortError' });
    const results = await cancelledAt(1);
    assert.deepEqual(
      results.map(({ kind }) => kind === 'cancelled'),
      [false, true, true],
    );
    assert.deepEqual(asked.at(-1)?.window, window);
    const about = {
      title: 'Hunt sweep',
      when: 'now',
      connection: { name: 'case', kind: 'case', label: 'logs of the case' },
      window: 'a day',
      techniqueName: () => undefined,
    } as const;
    assert.match(sweepCells(results, about)[0]?.text ?? '', /cancelled: 2 queries were not asked/);
  });

  it('of indicators find each in every table and column where it is, with its times and its count', async () => {
    const address = fact('attackerAddress');
    const report = await indicatorSweep(
      target,
      readIndicators(`${address} ${fact('phishingDomain')} 203.0.113.254.example ${fact('session')}`)
        .indicators,
      { window: null, onTable: () => undefined, signal: new AbortController().signal },
    );
    assert.deepEqual(report.problems, []);
    assert.deepEqual(
      report.unseen.map(({ value }) => value),
      ['203.0.113.254.example'],
    );
    for (const [table, column] of [
      ['SigninLogs', 'IPAddress'],
      ['AuditLogs', 'InitiatedBy'],
      ['StorageBlobLogs', 'CallerIpAddress'],
      ['AzureActivity', 'CallerIpAddress'],
      ['VNetFlowLogs_CL', 'DestIp'],
    ]) {
      const sighting = report.sightings.find(
        (one) => one.indicator.value === address && one.table === table && one.column === column,
      );
      const counted = await engine.queryAll({
        text: `${table} | where tostring(${column}) has "${address}" | summarize count(), min(TimeGenerated), max(TimeGenerated)`,
      });
      assert.deepEqual(
        [sighting?.count, sighting?.first, sighting?.last],
        counted.rows[0] as readonly Cell[],
        table,
      );
    }
    assert.ok(
      report.sightings.some(
        ({ table, indicator }) => table === 'UrlClickEvents' && indicator.kind === 'domain',
      ),
    );
    assert.ok(report.sightings.some(({ table }) => table === 'MicrosoftGraphActivityLogs'));
  });

  it('of indicators name a table that could not be searched', async () => {
    const report = await indicatorSweep(
      {
        schema: target.schema,
        query: (request, onRows, signal) =>
          request.text.includes('\nSigninLogs\n')
            ? Promise.reject(
                new KqlError([{ kind: 'failed', code: 'x', message: 'out of order', start: 0, length: 0 }]),
              )
            : target.query(request, onRows, signal),
      },
      readIndicators(fact('attackerAddress')).indicators,
      { window: null, onTable: () => undefined, signal: new AbortController().signal },
    );
    assert.deepEqual(report.problems, [{ table: 'SigninLogs', reason: 'out of order' }]);
    assert.ok(report.sightings.length > 0);
  });
});
