import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import type { Answer } from '../../../src/domain/answer.ts';
import { cellQuery } from '../../../src/host/notebook/prelude.ts';
import type { NamedCell } from '../../../src/host/notebook/prelude.ts';
import { FIRST_QUESTIONS } from '../../../src/samples/investigation/firstQuestions.ts';
import { DEFAULT_OPTIONS, scenarioNames } from '../../../src/samples/plan.ts';
import { TABLE_NAMES } from '../../../src/samples/tables.ts';
import { openSampleEngine } from './sampleEngine.ts';
import type { SampleEngine } from './sampleEngine.ts';

const FOLDER = new URL('../../../queries/', import.meta.url);
const AREAS = ['entra', 'activity', 'network', 'resource'];

/** Query → scenario and the fact of it that the answer has to name. */
const FINDS: Readonly<Record<string, readonly [scenario: string, fact: string]>> = {
  'entra/session-in-two-places': ['aitm', 'session'],
  'entra/device-registered-from-new-address': ['aitm', 'device'],
  'entra/privileged-role-given': ['aitm', 'attackerAddress'],
  'entra/new-application-credential': ['application', 'secret'],
  'entra/consent-to-application': ['spray', 'victim'],
  'entra/graph-mass-reads': ['application', 'serverAddress'],
  'entra/password-spray': ['spray', 'victim'],
  'entra/inbox-rule': ['phishing', 'forwardingAddress'],
  'entra/mass-download': ['insider', 'person'],
  'activity/run-command': ['aitm', 'attackerAddress'],
  'activity/recovery-removed': ['ransomware', 'attackerAddress'],
  'activity/first-time-operations': ['ransomware', 'attackerAddress'],
  'network/regular-beacon': ['aitm', 'attackerAddress'],
  'resource/vault-secrets-read': ['aitm', 'attackerAddress'],
  'resource/storage-bulk-read': ['aitm', 'attackerAddress'],
  'resource/blobs-overwritten-or-deleted': ['ransomware', 'attackerAddress'],
};

describe('samples: query library', function () {
  this.timeout(60_000);
  const files = AREAS.flatMap((area) =>
    readdirSync(new URL(`${area}/`, FOLDER))
      .filter((name) => name.endsWith('.kql'))
      .map((name) => `${area}/${name.slice(0, -4)}`),
  );
  let sample: SampleEngine;

  before(async () => {
    sample = await openSampleEngine({ ...DEFAULT_OPTIONS, rows: 15_000, scenarios: scenarioNames() });
  });
  after(() => sample.close());

  const run = (text: string): Promise<Answer> => sample.engine.queryAll({ text });

  it('is at least a dozen queries, and each attack is found by one', () => {
    assert.ok(files.length >= 12);
    for (const id of Object.keys(FINDS)) assert.ok(files.includes(id), `there is no ${id}`);
    assert.deepEqual(
      [...new Set(Object.values(FINDS).map(([name]) => name))].sort(),
      [...scenarioNames()].sort(),
    );
  });

  for (const id of files)
    it(`${id} says what it is for and runs`, async () => {
      const text = readFileSync(new URL(`${id}.kql`, FOLDER), 'utf8');
      for (const field of ['title', 'question', 'tables', 'techniques', 'hit', 'false positives'])
        assert.match(text, new RegExp(`^// ${field}: \\S`, 'm'), `${id} has no ${field}`);
      const tables = /^\/\/ tables: (.*)$/m.exec(text)?.[1]?.split(', ') ?? [];
      for (const table of tables) {
        assert.ok((TABLE_NAMES as readonly string[]).includes(table), `${id} reads ${table}`);
        assert.ok(text.replace(/^\/\/.*$/gm, '').includes(table), `${id} does not read ${table}`);
      }
      const answer = await run(text);
      const expected = FINDS[id];
      if (!expected) return;
      const fact = sample.plan.truth.scenarios.find(({ name }) => name === expected[0])?.facts[expected[1]];
      assert.ok(typeof fact === 'string' && fact !== '');
      assert.ok(
        JSON.stringify(answer.rows).includes(fact),
        `${id} does not name ${fact} among ${answer.rows.length} rows`,
      );
    });

  it("answers every question of the sample investigation's notebook, and the attack comes out", async () => {
    const cells = [...FIRST_QUESTIONS.matchAll(/```kql(?: name=(\w+))?\n([^]*?)\n```/g)];
    assert.ok(cells.length >= 10);
    const above: NamedCell[] = [];
    const told: string[] = [];
    for (const [, name, text = ''] of cells) {
      const answer = await run(cellQuery(text, above, []).text);
      assert.ok(answer.rows.length > 0, `no row for\n${text}`);
      told.push(JSON.stringify(answer.rows));
      if (name !== undefined) above.push({ name, text });
    }
    const facts = sample.plan.truth.scenarios.find(({ name }) => name === 'aitm')?.facts ?? {};
    for (const fact of ['victim', 'phishingDomain', 'proxyAddress', 'attackerAddress', 'session', 'device'])
      assert.ok(
        told.some((text) => text.includes(JSON.stringify(facts[fact] ?? null).slice(1, -1))),
        `${fact} does not come out`,
      );
  });
});
