import type { Storage } from '../../cases/storage.ts';
import type { Cell } from '../../domain/answer.ts';

/** Rows of a file of canonical lines; a text in them may hold what other readers take for the end of a line. */
export async function* rowsOfLines(storage: Storage, path: string): AsyncGenerator<readonly Cell[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of storage.openRead(path)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const row: unknown = JSON.parse(line);
      if (Array.isArray(row)) yield row as readonly Cell[];
    }
  }
}
