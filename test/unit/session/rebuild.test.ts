import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultParts } from '../../../src/session/defaultParts.ts';
import { openCase } from '../../../src/session/openCase.ts';
import type { SessionParts } from '../../../src/session/parts.ts';
import { smallCase, temporaryFolder } from '../../support/caseFixture.ts';
import { zipOf } from '../../support/zipOf.ts';

/** Parts whose importer leaves out what it reads, as one that has changed might. */
const FORGETFUL: SessionParts = {
  ...defaultParts,
  importLogs: async (...args) => {
    const report = await defaultParts.importLogs(...args);
    return { ...report, files: report.files.map((file) => ({ ...file, skipped: 'It is odd.' })) };
  },
};

describe('tables that are made again', function () {
  this.timeout(60_000);
  let folder: string;
  before(async function () {
    folder = (await smallCase(await temporaryFolder(this))).folder;
    const exports = await temporaryFolder(this);
    const line = (n: number): string => `{"TimeGenerated":"2026-03-01T08:00:00Z","N":${n}}\n`;
    const file = async (name: string, content: string | Uint8Array): Promise<string> => {
      await writeFile(join(exports, name), content);
      return join(exports, name);
    };
    const session = await openCase(folder, defaultParts);
    const report = await session.import(
      {
        paths: [
          await file('good.json', line(1)),
          await file('empty.json', ''),
          await file(
            'a.zip',
            zipOf([
              { name: 'in/rows.json', content: line(2) },
              { name: 'in/note.txt', content: 'nothing' },
            ]),
          ),
        ],
      },
      () => undefined,
    );
    await session.close();
    assert.deepEqual(
      report.files.map(({ skipped }) => skipped === undefined),
      [true, false, true, false],
    );
  });

  const warningsWith = async (parts: SessionParts): Promise<readonly string[]> => {
    await rm(join(folder, 'derived'), { recursive: true, force: true });
    const session = await openCase(folder, parts);
    await session.close();
    return session.warnings;
  };

  it('are not said to lack what never gave rows', async () => {
    assert.deepEqual(await warningsWith(defaultParts), []);
  });

  it('are said to lack what gave rows before', async () => {
    assert.deepEqual(await warningsWith(FORGETFUL), [
      'good.json was not read again: It is odd.',
      'rows.json was not read again: It is odd.',
    ]);
  });
});
