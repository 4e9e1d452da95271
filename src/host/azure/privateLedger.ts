import type * as vscode from 'vscode';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../base/canonicalJson.ts';
import type { AskedQuestion, TenantChange } from '../../domain/tenant.ts';

/**
 * What was asked of a tenant and done to it while no case was open, a line of JSON each, in the extension's own storage. It is
 * never copied into a case: which case it belongs to is a person's to say.
 */
export class PrivateLedger {
  private readonly folder: string;
  /** Lines are written one after another. */
  private last: Promise<void> = Promise.resolve();

  constructor(storage: vscode.Uri) {
    this.folder = storage.fsPath;
  }

  question(question: AskedQuestion): Promise<void> {
    return this.add({ type: 'question', ...question });
  }

  change(change: TenantChange): Promise<void> {
    return this.add({ type: 'change', ...change });
  }

  /** All lines, the oldest first; '' before the first. */
  async read(): Promise<string> {
    await this.last;
    try {
      return await readFile(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
  }

  private get file(): string {
    return join(this.folder, 'ledger.jsonl');
  }

  private add(entry: object): Promise<void> {
    const line = `${canonicalJson({ time: new Date().toISOString(), ...entry })}\n`;
    this.last = this.last
      .catch(() => undefined)
      .then(async () => {
        await mkdir(this.folder, { recursive: true });
        await appendFile(this.file, line, { mode: 0o600, flush: true });
      });
    return this.last;
  }
}
