import assert from 'node:assert/strict';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyCase } from '../../../src/cases/verify.ts';
import type { VerifyFinding } from '../../../src/domain/verifyReport.ts';
import { MemoryStorage } from '../../support/memoryStorage.ts';
import { edit, type SmallCase, smallCase, temporaryFolder } from '../../support/caseFixture.ts';

const JOURNAL = 'journal/ana@laptop.jsonl';
const HEAD = 'journal/ana@laptop.head';

describe('verify', function () {
  this.timeout(60_000);
  let small: SmallCase;
  let original: Buffer;
  let lines: readonly string[];
  let memory: MemoryStorage;

  before(async function () {
    small = await smallCase(await temporaryFolder(this));
    original = await edit(small.folder).read(JOURNAL);
    memory = await MemoryStorage.copyOf(small.storage);
    lines = original.toString().trimEnd().split('\n');
  });

  const findings = async (): Promise<readonly VerifyFinding[]> => (await verifyCase(small.storage)).findings;
  /** What verify says with the journal so; in memory, where it is asked thousands of times. */
  const withJournal = async (text: string | Buffer): Promise<readonly VerifyFinding[]> => {
    memory.files.set(JOURNAL, Buffer.from(text));
    return (await verifyCase(memory)).findings;
  };
  const rejoin = (parts: readonly (string | undefined)[]): string => `${parts.join('\n')}\n`;

  it('finds nothing in a sound case and counts what it read', async () => {
    assert.deepEqual(await verifyCase(small.storage), {
      findings: [],
      checked: { journals: 1, lines: 6, originals: 2, events: 1 },
    });
  });

  it('finds every flipped byte of a journal, at its line', async () => {
    const missed: number[] = [];
    let line = 1;
    for (const [at, byte] of original.entries()) {
      for (const flip of [0x01, 0x20, 0x80]) {
        const changed = Buffer.from(original);
        changed[at] = byte ^ flip;
        const found = await withJournal(changed);
        if (!found.some((each) => each.file === JOURNAL && each.line === line)) missed.push(at);
      }
      if (byte === 0x0a) line += 1;
    }
    assert.deepEqual(missed, []);
  });

  it('names only the line whose text was changed', async () => {
    for (const [index, line] of lines.entries()) {
      const changed = rejoin(lines.with(index, line.replace('"at":"2026', '"at":"2025')));
      const found = await withJournal(changed);
      assert.deepEqual(found.map(({ code, line: at }) => [code, at]).slice(0, 1), [
        ['journal.line-changed', index + 1],
      ]);
      assert.equal(found.filter((each) => each.file === JOURNAL).length, 1);
    }
  });

  for (const file of [HEAD, 'timeline'] as const)
    it(`finds every flipped byte of ${file === HEAD ? 'the head' : 'the row of a timeline event'}`, async () => {
      const path = file === HEAD ? HEAD : 'timeline/e1.json';
      const bytes = await edit(small.folder).read(path);
      const row = bytes.indexOf('203.0.113.9', bytes.indexOf('"row"'));
      const [from, to] = file === HEAD ? [0, bytes.length] : [row, row + 11];
      for (let at = from; at < to; at++) {
        const changed = Buffer.from(bytes);
        changed[at] = (bytes[at] ?? 0) ^ 0x01;
        await edit(small.folder).write(path, changed);
        assert.ok((await findings()).length > 0, `byte ${at} of ${path}`);
      }
      await edit(small.folder).write(path, bytes);
    });

  it('finds every flipped byte of every original', async () => {
    const entries = await small.storage.list('evidence');
    assert.equal(entries.length, 2);
    for (const { name } of entries) {
      const path = `evidence/${name}`;
      const bytes = await edit(small.folder).read(path);
      for (const [at, byte] of bytes.entries()) {
        const changed = Buffer.from(bytes);
        changed[at] = byte ^ 0x10;
        await edit(small.folder).write(path, changed);
        assert.deepEqual(
          (await findings()).map(({ code, file }) => [code, file]),
          [['evidence.changed', path]],
        );
      }
      await edit(small.folder).write(path, bytes);
    }
  });

  it('finds every deleted line', async () => {
    for (const index of lines.keys()) {
      const found = await withJournal(rejoin(lines.toSpliced(index, 1)));
      assert.ok(
        found.some(({ file, line }) => file === JOURNAL && line === index + 1),
        `line ${index + 1}`,
      );
    }
  });

  it('finds every pair of swapped lines', async () => {
    for (let left = 0; left < lines.length; left++)
      for (let right = left + 1; right < lines.length; right++) {
        const found = await withJournal(
          rejoin(lines.with(left, lines[right] ?? '').with(right, lines[left] ?? '')),
        );
        assert.ok(
          found.some(({ line }) => line === left + 1),
          `${left} with ${right}`,
        );
      }
  });

  it('finds every repeated line, next to itself and at the end', async () => {
    for (const [index, line] of lines.entries()) {
      const beside = await withJournal(rejoin(lines.toSpliced(index, 0, line)));
      assert.ok(beside.some((each) => each.line === index + 2));
      const replayed = await withJournal(rejoin([...lines, line]));
      assert.ok(replayed.some((each) => each.line === lines.length + 1));
    }
  });

  it('finds a cut at every byte', async () => {
    for (let length = 0; length < original.length; length++)
      assert.ok(
        (await withJournal(original.subarray(0, length))).some(({ code }) => code === 'journal.cut'),
        `cut at ${length}`,
      );
  });

  it('finds an empty line and a carriage return put in', async () => {
    assert.ok((await withJournal(rejoin(lines.toSpliced(2, 0, '')))).some(({ line }) => line === 3));
    assert.ok((await withJournal(lines.join('\r\n'))).some(({ line }) => line === 1));
  });

  it('finds a missing, an unknown and a misnamed original', async () => {
    const [entry] = await small.storage.list('evidence');
    const path = join(small.folder, 'evidence', entry?.name ?? '');
    const elsewhere = join(small.folder, 'evidence', `${'0'.repeat(64)}.csv`);
    await rename(path, elsewhere);
    assert.deepEqual((await findings()).map(({ code }) => code).sort(), [
      'evidence.changed',
      'evidence.missing',
    ]);
    await rename(elsewhere, path);
    await writeFile(join(small.folder, 'evidence', 'notes.txt'), 'x');
    assert.deepEqual(
      (await findings()).map(({ code, file }) => [code, file]),
      [['evidence.unknown-file', 'evidence/notes.txt']],
    );
    await rm(join(small.folder, 'evidence', 'notes.txt'));
  });

  it('finds a removed journal, a removed head and a removed event', async () => {
    for (const [path, code] of [
      [JOURNAL, 'journal.cut'],
      [HEAD, 'journal.head-missing'],
      ['timeline/e1.json', 'timeline.event-missing'],
    ] as const) {
      const bytes = await edit(small.folder).read(path);
      await rm(join(small.folder, path));
      assert.ok(
        (await findings()).some((each) => each.code === code),
        path,
      );
      await edit(small.folder).write(path, bytes);
    }
    assert.deepEqual(await findings(), []);
  });

  it('finds a journal that came from another case', async function () {
    const other = await smallCase(await temporaryFolder(this));
    const mixed = await MemoryStorage.copyOf(small.storage);
    for (const path of [HEAD, JOURNAL]) mixed.files.set(path, await edit(other.folder).read(path));
    const found = (await verifyCase(mixed)).findings;
    assert.ok(found.some(({ code, line }) => code === 'journal.chain-broken' && line === 1));
  });

  it('does not follow links', async function () {
    if (process.platform === 'win32') this.skip();
    const target = join(await temporaryFolder(this), 'elsewhere');
    await mkdir(target);
    await writeFile(join(target, 'secret.txt'), 'x');
    await symlink(join(target, 'secret.txt'), join(small.folder, 'evidence', 'link.txt'));
    assert.deepEqual(
      (await findings()).map(({ code }) => code),
      ['evidence.not-a-file'],
    );
    await rm(join(small.folder, 'evidence', 'link.txt'));
    await symlink(target, join(small.folder, 'rejects', 'out'));
    await assert.rejects(small.storage.list('rejects/out'), { code: 'case.link-refused' });
    await assert.rejects(small.storage.stat('rejects/out/secret.txt'), { code: 'case.link-refused' });
  });
});
