import { TICKS_PER_DAY, isoFromTicks, ticksFromIso } from '../base/ticks.ts';
import { LAYOUT } from '../cases/layout.ts';
import { NodeStorage } from '../cases/nodeStorage.ts';
import type { Fills, FillQuestion } from '../detections/matrix/fillRate.ts';
import { openEngine } from '../kql/duckdb/openEngine.ts';
import { storedTables } from '../session/storedTables.ts';

/** What fills of a case's tables, day by day up to the newest event of any of them. */
export async function caseFills(
  folder: string,
  questions: readonly FillQuestion[],
  signal?: AbortSignal,
): Promise<Fills> {
  const storage = new NodeStorage(folder);
  const timed = (await storedTables(storage)).filter(({ columns }) =>
    columns.some(({ name }) => name === 'TimeGenerated'),
  );
  const engine = await openEngine({
    tables: timed,
    functions: [],
    allowedFolders: [storage.absolute(LAYOUT.derived)],
  });
  try {
    let newest: bigint | undefined;
    for (const { name } of timed) {
      const { rows } = await engine.queryAll({ text: `['${name}'] | summarize max(TimeGenerated)` });
      const time = rows[0]?.[0];
      const ticks = typeof time === 'string' ? ticksFromIso(time) : undefined;
      if (ticks !== undefined && (newest === undefined || ticks > newest)) newest = ticks;
    }
    const answers: Fills['answers'][number][] = [];
    for (const { table, columns, query } of questions) {
      signal?.throwIfAborted();
      if (!timed.some(({ name }) => name === table)) continue;
      const { rows } = await engine.queryAll({ text: query });
      answers.push({ table, columns, rows });
    }
    const day = newest === undefined ? undefined : isoFromTicks(newest - (newest % TICKS_PER_DAY));
    return { newest: day?.slice(0, 10), answers };
  } finally {
    await engine.close();
  }
}
