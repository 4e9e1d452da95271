import assert from 'node:assert/strict';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JournalWriter } from '../../../src/cases/journalWriter.ts';
import { RejectsFile } from '../../../src/cases/rejects.ts';
import { fileDigestOf, TimelineStore } from '../../../src/cases/timelineStore.ts';
import { verifyCase } from '../../../src/cases/verify.ts';
import type { VerifyFinding } from '../../../src/domain/verifyReport.ts';
import { MemoryStorage } from '../../support/memoryStorage.ts';
import { edit, person, type SmallCase, smallCase, temporaryFolder } from '../../support/caseFixture.ts';

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

  for (const path of [HEAD, 'timeline/e1.json'])
    it(`finds every flipped byte of ${path === HEAD ? 'the head' : 'a timeline event'}`, async () => {
      const bytes = memory.files.get(path) ?? Buffer.alloc(0);
      assert.ok(bytes.length > 20);
      memory.files.set(JOURNAL, original);
      for (let at = 0; at < bytes.length; at++) {
        const changed = Buffer.from(bytes);
        changed[at] = (bytes[at] ?? 0) ^ 0x01;
        memory.files.set(path, changed);
        const found = (await verifyCase(memory)).findings;
        assert.ok(
          path === HEAD ? found.length > 0 : found.some(({ file }) => file === path),
          `byte ${at} of ${path}`,
        );
      }
      memory.files.set(path, bytes);
      assert.deepEqual((await verifyCase(memory)).findings, []);
    });

  it('finds every flipped byte and every removed, repeated, swapped or cut line of rejects, at its line', async () => {
    const storage = new MemoryStorage(memory.files);
    storage.files.set(JOURNAL, original);
    const head = memory.files.get(HEAD);
    assert.ok(head);
    const journal = await JournalWriter.open(storage, small.identity);
    const file = new RejectsFile(storage, 'i1');
    await journal.append('import.started', { id: 'i1', options: {} });
    await file.write([1, 2].map((n) => ({ line: n, reason: 'bad', text: `{x${n}` })));
    await file.write([{ line: 3, reason: 'bad', text: 'ü' }]);
    const end = await file.finish();
    assert.ok(end);
    await journal.append('import.done', { id: 'i1', report: {}, rejects: end });
    await journal.close();
    const path = 'rejects/i1.jsonl';
    const bytes = storage.files.get(path) ?? Buffer.alloc(0);
    const with_ = async (content: Buffer | string): Promise<readonly (number | undefined)[]> => {
      storage.files.set(path, Buffer.from(content));
      return (await verifyCase(storage)).findings.flatMap((each) => (each.file === path ? [each.line] : []));
    };
    assert.deepEqual(await with_(bytes), []);
    let line = 1;
    for (const [at, byte] of bytes.entries()) {
      const changed = Buffer.from(bytes);
      changed[at] = byte ^ 0x02;
      assert.ok((await with_(changed)).includes(line), `byte ${at}`);
      if (byte === 0x0a) line += 1;
    }
    const [a = '', b = '', c = ''] = bytes.toString().trimEnd().split('\n');
    for (const [parts, at] of [
      [[b, c], 1],
      [[a, c], 2],
      [[a, b], 3],
      [[b, a, c], 1],
      [[a, b, b, c], 3],
      [[a, b, c, c], 4],
    ] as const)
      assert.ok((await with_(rejoin(parts))).includes(at === 4 ? 3 : at), parts.join());
    storage.files.delete(path);
    assert.deepEqual(
      (await verifyCase(storage)).findings.map(({ code }) => code),
      ['rejects.missing'],
    );
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

  it('names a journal once whose line ends became CRLF, and what else was done to it', async () => {
    const returned = (from: number, text: string): string =>
      text
        .split('\n')
        .map((line, index) => (index + 1 < from || line === '' ? line : `${line}\r`))
        .join('\n');
    const text = original.toString();
    const all = await withJournal(returned(1, text));
    assert.deepEqual(
      all.map(({ code, file, line }) => [code, file, line]),
      [['journal.line-ends', JOURNAL, 1]],
    );
    assert.match(all[0]?.message ?? '', /^This line and the next 5 ended in LF and now in CRLF/);
    const changed = await withJournal(returned(3, text.replace('case.created', 'case.crested')));
    assert.deepEqual(
      changed.map(({ code, line }) => [code, line]),
      [
        ['journal.line-changed', 2],
        ['journal.line-ends', 3],
      ],
    );
    memory.files.set(JOURNAL, original);
    const head = memory.files.get(HEAD) ?? Buffer.alloc(0);
    memory.files.set(HEAD, Buffer.from(head.toString().replace('\n', '\r\n')));
    assert.deepEqual(
      (await verifyCase(memory)).findings.map(({ code, file }) => [code, file]),
      [['journal.line-ends', HEAD]],
    );
    memory.files.set(HEAD, head);
  });

  it('finds that there is no journal at all, and folders that became names', async () => {
    const storage = new MemoryStorage(
      new Map([...memory.files].map(([path, bytes]) => [path.replaceAll('/', '\\'), bytes])),
    );
    assert.deepEqual(
      (await verifyCase(storage)).findings.map(({ code }) => code),
      ['case.backslash-name', 'journal.none'],
    );
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

  it('finds an event that is missing after its removal was undone, whoever pinned it', async () => {
    const storage = new MemoryStorage(memory.files);
    storage.files.set(JOURNAL, original);
    const event = await new TimelineStore(storage).read('e1');
    assert.ok(event);
    const line = { id: 'e1', contentDigest: event.contentDigest, title: event.title };
    const codes = async (): Promise<readonly string[]> =>
      (await verifyCase(storage)).findings.map(({ code }) => code);
    const ana = await JournalWriter.open(storage, small.identity);
    await ana.append('event.unpinned', line);
    await storage.remove('timeline/e1.json');
    assert.deepEqual(await codes(), []);
    await ana.append('event.pinned', { ...line, fileDigest: fileDigestOf(event) });
    await ana.close();
    assert.deepEqual(await codes(), ['timeline.event-missing']);
    const ben = await JournalWriter.open(storage, { ...small.identity, ...person('ben', 'desk') });
    await ben.append('event.unpinned', line);
    await ben.close();
    assert.deepEqual(await codes(), []);
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
