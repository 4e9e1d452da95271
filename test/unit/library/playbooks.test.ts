import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import type { Answer } from '../../../src/domain/answer.ts';
import { fillPlaybook, parsePlaybook } from '../../../src/hunting/playbook.ts';
import { DEFAULT_OPTIONS, planSample, scenarioNames } from '../../../src/samples/plan.ts';
import { libraryQueries } from './tenants.ts';
import { PLAYBOOKS, runPlaybooks } from './playbookRuns.ts';
import type { PlaybookRun } from './playbookRuns.ts';

const FOLDER = new URL('../../../queries/playbooks/', import.meta.url);
const text = (id: string): string => readFileSync(new URL(`${id}.kql.md`, FOLDER), 'utf8');
/** Cells that say how the case stands, beside the one that names the attack. */
const STATE = ['prerequisites', 'gates', 'lineage'];

describe('playbooks', function () {
  this.timeout(600_000);
  let runs: readonly PlaybookRun[];

  before(async () => {
    runs = await runPlaybooks(1, 5000, (name) => STATE.includes(name));
  });

  const answer = (run: PlaybookRun | undefined, name: string): Answer => {
    const said = run?.answers.get(name);
    if (said === undefined || said instanceof Error) throw said ?? new Error(`${name} was not run`);
    return said;
  };
  const column = (said: Answer, name: string): readonly unknown[] => {
    const at = said.columns.findIndex((one) => one.name === name);
    assert.ok(at >= 0, `no column ${name}`);
    return said.rows.map((row) => row[at]);
  };

  it('are five, each with steps, decisions, checklists, prerequisites and gates', () => {
    assert.deepEqual(
      readdirSync(FOLDER)
        .map((file) => file.replace('.kql.md', ''))
        .sort(),
      Object.keys(PLAYBOOKS).sort(),
    );
    for (const id of Object.keys(PLAYBOOKS)) {
      const playbook = parsePlaybook(id, text(id));
      assert.notEqual(playbook.title, id);
      assert.notEqual(playbook.summary, '');
      assert.ok(playbook.parameters.length >= 4);
      const steps = playbook.text.match(/^## \d+\. /gm) ?? [];
      assert.ok(steps.length >= 5, id);
      assert.equal(
        playbook.text.match(/^\*\*Decision:\*\*/gm)?.length,
        steps.length,
        `${id}: a decision a step`,
      );
      for (const part of ['Prerequisites', 'Containment', 'Recovery', 'Gates', 'The attack, event by event'])
        assert.ok(playbook.text.includes(`\n## ${part}\n`), `${id} has no ${part}`);
      assert.ok((playbook.text.match(/^- \[ \] /gm) ?? []).length >= 8, `${id}: checklists`);
    }
  });

  for (const id of Object.keys(PLAYBOOKS)) {
    it(`${id} finds its attack whole and names little else`, () => {
      const run = runs.find(({ playbook }) => playbook === id);
      assert.ok(run && run.truth > 0);
      assert.deepEqual(run.missing, []);
      assert.ok((run.named - run.wrong.length) / run.named >= 0.9, run.wrong.join('\n'));
    });

    it(`${id} checks its prerequisites and answers its gates`, () => {
      const run = runs.find(({ playbook }) => playbook === id);
      for (const status of column(answer(run, 'prerequisites'), 'Status'))
        assert.doesNotMatch(String(status), /^missing/);
      assert.deepEqual([...new Set(column(answer(run, 'gates'), 'State'))], ['answered']);
    });
  }

  it('token-theft shows the lineage from the root authentication, in the same order each time', () => {
    const run = runs.find(({ playbook }) => playbook === 'token-theft');
    const lineage = answer(run, 'lineage');
    const levels = column(lineage, 'Level');
    assert.equal(levels.filter((level) => level === 0).length, 1, 'one root');
    const paths = column(lineage, 'Path');
    assert.deepEqual(paths, [...paths].sort());
    assert.equal(new Set(paths).size, paths.length, 'no two rows have one place');
    const sources = new Set(column(lineage, 'Source'));
    for (const table of ['SigninLogs', 'AADNonInteractiveUserSignInLogs', 'MicrosoftGraphActivityLogs'])
      assert.ok(sources.has(table), table);
    const parents = column(lineage, 'Parent');
    const known = new Set([...column(lineage, 'EventId'), ...column(lineage, 'Token')]);
    for (const [index, parent] of parents.entries())
      assert.ok(levels[index] === 0 ? parent === '' : known.has(parent), `row ${index} has no parent`);
  });

  it('are filled without touching another byte, and text of an incident stays text', () => {
    const before = text('phishing');
    const hostile = 'x"\n---\n# y\u2028 } }';
    const after = fillPlaybook(before, {
      accounts: [hostile, '$&'],
      addresses: [],
      applications: ['unused'],
    });
    const lines = after.split('\n');
    const changed = before
      .split('\n')
      .flatMap((line, index) => (line === lines[index] ? [] : [lines[index]]));
    assert.deepEqual(changed, [`  accounts: { type: dynamic, value: ${JSON.stringify([hostile, '$&'])} }`]);
  });

  it('and queries hold no constant of the sample tenant', () => {
    const shipped = [
      ...libraryQueries().map((query) => query.text),
      ...Object.keys(PLAYBOOKS).map(text),
    ].join('\n');
    for (const seed of [1, 2, 3]) {
      const { truth, world } = planSample({ ...DEFAULT_OPTIONS, seed, rows: 1, scenarios: scenarioNames() });
      const words = [
        ...truth.scenarios.flatMap(({ facts }) => Object.values(facts).flat()),
        ...world.tenant.people.map(({ upn }) => upn),
        ...world.tenant.services.flatMap(({ name, appId, id, userAgent }) => [name, appId, id, userAgent]),
        ...world.tenant.partners.map(({ domain }) => domain),
        world.tenant.domain,
        world.tenant.company,
      ];
      for (const word of words)
        if (typeof word === 'string' && word.length > 3)
          assert.ok(!shipped.includes(word), `${word} is named`);
    }
  });
});
