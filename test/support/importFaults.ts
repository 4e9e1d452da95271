import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AzimuthError } from '../../src/base/errors.ts';
import { NodeStorage } from '../../src/cases/nodeStorage.ts';
import { verifyCase } from '../../src/cases/verify.ts';
import { openCaseFolder } from '../../src/session/caseFolder.ts';
import { defaultParts } from '../../src/session/defaultParts.ts';
import { importInto } from '../../src/session/importing.ts';
import { openCase } from '../../src/session/openCase.ts';
import type { OpenedCase } from '../../src/session/openedCase.ts';
import { smallCase } from './caseFixture.ts';
import { type Fault, FaultyStorage } from './faultyStorage.ts';

const PROCESS = fileURLToPath(new URL('./importProcess.ts', import.meta.url));
const TIME = '2026-03-01T10:11:12Z';
const line = (category: string, id: string, more: object = {}): string =>
  `${JSON.stringify({ time: TIME, category, ...more, properties: { id } })}\n`;
const FIRST = line('AuditLogs', 'a1') + line('SignInLogs', 's1');
/** Adds to both tables, knows one event of each already, gives one of them a new column's value and has a reject. */
const SECOND =
  line('AuditLogs', 'a1') +
  line('AuditLogs', 'a2', { resultType: 'x' }) +
  line('SignInLogs', 's1') +
  line('SignInLogs', 's2') +
  '{broken\n';

const OLD = 'AuditLogs a1;SigninLogs s1';
const NEW = 'AuditLogs a1 a2;SigninLogs s1 s2';

/** A case with one import, and a file to import next. */
export class FaultBench {
  readonly #folder: string;
  #copies = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async make(): Promise<FaultBench> {
    const folder = await mkdtemp(join(tmpdir(), 'azimuth-faults-'));
    const bench = new FaultBench(folder);
    await smallCase(join(folder, 'base'));
    await writeFile(join(folder, 'first.json'), FIRST);
    await writeFile(join(folder, 'second.json'), SECOND);
    const session = await openCase(join(folder, 'base'), defaultParts);
    await session.import({ paths: [join(folder, 'first.json')] }, () => undefined);
    assert.equal(await rowsOf(session), OLD);
    await session.close();
    return bench;
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }

  async #copy(): Promise<string> {
    const copy = join(this.#folder, `copy-${++this.#copies}`);
    await cp(join(this.#folder, 'base'), copy, { recursive: true });
    return copy;
  }

  /** The changing calls of an import that nothing disturbs; the first of them is number `from`. */
  async calls(): Promise<{ readonly from: number; readonly calls: readonly string[] }> {
    const copy = await this.#copy();
    const { storage, from } = await this.#import(copy);
    await rm(copy, { recursive: true });
    return { from, calls: storage.calls.slice(from - 1) };
  }

  /** One numbered call of the import fails; says whether the import came through all the same. */
  async fail(fault: Fault): Promise<'old' | 'new'> {
    const copy = await this.#copy();
    const { error } = await this.#import(copy, fault);
    assert.ok(error === undefined || error instanceof AzimuthError, String(error));
    return this.#judge(copy, error === undefined);
  }

  /** A process dies at the numbered call, having written `bytes` of it. */
  async kill(call: number, bytes: number): Promise<'old' | 'new'> {
    const copy = await this.#copy();
    const child = spawn(
      process.execPath,
      [PROCESS, copy, join(this.#folder, 'second.json'), `${call}`, `${bytes}`],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    await once(child, 'close');
    assert.equal(child.signalCode, 'SIGKILL', `call ${call} was never made`);
    return this.#judge(copy, false, true);
  }

  async #import(
    copy: string,
    fault?: Fault,
  ): Promise<{ storage: FaultyStorage; from: number; error?: unknown }> {
    const storage = new FaultyStorage(new NodeStorage(copy), fault);
    const folder = await openCaseFolder(copy, storage);
    const from = storage.calls.length + 1;
    try {
      await importInto(folder, defaultParts, { paths: [join(this.#folder, 'second.json')] }, () => undefined);
      return { storage, from };
    } catch (error) {
      return { storage, from, error };
    } finally {
      await folder.journal.close().catch(() => undefined);
    }
  }

  /** All old or all new, said at the next opening, sound, and whole after the same file is imported again. */
  async #judge(copy: string, succeeded: boolean, killed = false): Promise<'old' | 'new'> {
    const session = await openCase(copy, defaultParts);
    const rows = await rowsOf(session);
    assert.ok(rows === OLD || rows === NEW, rows);
    if (succeeded) assert.equal(rows, NEW);
    const told = session.warnings.some((text) => /did not come to its end|read again|put aside/.test(text));
    if (killed && rows === OLD && (await importsBegun(copy)) > 1)
      assert.ok(told, session.warnings.join('\n'));
    await session.import({ paths: [join(this.#folder, 'second.json')] }, () => undefined);
    assert.equal(await rowsOf(session), NEW);
    await session.close();
    assert.deepEqual((await verifyCase(new NodeStorage(copy))).findings, []);
    await rm(copy, { recursive: true });
    return rows === OLD ? 'old' : 'new';
  }
}

async function importsBegun(copy: string): Promise<number> {
  const storage = new NodeStorage(copy);
  let text = '';
  for (const { name } of await storage.list('journal'))
    if (name.endsWith('.jsonl'))
      for await (const chunk of storage.openRead(`journal/${name}`)) text += Buffer.from(chunk).toString();
  return text.split('"import.started"').length - 1;
}

async function rowsOf(session: OpenedCase): Promise<string> {
  const tables: string[] = [];
  for (const table of ['AuditLogs', 'SigninLogs']) {
    const ids: string[] = [];
    await session.query({ text: `${table} | project Id | sort by Id asc` }, (rows) => {
      for (const [id] of rows) ids.push(String(id));
    });
    tables.push([table, ...ids].join(' '));
  }
  return tables.join(';');
}
