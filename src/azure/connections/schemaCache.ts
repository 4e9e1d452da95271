import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Guard, isArrayOf, isFiniteNumber, isOneOf, isShape, isString } from '../../base/guards.ts';
import { sha256 } from '../../base/hash.ts';
import {
  type Column,
  type DatabaseSchema,
  type FunctionSchema,
  KUSTO_TYPES,
  type TableSchema,
} from '../../domain/kustoType.ts';

/** Schemas of remote databases between two starts; what cannot be kept or read is asked for again. */
export interface SchemaCache {
  /** @param place what the schema is of, the same for the same database */
  read(place: string): Promise<DatabaseSchema | undefined>;
  write(place: string, schema: DatabaseSchema): Promise<void>;
}

/** New tables and columns are seen after this at the latest. Milliseconds. */
const LIFETIME = 86_400_000;

interface Kept {
  readonly place: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly schema: Pick<DatabaseSchema, 'name' | 'tables' | 'functions'>;
}

const isColumn: Guard<Column> = isShape<Column>({ name: isString, type: isOneOf(...KUSTO_TYPES) });
const isTable: Guard<TableSchema> = isShape<TableSchema>({ name: isString, columns: isArrayOf(isColumn) });
const isFunction: Guard<FunctionSchema> = isShape<FunctionSchema>({
  name: isString,
  parameters: isString,
  body: isString,
});
const isKept: Guard<Kept> = isShape<Kept>({
  place: isString,
  at: isFiniteNumber,
  schema: isShape<Kept['schema']>({
    name: isString,
    tables: isArrayOf(isTable),
    functions: isArrayOf(isFunction),
  }),
});

/** A file a database in a folder of the extension's own; names of tables and columns, no rows. */
export class SchemaFiles implements SchemaCache {
  readonly #folder: string;
  readonly #now: () => number;

  constructor(folder: string, now: () => number = Date.now) {
    this.#folder = folder;
    this.#now = now;
  }

  async read(place: string): Promise<DatabaseSchema | undefined> {
    let kept: unknown;
    try {
      kept = JSON.parse(await readFile(this.#file(place), 'utf8'));
    } catch {
      return undefined;
    }
    if (!isKept(kept) || kept.place !== place) return undefined;
    const age = this.#now() - kept.at;
    return age >= 0 && age < LIFETIME ? kept.schema : undefined;
  }

  async write(place: string, { name, tables, functions }: DatabaseSchema): Promise<void> {
    const kept: Kept = { place, at: this.#now(), schema: { name, tables, functions } };
    const file = this.#file(place);
    const fresh = `${file}.${process.pid}.tmp`;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(fresh, JSON.stringify(kept), { mode: 0o600 });
      await rename(fresh, file);
    } catch {
      // Without the file it is asked for at the next start.
    }
  }

  #file(place: string): string {
    return join(this.#folder, `${sha256(place)}.json`);
  }
}
