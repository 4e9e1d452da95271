import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  connectionSettings,
  type ConnectionSetting,
  openConnection,
} from '../../src/azure/connections/settings.ts';
import { SchemaFiles } from '../../src/azure/connections/schemaCache.ts';
import { AzureFault } from '../../src/azure/faults/fault.ts';
import type { Cell, QueryRequest } from '../../src/domain/answer.ts';
import type { Connection } from '../../src/domain/connection.ts';
import { temporaryFolder } from '../support/caseFixture.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { failureOf, sharedSimulator, signIn } from './support.ts';

describe('connections', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  before(async () => (simulator = await sharedSimulator()));
  afterEach(() => simulator.faults.clear());

  const settings = (): Readonly<Record<'soc' | 'hunting' | 'lake' | 'empty', ConnectionSetting>> => ({
    soc: { name: 'soc', kind: 'logAnalytics', workspaces: [simulator.workspaces[0]!.customerId] },
    empty: { name: 'empty', kind: 'logAnalytics', workspaces: [simulator.workspaces[1]!.customerId] },
    hunting: { name: 'hunting', kind: 'defender' },
    lake: { name: 'lake', kind: 'kusto', cluster: simulator.endpoints.kusto, database: simulator.database },
  });
  const open = (name: keyof ReturnType<typeof settings>, client = signIn(simulator).client): Connection =>
    openConnection(client, settings()[name], () =>
      Promise.resolve([{ name: 'AlertInfo', columns: [{ name: 'AlertId', type: 'string' }] }]),
    );
  const ask = async (connection: Connection, request: QueryRequest | string, signal?: AbortSignal) => {
    const rows: (readonly Cell[])[] = [];
    const asked = typeof request === 'string' ? { text: request } : request;
    const summary = await connection.query(asked, (chunk) => void rows.push(...chunk), signal);
    return { ...summary, rows };
  };

  const typed =
    'print l=long(9007199254740993), s=\'a,"b\', d=datetime(2026-03-01T10:00:00.1234567Z), t=1d+time(00:00:01.5), b=true, g=guid(74be27de-1e4e-49d9-b579-fe0b331d3642), x=dynamic({"a":[1,"2"]}), r=real(1.5), n=int(null), m=decimal(1.10)';
  for (const name of ['soc', 'lake'] as const)
    it(`${name}: values come with their types, longs exact`, async () => {
      const { rows, columns, completeness } = await ask(open(name), typed);
      assert.deepEqual(rows[0]?.slice(0, 9), [
        '9007199254740993',
        'a,"b',
        '2026-03-01T10:00:00.1234567Z',
        '1.00:00:01.5000000',
        true,
        '74be27de-1e4e-49d9-b579-fe0b331d3642',
        { a: [1, '2'] },
        1.5,
        null,
      ]);
      assert.deepEqual(
        columns.map(({ type }) => type),
        ['long', 'string', 'datetime', 'timespan', 'bool', 'guid', 'dynamic', 'real', 'int', 'decimal'],
      );
      assert.deepEqual(completeness, { state: 'complete' });
    });

  it('give the same digest as each other for the same rows', async () => {
    const text =
      'SigninLogs | project TimeGenerated, UserPrincipalName, ResultType | order by TimeGenerated asc, UserPrincipalName asc | take 50';
    const [a, b, c] = [
      await ask(open('soc'), text),
      await ask(open('lake'), text),
      await ask(open('hunting'), text),
    ];
    assert.equal(a.rows.length, 50);
    assert.equal(a.digest, b.digest);
    assert.equal(a.digest, c.digest);
  });

  it('know their tables, and read them once for all who ask', async () => {
    const before = simulator.requests.length;
    const soc = open('soc');
    const [one] = await Promise.all([soc.schema({}), soc.schema({}), soc.schema({})]);
    assert.equal(simulator.requests.length - before, 1);
    await soc.schema({ refresh: true });
    assert.equal(simulator.requests.length - before, 2);
    const columns = one.tables.find((table) => table.name === 'SigninLogs')?.columns;
    assert.ok(columns?.some(({ name, type }) => name === 'TimeGenerated' && type === 'datetime'));
    const lake = await open('lake').schema({});
    assert.deepEqual(lake.tables.find((table) => table.name === 'SigninLogs')?.columns, columns);
  });

  for (const name of ['soc', 'lake'] as const)
    it(`${name}: keeps to the window that is asked for`, async () => {
      const window = { start: '2026-03-18T00:00:00Z', end: '2026-03-19T00:00:00Z' };
      const text = 'SigninLogs | summarize n = count(), a = min(TimeGenerated), b = max(TimeGenerated)';
      const { rows } = await ask(open(name), { text, window });
      const [n, a, b] = rows[0] as [number, string, string];
      assert.ok(n > 0 && a >= window.start && b < window.end, JSON.stringify(rows));
    });

  it('mean the case’s clock by now() and ago()', async () => {
    const text = "print a = now(), b = ago(1h), c = now(-1d), d = 'now()' // now()";
    const { rows } = await ask(open('soc'), { text, now: '2026-03-10T00:00:00Z' });
    assert.deepEqual(rows[0], [
      '2026-03-10T00:00:00Z',
      '2026-03-09T23:00:00Z',
      '2026-03-09T00:00:00Z',
      'now()',
    ]);
  });

  it('keep their schema for a day between two starts, and ask again when they are told to', async function () {
    const folder = await temporaryFolder(this);
    const { client } = signIn(simulator);
    const setting = {
      name: 'soc',
      kind: 'logAnalytics',
      workspaces: [simulator.workspaces[0]!.customerId],
    } as const;
    let now = Date.UTC(2026, 0, 1);
    const started = () =>
      openConnection(client, setting, () => Promise.resolve([]), new SchemaFiles(folder, () => now));
    const asked = () => simulator.requests.filter(({ path }) => path.endsWith('/metadata')).length;
    const from = asked();
    const first = await started().schema();
    assert.deepEqual(await started().schema(), first);
    assert.equal(asked(), from + 1);
    await started().schema({ refresh: true });
    now += 86_400_000;
    await started().schema();
    assert.equal(asked(), from + 3);
    for (const file of readdirSync(folder))
      writeFileSync(join(folder, file), '{"at":1,"schema":{"tables":7}}');
    assert.deepEqual(await started().schema(), first);
    assert.equal(asked(), from + 4);
  });

  it('say before a run what their dialect lacks, and where', async () => {
    const text =
      'workspace("x").SigninLogs // cluster("y")\n| where s == "cluster(1)" and cluster("z") != ""';
    const gaps = await Promise.all(
      (['soc', 'hunting', 'lake'] as const).map((name) => open(name).dialectGaps(text)),
    );
    assert.deepEqual(
      gaps.map((found) => found.map(({ start, length }) => text.slice(start, start + length))),
      [['cluster'], ['workspace', 'cluster'], ['workspace']],
    );
    const [declared] = await open('soc').dialectGaps('let x = 1; declare query_parameters(a:int); print a');
    assert.match(declared?.message ?? '', /use let/);
    assert.deepEqual(await open('lake').dialectGaps('declare query_parameters(a:int); print a'), []);
  });

  it('mark the place of a fault in the query', async () => {
    const text = 'SigninLogs\n| where Nope == 1';
    const error = await failureOf(ask(open('soc'), text));
    assert.ok(error instanceof AzureFault);
    assert.equal(error.code, 'azure.query-invalid');
    const [fault] = (error as unknown as { diagnostics: { start: number; length: number }[] }).diagnostics;
    assert.equal(text.slice(fault!.start, fault!.start + fault!.length), 'Nope');
  });

  it('say that an answer is cut, by the service or by what was asked for', async () => {
    simulator.logAnalytics.mostRows = 40;
    try {
      const cut = await ask(open('soc'), 'SigninLogs');
      assert.equal(cut.rows.length, 40);
      assert.equal(cut.completeness.state === 'cut' && cut.completeness.by, 'rowLimit');
    } finally {
      simulator.logAnalytics.mostRows = 500_000;
    }
    const asked = await ask(open('soc'), { text: 'SigninLogs | take 30', maxRows: 10 });
    assert.deepEqual([asked.rows.length, asked.completeness.state], [10, 'cut']);
  });

  it('say that an answer is partial, and why', async () => {
    simulator.faults.inject({
      plane: 'logAnalytics',
      times: 1,
      fault: {
        kind: 'answer',
        change: (reply) => ({
          ...reply,
          body: `${String(reply.body).slice(0, -1)},"error":{"code":"PartialError","message":"There were some errors","details":[{"code":"EngineError","message":"x","innererror":{"code":"1","message":"Shard 7 did not answer"}}]}}`,
        }),
      },
    });
    const { completeness } = await ask(open('soc'), 'print 1');
    assert.deepEqual(completeness, { state: 'partial', reason: 'Shard 7 did not answer' });
  });

  it('give an empty answer for a workspace that has no data', async () => {
    assert.deepEqual((await ask(open('empty'), 'SigninLogs')).rows, []);
  });

  it('ask again where an answer breaks off, and hand no row on twice', async () => {
    simulator.faults.inject({ plane: 'logAnalytics', times: 2, fault: { kind: 'half' } });
    const { rows } = await ask(open('soc'), 'range x from 1 to 5000 step 1');
    assert.equal(rows.length, 5_000);
    simulator.faults.inject({ plane: 'logAnalytics', fault: { kind: 'half' } });
    assert.equal((await failureOf(ask(open('soc'), 'range x from 1 to 5000 step 1'))).code, 'azure.network');
  });

  it('name the right that is missing', async () => {
    simulator.faults.deny('ThreatHunting.Read.All');
    const error = await failureOf(ask(open('hunting'), 'AlertInfo'));
    assert.equal(error.code, 'azure.missing-permission');
    assert.match(error.message, /ThreatHunting\.Read\.All/);
    simulator.faults.inject({
      plane: 'logAnalytics',
      fault: { kind: 'status', status: 403, code: 'InsufficientAccessError' },
    });
    const role = await failureOf(ask(open('soc'), 'print 1'));
    assert.ok(role instanceof AzureFault);
    assert.match(role.guidance.next?.[0] ?? '', /"Log Analytics Reader" at the workspace/);
  });

  it('stop at once when they are cancelled', async () => {
    simulator.faults.inject({
      plane: 'logAnalytics',
      times: 1,
      fault: { kind: 'slow', pieces: 500, everyMs: 20 },
    });
    const abort = new AbortController();
    const asked = failureOf(ask(open('soc'), 'range x from 1 to 5000 step 1', abort.signal));
    setTimeout(() => abort.abort(), 150);
    assert.equal((await asked).name, 'AbortError');
  });

  it('read a large answer without blocking the thread that asks', async () => {
    const rows = 12_000;
    const row = JSON.stringify(['2026-03-01T10:00:00Z', 'a'.repeat(80), 7, '{"k":[1,2,3]}']);
    const large = `{"tables":[{"name":"PrimaryResult","columns":[{"name":"T","type":"datetime"},{"name":"S","type":"string"},{"name":"N","type":"long"},{"name":"D","type":"dynamic"}],"rows":[${Array.from({ length: rows }, () => row).join(',')}]}]}`;
    const change = () => ({ status: 200, body: large });
    simulator.faults.inject({ plane: 'logAnalytics', times: 1, fault: { kind: 'answer', change } });
    let seen = 0;
    let turn = 0;
    const turns = new Set<number>();
    const summary = await open('soc').query({ text: 'print 1' }, (chunk) => {
      turns.add(turn);
      setImmediate(() => turn++);
      seen += chunk.length;
    });
    // Decoded here, all chunks would come in one turn of the event loop.
    assert.ok(turns.size > 1);
    assert.equal(seen, rows);
    assert.equal(summary.completeness.state, 'complete');
  });

  it('give each table of an answer that has several', async () => {
    const table = (name: string, value: number): string =>
      `{"name":"${name}","columns":[{"name":"x","type":"long"}],"rows":[[${value}]]}`;
    const change = () => ({
      status: 200,
      body: `{"tables":[${table('PrimaryResult', 1)},${table('PrimaryResult', 2)},${table('third', 3)}]}`,
    });
    simulator.faults.inject({ plane: 'logAnalytics', times: 1, fault: { kind: 'answer', change } });
    const rows: unknown[] = [];
    const { further = [] } = await open('soc').query({ text: 'print 1' }, (chunk) => rows.push(...chunk));
    assert.deepEqual(rows, [[1]]);
    assert.deepEqual(
      further.map(({ name, rows: own }) => [name, own]),
      [
        ['Table_1', [[2]]],
        ['third', [[3]]],
      ],
    );
  });

  it('are read from a setting, or refused with the entry that is wrong', () => {
    assert.equal(connectionSettings([settings().soc, settings().lake]).length, 2);
    for (const [value, what] of [
      ['x', /no list/],
      [[{ name: 'a' }], /Entry 1/],
      [[{ name: 'case', kind: 'defender' }], /Two connections/],
      [[{ name: 'a b', kind: 'defender' }], /other characters/],
    ] as const)
      assert.throws(() => connectionSettings(value), what);
  });
});
