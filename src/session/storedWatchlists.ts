import { sha256 } from '../base/hash.ts';
import { readWhole } from '../cases/files.ts';
import { LAYOUT } from '../cases/layout.ts';
import type { Storage } from '../cases/storage.ts';
import type { Watchlist } from '../kql/engine.ts';
import { parseDelimited } from '../kql/values/csv.ts';

const MAX_WATCHLIST_BYTES = 16 << 20;
const ALIAS = /^([^\p{Cc}'"\\/:*?<>|]{1,128})\.csv$/iu;

/** `watchlists/<alias>.csv`, each with the columns that its first record names. */
export async function storedWatchlists(storage: Storage): Promise<readonly Watchlist[]> {
  const found: Watchlist[] = [];
  for (const { name, kind } of await storage.list(LAYOUT.watchlists)) {
    const alias = ALIAS.exec(name)?.[1];
    if (kind !== 'file' || alias === undefined) continue;
    const path = `${LAYOUT.watchlists}/${name}`;
    const text = (await readWhole(storage, path, MAX_WATCHLIST_BYTES))?.toString('utf8') ?? '';
    const head = text.slice(0, text.indexOf('\n') + 1 || text.length);
    const [columns = []] = parseDelimited(head, ',');
    found.push({ alias, path, columns, version: sha256(text) });
  }
  return found;
}
