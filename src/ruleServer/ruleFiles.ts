import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AzimuthError } from '../base/errors.ts';
import { matching } from '../base/globs.ts';
import { readWhole } from '../cases/files.ts';
import type { EventWatchlists } from '../kql/duckdb/events/translations.ts';
import { NodeStorage } from '../cases/nodeStorage.ts';
import type { Column, FunctionSchema, TableSchema, WatchlistSchema } from '../domain/kustoType.ts';
import { functionOfFile } from '../domain/storedFunction.ts';
import { watchlistColumns } from '../kql/plan/operators/watchlist.ts';
import type { SchemaSource } from '../detections/kql/schemaSource.ts';
import { OWN_TABLES } from '../logs/schemas/ownTables.ts';
import { tableNames, tableSchema } from '../logs/schemas/tableSchemas.ts';
import { storedWatchlists } from '../session/storedWatchlists.ts';
import { storedTables } from '../session/storedTables.ts';

const MAX_BYTES = 1 << 20;
const MAX_WATCHLIST_BYTES = 16 << 20;

/** `name.test.yaml` stands beside `name.yaml`. */
export function isTestFile(path: string): boolean {
  return /\.test\.ya?ml$/i.test(path);
}

export function isRuleFile(path: string): boolean {
  return /\.ya?ml$/i.test(path) && !isTestFile(path);
}

const RULE_FIELDS =
  /^["']?(?:query|kind|severity|queryFrequency|queryPeriod|triggerOperator|triggerThreshold|tactics|relevantTechniques|entityMappings|requiredDataConnectors)["']?\s*:/gm;

/** Whether a YAML text has at least two of the fields by which rules are told from other files, however wrong it is. */
export function looksLikeRule(text: string): boolean {
  return new Set(text.match(RULE_FIELDS)).size > 1;
}

/** The files that PATHs name (files, folders with all below, globs), absolute and sorted. Rejects with `usage.no-file`. */
export async function findFiles(
  paths: readonly string[],
  cwd: string,
  wanted: (path: string) => boolean,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    const full = resolve(cwd, path);
    const info = await stat(full).catch(() => undefined);
    const before = found.size;
    if (info?.isFile()) found.add(full);
    else if (info) for (const file of await filesBelow(full)) if (wanted(file)) found.add(file);
    if (!info) for (const file of await matching(path, cwd)) if (wanted(file)) found.add(file);
    if (!info && found.size === before) throw new AzimuthError('usage.no-file', `There is no file ${path}`);
  }
  return [...found].sort();
}

async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesBelow(path)));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}

/** Rejects with `usage.no-file` where it cannot be read or is larger than a rule can be. */
export async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new Error(`it has ${size} bytes, more than ${MAX_BYTES}`);
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AzimuthError('usage.no-file', `Could not read ${path}: ${reason}`, {}, { cause: error });
  }
}

/** What lies beside rules and their queries may name. */
export interface RuleSurroundings {
  /** Of the nearest folder upwards that has `functions/` or `watchlists/`; undefined where none has. */
  readonly root: string | undefined;
  readonly functions: readonly FunctionSchema[];
  /** Undefined where there is no watchlists folder. */
  readonly watchlists: readonly WatchlistSchema[] | undefined;
  /** Of the case that the rules lie in. */
  readonly tables: readonly TableSchema[];
}

export async function surroundingsOf(folder: string): Promise<RuleSurroundings> {
  for (let at = folder; ; at = dirname(at)) {
    const [functions, watchlists] = await Promise.all([
      namesIn(join(at, 'functions')),
      namesIn(join(at, 'watchlists')),
    ]);
    if (functions || watchlists) {
      const bodies = (functions ?? []).map(async (name) =>
        functionOfFile(name, await readText(join(at, 'functions', name))),
      );
      const lists = watchlists && (await storedWatchlists(new NodeStorage(at)));
      return {
        root: at,
        functions: (await Promise.all(bodies)).filter((each) => each !== undefined),
        watchlists: lists?.map((list) => ({ alias: list.alias, columns: watchlistColumns(list) })),
        tables: await tablesOfCase(at),
      };
    }
    if (dirname(at) === at) return NOTHING_AROUND;
  }
}

/** The watchlists beside rules, as queries read them. */
export async function watchlistsBeside(folder: string): Promise<EventWatchlists> {
  const { root } = await surroundingsOf(folder);
  return root === undefined ? { watchlists: [] } : watchlistsOf(new NodeStorage(root));
}

export async function watchlistsOf(storage: NodeStorage): Promise<EventWatchlists> {
  return {
    watchlists: await storedWatchlists(storage),
    readFile: (path) => readWhole(storage, path, MAX_WATCHLIST_BYTES),
  };
}

export const NOTHING_AROUND: RuleSurroundings = {
  root: undefined,
  functions: [],
  watchlists: undefined,
  tables: [],
};

/** None where the folder is no case or its tables cannot be read: the published schemas remain. */
async function tablesOfCase(folder: string): Promise<readonly TableSchema[]> {
  const storage = new NodeStorage(folder);
  if ((await storage.stat('case.yaml'))?.kind !== 'file') return [];
  return storedTables(storage).catch(() => []);
}

async function namesIn(folder: string): Promise<string[] | undefined> {
  return readdir(folder).catch(() => undefined);
}

/** Tables of advanced hunting under the name of their preview, of which hardly a column is published. */
const RENAMED: Readonly<Record<string, string>> = {
  AADSignInEventsBeta: 'EntraIdSignInEvents',
  AADSpnSignInEventsBeta: 'EntraIdSpnSignInEvents',
};

/** What AADSignInEventsBeta had under other names. */
const BETA_COLUMNS: readonly Column[] = [
  { name: 'AadDeviceId', type: 'string' },
  { name: 'RiskEventTypes', type: 'string' },
  { name: 'RiskLevelDuringSignIn', type: 'int' },
];

/** The published tables and those that import makes, with what lies beside the rules and has been imported there. */
export function publishedSchema({ functions, watchlists, tables }: RuleSurroundings): SchemaSource {
  const renamed = (name: string): TableSchema | undefined => {
    const columns = tableSchema(RENAMED[name] ?? '')?.columns;
    const own = name === 'AADSignInEventsBeta' ? BETA_COLUMNS : [];
    return (
      columns && {
        name,
        columns: [...columns, ...own.filter((each) => !columns.some((other) => other.name === each.name))],
      }
    );
  };
  const imported = new Map(tables.map((table) => [table.name, table]));
  const own = new Map(OWN_TABLES.map((table) => [table.name, table]));
  return {
    label: 'the published schemas',
    complete: false,
    table: (name) => imported.get(name) ?? renamed(name) ?? tableSchema(name) ?? own.get(name),
    tableNames: () => [...new Set([...tableNames(), ...own.keys(), ...imported.keys()])],
    functions,
    watchlists,
  };
}
