import assert from 'node:assert/strict';
import { readJournals } from '../../../src/cases/journal.ts';
import { JournalWriter } from '../../../src/cases/journalWriter.ts';
import type { Storage } from '../../../src/cases/storage.ts';
import { verifyCase } from '../../../src/cases/verify.ts';
import type { WriterIdentity } from '../../../src/cases/writerChoice.ts';
import { writerBase } from '../../../src/cases/writerName.ts';
import { makeCase } from '../../../src/cases/newCase.ts';
import { person } from '../../support/caseFixture.ts';
import { type Fault, FaultyStorage } from '../../support/faultyStorage.ts';
import { MemoryStorage } from '../../support/memoryStorage.ts';

const JOURNAL = 'journal/ana@laptop.jsonl';
const change = (title: string): { before: { title: string }; after: { title: string } } => ({
  before: { title: '' },
  after: { title },
});

async function freshCase(): Promise<{ storage: MemoryStorage; identity: WriterIdentity }> {
  const storage = new MemoryStorage();
  const { id } = await makeCase(storage, { title: 't', owner: 'ana' }, person());
  return { storage, identity: { ...person(), caseId: id } };
}

async function write(
  storage: Storage,
  identity: WriterIdentity,
  ...titles: string[]
): Promise<JournalWriter> {
  const journal = await JournalWriter.open(storage, identity);
  try {
    for (const title of titles) await journal.append('case.changed', change(title));
  } finally {
    await journal.close();
  }
  return journal;
}

async function titles(storage: Storage, { caseId }: WriterIdentity): Promise<unknown[]> {
  const { lines, problems } = await readJournals(storage, caseId, ['case.changed']);
  assert.deepEqual(problems, []);
  return lines.map(({ data }) => (data['after'] as { title: string }).title);
}

/** The same bytes with nobody holding a lock, as another process finds them after a kill. */
function afterKill(storage: MemoryStorage): MemoryStorage {
  const copy = new MemoryStorage(storage.files);
  for (const path of copy.files.keys()) if (path.startsWith('derived/locks/')) copy.files.delete(path);
  return copy;
}

describe('journal', () => {
  it('continues its own chain over sessions', async () => {
    const { storage, identity } = await freshCase();
    await write(storage, identity, 'one');
    const second = await write(storage, identity, 'two', 'three');
    assert.equal(second.writer, 'ana@laptop');
    assert.deepEqual(await titles(storage, identity), ['one', 'two', 'three']);
    assert.deepEqual((await verifyCase(storage)).findings, []);
  });

  it('keeps the order of lines that were appended at once', async () => {
    const { storage, identity } = await freshCase();
    const journal = await JournalWriter.open(storage, identity);
    const names = Array.from({ length: 50 }, (_, index) => `t${index}`);
    await Promise.all(names.map((name) => journal.append('case.changed', change(name))));
    await journal.close();
    assert.deepEqual(await titles(storage, identity), names);
  });

  it('gives a second session a journal of its own, and the first one back later', async () => {
    const { storage, identity } = await freshCase();
    const first = await JournalWriter.open(storage, identity);
    const second = await JournalWriter.open(storage, identity);
    assert.deepEqual([first.writer, second.writer], ['ana@laptop', 'ana@laptop-2']);
    await Promise.all([
      first.append('case.changed', change('a')),
      second.append('case.changed', change('b')),
    ]);
    await first.close();
    await second.close();
    assert.deepEqual((await verifyCase(storage)).findings, []);
    assert.equal((await write(storage, identity, 'c')).writer, 'ana@laptop');
  });

  it('takes the journal of a process that died', async () => {
    const { storage, identity } = await freshCase();
    storage.files.set('derived/locks/ana@laptop.7', Buffer.from('999999\n'));
    const seen: number[] = [];
    const isAlive = (alive: boolean) => (pid: number) => {
      seen.push(pid);
      return alive;
    };
    const other = await JournalWriter.open(storage, { ...identity, isAlive: isAlive(true) });
    assert.equal(other.writer, 'ana@laptop-2');
    await other.close();
    const same = await JournalWriter.open(storage, { ...identity, isAlive: isAlive(false) });
    assert.equal(same.writer, 'ana@laptop');
    await same.close();
    assert.ok(seen.every((pid) => pid === 999999));
  });

  it('does not fork a journal that another working copy has continued', async () => {
    const { storage, identity } = await freshCase();
    const clone = await MemoryStorage.copyOf(storage);
    const { writer } = await write(clone, identity, 'from the clone');
    assert.match(writer, /^ana@laptop-\d{4,6}$/);
    assert.equal((await write(clone, identity, 'again')).writer, writer);
    assert.deepEqual((await verifyCase(clone)).findings, []);
  });

  it('does not fork a journal that a switch of branches took back, even under an open session', async () => {
    const { storage, identity } = await freshCase();
    const before = new Map(storage.files);
    const journal = await JournalWriter.open(storage, identity);
    await journal.append('case.changed', change('on the branch'));
    for (const [path, bytes] of before) if (path.startsWith('journal/')) storage.files.set(path, bytes);
    await journal.append('case.changed', change('on main'));
    assert.equal(journal.writer, 'ana@laptop-2');
    await journal.close();
    assert.deepEqual(storage.files.get(JOURNAL), before.get(JOURNAL));
    assert.deepEqual(await titles(storage, identity), ['on main']);
    assert.deepEqual((await verifyCase(storage)).findings, []);
  });

  it('leaves a damaged journal as it is, says so and writes to another one', async () => {
    const { storage, identity } = await freshCase();
    const bytes = Buffer.from(storage.files.get(JOURNAL) ?? '');
    bytes[20] = 0x2d;
    storage.files.set(JOURNAL, bytes);
    const journal = await write(storage, identity, 'later');
    assert.equal(journal.writer, 'ana@laptop-2');
    assert.match(journal.warnings.join(), /ana@laptop\.jsonl, line 1: The line was changed/);
    assert.deepEqual(storage.files.get(JOURNAL), bytes);
  });

  it('puts a line that was cut at any byte aside and says so', async () => {
    const { storage, identity } = await freshCase();
    const before = new Map(storage.files);
    await write(storage, identity, 'whole');
    const whole = storage.files.get(JOURNAL) ?? Buffer.alloc(0);
    const start = before.get(JOURNAL)?.length ?? 0;
    const end = whole.indexOf(0x0a, start) + 1;
    for (let length = start + 1; length < end; length++) {
      const torn = new MemoryStorage(before);
      torn.files.set(JOURNAL, whole.subarray(0, length));
      const found = (await verifyCase(torn)).findings;
      assert.deepEqual(
        found.map(({ code, line }) => [code, line]),
        [['journal.torn-line', 3]],
      );
      const journal = await write(torn, identity);
      assert.equal(journal.warnings.length, 1);
      assert.match(journal.warnings[0] ?? '', /ana@laptop\.torn-1/);
      assert.deepEqual(torn.files.get('journal/ana@laptop.torn-1'), whole.subarray(start, length));
      assert.deepEqual((await verifyCase(torn)).findings, []);
      const again = await write(torn, identity, 'after');
      assert.deepEqual(again.warnings, []);
      assert.deepEqual(await titles(torn, identity), ['after']);
    }
  });

  it('accepts a whole line whose head was not written', async () => {
    const { storage, identity } = await freshCase();
    await write(storage, identity, 'one');
    const head = storage.files.get('journal/ana@laptop.head');
    const journal = await JournalWriter.open(storage, identity);
    await journal.append('case.changed', change('two'));
    await journal.close();
    // session.opened and the change were written; the head of the first of them stands for a kill after the second.
    const line = (storage.files.get(JOURNAL) ?? '').toString().trimEnd().split('\n').at(-2) ?? '';
    const hash = /"hash":"([0-9a-f]{64})"\}$/.exec(line)?.[1] ?? '';
    storage.files.set('journal/ana@laptop.head', Buffer.from(`{"count":5,"hash":"${hash}"}\n`));
    assert.deepEqual((await verifyCase(storage)).findings, []);
    const next = await write(storage, identity, 'three');
    assert.equal(next.writer, 'ana@laptop');
    assert.deepEqual(await titles(storage, identity), ['one', 'two', 'three']);
    // Two lines past the head is no kill: a writer never starts a line before the head of the last one.
    storage.files.set('journal/ana@laptop.head', head ?? Buffer.alloc(0));
    assert.deepEqual(
      (await verifyCase(storage)).findings.map(({ code }) => code),
      ['journal.head-behind'],
    );
  });

  describe('with each call on the disk failing in turn', () => {
    for (const errno of ['ENOSPC', 'EIO', 'EPERM'] as const)
      for (const kill of [false, true])
        it(`${errno}${kill ? ', the process dying with it' : ''}: the old or the new state`, async () => {
          const { storage, identity } = await freshCase();
          await write(storage, identity, 'one');
          const before = new Map(storage.files);
          const count = new FaultyStorage(new MemoryStorage(before));
          await write(count, identity, 'two', 'three');
          assert.ok(count.calls.length > 20);
          for (let call = 1; call <= count.calls.length; call++)
            for (const bytes of count.calls[call - 1]?.startsWith('write') ? [0, 1, 40] : [0]) {
              const broken = new MemoryStorage(before);
              await failAt(broken, identity, { call, errno, kill, bytes });
            }
        });

    async function failAt(broken: MemoryStorage, identity: WriterIdentity, fault: Fault): Promise<void> {
      const where = JSON.stringify(fault);
      const acknowledged = ['one'];
      const faulty = new FaultyStorage(broken, fault);
      try {
        const journal = await JournalWriter.open(faulty, identity);
        for (const title of ['two', 'three']) {
          try {
            await journal.append('case.changed', change(title));
            acknowledged.push(title);
          } catch (error) {
            assert.match(String((error as { code?: unknown }).code), /^(case|journal)\./, where);
          }
        }
        await journal.close();
      } catch (error) {
        assert.match(String((error as { code?: unknown }).code), /^case\./, where);
      }
      const next = afterKill(broken);
      const torn = (await verifyCase(next)).findings;
      assert.ok(
        torn.every(({ code }) => code === 'journal.torn-line'),
        `${where} ${JSON.stringify(torn)}`,
      );
      const journal = await write(next, identity, 'next');
      assert.equal(journal.warnings.length > 0, torn.length > 0, `${where} says so`);
      const found = (await titles(next, identity)).filter((title) => title !== 'next');
      const missing = acknowledged.filter((title) => !found.includes(title));
      assert.deepEqual(missing, [], `${where} keeps what was acknowledged`);
      // At most the one line that was being written when the process died is there without having been acknowledged.
      assert.ok(found.length - acknowledged.length <= (fault.kill ? 1 : 0), `${where} ${found.join()}`);
      assert.deepEqual((await verifyCase(next)).findings, [], where);
    }
  });

  it('makes names that every system takes', () => {
    assert.equal(writerBase('Zoë Müller', 'WS-01.corp.example'), 'zoemuller@ws-01');
    assert.equal(writerBase('CORP\\ana', 'con'), 'corpana@con_');
    assert.equal(writerBase('..', ''), 'someone@machine');
  });
});
