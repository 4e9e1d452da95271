import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { updateCaseFile } from '../../../src/cases/caseFile.ts';
import { JournalWriter } from '../../../src/cases/journalWriter.ts';
import { NodeStorage } from '../../../src/cases/nodeStorage.ts';
import { fileDigestOf, TimelineStore } from '../../../src/cases/timelineStore.ts';
import { verifyCase } from '../../../src/cases/verify.ts';
import type { WriterIdentity } from '../../../src/cases/writerChoice.ts';
import {
  bytesOf,
  openEvidence,
  person,
  sampleEvent,
  smallCase,
  temporaryFolder,
} from '../../support/caseFixture.ts';

function git(folder: string, ...args: string[]): string {
  const settings = ['user.name=t', 'user.email=t@example.org', 'core.autocrlf=true', 'commit.gpgsign=false'];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '', GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', [...settings.flatMap((each) => ['-c', each]), ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Adds an original and an event, as somebody working in the folder would. */
async function work(folder: string, identity: WriterIdentity, id: string): Promise<string> {
  const storage = new NodeStorage(folder);
  const journal = await JournalWriter.open(storage, identity);
  const evidence = await openEvidence(storage, identity.caseId, journal);
  await evidence.put(`${id}.csv`, bytesOf(`a\r\n${id}\r\n`));
  const event = sampleEvent(id);
  await new TimelineStore(storage).write(event);
  const { contentDigest, title } = event;
  await journal.append('event.pinned', { id, contentDigest, fileDigest: fileDigestOf(event), title });
  await journal.close();
  return journal.writer;
}

describe('a case in git', function () {
  this.timeout(30_000);

  const start = async (context: Mocha.Context): Promise<{ folder: string; caseId: string }> => {
    const small = await smallCase(await temporaryFolder(context));
    git(small.folder, 'init', '-q', '-b', 'main');
    git(small.folder, 'add', '-A');
    git(small.folder, 'commit', '-qm', 'case');
    assert.equal(git(small.folder, 'ls-files', 'derived'), '');
    return small;
  };
  const commit = (folder: string, message: string): void => {
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', message);
  };

  it('merges the branches of two people, with line ends and originals as they were', async function () {
    const { folder, caseId } = await start(this);
    const clone = join(await temporaryFolder(this), 'clone');
    git(folder, 'clone', '-q', folder, clone);
    await work(folder, { ...person('ana'), caseId }, 'by-ana');
    await updateCaseFile(new NodeStorage(folder), { status: 'contained' });
    commit(folder, 'ana');
    await work(clone, { ...person('bo', 'desk'), caseId }, 'by-bo');
    commit(clone, 'bo');
    git(clone, 'pull', '-q', '--no-rebase', '--no-edit', 'origin', 'main');
    const report = await verifyCase(new NodeStorage(clone));
    assert.deepEqual(report.findings, []);
    assert.deepEqual(report.checked, { journals: 2, lines: 12, originals: 4, events: 3 });
    const original = (await new NodeStorage(clone).list('evidence')).map(({ name }) =>
      readFileSync(join(clone, 'evidence', name), 'utf8'),
    );
    assert.ok(original.includes('a\r\nby-bo\r\n'));
  });

  it('merges two branches that one person worked on in turn', async function () {
    const { folder, caseId } = await start(this);
    const identity = { ...person('ana'), caseId };
    git(folder, 'switch', '-qc', 'left');
    assert.equal(await work(folder, identity, 'left'), 'ana@laptop');
    commit(folder, 'left');
    git(folder, 'switch', '-qc', 'right', 'main');
    assert.equal(await work(folder, identity, 'right'), 'ana@laptop-2');
    commit(folder, 'right');
    git(folder, 'switch', '-q', 'left');
    assert.equal(await work(folder, identity, 'left-again'), 'ana@laptop');
    commit(folder, 'left again');
    git(folder, 'merge', '-q', '--no-edit', 'right');
    const report = await verifyCase(new NodeStorage(folder));
    assert.deepEqual(report.findings, []);
    assert.equal(report.checked.events, 4);
  });

  it('merges what two people changed on different events, and leaves to them what both changed on one', async function () {
    const { folder, caseId } = await start(this);
    await work(folder, { ...person('ana'), caseId }, 'one');
    await work(folder, { ...person('ana'), caseId }, 'two');
    commit(folder, 'two events');
    const clone = join(await temporaryFolder(this), 'clone');
    git(folder, 'clone', '-q', folder, clone);
    const note = async (at: string, id: string, text: string): Promise<void> => {
      const store = new TimelineStore(new NodeStorage(at));
      const event = (await store.readAll()).events.find((each) => each.id === id);
      assert.ok(event);
      await store.write({ ...event, note: text });
      commit(at, text);
    };
    const pull = (): string => git(clone, 'pull', '-q', '--no-rebase', '--no-edit', 'origin', 'main');
    await note(folder, 'one', 'ana on one');
    await note(clone, 'two', 'bo on two');
    pull();
    const merged = (await new TimelineStore(new NodeStorage(clone)).readAll()).events;
    assert.deepEqual(
      merged.filter(({ note: text }) => text !== '').map(({ id, note: text }) => [id, text]),
      [
        ['one', 'ana on one'],
        ['two', 'bo on two'],
      ],
    );
    await note(folder, 'one', 'ana again');
    await note(clone, 'one', 'bo on one');
    assert.throws(pull);
    assert.equal(git(clone, 'diff', '--name-only', '--diff-filter=U').trim(), 'timeline/one.json');
  });

  it('lets a clone of the same person and machine go on beside the first one', async function () {
    const { folder, caseId } = await start(this);
    const identity = { ...person('ana'), caseId };
    const copy = join(await temporaryFolder(this), 'copy');
    git(folder, 'clone', '-q', folder, copy);
    await work(folder, identity, 'first');
    commit(folder, 'first');
    await work(copy, identity, 'second');
    commit(copy, 'second');
    git(copy, 'pull', '-q', '--no-rebase', '--no-edit', 'origin', 'main');
    assert.deepEqual((await verifyCase(new NodeStorage(copy))).findings, []);
  });
});
