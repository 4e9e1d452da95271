/**
 * The case folder at length: every bit of a journal of 64 KiB, every kind of line edit in it, and a thousand kills of
 * a writing process. `AZIMUTH_KILLS` sets how many.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JournalWriter } from '../../src/cases/journalWriter.ts';
import { makeCase } from '../../src/cases/newCase.ts';
import { scanJournal } from '../../src/cases/journalScan.ts';
import { person, smallCase } from '../support/caseFixture.ts';
import { killWriter } from '../support/journalKills.ts';
import { MemoryStorage } from '../support/memoryStorage.ts';

const JOURNAL = 'journal/ana@laptop.jsonl';
const SIZE = 64 << 10;
const KILLS = Number(process.env['AZIMUTH_KILLS'] ?? 1000);

async function bigJournal(): Promise<{ storage: MemoryStorage; caseId: string }> {
  const storage = new MemoryStorage();
  const { id: caseId } = await makeCase(storage, { title: 't', owner: 'ana' }, person());
  const journal = await JournalWriter.open(storage, { ...person(), caseId });
  for (let n = 0; (storage.files.get(JOURNAL)?.length ?? 0) < SIZE; n++)
    await journal.append('case.changed', { before: {}, after: { n, text: 'ü'.repeat((n * 37) % 400) } });
  await journal.close();
  return { storage, caseId };
}

async function damage(): Promise<void> {
  const { storage, caseId } = await bigJournal();
  const sound = storage.files.get(JOURNAL) ?? Buffer.alloc(0);
  const lines = sound.toString('latin1').trimEnd().split('\n');
  const lineAt = (byte: number): number => sound.subarray(0, byte).filter((each) => each === 0x0a).length + 1;
  const problemsWith = async (bytes: Buffer): Promise<readonly (number | undefined)[]> => {
    storage.files.set(JOURNAL, bytes);
    const { problems } = await scanJournal(storage, caseId, 'ana@laptop');
    return problems.map(({ line }) => line);
  };
  const edited = (parts: readonly string[]): Buffer => Buffer.from(`${parts.join('\n')}\n`, 'latin1');
  assert.deepEqual(await problemsWith(sound), []);

  let checks = 0;
  for (let at = 0; at < sound.length; at++) {
    const changed = Buffer.from(sound);
    changed[at] = (sound[at] ?? 0) ^ (1 << (at % 8));
    assert.ok((await problemsWith(changed)).includes(lineAt(at)), `byte ${at}`);
    checks += 1;
  }
  for (let at = 0; at < sound.length; at += 7) {
    assert.ok((await problemsWith(sound.subarray(0, at))).length > 0, `cut at ${at}`);
    checks += 1;
  }
  for (const [index, line] of lines.entries()) {
    for (const parts of [lines.toSpliced(index, 1), lines.toSpliced(index, 0, line), [...lines, line]]) {
      assert.ok((await problemsWith(edited(parts))).length > 0, `line ${index + 1}`);
      checks += 1;
    }
    for (let other = index + 1; other < lines.length; other++) {
      const swapped = lines.with(index, lines[other] ?? '').with(other, line);
      assert.ok((await problemsWith(edited(swapped))).includes(index + 1), `${index + 1} with ${other + 1}`);
      checks += 1;
    }
  }
  console.log(
    `damage: ${checks} edits of a journal of ${sound.length} bytes and ${lines.length} lines, all found`,
  );
}

async function kills(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'azimuth-soak-'));
  try {
    const small = await smallCase(folder);
    let torn = 0;
    for (let round = 0; round < KILLS; round++) {
      const { warnings } = await killWriter(small, (round * 1.7) % 60);
      torn += warnings.length;
    }
    console.log(`kills: ${KILLS}, ${torn} torn lines put aside, no acknowledged line lost`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await damage();
await kills();
