import assert from 'node:assert/strict';
import { join } from 'node:path';
import { loadWindowRules } from '../../../src/attack/windows/loadWindows.ts';
import { readWindow } from '../../../src/attack/windows/readWindow.ts';
import { windowQuery } from '../../../src/attack/windows/windowQuery.ts';
import type { SampleRun, WindowRule } from '../../../src/attack/windows/windowRule.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import { stringLiteral } from '../../../src/domain/kqlLiteral.ts';
import { openEngine } from '../../../src/kql/duckdb/openEngine.ts';
import type { EmbeddedEngine } from '../../../src/kql/engine.ts';
import { tableSchema } from '../../../src/logs/schemas/tableSchemas.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'queries', 'attack', 'windows');
/** Not a full hour, so that windows must be right for events at any time. */
const START = '2026-03-01T09:57:00Z';

/** The rule's query, with the events of the runs in place of its tables. */
function overRuns(rule: WindowRule, runs: readonly SampleRun[]): string {
  const [own = ''] = rule.tables;
  const query = windowQuery(rule, own);
  const tables = [own, ...(rule.measure.kind === 'then' ? [rule.measure.table] : [])];
  const stand = tables.map((table) => {
    const events = runs.filter((run) => (run.table ?? own) === table);
    return `let ${table} = ${asTable(rule, table, query, events)};`;
  });
  return [...stand, query].join('\n');
}

/** The events of the runs: the columns that the query and the events name, as the service has them. */
function asTable(rule: WindowRule, table: string, query: string, runs: readonly SampleRun[]): string {
  const named = new Set([...query.matchAll(/\w+/g)].map(([word]) => word));
  const given = new Set(runs.flatMap(({ row }) => Object.keys(row)));
  const columns = (tableSchema(table)?.columns ?? []).filter(
    ({ name }) => named.has(name) || given.has(name),
  );
  const stray = [...given].find((name) => !columns.some((column) => column.name === name));
  assert.equal(stray, undefined, `${rule.id}: ${table} has no ${stray}`);
  const events = runs.map(({ at, every, events: count, row }) => {
    const cells = columns.map(({ name, type }) => {
      const value = row[name];
      if (name === 'TimeGenerated') return `${name} = datetime(${START}) + ${at} + n * ${every}`;
      if (type !== 'string') return `${name} = ${type}(${JSON.stringify(value ?? null)})`;
      const text = stringLiteral(typeof value === 'string' ? value : '');
      return `${name} = ${text.includes('{n}') ? `replace_string(${text}, "{n}", tostring(n))` : text}`;
    });
    return `(range n from 0 to ${count - 1} step 1 | project ${cells.join(', ')})`;
  });
  return `union ${events.join(',\n')}`;
}

async function found(
  engine: EmbeddedEngine,
  rule: WindowRule,
  runs: readonly SampleRun[],
): Promise<JsonObject[]> {
  const { rows, columns } = await engine.queryAll({
    text: overRuns(rule, runs),
  });
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])));
}

describe('window rules on the embedded engine', () => {
  let engine: EmbeddedEngine;
  let rules: readonly WindowRule[];

  before(async () => {
    rules = await loadWindowRules(folder);
    engine = await openEngine({ tables: [], functions: [], allowedFolders: [] });
  });

  after(() => engine.close());

  it('finds once what it is for, and nothing in what looks like it', async function () {
    this.timeout(120_000);
    const faults: string[] = [];
    for (const rule of rules) {
      const fired = await found(engine, rule, rule.fires);
      if (fired.length !== 1) faults.push(`${rule.id} finds ${fired.length} in what it is for`);
      const quiet = await found(engine, rule, rule.quiet);
      if (quiet.length > 0) faults.push(`${rule.id} fires on ${JSON.stringify(quiet[0])}`);
      const [row] = fired;
      if (!row) continue;
      const reading = readWindow(rule, row);
      if (/[{}]/.test(reading.title) || reading.title.includes('  '))
        faults.push(`${rule.id} is titled "${reading.title}"`);
      if (reading.entities.length !== rule.entities.length) faults.push(`${rule.id} has too few entities`);
      assert.ok((reading.end ?? '') >= String(row['TimeGenerated']), rule.id);
    }
    assert.deepEqual(faults, []);
  });

  it('asks tables that exist, of columns that exist', () => {
    for (const { id, tables, measure } of rules)
      for (const table of [...tables, ...(measure.kind === 'then' ? [measure.table] : [])])
        assert.ok(tableSchema(table), `${id}: ${table}`);
    assert.ok(rules.length >= 40, `${rules.length} rules`);
  });

  it('finds a burst wherever it lies, cut by no window, as one episode', async function () {
    this.timeout(60_000);
    const rule = rules.find(({ id }) => id === 'window.mfa-fatigue');
    assert.ok(rule);
    const row = { ResultType: '500121', UserPrincipalName: 'ada@contoso.example' };
    for (const at of ['0s', '90s', '170s', '290s', '400s', '550s']) {
      const [one, ...more] = await found(engine, rule, [{ at, every: '55s', events: 5, table: null, row }]);
      assert.equal(one?.['InWindow'], 5, at);
      assert.deepEqual(more, []);
    }
    const long = await found(engine, rule, [{ at: '0s', every: '60s', events: 90, table: null, row }]);
    assert.equal(long.length, 1);
    assert.equal(long[0]?.['EndTime'], '2026-03-01T11:26:00Z');
  });
});
