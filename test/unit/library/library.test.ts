import assert from 'node:assert/strict';
import { NEWEST_ATTACK_VERSION, technique } from '../../../src/attack/data/attackData.ts';
import { tableSchema } from '../../../src/logs/schemas/tableSchemas.ts';
import { scenarioNames } from '../../../src/samples/plan.ts';
import { SCENARIOS_USED } from './expectations.ts';
import { answersOf, libraryQueries } from './tenants.ts';
import type { Answers } from './tenants.ts';

/** Raw flow logs have no published table. */
const OWN_TABLES = ['NSGFlowLogs_CL', 'VNetFlowLogs_CL'];

describe('library of queries', function () {
  this.timeout(600_000);
  const queries = libraryQueries();
  let answers: Answers;

  before(async () => {
    answers = await answersOf(queries, 1, 6000);
  });

  const rowsOf = (said: Answers['attacked'], id: string) => {
    const answer = said.get(id);
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error(`${id} was not run`);
    return answer.rows;
  };

  it('has at least 30 queries on Entra, 25 on activity, 20 on the network and 25 on resources', () => {
    const count = (area: string): number => queries.filter((query) => query.area === area).length;
    // What Microsoft 365 tells lies among Entra's and does not count for them.
    const entra = queries.filter(
      ({ area, tables }) => area === 'entra' && !tables.includes('OfficeActivity'),
    );
    assert.ok(entra.length >= 30, `${entra.length} on Entra`);
    assert.ok(count('activity') >= 25);
    assert.ok(count('network') >= 20);
    assert.ok(count('resource') >= 25);
  });

  it('expects something of every query and of nothing else, and of every attack', () => {
    assert.deepEqual([...answers.expected.ids].sort(), queries.map(({ id }) => id).sort());
    assert.deepEqual([...SCENARIOS_USED].sort(), [...scenarioNames()].sort());
  });

  it('has no two queries with one title', () => {
    assert.equal(new Set(queries.map(({ title }) => title)).size, queries.length);
  });

  for (const query of queries)
    it(`${query.id} says what it is for, finds its event and is quiet otherwise`, () => {
      for (const field of ['hit', 'false positives'])
        assert.ok(
          query.notes.some(([name, text]) => name === field && text !== ''),
          `no ${field}`,
        );
      assert.notEqual(query.title, query.id);
      assert.match(query.question, /\?$/);
      assert.ok(query.techniques.length > 0, 'no technique');
      for (const id of query.techniques) {
        const known = technique(id, NEWEST_ATTACK_VERSION);
        assert.ok(known && !known.deprecated && known.revokedBy === null, `${id} is no technique`);
      }
      assert.ok(query.tables.length > 0, 'no table');
      const code = query.text.replace(/^\/\/.*$/gm, '');
      for (const table of query.tables) {
        assert.ok(tableSchema(table) ?? OWN_TABLES.includes(table), `there is no table ${table}`);
        assert.match(code, new RegExp(`\\b${table}\\b`), `does not read ${table}`);
      }
      assert.doesNotMatch(code, /\bcontains\b|\bago\(|\bsearch\b/);
      const fact = answers.expected.finds(query.id, answers.plan);
      assert.ok(fact !== undefined && fact !== '', 'nothing to find');
      const found = rowsOf(answers.attacked, query.id);
      assert.ok(
        JSON.stringify(found).includes(JSON.stringify(fact).slice(1, -1)),
        `does not name ${fact} among ${found.length} rows`,
      );
      assert.ok(found.length <= 30, `${found.length} rows are too many to look at`);
      assert.deepEqual(rowsOf(answers.benign, query.id), [], 'says something on the benign tenant');
    });
});
