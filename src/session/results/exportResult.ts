import { createWriteStream } from 'node:fs';
import { copyFile, rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { storageError } from '../../cases/storage.ts';
import { textFormat } from './exportText.ts';
import type { AnswerColumn, Cell } from '../../domain/answer.ts';
import type { ExportFormat } from '../../domain/result.ts';

/** Moves a finished file to where a person wants it, also onto another disk. */
export async function moveTo(from: string, to: string): Promise<void> {
  try {
    await rename(from, to).catch(() => copyFile(from, to));
  } catch (error) {
    throw storageError('write', to, error);
  } finally {
    await rm(from, { force: true });
  }
}

/** Writes rows as text; a failure or a cancellation leaves no half-written file under the name asked for. */
export async function writeText(
  file: string,
  format: Exclude<ExportFormat, 'parquet'>,
  columns: readonly AnswerColumn[],
  pages: AsyncIterable<readonly (readonly Cell[])[]>,
  onRows: (rows: number) => void,
): Promise<number> {
  const text = textFormat(format, columns);
  const partial = `${file}.partial`;
  const out = createWriteStream(partial);
  let failure: Error | undefined;
  out.on('error', (error) => (failure = error));
  let count = 0;
  try {
    out.write(text.head);
    for await (const rows of pages) {
      if (failure) break;
      if (!out.write(rows.map((row, i) => text.row(row, count + i)).join(''))) await once(out, 'drain');
      count += rows.length;
      onRows(count);
    }
    out.write(text.tail);
    out.end();
    if (!failure) await once(out, 'close');
    if (failure) throw storageError('write', file, failure);
    await rename(partial, file);
  } catch (error) {
    out.destroy();
    await rm(partial, { force: true });
    throw error;
  }
  return count;
}
