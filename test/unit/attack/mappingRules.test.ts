import assert from 'node:assert/strict';
import { join } from 'node:path';
import { loadRules } from '../../../src/attack/mapping/loadRules.ts';
import { claimQuery, observedQuery } from '../../../src/attack/mapping/ruleQueries.ts';
import { type RuleBook, ruleBook, type RuleSet } from '../../../src/attack/mapping/rule.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import { openEngine } from '../../../src/kql/duckdb/openEngine.ts';
import type { EmbeddedEngine } from '../../../src/kql/engine.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'queries', 'attack');

/** Which rules of the set hold on each row, by the engine. */
async function matches(
  engine: EmbeddedEngine,
  book: RuleBook,
  set: RuleSet,
  rows: readonly JsonObject[],
): Promise<string[][]> {
  const kql = claimQuery(book, set.tables[0] ?? '', rows);
  assert.ok(kql);
  const answer = await engine.queryAll({ text: kql });
  assert.equal(answer.rows.length, rows.length);
  return answer.rows.map((cells) => set.rules.filter((_, i) => cells[i + 1] === true).map((rule) => rule.id));
}

describe('mapping rules on the embedded engine', () => {
  let engine: EmbeddedEngine;
  let book: RuleBook;

  before(async function () {
    this.timeout(60_000);
    book = await loadRules(folder);
    engine = await openEngine({ tables: [], functions: [], allowedFolders: [] });
  });

  after(() => engine.close());

  it('covers the tables that a tenant exports with a broad first set', () => {
    assert.ok(book.rules.length >= 300, `${book.rules.length} rules`);
    for (const table of ['AzureActivity', 'AuditLogs', 'SigninLogs', 'OfficeActivity', 'StorageBlobLogs'])
      assert.ok(book.byTable.has(table), table);
  });

  it('fires on its own row, is quiet on its look-alike, and is not shadowed by a rule before it', async function () {
    this.timeout(120_000);
    const faults: string[] = [];
    for (const set of book.sets) {
      const samples = set.rules.flatMap((rule) => [
        ...rule.fires.map((row) => ({ rule, row, fires: true })),
        ...rule.quiet.map((row) => ({ rule, row, fires: false })),
      ]);
      const rows = samples.map(({ row }) => ({ ...set.sample, ...row }));
      const found = await matches(engine, book, set, rows).catch((error: unknown) => {
        faults.push(`${set.file}: ${String(error)}`);
        return null;
      });
      if (!found) continue;
      samples.forEach(({ rule, row, fires }, i) => {
        const held = found[i] ?? [];
        if (held.includes(rule.id) !== fires)
          faults.push(`${rule.id} ${fires ? 'does not fire' : 'fires'} on ${JSON.stringify(row)}`);
        if (fires && held[0] !== rule.id && held.includes(rule.id))
          faults.push(`${rule.id} stands behind ${held[0] ?? ''} on ${JSON.stringify(row)}`);
      });
    }
    assert.deepEqual(faults, []);
  });

  it('numbers each row with the first rule that holds, however the rules are told apart', async function () {
    this.timeout(120_000);
    for (const set of book.sets) {
      const rows = set.rules.flatMap(({ fires, quiet }) =>
        [...fires, ...quiet].map((row) => ({ ...set.sample, ...row })),
      );
      const held = await matches(engine, book, set, rows);
      const columns = Object.keys(set.columns).filter((column) => column !== 'TimeGenerated');
      const text = (value: unknown): string =>
        JSON.stringify(typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value));
      const given = `datatable(${columns.map((column) => `['${column}']:string`).join(', ')})[${rows
        .map((row: JsonObject) => columns.map((column) => text(row[column])).join(', '))
        .join(', ')}]`;
      const name = set.tables[0] ?? '';
      const table = { name, columns: columns.map((column) => ({ name: column, type: 'string' as const })) };
      // The other way round, rules of one operation, and those of none, stand before others than they are written to.
      const turned = ruleBook([{ ...set, rules: set.rules.toReversed() }]);
      for (const [asked, place] of [
        [book, 0],
        [turned, -1],
      ] as const) {
        const [, ...steps] = observedQuery(asked, table).split('\n| ');
        const answer = await engine.queryAll({ text: [given, ...steps].join('\n| ') });
        assert.deepEqual(
          answer.rows.map(([, number]) => asked.rules[Number(number)]?.id),
          held.map((ids) => ids.at(place)),
          set.file,
        );
      }
    }
  });

  it('takes hostile values as text, never as part of the query', async () => {
    const set = book.byTable.get('AzureActivity');
    assert.ok(set);
    const hostile = [
      '"',
      '\\',
      '"]; print 1 //',
      "' or 1==1",
      '\u0000\u0007\n\r\t',
      '\u2028\u2029',
      '𝕏\ud800',
      '")] | take 0',
    ];
    const rows = hostile.map((Caller) => ({ ...set.sample, OperationNameValue: 'X/WRITE', Caller }));
    const found = await matches(engine, book, set, rows);
    assert.deepEqual(
      found,
      hostile.map(() => []),
    );
  });
});
