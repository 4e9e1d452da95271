import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { readJournals } from '../../src/cases/journal.ts';
import { JournalWriter } from '../../src/cases/journalWriter.ts';
import { verifyCase } from '../../src/cases/verify.ts';
import type { SmallCase } from './caseFixture.ts';

const PROCESS = fileURLToPath(new URL('./journalProcess.ts', import.meta.url));

/** Kills a writing process after `delayMs` from its first line; every line that it acknowledged must be there. */
export async function killWriter(
  small: SmallCase,
  delayMs: number,
): Promise<{ warnings: readonly string[] }> {
  const before = await linesOf(small);
  const child = spawn(process.execPath, [PROCESS, small.folder, small.caseId, small.identity.person], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (output === '') setTimeout(() => child.kill('SIGKILL'), delayMs);
    output += chunk.toString();
  });
  await once(child, 'close');
  assert.equal(child.signalCode, 'SIGKILL');
  const acknowledged = output.slice(0, output.lastIndexOf('\n') + 1).split('\n').length - 1;

  const torn = (await verifyCase(small.storage)).findings;
  assert.ok(
    torn.every(({ code }) => code === 'journal.torn-line'),
    JSON.stringify(torn),
  );
  const journal = await JournalWriter.open(small.storage, small.identity);
  await journal.close();
  assert.equal(journal.writer, 'ana@laptop');
  assert.equal(journal.warnings.length, torn.length);
  assert.deepEqual((await verifyCase(small.storage)).findings, []);
  const written = (await linesOf(small)) - before;
  assert.ok(written >= acknowledged && written <= acknowledged + 2, `${written} of ${acknowledged}`);
  return { warnings: journal.warnings };
}

async function linesOf({ storage, caseId }: SmallCase): Promise<number> {
  return (await readJournals(storage, caseId, ['case.changed'])).lines.length;
}
