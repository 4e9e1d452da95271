import assert from 'node:assert/strict';
import type { EvidenceStore } from '../../../src/cases/evidence.ts';
import { JournalWriter } from '../../../src/cases/journalWriter.ts';
import { makeCase } from '../../../src/cases/newCase.ts';
import type { Storage } from '../../../src/cases/storage.ts';
import { verifyCase } from '../../../src/cases/verify.ts';
import type { WriterIdentity } from '../../../src/cases/writerChoice.ts';
import { bytesOf, openEvidence, person } from '../../support/caseFixture.ts';
import { FaultyStorage } from '../../support/faultyStorage.ts';
import { MemoryStorage } from '../../support/memoryStorage.ts';

async function freshCase(): Promise<{ storage: MemoryStorage; identity: WriterIdentity }> {
  const storage = new MemoryStorage();
  const { id } = await makeCase(storage, { title: 't', owner: 'ana' }, person());
  return { storage, identity: { ...person(), caseId: id } };
}

async function withEvidence<T>(
  storage: Storage,
  identity: WriterIdentity,
  work: (evidence: EvidenceStore) => Promise<T>,
): Promise<T> {
  const journal = await JournalWriter.open(storage, identity);
  try {
    return await work(await openEvidence(storage, identity.caseId, journal));
  } finally {
    await journal.close();
  }
}

describe('evidence', () => {
  it('keeps an original under its digest and knows it in later sessions', async () => {
    const { storage, identity } = await freshCase();
    const put = await withEvidence(storage, identity, (evidence) =>
      evidence.put('C:\\logs\\A.CSV', bytesOf('ab', 'c')),
    );
    assert.deepEqual(put, {
      digest: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      file: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.csv',
      name: 'A.CSV',
      size: 3,
    });
    const again = await withEvidence(storage, identity, async (evidence) => {
      assert.deepEqual(evidence.entries(), [put]);
      return evidence.put('other name.json', bytesOf('abc'));
    });
    assert.deepEqual(again, put);
    assert.equal((await storage.list('evidence')).length, 1);
    assert.deepEqual((await verifyCase(storage)).findings, []);
  });

  it('gives names that are safe whatever the original is called', async () => {
    const { storage, identity } = await freshCase();
    const names = [
      '../../x.sh',
      'a.tar.GZ',
      'PT1H.json.gz',
      '.bashrc',
      'no extension',
      'x.ph\0p',
      'x.{}',
      'con.csv:stream',
    ];
    const files = await withEvidence(storage, identity, async (evidence) => {
      const extensions: string[] = [];
      for (const [index, name] of names.entries())
        extensions.push((await evidence.put(name, bytesOf(String(index)))).file.slice(64));
      return extensions;
    });
    assert.deepEqual(files, ['.sh', '.tar.gz', '.json.gz', '.bashrc', '', '', '', '']);
    assert.deepEqual((await verifyCase(storage)).findings, []);
  });

  it('leaves nothing behind when the original breaks off or is cancelled', async () => {
    const { storage, identity } = await freshCase();
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield* bytesOf('half');
      throw new Error('the share went away');
    };
    const cancel = new AbortController();
    const cancelled = async function* (): AsyncGenerator<Uint8Array> {
      yield* bytesOf('half');
      cancel.abort();
      yield* bytesOf('more');
    };
    await withEvidence(storage, identity, async (evidence) => {
      await assert.rejects(evidence.put('a', broken()), /the share went away/);
      await assert.rejects(evidence.put('a', cancelled(), cancel.signal), { name: 'AbortError' });
    });
    assert.deepEqual(await storage.list('evidence'), []);
    assert.deepEqual(await storage.list('derived/tmp'), []);
    assert.deepEqual((await verifyCase(storage)).findings, []);
  });

  for (const errno of ['ENOSPC', 'EIO', 'EPERM'] as const)
    it(`${errno} at each call of a put: all of the original or none, and a second put repairs`, async () => {
      const { storage, identity } = await freshCase();
      const before = new Map(storage.files);
      const count = new FaultyStorage(new MemoryStorage(before));
      await withEvidence(count, identity, (evidence) => evidence.put('a.csv', bytesOf('first', 'second')));
      assert.ok(count.calls.length > 15);
      for (let call = 1; call <= count.calls.length; call++)
        for (const kill of [false, true]) {
          const where = `${errno} at ${count.calls[call - 1] ?? ''} (${call})${kill ? ', killed' : ''}`;
          const broken = new MemoryStorage(before);
          const faulty = new FaultyStorage(broken, { call, errno, kill, bytes: 3 });
          await withEvidence(faulty, identity, (evidence) =>
            evidence.put('a.csv', bytesOf('first', 'second')),
          ).catch((error: unknown) =>
            assert.match(String((error as { code?: unknown }).code), /^(case|journal)\./),
          );
          const next = new MemoryStorage(
            new Map([...broken.files].filter(([path]) => !path.startsWith('derived/locks/'))),
          );
          const codes = (await verifyCase(next)).findings.map(({ code }) => code);
          // Between the original's arrival and its line in the journal it is there, whole, and not yet spoken of.
          assert.ok(
            codes.every((code) => code === 'evidence.unknown-file' || code === 'journal.torn-line'),
            `${where}: ${codes.join()}`,
          );
          await withEvidence(next, identity, (evidence) => evidence.put('a.csv', bytesOf('first', 'second')));
          assert.deepEqual((await verifyCase(next)).findings, [], where);
        }
    });
});
