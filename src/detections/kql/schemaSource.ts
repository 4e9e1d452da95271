import type {
  Column,
  DatabaseSchema,
  FunctionSchema,
  TableSchema,
  WatchlistSchema,
} from '../../domain/kustoType.ts';

/** What a rule's query may name. */
export interface SchemaSource {
  /** For sentences: "the published schemas", "the case". */
  readonly label: string;
  /** Whether a table that it does not have is known not to exist. */
  readonly complete: boolean;
  /** By its exact name. */
  table(name: string): TableSchema | undefined;
  tableNames(): readonly string[];
  readonly functions: readonly FunctionSchema[];
  /** Undefined where nothing is known about watchlists. */
  readonly watchlists: readonly WatchlistSchema[] | undefined;
}

const WORD = /[A-Za-z_][A-Za-z0-9_]*\*?/g;

/**
 * The part of the schema that a query can name: the tables that are words of it or match a wildcard in it. Binding against
 * all published tables costs seconds, against these it does not.
 */
export function schemaFor(text: string, source: SchemaSource): DatabaseSchema {
  const words = new Set(
    [text, ...source.functions.map(({ body }) => body)].flatMap((each) => each.match(WORD) ?? []),
  );
  const names = source.tableNames();
  const tables = new Map<string, TableSchema>();
  for (const word of words) {
    const found =
      word.endsWith('*') && word.length > 3
        ? names.filter((name) => name.startsWith(word.slice(0, -1)))
        : [word];
    for (const name of found) {
      const table = source.table(name);
      if (table) tables.set(name, table);
    }
  }
  return {
    name: 'workspace',
    tables: [...tables.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    functions: source.functions,
  };
}

/** Columns that every table has, whether or not a published schema lists them. */
export const STANDARD_COLUMNS: readonly Column[] = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'Type', type: 'string' },
  { name: 'TenantId', type: 'string' },
  { name: '_ResourceId', type: 'string' },
  { name: '_SubscriptionId', type: 'string' },
  { name: '_ItemId', type: 'string' },
  { name: '_TimeReceived', type: 'datetime' },
  { name: '_BilledSize', type: 'real' },
  { name: '_IsBillable', type: 'string' },
];

/** A schema over the given tables only. */
export function fixedSchema(
  label: string,
  schema: DatabaseSchema,
  watchlists: readonly WatchlistSchema[] | undefined,
): SchemaSource {
  const tables = new Map(schema.tables.map((table) => [table.name, table]));
  return {
    label,
    complete: true,
    table: (name) => tables.get(name),
    tableNames: () => [...tables.keys()],
    functions: schema.functions,
    watchlists,
  };
}
