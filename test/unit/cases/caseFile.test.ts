import assert from 'node:assert/strict';
import { caseFileText, readCaseFile, updateCaseFile } from '../../../src/cases/caseFile.ts';
import type { CaseInfo } from '../../../src/domain/caseInfo.ts';
import { MemoryStorage } from '../../support/memoryStorage.ts';

const INFO: CaseInfo = {
  format: 1,
  id: 'c-1',
  title: 'Token theft: "the # one"',
  severity: 'high',
  status: 'open',
  owner: 'ana',
  tenant: 'contoso.example',
  window: { start: '2026-03-01T00:00:00Z', end: '2026-03-08T00:00:00Z' },
  clock: '2026-03-08T12:00:00Z',
  incidents: ['42', 'true', '1e3'],
};

function caseWith(text: string | Buffer): MemoryStorage {
  return new MemoryStorage(new Map([['case.yaml', Buffer.from(text)]]));
}
const textOf = (storage: MemoryStorage): string => storage.files.get('case.yaml')?.toString() ?? '';

describe('case.yaml', () => {
  it('comes back as it was written, texts that look like something else included', async () => {
    assert.deepEqual(await readCaseFile(caseWith(caseFileText(INFO))), INFO);
    for (const title of ['null', 'yes', '- a', '', 'ü\n- x', '‮txt', '{a: 1}', '&a *a'])
      assert.equal((await readCaseFile(caseWith(caseFileText({ ...INFO, title })))).title, title);
  });

  it('needs only format, id and title', async () => {
    const info = await readCaseFile(caseWith('format: 1\nid: x\ntitle: t\n'));
    assert.deepEqual([info.status, info.window, info.incidents], ['open', null, []]);
  });

  it('keeps comments, unknown keys, their order and CRLF readable when one key changes', async () => {
    const text = '# ours\nformat: 1\nid: x\n\ntitle: old # the title\nteam:\n  - a # first\nseverity: low\n';
    const storage = caseWith(text);
    const info = await updateCaseFile(storage, { title: 'new', id: 'other' });
    assert.equal(info.title, 'new');
    assert.equal(info.id, 'x');
    assert.equal(textOf(storage), text.replace('title: old', 'title: new'));
    assert.equal((await readCaseFile(caseWith(text.replaceAll('\n', '\r\n')))).severity, 'low');
  });

  it('writes nothing that cannot be read back', async () => {
    const storage = caseWith(caseFileText(INFO));
    const before = textOf(storage);
    await assert.rejects(updateCaseFile(storage, { clock: 'tomorrow' }), { code: 'case.file-invalid' });
    assert.equal(textOf(storage), before);
  });

  const refused: readonly [string, string | Buffer, string][] = [
    ['no YAML', 'title: [', 'case.file-invalid'],
    ['a list', '- 1\n', 'case.file-invalid'],
    ['nothing', '', 'case.file-invalid'],
    ['a later format', caseFileText(INFO).replace('format: 1', 'format: 2'), 'case.file-invalid'],
    ['the same key twice', 'format: 1\nid: x\ntitle: a\ntitle: b\n', 'case.file-invalid'],
    ['an alias', 'format: 1\nid: &a x\ntitle: *a\n', 'case.file-invalid'],
    ['a bomb of aliases', bomb(), 'case.file-invalid'],
    ['brackets without end', `format: 1\nid: x\ntitle: ${'['.repeat(50_000)}`, 'case.file-invalid'],
    ['blocks without end', nest(1_000), 'case.file-invalid'],
    ['an id that is a path', 'format: 1\nid: ../../x\ntitle: t\n', 'case.file-invalid'],
    ['an id from the prototype', 'format: 1\n__proto__: {id: x}\ntitle: t\n', 'case.file-invalid'],
    [
      'a window that ends before it begins',
      window('2026-02-02T00:00:00Z', '2026-02-01T00:00:00Z'),
      'case.file-invalid',
    ],
    ['a megabyte', `# ${'x'.repeat(1 << 20)}\n`, 'case.too-large'],
    ['bytes', Buffer.from([0xff, 0xfe, 0, 1, 2]), 'case.file-invalid'],
  ];
  for (const [what, text, code] of refused)
    it(`refuses ${what} at once`, async function () {
      this.timeout(2_000);
      await assert.rejects(readCaseFile(caseWith(text)), { name: 'AzimuthError', code });
    });

  it('says that a folder without it is no case', async () => {
    await assert.rejects(readCaseFile(new MemoryStorage()), { code: 'case.not-a-case' });
  });
});

function window(start: string, end: string): string {
  return `format: 1\nid: x\ntitle: t\nwindow: {start: "${start}", end: "${end}"}\n`;
}

function bomb(): string {
  const levels = Array.from({ length: 20 }, (_, level) => {
    const inner = level === 0 ? '[x, x]' : `[${`*a${level - 1}, `.repeat(9)}x]`;
    return `k${level}: &a${level} ${inner}`;
  });
  return `format: 1\nid: x\ntitle: t\n${levels.join('\n')}\n`;
}

function nest(depth: number): string {
  return `format: 1\nid: x\ntitle: t\n${Array.from({ length: depth }, (_, level) => `${' '.repeat(level % 190)}- `).join('')}x\n`;
}
