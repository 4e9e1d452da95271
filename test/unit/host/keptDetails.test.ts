import assert from 'node:assert/strict';
import type { IncidentDetails } from '../../../src/domain/incident.ts';
import { KeptDetails } from '../../../src/host/incidents/keptDetails.ts';
import { incident } from '../../support/tenantIncident.ts';

const INCIDENT = incident('a');
const OTHER = incident('b');

const details = (...comments: readonly string[]): IncidentDetails => ({
  alerts: [],
  entities: [],
  bookmarks: [],
  tasks: [],
  comments: comments.map((text) => ({ id: text, author: 'ana', time: '', text, etag: '' })),
  problems: [],
});
const texts = ({ comments }: IncidentDetails): readonly string[] => comments.map(({ text }) => text);
const settled = (): Promise<void> => new Promise((done) => void setImmediate(done));

describe('details of incidents that are shown', () => {
  let answers: (() => Promise<IncidentDetails>)[];
  let asked: string[];
  let changes: number;
  let kept: KeptDetails;
  beforeEach(() => {
    [answers, asked, changes] = [[], [], 0];
    kept = new KeptDetails(
      ({ key }) => {
        asked.push(key);
        const answer = answers.shift();
        assert.ok(answer, 'asked once more than is answered');
        return answer();
      },
      () => changes++,
    );
  });
  const answer = (...comments: readonly string[]) =>
    answers.push(() => Promise.resolve(details(...comments)));

  it('are read once, whoever asks', async () => {
    answer('one');
    assert.deepEqual(texts(await kept.shown(INCIDENT)), ['one']);
    assert.deepEqual(texts(await kept.now(INCIDENT)), ['one']);
    assert.deepEqual([asked.length, changes], [1, 0]);
  });

  it('stay while they are read again, and say so when they became different', async () => {
    answer('one');
    await kept.shown(INCIDENT);
    answer('one', 'two');
    kept.staleAll();
    assert.deepEqual(texts(await kept.shown(INCIDENT)), ['one']);
    await settled();
    assert.equal(changes, 1);
    assert.deepEqual(texts(await kept.shown(INCIDENT)), ['one', 'two']);
    assert.deepEqual([asked.length, changes], [2, 1]);
  });

  it('are told of to a tree also where a command read them first, and not where nothing changed', async () => {
    answer('one');
    await kept.shown(INCIDENT);
    answer('one');
    kept.staleAll();
    await kept.now(INCIDENT);
    assert.equal(changes, 0);
    answer('two');
    kept.staleAll();
    assert.deepEqual(texts(await kept.now(INCIDENT)), ['two']);
    assert.equal(changes, 1);
  });

  it('are kept with the reason where they cannot be read again, and once they can without it', async () => {
    answer('one');
    await kept.shown(INCIDENT);
    const broken = () => Promise.reject(new Error('The connection broke.'));
    answers.push(broken, broken);
    kept.staleAll();
    await kept.shown(INCIDENT);
    await settled();
    const shown = await kept.shown(INCIDENT);
    assert.deepEqual(texts(shown), ['one']);
    assert.deepEqual(shown.problems, ['This could not be read again: The connection broke.']);
    await settled();
    assert.equal(changes, 1, 'the same reason is told once');
    answer('one');
    assert.deepEqual(texts(await kept.now(INCIDENT)), ['one']);
    assert.equal(changes, 2);
    assert.deepEqual((await kept.shown(INCIDENT)).problems, []);
  });

  it('keep a part that could not be read again, and say so', async () => {
    answer('one');
    await kept.shown(INCIDENT);
    answers.push(() => Promise.resolve({ ...details(), problems: ['The connection broke.'] }));
    kept.staleAll();
    await kept.now(INCIDENT);
    const shown = await kept.shown(INCIDENT);
    assert.deepEqual([texts(shown), shown.problems, changes], [['one'], ['The connection broke.'], 1]);
    answer();
    kept.staleAll();
    assert.deepEqual(texts(await kept.now(INCIDENT)), [], 'what was deleted is gone');
  });

  it('that never could be read are an error, and are asked for again', async () => {
    answers.push(() => Promise.reject(new Error('The connection broke.')));
    await assert.rejects(kept.shown(INCIDENT), /broke/);
    answer('one');
    assert.deepEqual(texts(await kept.shown(INCIDENT)), ['one']);
  });

  it('are known to those who ask for nothing as soon as somebody read them', async () => {
    let come = (_details: IncidentDetails): void => undefined;
    answers.push(() => new Promise((resolve) => (come = resolve)));
    const shown = kept.shown(INCIDENT);
    const known = kept.known(INCIDENT);
    come(details('one'));
    assert.deepEqual(texts((await known) ?? details()), ['one']);
    await shown;
    kept.staleAll();
    answers.push(() => new Promise(() => undefined));
    void kept.now(INCIDENT);
    assert.deepEqual(texts((await kept.known(INCIDENT)) ?? details()), ['one']);
    assert.deepEqual(asked, ['a', 'a']);
  });

  it('are forgotten when nobody asked for them between two readings of the list', async () => {
    answer('one');
    answer('other');
    await kept.shown(INCIDENT);
    await kept.shown(OTHER);
    kept.staleAll();
    answer('one');
    await kept.shown(INCIDENT);
    await settled();
    kept.staleAll();
    assert.equal(await kept.known(OTHER), undefined);
    assert.ok(await kept.known(INCIDENT));
    kept.staleAll();
    assert.deepEqual(kept.keys(), []);
  });
});
