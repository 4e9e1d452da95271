import { AzimuthError } from '../../base/errors.ts';
import { isRecord } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import { RowsDigest, rowLine } from '../../base/rowsDigest.ts';
import { evidencePath } from '../../cases/evidence.ts';
import { readJournals } from '../../cases/journal.ts';
import type { Storage } from '../../cases/storage.ts';
import type { Cell } from '../../domain/answer.ts';
import { isResultHead } from '../../domain/answerGuards.ts';
import type { ResultHead } from '../../domain/result.ts';
import type { CaseFolder } from '../caseFolder.ts';
import type { SessionParts } from '../parts.ts';
import { rowsOfLines } from './canonicalLines.ts';

/**
 * Answers that were kept as evidence: their rows are in evidence/ under their digest, all else in the journal. From both
 * an answer comes back where derived/ is gone, as in a clone. Which event is behind a row is not part of it.
 */
export class EvidenceAnswers {
  readonly #folder: CaseFolder;
  readonly #spoolRows: SessionParts['spoolRows'];

  constructor(folder: CaseFolder, spoolRows: SessionParts['spoolRows']) {
    this.#folder = folder;
    this.#spoolRows = spoolRows;
  }

  /** Writes down what an answer in evidence/ is, unless a journal says so already. */
  async note(head: ResultHead): Promise<void> {
    if ((await this.heads()).some(({ id }) => id === head.id)) return;
    const text = JSON.stringify({ ...head, withKeys: false });
    await this.#folder.journal.append('answer.kept', { head: JSON.parse(text) as JsonObject });
  }

  /** Those of which the rows are there. */
  async heads(): Promise<readonly ResultHead[]> {
    const { storage, info } = this.#folder;
    const found = new Map<string, ResultHead>();
    for (const { data } of (await readJournals(storage, info.id, ['answer.kept'])).lines) {
      const head: unknown = isRecord(data) ? data['head'] : undefined;
      const path = isResultHead(head) ? this.#rowsOf(head) : undefined;
      if (isResultHead(head) && path !== undefined && (await storage.stat(path))?.kind === 'file')
        found.set(head.id, head);
    }
    return [...found.values()];
  }

  /** Writes the rows to `place` (absolute). Rejects with `result.changed` where they are not those that were answered. */
  async bring(head: ResultHead, place: string): Promise<void> {
    const path = this.#rowsOf(head);
    if (path === undefined) throw new Error('an answer in evidence/ has rows');
    const digest = new RowsDigest();
    const rows = await this.#spoolRows(head.columns, digested(this.#folder.storage, path, digest), place);
    if (digest.digest() !== head.digest || rows !== head.statistics.rows)
      throw new AzimuthError('result.changed', `The rows in ${path} are not those that were answered.`, {
        unharmed: 'the logs of the case are as they were',
        next: ['Run the cell again, and verify the case.'],
      });
  }

  #rowsOf({ digest }: ResultHead): string | undefined {
    const entry = this.#folder.evidence.get(digest);
    return entry && evidencePath(entry.file);
  }
}

async function* digested(
  storage: Storage,
  path: string,
  digest: RowsDigest,
): AsyncGenerator<readonly Cell[]> {
  for await (const row of rowsOfLines(storage, path)) {
    digest.addLines([rowLine(row)]);
    yield row;
  }
}
