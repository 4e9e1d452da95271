import { resolve } from 'node:path';
import type { EmbeddedEngine } from '../kql/engine.ts';
import type { CaseSession } from '../session/api.ts';
import { defaultParts } from '../session/defaultParts.ts';
import { openCase } from '../session/openCase.ts';
import { type Terminal, usageError } from './command.ts';
import { plain } from '../base/plainText.ts';

/** Opens the case of `--case` for the time of `work`, saying what was found wrong at opening. */
export async function withCase<T>(
  folder: string | undefined,
  terminal: Terminal,
  work: (session: CaseSession) => Promise<T>,
): Promise<T> {
  if (folder === undefined) throw usageError('--case DIR is missing');
  const session = await openCase(resolve(terminal.cwd, folder), defaultParts, (what) => terminal.note(what));
  try {
    for (const warning of session.warnings) terminal.note(`warning: ${plain(warning)}`);
    return await work(session);
  } finally {
    await session.close();
  }
}

/** Sees to it that the tables of a case are there: they are made again from the originals where derived/ is not. */
export async function prepareCase(folder: string, terminal: Terminal): Promise<void> {
  await withCase(folder, terminal, () => Promise.resolve());
}

/** An engine that has no tables, for queries that need none. */
export async function withBareEngine<T>(work: (engine: EmbeddedEngine) => Promise<T>): Promise<T> {
  const engine = await defaultParts.openEngine({ tables: [], functions: [], allowedFolders: [] });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}
